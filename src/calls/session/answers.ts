import type { CallVoice } from '../../realtime/call-voice.js';
import { ANSWER_ALOUD, FINISH_ANSWER } from '../../realtime/steering.js';
import type { TurnState } from '../../realtime/turn-state.js';
import type { TurnDone } from '../../realtime/voice-provider.js';
import type { Call } from '../call/call.js';
import type { Closing } from './closing.js';
import type { OutboundAudio } from './outbound-audio.js';
import { isQuestion } from './promise-watch.js';
import type { SessionServices, SessionText } from './session-services.js';
import type { StreamWatch } from './stream-watch.js';

/** What the answers of the assistant are judged by. */
export interface AnswerParts {
  readonly call: Call;
  readonly turn: TurnState;
  readonly voice: CallVoice | null;
  readonly outbound: Pick<OutboundAudio, 'idle'>;
  readonly watch: StreamWatch;
  readonly closing: Closing;
  readonly services: Pick<SessionServices, 'logger' | 'text'>;
}

/**
 * The assistant's answers on one stream: has it speak where it is to, and sees to it that a
 * response which has ended gave the caller what was owed.
 */
export class Answers {
  /** What the assistant said last. */
  private text = '';

  constructor(private readonly parts: AnswerParts) {}

  /** Has the assistant speak by itself, as a system note tells it. */
  instruct(text: string): void {
    const { turn, watch, voice } = this.parts;
    turn.owes();
    watch.volunteers(performance.now());
    voice?.note('system', text, true);
  }

  /** Has the assistant say a text of the voice file. */
  say(name: SessionText): void {
    this.instruct(`Say this to the caller now: "${this.parts.services.text(name)}"`);
  }

  /** Lets the assistant know something for its next answer. */
  inform(text: string): void {
    if (this.parts.turn.stream !== 'over') this.parts.voice?.note('system', text, false);
  }

  /** Text of an assistant item, as far as it is known. */
  said(itemId: string, text: string): void {
    this.text = text;
    this.parts.call.conversation.assistantSaid(itemId, text);
  }

  /** A response has ended. */
  done(done: TurnDone): void {
    const { call, turn, voice, watch, closing } = this.parts;
    if (done.usage) closing.spend(voice?.provider ?? 'unknown', done.usage);
    else if (done.status !== 'unneeded') closing.unreported();
    const spoke = turn.assistant === 'speaking';
    const end = turn.done(done, closing.farewell.lastWords);
    if (done.status === 'failed') call.note('response-failed', { reason: done.reason });
    if (end === 'settled') this.settled(done, spoke);
    else if (end !== 'pending') this.ungiven(end, done);
    else if (done.awaitsTools) watch.progress(performance.now());
  }

  /** What was sent may have been heard to its end. */
  played(): void {
    const { outbound, closing } = this.parts;
    if (outbound.idle) closing.farewell.heard(isQuestion(this.text));
  }

  /** The caller has been answered, or speaks. */
  private settled({ status }: TurnDone, spoke: boolean): void {
    const { call, turn, watch } = this.parts;
    const owing = turn.assistant === 'owing';
    if (owing && !spoke) return; // For what the caller has said since.
    if (!owing) watch.settled();
    call.conversation.turnDone();
    if (status === 'completed') call.turnCompleted();
    if (spoke && !owing) watch.answered(this.text);
    this.played();
  }

  /** The response has ended and the caller still waits for an answer, or for the rest of it. */
  private ungiven(end: 'again' | 'go-on' | 'give-up', { status, reason }: TurnDone): void {
    const { call, voice, watch, services } = this.parts;
    const { callSid, provider } = call;
    const event = end === 'go-on' ? 'broke-off' : 'gave-nothing';
    call.note(event, { provider, status, reason });
    services.logger.warn('Answer not given', { callSid, provider, status, reason });
    if (end === 'give-up') {
      voice?.giveUp('gave_nothing', false);
      return;
    }
    watch.progress(performance.now());
    voice?.note('system', end === 'go-on' ? FINISH_ANSWER : ANSWER_ALOUD, true);
  }
}
