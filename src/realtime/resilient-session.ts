import type { CallVoice, CallVoiceListener, CallVoiceRequest, Replay } from './call-voice.js';
import { ProviderError } from '../common/provider-error.js';
import { ProviderTrace } from './provider-trace.js';
import type { ProviderLadder, Rung } from './provider-ladder.js';
import { RenewalClock } from './renewal-clock.js';
import { RetryPolicy, type RetryLimits } from './retry-policy.js';
import { TurnAudio } from '../audio/turn-audio.js';
import type { ToolCall } from '../common/tool-call.js';
import type {
  HeardPart,
  TurnDone,
  VoiceSession,
  VoiceSessionListener,
  VoiceSessionState,
} from './voice-provider.js';

const DEFAULT_PAUSE_MS = 1_000;

/**
 * How the call is connected: a session hears the caller; none does for the moment, and what is said
 * meanwhile is replayed to the next; no session will follow.
 */
type Connection =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly session: VoiceSession }
  | { readonly kind: 'over' };

/**
 * One call's voice: reconnects with its provider, moves down the ladder when a provider is
 * unusable, and renews sessions before they expire. Owns the connection and nothing else;
 * what was said and done it asks of the call.
 */
export class ResilientSession implements CallVoice {
  private readonly turnAudio = new TurnAudio();
  private retry: RetryPolicy;
  private connection: Connection = { kind: 'opening' };
  /** Counts sessions; events of earlier ones are ignored. */
  private generation = 0;
  private connections = 0;
  private waiting: NodeJS.Timeout | null = null;
  private readonly trace: ProviderTrace;
  private readonly renewal = new RenewalClock(() => this.renewIfTime(false));

  constructor(
    private rung: Rung,
    private readonly ladder: Pick<
      ProviderLadder,
      'below' | 'noteGivenUp' | 'noteReconnect' | 'noteServed'
    >,
    private readonly limits: RetryLimits,
    private readonly request: CallVoiceRequest,
    private readonly listener: CallVoiceListener,
    /** Told once, when the call has no use for this any more. */
    private readonly onEnd: () => void,
  ) {
    this.retry = new RetryPolicy(limits);
    this.trace = new ProviderTrace(request.trace ?? (() => null));
    this.turnAudio.connectionLost();
    void this.connect();
  }

  get provider(): string {
    return this.rung.provider.name;
  }

  get model(): string {
    return this.session?.model ?? '';
  }

  get state(): VoiceSessionState {
    if (this.connection.kind === 'over') return 'closed';
    const state = this.session?.state ?? 'connecting';
    return state === 'connecting' && this.connections > 1 ? 'reconnecting' : state;
  }

  /** Connections made for this call so far. */
  get attempts(): number {
    return this.connections;
  }

  hear(payload: string, durationMs: number): void {
    this.turnAudio.hear(payload, durationMs);
    this.session?.hear(payload, durationMs);
  }

  interrupt(parts: readonly HeardPart[]): void {
    this.session?.interrupt(parts);
  }

  stop(parts: readonly HeardPart[]): void {
    this.session?.stop(parts);
  }

  answerTool(callId: string, output: string): void {
    this.trace.asked(this.provider);
    // Without a session the output reaches the next one with the replay.
    this.session?.answerTool(callId, output);
  }

  note(role: 'system' | 'caller', text: string, respond: boolean): void {
    if (respond) this.trace.asked(this.provider);
    this.session?.note(role, text, respond);
  }

  rebrief(): void {
    const { instructions, languages } = this.request;
    this.session?.rebrief({ instructions: instructions(), languages: languages() });
  }

  get longestPauseMs(): number {
    return this.rung.provider.capabilities.longestPauseMs ?? DEFAULT_PAUSE_MS;
  }

  giveUp(code: string, retry: boolean): void {
    if (this.connection.kind === 'over' || (retry && this.session === null)) return;
    this.lost(new ProviderError(code, 'stuck', 'provider', retry));
  }

  close(): void {
    if (this.connection.kind !== 'over') this.end();
  }

  /** The session that hears the caller. */
  private get session(): VoiceSession | null {
    return this.connection.kind === 'open' ? this.connection.session : null;
  }

  private end(): void {
    this.trace.gone(null);
    this.drop();
    this.connection = { kind: 'over' };
    this.onEnd();
  }

  /** Lets go of the session and of everything planned for it. */
  private drop(): void {
    this.generation += 1;
    if (this.waiting) clearTimeout(this.waiting);
    this.renewal.stop();
    this.session?.close();
    this.connection = { kind: 'opening' };
  }

