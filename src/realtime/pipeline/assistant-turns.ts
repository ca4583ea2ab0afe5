import { randomUUID } from 'node:crypto';
import type { ProviderError } from '../../common/provider-error.js';
import { CALL_CUT_OFF, MAX_TOOL_ROUNDS, SPEAK_NOW } from '../tool-rounds.js';
import type { ToolCall } from '../../common/tool-call.js';
import type { TurnDone, VoiceSessionRequest } from '../voice-provider.js';
import type { ChatHistory, RecordedCall } from './chat-history.js';
import type { ChatCall, ChatDone, ChatModel, ChatRequest } from './chat-model.js';
import { providerErrorOf } from '../../openai/rest-errors.js';
import { SentenceSplitter } from './sentence-splitter.js';
import type { Speaker } from './speaker.js';
import { SpeechQueue } from './speech-queue.js';
import type { SpokenText } from './spoken-text.js';

const GO_ON =
  'You were interrupted by a noise; the caller said nothing. Go on where you stopped, without repeating what was heard.';

/** What the assistant speaks with. */
export interface AssistantStages {
  readonly chat: ChatModel;
  readonly speaker: Speaker;
}

/** What the assistant's turns tell their session. */
export interface AssistantEvents {
  /** Audio of an answer, base64 mu-law; on the media path. */
  audio(itemId: string, payload: string, durationMs: number): void;
  /** Text of an answer whose audio is with the phone; each time the whole of it. */
  said(itemId: string, text: string): void;
  toolCall(call: ToolCall): void;
  turnDone(turn: TurnDone): void;
  failed(error: ProviderError): void;
}

/** One answer of the chat model. */
interface Answer {
  readonly itemId: string;
  readonly said: SpokenText;
  readonly cancel: AbortController;
  /** It was asked for without tools. */
  readonly mustSpeak: boolean;
  /** The calls so far. */
  calls: readonly ChatCall[];
}
type AnswerEnd = Pick<TurnDone, 'status' | 'reason' | 'usage'>;

/**
 * The answer of this moment: none; its text is being made; its text is complete and only speech is
 * outstanding; the caller spoke over it, and that has not been told yet.
 */
type Phase =
  | { readonly kind: 'quiet' }
  | { readonly kind: 'making'; readonly answer: Answer }
  | { readonly kind: 'speaking'; readonly answer: Answer; readonly end: AnswerEnd }
  | { readonly kind: 'cut'; readonly answer: Answer; readonly usage: AnswerEnd['usage'] };

const QUIET: Phase = { kind: 'quiet' };

/**
 * The assistant's side of a conversation: answers of the chat model, one at a time, spoken sentence
 * by sentence. None begins before every tool result is there. Whether an answer gave the caller
 * anything, and what follows if it did not, is for the call to decide.
 */
export class AssistantTurns {
  private phase: Phase = QUIET;
  private speech: SpeechQueue;
  /** The next answer, once nothing stands against it; an instruction is followed in it. */
  private next: 'none' | { readonly instruction: string | null } = 'none';
  /** What a noise has interrupted: an answer that was not heard yet, or one that was. */
  private interrupted: 'nothing' | 'unheard' | 'heard' = 'nothing';
  /** Answers that called tools and whose words are still on their way to the phone, oldest first. */
  private readonly rounds: { readonly itemId: string; readonly end: AnswerEnd }[] = [];
  /** Answers in a row that called tools. */
  private toolRounds = 0;

  /** @param mayBegin false while the caller speaks, or words of theirs are still to come. */
  constructor(
    private readonly stages: AssistantStages,
    private readonly history: ChatHistory,
    private readonly request: Pick<VoiceSessionRequest, 'instructions' | 'tools'>,
    private readonly events: AssistantEvents,
    private readonly mayBegin: () => boolean,
  ) {
    this.speech = this.newSpeech();
  }

  /** True while the assistant speaks or is going to. */
  get owing(): boolean {
    return this.phase !== QUIET || this.next !== 'none' || this.history.toolsPending;
  }

  /** The assistant is to speak. An instruction holds until an answer was given in full. */
  want(instruction: string | null = null): void {
    const owed = this.next === 'none' ? null : this.next.instruction;
    this.next = { instruction: instruction ?? owed };
    this.advance();
  }

  /** The caller has said something: what the assistant was to say before is out of date. */
  callerSpoke(): void {
    this.next = 'none';
    this.interrupted = 'nothing';
    this.toolRounds = 0;
    this.history.fulfilled();
  }

  /** What sounded like the caller was a noise: what it interrupted is taken up again. */
  noise(): void {
    const { interrupted } = this;
    this.interrupted = 'nothing';
    if (interrupted === 'nothing') this.advance();
    else this.want(interrupted === 'heard' ? GO_ON : null);
  }

  /** What was interrupted had been played to the caller, or was only on its way. */
  wasHeard(heard: boolean): void {
    if (heard) this.interrupted = 'heard';
    else if (this.interrupted === 'nothing') this.interrupted = 'unheard';
  }

  /** Begins the answer that is wanted, once nothing stands against it. */
  advance(): void {
    const { next } = this;
    if (next === 'none' || this.phase !== QUIET || !this.mayBegin()) return;
    if (this.history.toolsPending) return;
    this.next = 'none';
    if (next.instruction !== null) this.history.instruct(next.instruction);
    const { instructions, tools } = this.request;
    const messages = [{ role: 'system', text: instructions } as const, ...this.history.messages()];
    const itemId = `item_${randomUUID()}`;
    const answer: Answer = {
      itemId,
      said: this.history.assistant(itemId),
      cancel: new AbortController(),
      mustSpeak: this.toolRounds >= MAX_TOOL_ROUNDS,
      calls: [],
    };
    this.phase = { kind: 'making', answer };
    void this.make(answer, { messages, tools, mustSpeak: answer.mustSpeak });
  }

