import { randomUUID } from 'node:crypto';
import { HeldAudio } from '../../audio/held-audio.js';
import { ProviderError } from '../provider-error.js';
import type {
  HeardPart,
  TurnDone,
  VoiceSession,
  VoiceSessionListener,
  VoiceSessionRequest,
  VoiceSessionState,
} from '../voice-provider.js';
import type { TurnDetector } from '../../audio/turn-detector.js';
import { CallerTurns } from './caller-turns.js';
import type { ChatEvent, ChatModel, ChatRequest } from './chat-model.js';
import { ChatHistory } from './chat-history.js';
import { providerErrorOf } from './openai/rest-errors.js';
import { SentenceSplitter } from './sentence-splitter.js';
import type { Speaker } from './speaker.js';
import { SpeechQueue } from './speech-queue.js';
import type { SpokenText } from './spoken-text.js';
import type { Transcriber } from './transcriber.js';

/** Answers in a row that call tools; then the model has to speak. */
const MAX_TOOL_ROUNDS = 5;
/** Answers in a row that may be empty. */
const MAX_EMPTY_ANSWERS = 1;

/** What the model is told in place of words that were not understood. */
const ASK_AGAIN =
  'The caller has just spoken, but the line was too bad to understand it. Ask them in one short sentence to say it again.';
const GO_ON =
  'You were interrupted by a noise; the caller said nothing. Go on where you stopped, without repeating what was heard.';

/** The three services that a conversation is made of. */
export interface Stages {
  readonly transcriber: Transcriber;
  readonly chat: ChatModel;
  readonly speaker: Speaker;
}

/** The assistant is to speak; an instruction holds for this answer alone. */
interface Want {
  readonly instruction: string | null;
}

/** One answer of the chat model, from the request until its last word is with the phone. */
interface Answer extends Want {
  readonly itemId: string;
  readonly said: SpokenText;
  readonly cancel: AbortController;
  /** Set when the text is complete and only speech is outstanding. */
  done: Pick<TurnDone, 'status' | 'usage'> | null;
}

/**
 * A conversation over three services: the caller's turns are found here, transcribed, answered
 * by a chat model and spoken sentence by sentence. One answer at a time, none over the caller,
 * none before every word of the caller and every tool result is there.
 */
export class PipelineSession implements VoiceSession {
  private currentState: VoiceSessionState = 'connecting';
  private readonly history: ChatHistory;
  private readonly caller: CallerTurns;
  private readonly held = new HeldAudio();
  private speech: SpeechQueue;
  private answer: Answer | null = null;
  private wanted: Want | null = null;
  /** What to do when the caller's interruption turns out to be a noise. */
  private resume: Want | null = null;
  private toolRounds = 0;
  private emptyAnswers = 0;

  constructor(
    readonly provider: string,
    private readonly stages: Stages,
    detector: TurnDetector,
    private readonly request: VoiceSessionRequest,
    private readonly listener: VoiceSessionListener,
    /** Told once, when the session has ended; null when it was closed on purpose. */
    private readonly onEnd: (error: ProviderError | null) => void,
  ) {
    this.history = new ChatHistory(request.history);
    this.speech = this.newSpeech();
    this.caller = new CallerTurns(detector, stages.transcriber, {
      started: () => this.speechStarted(),
      ended: (turnId) => this.speechEnded(turnId),
      said: (turnId, words) => this.callerSaid(turnId, words),
      failed: (error) => this.lose(error),
    });
    // The caller of `open` has the session before it hears of it.
    queueMicrotask(() => this.becomeReady());
  }

  get model(): string {
    return this.stages.chat.name;
  }

  get state(): VoiceSessionState {
    return this.currentState;
  }

  hear(payload: string, durationMs: number): void {
    if (this.currentState === 'connecting') this.held.add(payload, durationMs);
    if (this.currentState !== 'ready') return;
    this.caller.hear(Buffer.from(payload, 'base64'));
  }