  /** Opens a session that knows the call as it stands and puts it in place of the old one. */
  private async connect(): Promise<void> {
    if (this.connection.kind === 'over') return;
    this.generation += 1;
    const generation = this.generation;
    const replay = await this.request.replay();
    if (generation !== this.generation) return;
    this.connections += 1;
    this.trace.connects(this.provider, this.connections);
    const session = this.rung.provider.open(
      {
        callSid: this.request.callSid,
        instructions: this.request.instructions(),
        tools: this.request.tools,
        vocabulary: this.request.vocabulary(),
        languages: this.request.languages(),
        turn: this.request.turn,
        ...(this.request.trace && { trace: this.request.trace }),
        ...replay,
      },
      this.listenerOf(generation, replay),
    );
    this.connection = { kind: 'open', session };
    // The session keeps what it hears until it is ready.
    this.turnAudio.replay(replay.opening.kind === 'listen', (payload, durationMs) =>
      session.hear(payload, durationMs),
    );
  }

  private listenerOf(generation: number, replay: Replay): VoiceSessionListener {
    const current = () => generation === this.generation && this.connection.kind !== 'over';
    const first = this.connections === 1;
    let served = false;
    const { listener, turnAudio } = this;
    return {
      ready: () => {
        if (!current()) return;
        this.retry.connected(performance.now());
        this.trace.connected(this.model);
        if (replay.opening.kind !== 'listen') this.trace.asked(this.provider);
        this.renewal.start(this.session?.life);
        if (replay.opening.kind !== 'listen') turnAudio.settled();
        if (first) listener.ready();
        else listener.reconnected(this.provider);
      },
      audio: (itemId, payload, durationMs) => {
        if (!current()) return;
        turnAudio.settled();
        listener.audio(itemId, payload, durationMs);
      },
      speechStarted: () => {
        if (!current()) return;
        listener.speechStarted(turnAudio.speechStarted());
      },
      speechStopped: (turnId) => {
        if (!current()) return;
        listener.speechStopped(turnId);
        this.trace.asked(this.provider);
      },
      callerSaid: (turnId, text) => {
        if (current()) listener.callerSaid(turnId, text);
      },
      transcriptionFailed: (turnId, code) => {
        if (current()) listener.transcriptionFailed(turnId, code);
      },
      assistantSaid: (itemId, text) => {
        if (current()) listener.assistantSaid(itemId, text);
      },
      toolCall: (call: ToolCall) => {
        if (current()) listener.toolCall(call);
      },
      turnDone: (turn: TurnDone) => {
        if (!current()) return;
        this.trace.answered(turn);
        // Once: later turns tell nothing new about whether the provider takes calls.
        if (!served && turn.status === 'completed' && this.request.turn.assistant === 'speaking') {
          served = true;
          this.ladder.noteServed(this.rung);
        }
        listener.turnDone(turn);
        this.renewIfTime(true);
      },
      lost: (error) => {
        if (current()) this.lost(error);
      },
    };
  }

  private lost(error: ProviderError): void {
    this.trace.gone(error.code);
    this.drop();
    this.turnAudio.connectionLost();
    const decision = this.retry.lost(error, performance.now());
    if (decision.kind === 'give-up') {
      this.descend(error);
      return;
    }
    const { attempt, delayMs } = decision;
    this.ladder.noteReconnect(this.rung, error);
    this.listener.recovering({
      kind: 'reconnect',
      provider: this.provider,
      code: error.code,
      attempt,
    });
    this.waiting = setTimeout(() => void this.connect(), delayMs);
  }

  private descend(error: ProviderError): void {
    this.ladder.noteGivenUp(this.rung, error);
    const next = this.ladder.below(this.rung);
    if (next === null) {
      this.end();
      this.listener.lost(error);
      return;
    }
    this.rung = next;
    this.retry = new RetryPolicy(this.limits);
    if (!next.provider.capabilities.stream) {
      this.end();
      this.listener.leaveStream(next.provider.name, error.code);
      return;
    }
    const provider = next.provider.name;
    this.listener.recovering({ kind: 'next-provider', provider, code: error.code, attempt: 1 });
    void this.connect();
  }

  /**
   * When it is time the old session makes way for a new one, most often while neither side speaks
   * and nothing is owed, so that the caller hears nothing of it.
   */
  private renewIfTime(answerEnded: boolean): void {
    const { session } = this;
    const { caller, assistant } = this.request.turn;
    const moment = { speaking: caller === 'speaking', busy: assistant !== 'quiet', answerEnded };
    if (session === null || !this.renewal.isTime(moment)) return;
    this.renewal.stop();
    this.turnAudio.connectionLost();
    this.connection = { kind: 'opening' };
    void this.connect().then(() => session.close());
  }
}
