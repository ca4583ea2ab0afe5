import { HeldAudio } from '../../audio/held-audio.js';
import type { TurnDetector } from '../../audio/turn-detector.js';
import type { ProviderError } from '../../common/provider-error.js';
import type {
  HeardPart,
  VoiceBrief,
  VoiceSession,
  VoiceSessionListener,
  VoiceSessionRequest,
  VoiceSessionState,
} from '../voice-provider.js';
import { AssistantTurns, type AssistantStages } from './assistant-turns.js';
import { CallerTurns } from './caller-turns.js';
import { ChatHistory } from './chat-history.js';
import type { Transcriber } from './transcriber.js';

/** What the model is told in place of words that were not understood. */
const ASK_AGAIN =
  'The caller has just spoken, but the line was too bad to understand it. Ask them in one short sentence to say it again.';

/** The three services that a conversation is made of. */
export interface Stages extends AssistantStages {
  readonly transcriber: Transcriber;
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
  private readonly assistant: AssistantTurns;
  private readonly held = new HeldAudio();
  /** What the chat model is told with each answer. */
  private readonly brief: { instructions: string; readonly tools: VoiceBrief['tools'] };

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
    this.brief = { instructions: request.instructions, tools: request.tools };
    this.caller = new CallerTurns(detector, stages.transcriber, {
      started: () => this.speechStarted(),
      ended: (turnId) => this.speechEnded(turnId),
      said: (turnId, words) => this.callerSaid(turnId, words),
      unheard: (turnId, code) => this.listener.transcriptionFailed(turnId, code),
      failed: (error) => this.lose(error),
    });
    this.assistant = new AssistantTurns(
      stages,
      this.history,
      this.brief,
      {
        audio: (itemId, payload, durationMs) => listener.audio(itemId, payload, durationMs),
        said: (itemId, text) => listener.assistantSaid(itemId, text),
        toolCall: (call) => listener.toolCall(call),
        turnDone: (turn) => listener.turnDone(turn),
        failed: (error) => this.lose(error),
      },
      () => this.currentState === 'ready' && !this.caller.unfinished,
    );
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
    if (this.ended) return;
    // What else was played, such as a filler, is no part of this conversation.
    const ours = parts.filter(({ itemId, heardMs }) => this.history.heard(itemId, heardMs));
    if (ours.length > 0) this.assistant.wasHeard(ours.some(({ heardMs }) => heardMs > 0));
  }

  stop(parts: readonly HeardPart[]): void {
    if (this.ended) return;
    this.assistant.silence();
    this.interrupt(parts);
    this.assistant.tellCut();
  }

  answerTool(callId: string, output: string): void {
    if (!this.ended && this.history.toolAnswered(callId, output)) this.assistant.advance();
  }

  note(role: 'system' | 'caller', text: string, respond: boolean): void {
    if (this.ended) return;
    this.history.note(role === 'caller' ? 'user' : 'system', text);
    if (!respond) return;
    if (role === 'caller') this.assistant.callerSpoke();
    this.assistant.want();
  }

  rebrief({ instructions, languages }: Pick<VoiceBrief, 'instructions' | 'languages'>): void {
    this.brief.instructions = instructions;
    this.stages.transcriber.expect(languages);
  }

  close(): void {
    if (this.ended) return;
    this.currentState = 'closed';
    this.caller.stop();
    this.assistant.stop();
    this.onEnd(null);
  }

  private get ended(): boolean {
    return this.currentState === 'closed' || this.currentState === 'failed';
  }

  private becomeReady(): void {
    if (this.ended) return;
    this.currentState = 'ready';
    this.listener.ready();
    this.held.drain((payload, durationMs) => this.hear(payload, durationMs));
    const { opening } = this.request;
    if (this.ended || opening.kind === 'listen') return;
    this.assistant.want(opening.kind === 'follow' ? opening.instruction : null);
  }

  private speechStarted(): void {
    this.assistant.silence();
    // The call answers with `interrupt`, which tells how much was heard.
    this.listener.speechStarted();
    if (!this.ended) this.assistant.tellCut();
  }

  private speechEnded(turnId: string): void {
    this.history.callerTurn(turnId);
    this.listener.speechStopped(turnId);
  }

  /** @param words null when they could not be had; empty when there were none. */
  private callerSaid(turnId: string, words: string | null): void {
    this.history.callerSaid(turnId, words ?? '');
    if (words !== null) this.listener.callerSaid(turnId, words);
    if (this.ended) return;
    if (words === '') {
      this.assistant.noise();
    } else {
      this.assistant.callerSpoke();
      this.assistant.want(words === null ? ASK_AGAIN : null);
    }
    // The call waits for an answer since the turn ended.
    if (!this.assistant.owing && !this.caller.awaitsWords && !this.ended) {
      this.listener.turnDone({ status: 'unneeded', reason: null, usage: null, awaitsTools: false });
    }
  }

  private lose(error: ProviderError): void {
    if (this.ended) return;
    this.currentState = 'failed';
    this.caller.stop();
    this.assistant.leave();
    this.onEnd(error);
    this.listener.lost(error);
  }
}
