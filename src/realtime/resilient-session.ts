import type { CallVoice, CallVoiceListener, CallVoiceRequest, Replay } from './call-voice.js';
import { ProviderError } from './provider-error.js';
import type { ProviderLadder, Rung } from './provider-ladder.js';
import { RenewalClock } from './renewal-clock.js';
import { RetryPolicy, type RetryLimits } from './retry-policy.js';
import { TurnAudio } from '../audio/turn-audio.js';
import type {
  HeardPart,
  ToolCall,
  TurnDone,
  VoiceSession,
  VoiceSessionListener,
  VoiceSessionState,
} from './voice-provider.js';

const DEFAULT_PAUSE_MS = 1_000;

/**
 * One call's voice: reconnects with its provider, moves down the ladder when a provider is
 * unusable, and renews sessions before they expire. Owns the connection and nothing else;
 * what was said and done it asks of the call.
 */
export class ResilientSession implements CallVoice {
  private readonly turnAudio = new TurnAudio();
  private retry: RetryPolicy;
  private session: VoiceSession | null = null;
  /** Counts sessions; events of earlier ones are ignored. */
  private generation = 0;
  /** No session hears the caller: what is said meanwhile is replayed. */
  private deaf = true;
  private over = false;
  private speaking = false;
  private busy = false;
  private connections = 0;
  private waiting: NodeJS.Timeout | null = null;
  private readonly renewal = new RenewalClock(() => this.renewIfTime(false));

  constructor(
    private rung: Rung,
    private readonly ladder: Pick<ProviderLadder, 'below' | 'noteGivenUp' | 'noteServed'>,
    private readonly limits: RetryLimits,
    private readonly request: CallVoiceRequest,
    private readonly listener: CallVoiceListener,
    /** Told once, when the call has no use for this any more. */
    private readonly onEnd: () => void,
  ) {
    this.retry = new RetryPolicy(limits);
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
    if (this.over) return 'closed';
    const state = this.session?.state ?? 'connecting';
    return state === 'connecting' && this.connections > 1 ? 'reconnecting' : state;
  }

  /** Connections made for this call so far. */
  get attempts(): number {
    return this.connections;
  }

  hear(payload: string, durationMs: number): void {
    this.turnAudio.hear(payload, durationMs);
    if (!this.deaf) this.session?.hear(payload, durationMs);
  }

  interrupt(parts: readonly HeardPart[]): void {
    this.session?.interrupt(parts);
  }

  answerTool(callId: string, output: string): void {
    // Otherwise the output reaches the next session with the replay.
    if (!this.deaf) this.session?.answerTool(callId, output);
  }

  note(role: 'system' | 'caller', text: string, respond: boolean): void {
    if (respond && !this.deaf) this.busy = true;
    this.session?.note(role, text, respond);
  }

  get longestPauseMs(): number {
    return this.rung.provider.capabilities.longestPauseMs ?? DEFAULT_PAUSE_MS;
  }

  giveUp(code: string, retry: boolean): void {
    if (this.over || (retry && this.deaf)) return;
    this.lost(new ProviderError(code, 'stuck', 'provider', retry));
  }

  close(): void {
    if (!this.over) this.end();
  }

  private end(): void {
    this.over = true;
    this.drop();
    this.onEnd();
  }

  /** Lets go of the session and of everything planned for it. */
  private drop(): void {
    this.generation += 1;
    if (this.waiting) clearTimeout(this.waiting);
    this.renewal.stop();
    this.session?.close();
    this.session = null;
  }

  /** Opens a session that knows the call as it stands and puts it in place of the old one. */
  private async connect(): Promise<void> {
    this.generation += 1;
    const generation = this.generation;
    const replay = await this.request.replay();
    if (generation !== this.generation) return;
    this.connections += 1;
    this.session = this.rung.provider.open(
      {
        callSid: this.request.callSid,
        instructions: this.request.instructions(),
        tools: this.request.tools,
        vocabulary: this.request.vocabulary(),
        ...replay,
      },
      this.listenerOf(generation, replay),
    );
    // The session keeps what it hears until it is ready.
    const { session } = this;
    this.turnAudio.replay(replay.opening.kind === 'listen', (payload, durationMs) =>
      session.hear(payload, durationMs),
    );
    this.deaf = false;
  }

  private listenerOf(generation: number, replay: Replay): VoiceSessionListener {
    const current = () => generation === this.generation && !this.over;
    const first = this.connections === 1;
    let served = false;
    const { listener, turnAudio } = this;
    return {
      ready: () => {
        if (!current()) return;
        this.retry.connected(performance.now());
        this.renewal.start(this.session?.life);
        if (replay.opening.kind !== 'listen') turnAudio.settled();
        if (first) listener.ready();
        else listener.recovered(this.provider);
      },
      audio: (itemId, payload, durationMs) => {
        if (!current()) return;
        turnAudio.settled();
        this.busy = true;
        listener.audio(itemId, payload, durationMs);
      },
      speechStarted: () => {
        if (!current()) return;
        this.speaking = true;
        turnAudio.speechStarted();
        listener.speechStarted();
      },
      speechStopped: (turnId) => {
        if (!current()) return;
        this.speaking = false;
        this.busy = true;
        listener.speechStopped(turnId);
      },
      callerSaid: (turnId, text) => {
        if (current()) listener.callerSaid(turnId, text);
      },
      transcriptionFailed: (code) => {
        if (current()) listener.transcriptionFailed(code);
      },
      assistantSaid: (itemId, text) => {
        if (current()) listener.assistantSaid(itemId, text);
      },
      toolCall: (call: ToolCall) => {
        if (current()) listener.toolCall(call);
      },
      turnDone: (turn: TurnDone) => {
        if (!current()) return;
        this.busy = turn.awaitsTools;
        // Once: later turns tell nothing new about whether the provider takes calls.
        if (turn.status === 'completed' && !served) {
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
    this.drop();
    this.speaking = false;
    this.busy = false;
    this.turnAudio.connectionLost();
    this.deaf = true;
    const decision = this.retry.lost(error, performance.now());
    if (decision.kind === 'give-up') {
      this.descend(error);
      return;
    }
    const { attempt, delayMs } = decision;
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
      this.listener.leaveStream(next.provider.name);
      return;
    }
    const provider = next.provider.name;
    this.listener.recovering({ kind: 'next-provider', provider, code: error.code, attempt: 1 });
    if (!this.over) void this.connect();
  }

  /**
   * When it is time the old session makes way for a new one, most often while neither side speaks
   * and nothing is owed, so that the caller hears nothing of it.
   */
  private renewIfTime(answerEnded: boolean): void {
    const { speaking, busy } = this;
    if (this.deaf || this.over || !this.renewal.isTime({ speaking, busy, answerEnded })) return;
    this.renewal.stop();
    const old = this.session;
    this.speaking = false;
    this.busy = false;
    this.turnAudio.connectionLost();
    this.deaf = true;
    void this.connect().then(() => old?.close());
  }
}
