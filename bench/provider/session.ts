import type { Socket } from 'node:net';
import { nowUs } from '../wire/clock.js';
import { FrameReader, OPCODE, serverFrame } from '../wire/frames.js';
import { missing, readStamp } from '../wire/stamp.js';
import type { Window } from '../wire/window.js';
import { CallerEar } from './caller-ear.js';
import { eventFrame, newId } from './events.js';
import { Response, type ResponsePlan } from './response.js';

const APPEND = Buffer.from('{"type":"input_audio_buffer.append"');
const AUDIO = Buffer.from('"audio":"');
/** From the end of a turn to its transcript. */
const TRANSCRIPT_MS = 250;
const SESSION_SECONDS = 3_600;
const GREETING: Said = { text: 'Hello, what may I get for you today? ', audioMs: 2_000 };
const ANSWER: Said = {
  text: 'We have that today, fresh from the oven, and it comes with a salad of the season. ',
  audioMs: 4_000,
};
const CALLER_WORDS = 'And what else do you have on the menu today';
/** How long the reading of a text takes, so that it sounds like speech. */
const MS_PER_CHARACTER = 60;

type Said = Pick<ResponsePlan, 'text' | 'audioMs'>;

interface ClientEvent {
  readonly type: string;
  readonly event_id?: string;
  readonly session?: SessionFields;
  readonly item?: { readonly id?: string; readonly [field: string]: unknown };
  readonly item_id?: string;
  readonly audio_end_ms?: number;
  readonly response_id?: string;
  readonly response?: {
    readonly conversation?: string;
    readonly metadata?: unknown;
    readonly input?: unknown;
  };
}
type SessionFields = Readonly<Record<string, unknown>>;

/**
 * One Realtime session: takes audio without parsing it, hears turns by the stamps, is interrupted
 * by a caller who begins, lets that caller finish, and then answers by itself (protocol B2.3).
 */
export class ProviderSession {
  private readonly id = newId('sess');
  private readonly ear = new CallerEar();
  private settings: SessionFields = {};
  /** Of the conversation, of which there is one at most. */
  private active: Response | null = null;
  private readonly readings = new Set<Response>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private call: number | null = null;
  private lastSequence: number | null = null;
  private deltas = 0;
  private greeting: 'none' | 'asked' | 'given' = 'none';
  private askedUs = 0;
  private greetedAfterUs: number | null = null;
  private turnItem = '';

  constructor(
    private readonly socket: Socket,
    private readonly window: Window,
    model: string,
  ) {
    const reader = new FrameReader((opcode, payload) => this.receive(opcode, payload));
    socket.on('data', (chunk: Buffer) => reader.push(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.stop());
    this.settings = { type: 'realtime', model };
    this.send('session.created', { session: this.session() });
  }

  private receive(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.text) {
      if (payload.subarray(0, APPEND.length).equals(APPEND)) this.hear(payload);
      else this.obey(JSON.parse(payload.toString('utf8')) as ClientEvent);
    } else if (opcode === OPCODE.ping) {
      this.socket.write(serverFrame(OPCODE.pong, payload).bytes);
    } else if (opcode === OPCODE.close) {
      this.socket.end(serverFrame(OPCODE.close, payload).bytes);
    }
  }

  private hear(append: Buffer): void {
    const receivedUs = nowUs();
    const stamp = readStamp(append, append.indexOf(AUDIO, APPEND.length - 1) + AUDIO.length);
    if (stamp === null) return;
    this.window.arrived(receivedUs - stamp.sentUs, missing(this.lastSequence, stamp.sequence));
    this.lastSequence = stamp.sequence;
    this.call ??= stamp.call;
    this.noteGreeting();
    const change = this.ear.hear(stamp.voiced);
    if (change === 'started') this.turnStarted();
    else if (change === 'stopped') this.turnStopped();
  }

  private turnStarted(): void {
    this.turnItem = newId('item');
    if (this.call !== null) this.window.interrupted({ call: this.call, us: nowUs() });
    const audio_start_ms = this.ear.heardMs;
    this.send('input_audio_buffer.speech_started', { item_id: this.turnItem, audio_start_ms });
    this.active?.cancel('turn_detected');
  }

  private turnStopped(): void {
    const item_id = this.turnItem;
    const audio_end_ms = this.ear.heardMs;
    this.send('input_audio_buffer.speech_stopped', { item_id, audio_end_ms });
    this.send('input_audio_buffer.committed', { item_id, previous_item_id: null });
    const content = [{ type: 'input_audio', transcript: null }];
    this.item({ id: item_id, type: 'message', role: 'user', content });
    this.transcribe(item_id);
    if (this.active === null) this.respond({ ...ANSWER, inConversation: true, metadata: null });
  }

