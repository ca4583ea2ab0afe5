/** Two short notes, as of a bell, s after the beginning. */
const NOTES = [
  { hz: 880, at: 0 },
  { hz: 1175, at: 0.18 },
] as const;
const NOTE_SECONDS = 0.5;
const LOUDNESS = 0.35;

let context: AudioContext | null = null;

/** Readies the sound; browsers allow that in answer to a press alone. */
export async function readyChime(): Promise<void> {
  context ??= new AudioContext();
  await context.resume();
}

/** Sounds for a new order; nothing before `readyChime`. */
export function chime(): void {
  if (context?.state !== 'running') return;
  for (const { hz, at } of NOTES) {
    const from = context.currentTime + at;
    const note = context.createOscillator();
    const level = context.createGain();
    note.frequency.value = hz;
    level.gain.setValueAtTime(LOUDNESS, from);
    level.gain.exponentialRampToValueAtTime(0.001, from + NOTE_SECONDS);
    note.connect(level).connect(context.destination);
    note.start(from);
    note.stop(from + NOTE_SECONDS);
  }
}
