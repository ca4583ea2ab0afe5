import { isDeepStrictEqual } from 'node:util';
import type { Logger } from '@nestjs/common';
import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime';
import { WebSocket } from 'ws';
import { HeldAudio } from '../../audio/held-audio.js';
import { ProviderError } from '../../common/provider-error.js';
import type { RefusalMemory } from '../../openai/refusal-memory.js';
import type { SessionLife } from '../session-life.js';
import type {
  HeardPart,
  VoiceBrief,
  VoiceSession,
  VoiceSessionListener,
  VoiceSessionRequest,
  VoiceSessionState,
} from '../voice-provider.js';
import { ConnectionWatch } from '../../openai/connection-watch.js';
import { AudioAppends } from './audio-appends.js';
import { OpenAiConversation } from './openai-conversation.js';
import { handshakeError } from '../../openai/handshake-refusal.js';
import {
  errorOfClose,
  errorOfCode,
  isHarmless,
  isRateLimit,
  permanentIn,
} from '../../openai/openai-errors.js';
import {
  instructionsEvent,
  readServerEvent,
  type ServerError,
} from '../../openai/openai-events.js';
import { inputEvent, sessionConfig, type SessionSettings } from './openai-session-config.js';
import { waitInWordsMs } from '../../openai/stated-wait.js';
import {
  dispensable,
  TRANSCRIPTION_PARAM,
  withoutRefused,
  type DispensableSettings,
} from './refused-settings.js';
import { keywordsOf, type TranscriptionSettings } from '../../openai/transcription-settings.js';
import type { Oddity } from '../../openai/wire.js';

type Hints = Pick<TranscriptionSettings, 'keywords' | 'languages'>;

const CONNECT_TIMEOUT_MS = 5_000;
/** From the open socket to `session.updated`. */
const CONFIGURE_TIMEOUT_MS = 5_000;
/** One delta is below 1 MiB; audio in full quality for a minute would be less than this. */
const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** A session lives so long unless the service says otherwise (protocol B5.2). */
const LIFE_MS = 60 * 60_000;
/** What the service says is believed within these; beyond them one of the clocks is wrong. */
const SHORTEST_LIFE_MS = 5_000;
const LONGEST_LIFE_MS = 24 * 60 * 60_000;

/** Where and as what a session connects. */
export interface OpenAiEndpoint {
  readonly provider: string;
  readonly url: string;
  readonly apiKey: string;
  readonly model: string;
}

/** What a session tells of itself beside what its call is told. */
export interface SessionEvents {
  configured(): void;
  /** Told once; null when it was closed on purpose. */
  ended(error: ProviderError | null): void;
  /** Told of each odd thing among its events; may be on the media path. */
  odd(kind: Oddity): void;
}

/**
 * One socket to OpenAI Realtime, from connect to loss. A new socket is a new session. It is
 * connected and configured without a call; the conversation begins when it is assigned to one.
 */
export class OpenAiRealtimeSession implements VoiceSession {
  readonly provider: string;
  readonly model: string;
  private currentState: VoiceSessionState = 'connecting';
  /** The provider has accepted our settings. */
  private isConfigured = false;
  private lifetime: SessionLife | undefined;
  /** Null while no call has taken the session. */
  private conversation: OpenAiConversation | null = null;
  private readonly socket: WebSocket;
  private readonly audio: AudioAppends;
  private readonly watch: ConnectionWatch;
  private readonly held = new HeldAudio();
  /** Event id of the newest update of the settings. */
  private updateEventId = '';
  /** What the provider was asked to expect last, refused or not. */
  private asked: Hints;
  private settings: SessionSettings;
  private eventCount = 0;
  /** What was odd about its events so far. */
  private readonly oddities = new Set<Oddity>();
  private timer: NodeJS.Timeout;

  constructor(
    endpoint: OpenAiEndpoint,
    settings: SessionSettings,
    private readonly refusals: RefusalMemory<DispensableSettings>,
    private readonly logger: Logger,
    private readonly events: SessionEvents,
  ) {
    this.provider = endpoint.provider;
    this.model = endpoint.model;
    this.settings = this.usable(settings);
    const { keywords = [], languages = [] } = settings.transcription ?? {};
    this.asked = { keywords, languages };
    const url = new URL(endpoint.url);
    url.searchParams.set('model', endpoint.model);
    this.socket = new WebSocket(url, {
      headers: { Authorization: `Bearer ${endpoint.apiKey}` },
      handshakeTimeout: CONNECT_TIMEOUT_MS,
      maxPayload: MAX_FRAME_BYTES,
      perMessageDeflate: false,
    });
    this.watch = new ConnectionWatch(this.socket, {
      isOwed: () => this.conversation?.responseOwed ?? false,
      dead: (code) => this.fail(code, 'no sign of life'),
    });
    this.timer = setTimeout(() => this.fail('connect_timeout', 'no answer'), CONNECT_TIMEOUT_MS);
    this.audio = new AudioAppends(this.socket);
    this.socket.on('open', () => this.opened());
    this.socket.on('message', (data: Buffer) => this.receive(data));
    this.socket.on('unexpected-response', (outgoing, response) => {
      // Never rejects. The answer may not end by itself.
      void handshakeError(response).then((error) => {
        outgoing.destroy();
        this.lose(error);
      });
    });
    this.socket.on('error', (error) => this.fail('socket', error.message));
    this.socket.on('close', (code, reason) => this.lose(errorOfClose(code, reason.toString())));
  }