  /** Nothing more is generated, made or sent of what the assistant was about to say. */
  silence(): void {
    const { phase } = this;
    if (phase.kind === 'making' || phase.kind === 'speaking') {
      const { answer } = phase;
      answer.cancel.abort();
      this.interrupted = answer.said.begun ? 'heard' : 'unheard';
      const usage = phase.kind === 'speaking' ? phase.end.usage : null;
      this.phase = { kind: 'cut', answer, usage };
    } else if (!this.speech.idle) {
      this.interrupted = 'heard';
    }
    this.speech.stop();
    this.speech = this.newSpeech();
  }

  /** Tells what was silenced: how far it was said, and the calls it had made by then. */
  tellCut(): void {
    const awaitsTools = this.tellRest();
    const { phase } = this;
    this.endRounds(null);
    if (phase.kind !== 'cut') return;
    this.phase = QUIET;
    const { usage } = phase;
    this.events.turnDone({ status: 'interrupted', reason: null, usage, awaitsTools });
  }

  /** The session is over. What was said, and the calls that are whole, are still told. */
  leave(): void {
    this.silence();
    this.tellRest();
    this.stop();
  }

  /** Nothing is reported after this. */
  stop(): void {
    if (this.phase.kind !== 'quiet') this.phase.answer.cancel.abort();
    this.phase = QUIET;
    this.next = 'none';
    this.rounds.length = 0;
    this.speech.stop();
  }

  private tellRest(): boolean {
    const { phase } = this;
    for (const { itemId, text } of this.history.silenced()) this.events.said(itemId, text);
    return phase.kind === 'cut' && this.callTools(phase.answer);
  }

  private async make(answer: Answer, request: ChatRequest): Promise<void> {
    const splitter = new SentenceSplitter();
    const say = (sentence: string) => this.speech.say(answer.itemId, answer.said, sentence);
    const current = () => this.phase.kind === 'making' && this.phase.answer === answer;
    try {
      for await (const event of this.stages.chat.answer(request, answer.cancel.signal)) {
        if (!current()) return;
        if (event.kind === 'text') {
          for (const sentence of splitter.push(event.text)) say(sentence);
        } else if (event.kind === 'calls') {
          answer.calls = event.calls;
        } else {
          const rest = splitter.flush();
          if (rest !== null) say(rest);
          this.made(answer, event);
        }
      }
    } catch (cause) {
      if (current()) this.events.failed(providerErrorOf(cause));
    }
  }

  /** The text of an answer and its calls are complete. */
  private made(answer: Answer, { status, reason, usage }: ChatDone): void {
    const undone = answer.calls.some((call) => refusalOf(answer, call) !== null);
    this.phase = { kind: 'speaking', answer, end: { status, reason, usage } };
    if (this.callTools(answer)) {
      this.phase = QUIET;
      this.toolRounds += 1;
      this.rounds.push({ itemId: answer.itemId, end: { status, reason, usage } });
      if (this.speech.idle) this.endRounds(null);
      this.want();
    } else {
      if (undone && status === 'completed') {
        const end = { status: 'incomplete', reason: 'calls_not_done', usage } as const;
        this.phase = { kind: 'speaking', answer, end };
      }
      this.finishAnswer();
    }
  }

  /**
   * Every call of an answer runs, or is answered here; once.
   *
   * @returns true when the results have to be answered by the model, without being asked to.
   */
  private callTools(answer: Answer): boolean {
    const calls = answer.calls.map((call): RecordedCall => {
      const { callId, name } = call;
      const output = refusalOf(answer, call);
      // Arguments that are cut are no JSON, which services may refuse in a message.
      return { call: { callId, name, arguments: call.finished ? call.arguments : '{}' }, output };
    });
    answer.calls = [];
    for (const call of this.history.toolCalls(answer.itemId, calls)) this.events.toolCall(call);
    return calls.some(({ output }) => output === null);
  }

  /**
   * The words of earlier answers are with the phone. A call counts audio for the answer whose end
   * comes next, so that the end of one with tools waits for its own words.
   *
   * @param itemId the answer that is being sent now; null when all was sent.
   */
  private endRounds(itemId: string | null): void {
    while (this.rounds[0] !== undefined && this.rounds[0].itemId !== itemId) {
      const { end } = this.rounds[0];
      this.rounds.shift();
      this.events.turnDone({ ...end, awaitsTools: true });
    }
  }

  /** The turn is over when its text is complete and its last audio is with the phone. */
  private finishAnswer(): void {
    const { phase } = this;
    if (phase.kind !== 'speaking' || !this.speech.idle) return;
    this.phase = QUIET;
    if (phase.end.status === 'completed' && phase.answer.said.begun) {
      this.toolRounds = 0;
      this.history.fulfilled();
    }
    this.events.turnDone({ ...phase.end, awaitsTools: false });
    this.advance();
  }

  private newSpeech(): SpeechQueue {
    return new SpeechQueue(this.stages.speaker, {
      audio: (itemId, payload, durationMs) => {
        this.endRounds(itemId);
        this.events.audio(itemId, payload, durationMs);
      },
      said: (itemId, text) => this.events.said(itemId, text),
      drained: () => {
        this.endRounds(null);
        this.finishAnswer();
      },
      failed: (cause) => this.events.failed(providerErrorOf(cause)),
    });
  }
}

/** Why a call is not run, as its output; null when it may run. */
function refusalOf({ mustSpeak }: Answer, { finished }: ChatCall): string | null {
  if (mustSpeak) return SPEAK_NOW;
  return finished ? null : CALL_CUT_OFF;
}
