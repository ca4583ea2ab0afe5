import { type AudioFaultChange, AudioFaultWatch } from '../../audio/audio-faults.js';
import type { EchoReport } from '../../audio/echo-detector.js';
import { QualityWindow } from '../../audio/quality-window.js';
import type { Call } from '../call/call.js';
import { type CallAudio, withStream } from '../call/call-audio.js';
import type { InboundAudio } from './inbound-audio.js';
import type { OutboundAudio } from './outbound-audio.js';

/** How often the audio is judged, ms. */
const EVERY_MS = 1_000;

/**
 * A caller who has been heard may listen to us for so long on a line without a sound: phones that mute
 * or suppress noise send none. No text that is read to callers is longer.
 */
const LISTENING_MS = 30_000;

/** Told what is wrong with the audio of a stream. */
export interface QualityListener {
  /** A fault has begun or ended. */
  changed(change: AudioFaultChange): void;
  /** The stream is over; this is what its audio was like. */
  ended(audio: CallAudio): void;
}

/** What the quality of a stream is judged by. */
export interface QualityParts {
  readonly call: Pick<Call, 'audioSoFar'>;
  readonly inbound: Pick<InboundAudio, 'echo' | 'jitterMs' | 'report' | 'soundlessMs' | 'totals'>;
  readonly outbound: Pick<
    OutboundAudio,
    'levels' | 'maxUnplayedMs' | 'playing' | 'unconfirmedMs' | 'unplayedMs'
  >;
  readonly listener: QualityListener;
}

/**
 * Judges the audio of a stream once a second, off the media path, and tells what goes wrong. The
 * call reads from it what its audio is like, over its earlier streams.
 */
export class StreamQuality {
  private readonly before: CallAudio | null;
  private readonly window = new QualityWindow();
  private readonly watch = new AudioFaultWatch();
  private checkedAt = performance.now();
  private maxJitterMs = 0;
  private echo: EchoReport = { correlation: 0, delayMs: null };
  /**
   * How long our voice has played since the caller's side was last heard, less what a listener is
   * left.
   */
  private unansweredMs = 0;

  constructor(private readonly parts: QualityParts) {
    const { call } = parts;
    this.before = call.audioSoFar();
    call.audioSoFar = () => this.overall();
  }

  /** Judges the audio, if a second has passed since the last time. */
  check(now: number): void {
    const passedMs = now - this.checkedAt;
    if (passedMs < EVERY_MS) return;
    this.checkedAt = now;
    const { inbound, outbound, listener } = this.parts;
    const echo = this.listenForEcho();
    this.maxJitterMs = Math.max(this.maxJitterMs, inbound.jitterMs);
    const recent = this.window.add(inbound.totals());
    if (inbound.soundlessMs(now) < passedMs) this.unansweredMs = -LISTENING_MS;
    else if (outbound.playing(now)) this.unansweredMs += passedMs;
    const changes = this.watch.check({
      loss: recent.lossPercent,
      jitter: recent.jitterMs,
      clipping: recent.clippedPercent,
      echo: echo.correlation,
      'one-way-in': Math.max(0, this.unansweredMs),
      'one-way-out': outbound.unconfirmedMs,
      unplayed: outbound.unplayedMs,
    });
    for (const change of changes) listener.changed(change);
  }

  /** The stream is over. */
  end(): void {
    const { call, listener } = this.parts;
    const audio = this.report();
    const overall = this.overall();
    call.audioSoFar = () => overall;
    if (audio.frames > 0) listener.ended(audio);
  }

  /** The audio of this stream so far. */
  report(): CallAudio {
    const { inbound, outbound } = this.parts;
    const heard = inbound.report();
    return {
      ...heard,
      jitterMs: tenths(heard.jitterMs),
      maxJitterMs: tenths(this.maxJitterMs),
      echoCorrelation: Math.round(this.echo.correlation * 100) / 100,
      echoDelayMs: this.echo.delayMs,
      maxBufferedOutMs: outbound.maxUnplayedMs,
      faults: this.watch.faults,
    };
  }

  /** The audio of the call so far. */
  private overall(): CallAudio | null {
    const audio = this.report();
    return audio.frames === 0 ? this.before : withStream(this.before, audio);
  }

  private listenForEcho(): EchoReport {
    const { inbound, outbound } = this.parts;
    inbound.echo.compare(outbound.levels);
    const echo = inbound.echo.report();
    if (echo.correlation > this.echo.correlation) this.echo = echo;
    return echo;
  }
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