  get state(): VoiceSessionState {
    return this.currentState;
  }

  /** Counts from its creation, whenever its call takes it. */
  get life(): SessionLife | undefined {
    return this.lifetime;
  }

  /** True while it could take a call at once. */
  get warm(): boolean {
    return this.isConfigured && !this.ended && this.conversation === null;
  }

  /** Gives the session its call; what it hears is kept until it is configured. */
  assign(request: VoiceSessionRequest, listener: VoiceSessionListener): void {
    const transcriptionModel = (): string | null => this.settings.transcription?.model ?? null;
    this.conversation = new OpenAiConversation(request, listener, {
      model: this.model,
      get transcriptionModel() {
        return transcriptionModel();
      },
      logger: this.logger,
      send: (event) => this.send(event),
      expecting: () => this.watch.expecting(),
      lose: (error) => this.lose(error),
    });
    // The listener hears nothing before its call holds the session.
    queueMicrotask(() => this.begin());
  }

  hear(payload: string, durationMs: number): void {
    if (this.currentState === 'ready') this.audio.append(payload);
    else if (this.currentState === 'connecting') this.held.add(payload, durationMs);
  }

  interrupt(parts: readonly HeardPart[]): void {
    this.conversation?.interrupt(parts);
  }

  stop(parts: readonly HeardPart[]): void {
    this.conversation?.stop(parts);
  }

  answerTool(callId: string, output: string): void {
    this.conversation?.answerTool(callId, output);
  }

  note(role: 'system' | 'caller', text: string, respond: boolean): void {
    this.conversation?.note({ role, text, respond });
  }

  rebrief({ instructions, languages }: Pick<VoiceBrief, 'instructions' | 'languages'>): void {
    if (this.currentState !== 'ready') return;
    this.sendNow(instructionsEvent({ instructions }));
    this.expect({ keywords: this.asked.keywords, languages });
  }

  close(): void {
    if (this.ended) return;
    this.end('closed', null);
    this.socket.close(1000);
  }

  private get ended(): boolean {
    return this.currentState === 'closed' || this.currentState === 'failed';
  }