  interrupt(parts: readonly HeardPart[]): void {
    if (this.ended || parts.length === 0) return;
    this.silence();
    // What else was played, such as a filler, is no part of this conversation.
    const ours = parts.filter(({ itemId, heardMs }) => this.history.heard(itemId, heardMs));
    if (ours.some(({ heardMs }) => heardMs > 0)) this.resume = { instruction: GO_ON };
    else if (ours.length > 0) this.resume ??= { instruction: null };
  }

  answerTool(callId: string, output: string): void {
    if (this.ended || !this.history.toolAnswered(callId, output)) return;
    this.want({ instruction: null });
  }

  note(role: 'system' | 'caller', text: string, respond: boolean): void {
    if (this.ended) return;
    this.history.note(role === 'caller' ? 'user' : 'system', text);
    if (!respond) return;
    this.toolRounds = 0;
    this.want({ instruction: null });
  }

  close(): void {
    if (!this.ended) this.end('closed', null);
  }

  private get ended(): boolean {
    return this.currentState === 'closed' || this.currentState === 'failed';
  }

  /** True while the assistant speaks or is going to. */
  private get owing(): boolean {
    return (
      this.answer !== null ||
      this.wanted !== null ||
      this.caller.awaitsWords ||
      this.history.toolsPending
    );
  }

  private becomeReady(): void {
    if (this.ended) return;
    this.currentState = 'ready';
    this.listener.ready();
    this.held.drain((payload, durationMs) => this.hear(payload, durationMs));
    const { opening } = this.request;
    if (opening.kind === 'listen') return;
    this.want({ instruction: opening.kind === 'follow' ? opening.instruction : null });
  }

  // ---- the caller -------------------------------------------------------------------------

  private speechStarted(): void {
    const { answer } = this;
    this.silence();
    // The call answers with `interrupt`, which tells how much was heard.
    this.listener.speechStarted();
    this.tellWhatWasCut();
    if (answer === null || this.ended) return;
    const usage = answer.done?.usage ?? null;
    this.listener.turnDone({ status: 'interrupted', reason: null, usage, awaitsTools: false });
  }

  private speechEnded(turnId: string): void {
    this.history.callerTurn(turnId);
    this.listener.speechStopped(turnId);
  }

  private callerSaid(turnId: string, words: string | null): void {
    this.history.callerSaid(turnId, words ?? '');
    this.listener.callerSaid(turnId, words ?? '');
    const { resume } = this;
    this.resume = null;
    if (words === null) {
      this.want({ instruction: ASK_AGAIN });
    } else if (words !== '') {
      this.toolRounds = 0;
      this.want({ instruction: null });
    } else if (resume !== null) {
      // What the noise interrupted is taken up again.
      this.want(resume);
    } else {
      this.advance();
    }
    // The call waits for an answer since the turn ended.
    if (!this.owing && !this.ended) {
      this.listener.turnDone({ status: 'unneeded', reason: null, usage: null, awaitsTools: false });
    }
  }

  // ---- the assistant ----------------------------------------------------------------------

  private want(want: Want): void {
    this.wanted = want;
    this.advance();
  }

  /** Begins the answer that is wanted, once nothing stands against it. */
  private advance(): void {
    const { wanted } = this;
    const blocked = this.caller.unfinished || this.answer !== null;
    if (this.currentState !== 'ready' || wanted === null || blocked) return;
    if (this.history.toolsPending) return;
    this.wanted = null;
    const messages = this.messages(wanted);
    const itemId = `item_${randomUUID()}`;
    const answer: Answer = {
      ...wanted,
      itemId,
      said: this.history.assistant(itemId),
      cancel: new AbortController(),
      done: null,
    };
    this.answer = answer;
    const mustSpeak = this.toolRounds >= MAX_TOOL_ROUNDS;
    void this.generate(answer, { messages, tools: this.request.tools, mustSpeak });
  }

