/** What can be wrong with the audio of a stream. */
export const AUDIO_FAULTS = [
  'loss',
  'jitter',
  'clipping',
  'echo',
  'one-way-in',
  'one-way-out',
  'unplayed',
] as const;

/**
 * `one-way-in`: our voice plays and the caller's side is digital silence, or no frame comes;
 * `one-way-out`: the phone confirms nothing of what we sent; `unplayed`: much of it waits there.
 */
export type AudioFault = (typeof AUDIO_FAULTS)[number];

/** What each fault is told by, in the unit of its threshold. */
export type AudioMeasures = Readonly<Record<AudioFault, number>>;

interface Threshold {
  readonly unit: '%' | 'ms' | 'correlation';
  /** The fault begins at this value or above, and ends below the other, which is lower. */
  readonly beginsAt: number;
  readonly endsBelow: number;
}

const THRESHOLDS: Readonly<Record<AudioFault, Threshold>> = {
  // Voice is to lose no more than 1 % (Cisco, Enterprise QoS Design Guide); from about 3 % on
  // words are missed where nothing conceals the loss (ITU-T G.113, appendix I, for G.711).
  loss: { unit: '%', beginsAt: 3, endsBelow: 1 },
  // The average for voice is to stay under 30 ms (same guide; Twilio's clients warn there too).
  jitter: { unit: 'ms', beginsAt: 30, endsBelow: 20 },
  // Speech that is not overdriven has its loudest code in less than 0.1 % of its samples.
  clipping: { unit: '%', beginsAt: 1, endsBelow: 0.2 },
  // Unlike speech correlates below 0.5 over so few comparisons, an echo above 0.7.
  echo: { unit: 'correlation', beginsAt: 0.7, endsBelow: 0.5 },
  // A line that carries a voice has some noise within a long sentence of ours.
  'one-way-in': { unit: 'ms', beginsAt: 10_000, endsBelow: 1 },
  // A mark that is a second late is waited for; five seconds without one are no accident.
  'one-way-out': { unit: 'ms', beginsAt: 5_000, endsBelow: 1 },
  // No sentence lasts so long: either the phone does not play, or the caller is talked at.
  unplayed: { unit: 'ms', beginsAt: 60_000, endsBelow: 30_000 },
};

/** Of a fault that comes and goes, so many beginnings are told on one stream. */
const MAX_TOLD = 3;

/** A fault that has begun or ended. */
export interface AudioFaultChange {
  readonly fault: AudioFault;
  readonly state: 'began' | 'ended';
  /** What was measured, to two decimals. */
  readonly value: number;
  readonly unit: Threshold['unit'];
}

/** Finds where faults begin and end, with hysteresis; one instance a stream. */
export class AudioFaultWatch {
  private readonly standing = new Set<AudioFault>();
  private readonly told = new Map<AudioFault, number>();

  /** Every fault that has begun so far, in the order of their first beginnings. */
  get faults(): readonly AudioFault[] {
    return [...this.told.keys()];
  }

  /** Takes what is measured now; returns what has begun or ended by it. */
  check(measures: AudioMeasures): readonly AudioFaultChange[] {
    return AUDIO_FAULTS.flatMap((fault) => this.judge(fault, measures[fault]) ?? []);
  }

  private judge(fault: AudioFault, measured: number): AudioFaultChange | null {
    const { unit, beginsAt, endsBelow } = THRESHOLDS[fault];
    const value = Math.round(measured * 100) / 100;
    if (this.standing.has(fault)) {
      if (measured >= endsBelow) return null;
      this.standing.delete(fault);
      return { fault, state: 'ended', value, unit };
    }
    const told = this.told.get(fault) ?? 0;
    if (measured < beginsAt || told >= MAX_TOLD) return null;
    this.standing.add(fault);
    this.told.set(fault, told + 1);
    return { fault, state: 'began', value, unit };
  }
}