  private opened(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => this.fail('configure_timeout', 'settings not confirmed'),
      CONFIGURE_TIMEOUT_MS,
    );
    this.created(null);
    this.configure();
  }

  private created(expiresAt: number | null): void {
    const statedMs = (expiresAt ?? 0) - Date.now();
    const believed = statedMs >= SHORTEST_LIFE_MS && statedMs <= LONGEST_LIFE_MS;
    const bornAt = performance.now();
    this.lifetime = { bornAt, endsAt: bornAt + (believed ? statedMs : LIFE_MS) };
  }

  private configure(): void {
    const session = sessionConfig(this.settings);
    this.updateEventId = this.sendNow({ type: 'session.update', session });
  }

  private configured(): void {
    if (this.isConfigured) return;
    clearTimeout(this.timer);
    this.isConfigured = true;
    this.events.configured();
    this.begin();
  }

  /** Starts the conversation once there are both settings and a call. */
  private begin(): void {
    const { conversation } = this;
    if (!this.isConfigured || conversation === null || this.currentState !== 'connecting') return;
    const { request, listener } = conversation;
    this.currentState = 'ready';
    this.logger.log('OpenAI Realtime session created', { callSid: request.callSid });
    // A warm session was configured before the menu or the hour changed.
    if (request.instructions !== this.settings.instructions) {
      this.sendNow(instructionsEvent(request));
    }
    const { vocabulary, languages } = request;
    this.expect({ keywords: keywordsOf(vocabulary), languages });
    conversation.begin();
    listener.ready();
    this.held.drain((payload, durationMs) => this.hear(payload, durationMs));
    conversation.open();
  }

  /** Has the transcription expect these words and languages, as far as it was not asked to yet. */
  private expect(hints: Hints): void {
    const { transcription } = this.settings;
    const { keywords, languages } = hints;
    const changed = {
      ...(!isDeepStrictEqual(this.asked.keywords, keywords) && { keywords }),
      ...(!isDeepStrictEqual(this.asked.languages, languages) && { languages }),
    };
    if (!transcription || Object.keys(changed).length === 0) return;
    this.asked = hints;
    const before = inputEvent(this.settings);
    const usable = this.usable({
      ...this.settings,
      transcription: { ...transcription, ...changed },
    });
    if (isDeepStrictEqual(inputEvent(usable), before)) return;
    this.settings = usable;
    this.updateInput();
  }

  /** Without what the service has refused lately. */
  private usable(settings: SessionSettings): SessionSettings {
    return { ...settings, ...this.refusals.recall(dispensable(settings)) };
  }

  private updateInput(): void {
    this.updateEventId = this.sendNow(inputEvent(this.settings));
  }

  private receive(data: Buffer): void {
    if (this.ended) return;
    this.watch.alive();
    const event = readServerEvent(data, this.odd);
    if (event === null) return;
    if (event.kind === 'session-updated') {
      if (event.pcmu) this.configured();
      else this.lose(errorOfCode('unsupported_audio_format', 'the session is not mu-law'));
    } else if (event.kind === 'session-created') {
      this.created(event.expiresAt);
    } else if (event.kind === 'error') {
      this.refused(event);
    } else {
      this.conversation?.act(event);
    }
  }

  /** Counts all, and writes down the first of each kind. */
  private readonly odd = (kind: Oddity): void => {
    this.events.odd(kind);
    if (this.oddities.has(kind)) return;
    this.oddities.add(kind);
    this.logger.warn('Odd provider event', { callSid: this.callSid, kind });
  };

  private refused(error: ServerError): void {
    const { type, code, param } = error;
    this.logger.warn('Provider error', { callSid: this.callSid, type, code, param });
    if (this.isOfUpdate(error)) {
      this.leaveOut(error);
      return;
    }
    if (this.conversation?.refused(error) || isHarmless(error)) return;
    this.lose(errorOf(error));
  }

  /** True when an update of the settings was refused; the error need not name the event. */
  private isOfUpdate(error: ServerError): boolean {
    const { type, code, param, eventId } = error;
    const { fault, retryable } = errorOf(error);
    if (isRateLimit(type, code) || fault === 'account') return false;
    if (eventId !== null) return eventId === this.updateEventId;
    if (this.isConfigured) return param?.startsWith(TRANSCRIPTION_PARAM) ?? false;
    return (param?.startsWith('session.') ?? false) || retryable;
  }

  /** Tries again without what was refused: one refused setting refuses the whole update (B2.2). */
  private leaveOut(error: ServerError): void {
    const { type, message, param } = error;
    if (this.isConfigured) {
      // Only the transcription is brought up to date later; without any, it stays as it was.
      const less = withoutRefused(this.settings, param ?? TRANSCRIPTION_PARAM);
      if (!less?.transcription) return;
      this.settleFor(less, error);
      this.updateInput();
      return;
    }
    const less = withoutRefused(this.settings, param);
    if (less === null) {
      const named = errorOf(error);
      const refused = type === 'invalid_request_error' && named.retryable;
      this.lose(refused ? errorOfCode('session_refused', message) : named);
      return;
    }
    this.settleFor(less, error);
    this.configure();
  }

  private settleFor(less: SessionSettings, { type, param }: ServerError): void {
    // A fault of the service may be over with the next session.
    const refused = type !== 'server_error' || param !== null;
    if (refused) this.refusals.remember(dispensable(this.settings), dispensable(less));
    this.settings = less;
  }

  private get callSid(): string | null {
    return this.conversation?.request.callSid ?? null;
  }

  /** Sends once the call has begun; nothing of it precedes its settings. */
  private send(event: RealtimeClientEvent): string {
    return this.currentState === 'ready' ? this.sendNow(event) : '';
  }

  private sendNow(event: RealtimeClientEvent): string {
    this.eventCount += 1;
    const eventId = `vp_${this.eventCount}`;
    this.socket.send(JSON.stringify({ ...event, event_id: eventId }));
    return eventId;
  }

  private fail(code: string, message: string): void {
    this.lose(new ProviderError(code, message, 'provider', true));
  }

  private lose(error: ProviderError): void {
    if (this.ended) return;
    this.end('failed', error);
    this.socket.terminate();
    this.conversation?.listener.lost(error);
  }

  private end(state: 'closed' | 'failed', error: ProviderError | null): void {
    clearTimeout(this.timer);
    this.watch.stop();
    this.currentState = state;
    this.events.ended(error);
  }
}

function errorOf({ type, code, message }: ServerError): ProviderError {
  return errorOfCode(permanentIn(code, type) ?? code ?? type, message, waitInWordsMs(message));
}