  private messages({ instruction }: Want): ChatRequest['messages'] {
    return [
      { role: 'system', text: this.request.instructions },
      ...this.history.messages(),
      ...(instruction === null ? [] : [{ role: 'system', text: instruction } as const]),
    ];
  }

  private async generate(answer: Answer, request: ChatRequest): Promise<void> {
    const splitter = new SentenceSplitter();
    const say = (sentence: string) => this.speech.say(answer.itemId, answer.said, sentence);
    try {
      for await (const event of this.stages.chat.answer(request, answer.cancel.signal)) {
        if (this.answer !== answer) return;
        if (event.kind === 'text') {
          for (const sentence of splitter.push(event.text)) say(sentence);
        } else {
          const rest = splitter.flush();
          if (rest !== null) say(rest);
          this.generated(answer, event);
        }
      }
    } catch (cause) {
      if (this.answer === answer) this.lose(providerErrorOf(cause));
    }
  }

  private generated(answer: Answer, done: Extract<ChatEvent, { kind: 'done' }>): void {
    const { itemId, said } = answer;
    const { usage } = done;
    const calls = this.history.toolCalls(itemId, done.calls);
    if (calls.length > 0) {
      this.answer = null;
      this.emptyAnswers = 0;
      this.toolRounds += 1;
      for (const call of calls) this.listener.toolCall(call);
      this.listener.turnDone({ status: 'completed', reason: null, usage, awaitsTools: true });
      return;
    }
    const empty = said.spoken === '';
    const status = empty ? 'failed' : done.complete ? 'completed' : 'incomplete';
    answer.done = { status, usage };
    this.emptyAnswers = empty ? this.emptyAnswers + 1 : 0;
    if (this.emptyAnswers > MAX_EMPTY_ANSWERS) {
      this.lose(new ProviderError('empty_answer', 'the model said nothing', 'provider', true));
      return;
    }
    if (empty) this.wanted ??= { instruction: answer.instruction };
    this.finishAnswer();
  }

  /** The turn is over when its text is complete and its last audio is with the phone. */
  private finishAnswer(): void {
    if (!this.answer?.done || !this.speech.idle) return;
    const { status, usage } = this.answer.done;
    this.answer = null;
    this.listener.turnDone({ status, reason: null, usage, awaitsTools: false });
    this.advance();
  }

  /** Nothing more is generated, made or sent of what the assistant was about to say. */
  private silence(): void {
    const { answer } = this;
    if (answer !== null) {
      answer.cancel.abort();
      this.answer = null;
      // Without a word with the phone, the answer is still owed as it was.
      const begun = answer.said.begun;
      this.resume = { instruction: begun ? GO_ON : answer.instruction };
    } else if (!this.speech.idle) {
      this.resume = { instruction: GO_ON };
    }
    this.speech.stop();
    this.speech = this.newSpeech();
  }

  private tellWhatWasCut(): void {
    for (const { itemId, text } of this.history.silenced()) {
      this.listener.assistantSaid(itemId, text);
    }
  }

  private newSpeech(): SpeechQueue {
    return new SpeechQueue(this.stages.speaker, {
      audio: (itemId, payload, durationMs) => this.listener.audio(itemId, payload, durationMs),
      said: (itemId, text) => this.listener.assistantSaid(itemId, text),
      drained: () => this.finishAnswer(),
      failed: (cause) => this.lose(providerErrorOf(cause)),
    });
  }

  // ---- the end ----------------------------------------------------------------------------

  private lose(error: ProviderError): void {
    if (this.ended) return;
    this.end('failed', error);
    this.tellWhatWasCut();
    this.listener.lost(error);
  }

  private end(state: 'closed' | 'failed', error: ProviderError | null): void {
    this.currentState = state;
    this.caller.stop();
    this.answer?.cancel.abort();
    this.answer = null;
    this.speech.stop();
    this.onEnd(error);
  }
}
