import type { CallVoice } from '../../realtime/call-voice.js';
import { KEEP_PROMISE } from '../../realtime/steering.js';
import type { TurnState } from '../../realtime/turn-state.js';
import type { Call } from '../call/call.js';
import type { Answers } from './answers.js';
import type { Closing } from './closing.js';
import type { Farewell } from './farewell.js';
import type { InboundAudio } from './inbound-audio.js';
import type { OutboundAudio } from './outbound-audio.js';
import type { SessionServices } from './session-services.js';
import type { StreamQuality } from './stream-quality.js';
import type { StreamWatch, WatchedState } from './stream-watch.js';
import type { ToolRunner } from './tool-runner.js';

/** How often the stream is looked at. */
const TICK_MS = 100;

/** What the care of a stream looks at and works with. */
export interface CareParts {
  readonly call: Call;
  readonly turn: TurnState;
  readonly voice: CallVoice | null;
  readonly inbound: Pick<InboundAudio, 'quietMs' | 'unheard'>;
  readonly outbound: Pick<OutboundAudio, 'elapsed' | 'idle' | 'playing' | 'answering' | 'fill'>;
  readonly tools: Pick<ToolRunner, 'running'>;
  readonly closing: Pick<Closing, 'inWords'> & { readonly farewell: Pick<Farewell, 'begun'> };
  readonly answers: Pick<Answers, 'instruct' | 'say' | 'played'>;
  readonly quality: Pick<StreamQuality, 'check' | 'end'>;
  readonly fillers: SessionServices['fillers'];
  /** False when another replica may have the call. */
  isOurs(): boolean;
  /** Leaves the stream, on which nobody can speak any more. */
  leave(): void;
}

/**
 * Looks at a stream by the wall clock and does what its watch asks for: bridges a wait, gives up
 * on a connection or a provider that is stuck, has a promise kept, asks a silent caller, ends a
 * silent call, leaves the stream. Has the audio judged.
 */
export class StreamCare {
  private readonly timer = setInterval(() => this.tick(performance.now()), TICK_MS);
  /** When turn detection last found that the caller began to speak. */
  private callerBeganAt = 0;

  constructor(
    private readonly watch: StreamWatch,
    private readonly parts: CareParts,
  ) {}

  callerBegan(now: number): void {
    this.callerBeganAt = now;
  }

  stop(): void {
    clearInterval(this.timer);
    this.parts.quality.end();
  }

  private tick(now: number): void {
    const { call, voice, outbound, closing, answers, fillers } = this.parts;
    if (!this.parts.isOurs()) return;
    this.listen(now);
    this.parts.quality.check(now);
    switch (this.watch.check(this.look(now), now)) {
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
      case 'follow-up':
        call.note('follow-up');
        return answers.instruct(KEEP_PROMISE);
      case 'prompt':
        call.note('silence-prompt');
        return answers.say('stillThere');
      case 'hang-up':
        return closing.inWords('silence-hang-up');
      case 'leave':
        return this.parts.leave();
    }
  }

  /** Finds out by the clock and by the caller's level what nobody tells. */
  private listen(now: number): void {
    const { outbound, inbound, turn, answers } = this.parts;
    inbound.unheard = turn.stream === 'recovering';
    const waited = !outbound.idle;
    outbound.elapsed(now);
    if (waited && outbound.idle) answers.played();
  }

  private look(now: number): WatchedState {
    const { turn, voice, inbound, outbound, tools, closing } = this.parts;
    return {
      playing: outbound.playing(now),
      answering: outbound.answering,
      callerSpeaking: turn.caller === 'speaking',
      // A short word may fall between two looks at the caller's audio.
      callerQuietMs: Math.min(inbound.quietMs(now), now - this.callerBeganAt),
      longestPauseMs: voice?.longestPauseMs ?? 0,
      assistantTurn: turn.assistant !== 'quiet',
      toolsRunning: tools.running,
      recovering: turn.stream === 'recovering',
      provider: voice?.provider ?? null,
      connected: voice?.state === 'ready',
      leaving: closing.farewell.begun,
    };
  }
}
