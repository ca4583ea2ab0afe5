import { WebSocket } from 'ws';
import { ConnectionWatch } from '../../openai/connection-watch.js';
import { handshakeError } from '../../openai/handshake-refusal.js';
import { errorOfClose, errorOfCode, isHarmless } from '../../openai/openai-errors.js';
import { ProviderError } from '../../common/provider-error.js';
import type { Reading } from './reading.js';
import { cancelEvent } from '../../openai/openai-events.js';
import {
  readingEvent,
  readSpeechEvent,
  speechSessionEvent,
  type SpeechEvent,
} from './speech-events.js';

/** From the beginning of the connection until it is configured. */
const OPEN_LIMIT_MS = 5_000;
const MAX_FRAME_BYTES = 16 * 1024 * 1024;
/** Texts that one socket reads at once; no limit is published. */
export const MAX_READINGS = 8;

/** Whose voice speaks, and where it is asked. */
export interface SpeechEndpoint {
  readonly url: string;
  readonly apiKey: string;
  readonly model: string;
  readonly voice: string;
}

/** What a socket tells its pool. */
export interface SpeechSocketEvents {
  /** It is configured, or has room for another reading. */
  free(): void;
  /** Once, with why; null when it was closed on purpose. */
  ended(error: ProviderError | null): void;
}

/** One Realtime session that reads texts aloud, several at once (openai-2027 S2). */
export class SpeechSocket {
  private state: 'connecting' | 'open' | 'retired' | 'ended' = 'connecting';
  private readonly socket: WebSocket;
  private readonly watch: ConnectionWatch;
  /** By the id of the reading, until its response is done. */
  private readonly readings = new Map<string, Reading>();
  /** By the id of the response. */
  private readonly responses = new Map<string, Reading>();
  private thinks = true;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly endpoint: SpeechEndpoint,
    private readonly events: SpeechSocketEvents,
  ) {
    const url = new URL(endpoint.url);
    url.searchParams.set('model', endpoint.model);
    this.socket = new WebSocket(url, {
      headers: { Authorization: `Bearer ${endpoint.apiKey}` },
      maxPayload: MAX_FRAME_BYTES,
      perMessageDeflate: false,
    });
    this.watch = new ConnectionWatch(this.socket, {
      isOwed: () => this.readings.size > 0,
      dead: (code) => this.lose(new ProviderError(code, 'no sign of life', 'provider', true)),
    });
    this.timer = setTimeout(
      () => this.lose(new ProviderError('connect_timeout', 'no answer', 'provider', true)),
      OPEN_LIMIT_MS,
    );
    this.socket.on('open', () => this.configure());
    this.socket.on('message', (data: Buffer) => this.receive(data));
    this.socket.on('unexpected-response', (outgoing, response) => {
      // Never rejects. The answer may not end by itself.
      void handshakeError(response).then((error) => {
        outgoing.destroy();
        this.lose(error);
      });
    });
    this.socket.on('error', (error) =>
      this.lose(new ProviderError('socket', error.message, 'provider', true)),
    );
    this.socket.on('close', (code, reason) => this.lose(errorOfClose(code, reason.toString())));
  }

  /** Readings that it could begin at once. */
  get room(): number {
    return this.state === 'open' ? MAX_READINGS - this.readings.size : 0;
  }

  get isConnecting(): boolean {
    return this.state === 'connecting';
  }

  get isOpen(): boolean {
    return this.state === 'open';
  }

  get isIdle(): boolean {
    return this.state === 'open' && this.readings.size === 0;
  }

  /** Begins a reading; there must be room for it. */
  read(reading: Reading): void {
    this.readings.set(reading.id, reading);
    reading.onOver((error) => this.readingOver(reading, error));
    this.watch.expecting();
    this.send(readingEvent(reading.id, reading.text));
  }

  /** Takes no more readings, and closes when those it has are over. */
  retire(): void {
    if (this.state === 'ended') return;
    this.state = 'retired';
    this.closeIfDone();
  }

  /** Ends it and all of its readings. */
  close(): void {
    this.lose(null);
  }

  private configure(): void {
    this.send(speechSessionEvent(this.endpoint.model, this.endpoint.voice, this.thinks));
  }

  private receive(data: Buffer): void {
    if (this.state === 'ended') return;
    this.watch.alive();
    const event = readSpeechEvent(data);
    if (event !== null) this.act(event);
  }

  private act(event: SpeechEvent): void {
    switch (event.kind) {
      case 'audio':
        this.responses.get(event.responseId)?.heardAudio(event.payload);
        break;
      case 'words':
        this.responses.get(event.responseId)?.heardWords(event.delta);
        break;
      case 'configured':
        if (event.pcmu) this.configured();
        else this.lose(errorOfCode('unsupported_audio_format', 'the session is not mu-law'));
        break;
      case 'created':
        this.created(event.responseId, event.readingId);
        break;
      case 'done':
        this.done(event);
        break;
      case 'error':
        this.refused(event);
    }
  }

  private configured(): void {
    if (this.state !== 'connecting') return;
    clearTimeout(this.timer);
    this.state = 'open';
    this.events.free();
  }

  private created(responseId: string, readingId: string | null): void {
    const reading = this.readings.get(readingId ?? '');
    // Of a reading that was given up before its response began.
    if (reading === undefined) this.send(cancelEvent(responseId));
    else this.responses.set(responseId, reading);
  }

  private done({ responseId, end, errorCode }: Extract<SpeechEvent, { kind: 'done' }>): void {
    const reading = this.responses.get(responseId);
    this.responses.delete(responseId);
    if (errorCode === null) reading?.done(end);
    else reading?.fail(errorOfCode(errorCode, 'the response failed'));
  }

  private refused({ type, code, param, eventId }: Extract<SpeechEvent, { kind: 'error' }>): void {
    const error = errorOfCode(code ?? type, 'refused by the service');
    const reading = this.readings.get(eventId ?? '');
    if (reading !== undefined) {
      reading.fail(error);
    } else if (this.state === 'connecting') {
      // Only a setting that can be left out is worth another try.
      const canDoWithout = this.thinks && (param?.startsWith('session.reasoning') ?? false);
      this.thinks = false;
      if (canDoWithout) this.configure();
      else this.lose(error.retryable ? errorOfCode('session_refused', code ?? type) : error);
    } else if (!isHarmless({ type, code, eventId })) {
      this.lose(error);
    }
  }

  private readingOver(reading: Reading, error: ProviderError | null): void {
    this.readings.delete(reading.id);
    for (const [responseId, other] of this.responses) {
      if (other !== reading) continue;
      this.responses.delete(responseId);
      this.send(cancelEvent(responseId));
    }
    // What does not answer one reading is not trusted with the next.
    if (error?.code === 'timeout') this.retire();
    if (this.state === 'open') this.events.free();
    else this.closeIfDone();
  }

  private closeIfDone(): void {
    if (this.state === 'retired' && this.readings.size === 0) this.close();
  }

  private send(event: object): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(event));
  }

  private lose(error: ProviderError | null): void {
    if (this.state === 'ended') return;
    this.state = 'ended';
    clearTimeout(this.timer);
    this.watch.stop();
    if (error === null) this.socket.close(1000);
    else this.socket.terminate();
    for (const reading of this.readings.values()) {
      if (error === null) reading.abort();
      else reading.fail(error);
    }
    this.events.ended(error);
  }
}