  private transcribe(item_id: string): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const name = 'conversation.item.input_audio_transcription';
      const ids = { item_id, content_index: 0 };
      this.send(`${name}.delta`, { ...ids, delta: CALLER_WORDS });
      const usage = { type: 'duration', seconds: 1 };
      this.send(`${name}.completed`, { ...ids, transcript: CALLER_WORDS, usage });
    }, TRANSCRIPT_MS);
    this.timers.add(timer);
  }

  private obey(event: ClientEvent): void {
    switch (event.type) {
      case 'session.update':
        this.settings = { ...this.settings, ...event.session };
        this.send('session.updated', { session: this.session() });
        return;
      case 'response.create':
        this.create(event);
        return;
      case 'response.cancel':
        this.active?.cancel('client_cancelled');
        return;
      case 'conversation.item.create':
        this.item({ ...event.item, id: event.item?.id ?? newId('item') });
        return;
      case 'conversation.item.truncate': {
        const { item_id, audio_end_ms } = event;
        this.send('conversation.item.truncated', { item_id, content_index: 0, audio_end_ms });
        return;
      }
      case 'conversation.item.delete':
        this.send('conversation.item.deleted', { item_id: event.item_id });
        return;
    }
  }

  private create({ event_id, response = {} }: ClientEvent): void {
    const { conversation, metadata, input } = response;
    const text = textToRead(input);
    if (text !== null) {
      const audioMs = text.length * MS_PER_CHARACTER;
      this.respond({ text, audioMs, inConversation: conversation !== 'none', metadata });
    } else if (this.active !== null) {
      const code = 'conversation_already_has_active_response';
      const error = { type: 'invalid_request_error', code, param: null, event_id };
      this.send('error', { error: { ...error, message: 'There is an active response.' } });
    } else {
      if (this.greeting === 'none') {
        this.greeting = 'asked';
        this.askedUs = nowUs();
      }
      this.respond({ ...GREETING, inConversation: true, metadata: null });
    }
  }

  private respond(plan: ResponsePlan): void {
    const response: Response = new Response(plan, {
      write: (frame) => this.socket.write(frame),
      nextStamp: () => ({ call: this.call ?? 0, sequence: (this.deltas += 1) }),
      firstAudio: () => this.firstAudio(plan),
      ended: () => {
        if (this.active === response) this.active = null;
        this.readings.delete(response);
      },
    });
    if (plan.inConversation) this.active = response;
    else this.readings.add(response);
  }

  private firstAudio(plan: ResponsePlan): void {
    if (!plan.inConversation || this.greeting !== 'asked') return;
    this.greeting = 'given';
    this.greetedAfterUs = nowUs() - this.askedUs;
    this.noteGreeting();
  }

  /** Whose greeting it was is known once there is audio of the call. */
  private noteGreeting(): void {
    if (this.call === null || this.greetedAfterUs === null) return;
    this.window.greeted({ call: this.call, us: this.greetedAfterUs });
    this.greetedAfterUs = null;
  }

  private item(item: object): void {
    const whole = { object: 'realtime.item', status: 'completed', ...item };
    this.send('conversation.item.added', { previous_item_id: null, item: whole });
    this.send('conversation.item.done', { previous_item_id: null, item: whole });
  }

  private session(): SessionFields {
    const expires_at = Math.floor(Date.now() / 1e3) + SESSION_SECONDS;
    return { ...this.settings, object: 'realtime.session', id: this.id, expires_at };
  }

  private send(type: string, fields: object): void {
    this.socket.write(eventFrame(type, fields));
  }

  private stop(): void {
    this.active?.stop();
    for (const response of this.readings) response.stop();
    for (const timer of this.timers) clearTimeout(timer);
  }
}

/** The text of the envelope that a reading is asked for with (openai-2027 S2); null: none. */
function textToRead(input: unknown): string | null {
  if (!Array.isArray(input)) return null;
  for (const { content } of input as { content?: { text?: string }[] }[]) {
    try {
      const read = JSON.parse(content?.[0]?.text ?? '') as { response_text?: unknown };
      if (typeof read.response_text === 'string') return read.response_text;
    } catch {
      // Some other message.
    }
  }
  return null;
}
