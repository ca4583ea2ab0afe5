import { type RawData, WebSocket } from 'ws';
import type { RealtimeServerEvent } from 'openai/resources/realtime/realtime';
import { type ApiError, isViolation } from './api-error.js';
import type { Brain } from './brain.js';
import type { ConnectionEars, Ears } from './ears.js';
import type { Knobs, Moment, Refusal } from './knobs.js';
import { withUnknownFields } from './odd-events.js';
import { readClientEvent } from './schema-check.js';
import { Session } from './session.js';
import type { Recogniser } from '../speech/recogniser.js';
import type { KnobError } from './update-refusals.js';
import { newId, type ServerEvent } from './wire.js';

/** Every so many events a piece of garbage goes before one, when that knob is on. */
const GARBAGE_EVERY = 5;
const GARBAGE = [
  '{"type":"response.hologram.delta","event_id":"event_x","delta":1}',
  '{"type":"response.output_audio.del',
  '{"type":"response.output_audio.delta","event_id":"event_y"}',
  '[]',
  'null',
  '{"type":"response.done","event_id":"event_z"}',
];

/** What a connection needs of the stand-in. */
export interface ConnectionDeps {
  readonly brain: Brain;
  readonly recogniser: Recogniser;
  readonly knobs: Knobs;
  readonly ears: Ears;
  readonly own: ConnectionEars;
}

/** One accepted socket: frames in and out, and the ways in which it can fail. */
export class Connection {
  readonly knobs: Knobs;
  readonly ears: ConnectionEars;
  private readonly session: Session;
  private sentBytes = 0;
  private sentEvents = 0;
  private limit: NodeJS.Timeout | undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly deps: ConnectionDeps,
  ) {
    this.knobs = deps.knobs;
    this.ears = deps.own;
    this.session = new Session({
      ...deps,
      model: deps.own.model ?? '',
      send: (event) => this.send(event),
      reached: (moment) => this.reached(moment),
    });
    socket.on('message', (data, isBinary) => this.receive(data, isBinary));
    socket.on('ping', (data) => {
      if (this.knobs.stalled !== 'everything') socket.pong(data);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => this.closed(code));
  }

  /** True while the socket can carry events. */
  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /** Begins the session; its limit counts from here. */
  open(): void {
    this.session.open();
    const { sessionLimitMs } = this.knobs;
    if (sessionLimitMs === null) return;
    this.limit = setTimeout(() => this.expire(), sessionLimitMs).unref();
  }

  /** Says why and closes, as the service does with a bad key or an empty account. */
  refuse(refusal: Refusal, message: string): void {
    const type = refusal.type ?? 'invalid_request_error';
    this.sendError({ type, code: refusal.code, message, param: null }, null);
    this.socket.close(refusal.closeCode, `${type}.${refusal.code}`);
  }

  /** The session has reached its longest duration. */
  expire(): void {
    const refusal = { code: 'session_expired', closeCode: 1001 };
    this.refuse(refusal, 'Your session hit the maximum duration of 60 minutes.');
  }

  /** Destroys the socket without a close frame. */
  drop(): void {
    this.socket.terminate();
  }

  /** Reports a speech start that is none; it ends when the caller's audio is silent. */
  falseSpeechStart(): void {
    this.session.falseSpeechStart();
  }

  private receive(data: RawData, isBinary: boolean): void {
    if (isBinary) this.deps.ears.violation('a binary frame');
    const frame = (
      Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)
    ).toString();
    const read = readClientEvent(frame);
    if ('error' in read) {
      this.ears.heardEvent('invalid', frame);
      this.answer(read.error, eventIdIn(frame));
      return;
    }
    const { event } = read;
    const body =
      event.type === 'input_audio_buffer.append' ? { base64: event.audio.length } : event;
    this.ears.heardEvent(event.type, body);
    this.answer(this.session.handle(event), event.event_id ?? null);
    this.deps.ears.changed();
  }

  private answer(error: ApiError | KnobError | null, clientEventId: string | null): void {
    if (error === null) return;
    const refusedByKnob =
      this.knobs.refuseTranscription && error.param === 'session.audio.input.transcription.model';
    if (isViolation(error) && !refusedByKnob && !('byKnob' in error)) {
      this.deps.ears.violation(`${error.code ?? error.type}: ${error.message}`);
    }
    this.sendError(error, clientEventId);
  }

  private sendError(error: ApiError | KnobError, clientEventId: string | null): void {
    this.ears.errors.push({ ...error, at: performance.now(), clientEventId });
    const { type, code, message, param } = error;
    const naming = 'byKnob' in error ? error.byKnob.eventId : 'given';
    const id = naming === 'absent' ? {} : { event_id: naming === 'given' ? clientEventId : null };
    this.send({ type: 'error', error: { type, code, message, param, ...id } });
  }

  private send(event: ServerEvent): void {
    this.deps.ears.changed();
    if (!this.isOpen || this.knobs.stalled !== null) return;
    const whole = { ...event, event_id: newId('event') } as RealtimeServerEvent;
    const odd = this.knobs.odd.includes('unknown-fields');
    const frame = JSON.stringify(odd ? withUnknownFields(whole) : whole);
    this.sentBytes += frame.length;
    this.sentEvents += 1;
    const { dropAfterBytes, dropAfterEvents, garbage } = this.knobs;
    if (
      this.sentBytes > (dropAfterBytes ?? Number.POSITIVE_INFINITY) ||
      this.sentEvents > (dropAfterEvents ?? Number.POSITIVE_INFINITY)
    ) {
      this.drop();
      return;
    }
    if (garbage && this.sentEvents % GARBAGE_EVERY === 0) {
      const kind = (this.sentEvents / GARBAGE_EVERY) % GARBAGE.length;
      this.socket.send(GARBAGE[kind] ?? 'null');
    }
    this.socket.send(frame);
    this.ears.sentEvent(event.type);
    this.deps.ears.changed();
  }

  private reached(moment: Moment): void {
    if (this.knobs.dropAt === moment) this.drop();
    if (this.knobs.stallAt === moment) this.knobs.stalled = 'events';
  }

  private closed(code: number): void {
    clearTimeout(this.limit);
    this.session.stop();
    this.ears.closed = { at: performance.now(), code };
    this.deps.ears.changed();
  }
}

/** The event id in a frame that is no valid event. */
function eventIdIn(frame: string): string | null {
  try {
    const value = JSON.parse(frame) as { event_id?: unknown } | null;
    return typeof value?.event_id === 'string' ? value.event_id : null;
  } catch {
    return null;
  }
}
