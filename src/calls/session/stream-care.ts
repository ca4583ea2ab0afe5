import type { CallVoice } from '../../realtime/call-voice.js';
import type { Call } from '../call/call.js';
import type { OutboundAudio } from './outbound-audio.js';
import type { SessionServices, SessionText } from './session-services.js';
import type { StreamWatch, WatchedState } from './stream-watch.js';

/** How often the stream is looked at. */
const TICK_MS = 200;

/** What the care of a stream works with. */
export interface CareParts {
  readonly call: Call;
  readonly voice: CallVoice | null;
  readonly outbound: OutboundAudio;
  readonly fillers: SessionServices['fillers'];
  /** The stream at this moment; null when another replica may have the call. */
  look(now: number): WatchedState | null;
  /** Has the assistant say a text to the caller. */
  say(name: SessionText): void;
  /** The same as the last words of the call. */
  leaveInWords(name: SessionText, reason: string): void;
}

/**
 * Looks at a stream by the wall clock and does what its watch asks for: bridges a wait, gives up
 * on a connection or a provider that is stuck, asks a silent caller, ends a silent call.
 */
export class StreamCare {
  private readonly timer = setInterval(() => this.tick(performance.now()), TICK_MS);

  constructor(
    private readonly watch: StreamWatch,
    private readonly parts: CareParts,
  ) {}

  stop(): void {
    clearInterval(this.timer);
  }

  private tick(now: number): void {
    const { call, voice, outbound, fillers } = this.parts;
    const state = this.parts.look(now);
    if (state === null) return;
    switch (this.watch.check(state, now)) {
      case 'nothing':
        return;
      case 'filler':
        call.note('filler');
        return outbound.fill(fillers.next(), now);
      case 'reconnect':
        return voice?.giveUp('turn_never_ended', true);
      case 'next-provider':
        call.note('stuck', { provider: call.provider });
        return voice?.giveUp('stuck', false);
      case 'prompt':
        call.note('silence-prompt');
        return this.parts.say('stillThere');
      case 'hang-up':
        return this.parts.leaveInWords('silenceGoodbye', 'silence-hang-up');
    }
  }
}
