import { WebSocket } from 'ws';
import { silence } from '../speech/mulaw.js';
import { speak } from '../speech/speak.js';

/** A server event as a client sees it. */
export type SeenEvent = Readonly<Record<string, unknown>> & { readonly type: string };

const APPEND_BYTES = 160;
const LIMIT_MS = 15_000;

/** Session settings of a telephone call. */
export const PHONE_SESSION = {
  type: 'realtime',
  instructions: 'You answer the phone of a restaurant.',
  output_modalities: ['audio'],
  audio: {
    input: {
      format: { type: 'audio/pcmu' },
      transcription: { model: 'gpt-transcribe' },
      turn_detection: { type: 'server_vad', threshold: 0.5, silence_duration_ms: 400 },
    },
    output: { format: { type: 'audio/pcmu' }, voice: 'marin' },
  },
} as const;

/** A plain client of the Realtime API for the stand-in's own specs. */
export class RawClient {
  readonly events: SeenEvent[] = [];
  /** Frames that are no JSON objects with a type. */
  readonly junk: string[] = [];
  closed: { readonly code: number; readonly reason: string } | null = null;
  private waiting: (() => void)[] = [];

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.take(data.toString()));
    socket.on('error', () => undefined);
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.wake();
    });
  }

  /** Connects; with a refused upgrade it rejects, naming the status. */
  static async connect(url: string, headers: Record<string, string> = {}): Promise<RawClient> {
    const socket = new WebSocket(`${url}?model=gpt-realtime-2.1`, {
      headers: { authorization: 'Bearer sk-test', ...headers },
    });
    const client = new RawClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  /** Connects and configures a telephone session with these tools. */
  static async phone(url: string, tools: readonly string[] = []): Promise<RawClient> {
    const client = await RawClient.connect(url);
    const definitions = tools.map((name) => ({ type: 'function', name, parameters: {} }));
    client.send({ type: 'session.update', session: { ...PHONE_SESSION, tools: definitions } });
    await client.until('session.updated');
    return client;
  }

  send(event: Readonly<Record<string, unknown>>): void {
    this.socket.send(JSON.stringify(event));
  }

  /** Appends audio as a call does, in 20 ms frames, but without waiting between them. */
  append(audio: Buffer): void {
    for (let at = 0; at < audio.length; at += APPEND_BYTES) {
      const frame = audio.subarray(at, at + APPEND_BYTES);
      this.send({ type: 'input_audio_buffer.append', audio: frame.toString('base64') });
    }
  }

  /** A caller's turn: speech between silences. */
  async say(text: string): Promise<void> {
    this.append(Buffer.concat([silence(400), await speak(text, 'caller'), silence(600)]));
  }

  /** The first event of this type after the first `from` events. */
  async until(type: string, from = 0): Promise<SeenEvent> {
    return this.untilEvent((event) => event.type === type, type, from);
  }

  /** The first event after the first `from` events that `is` says yes to. */
  async untilEvent(is: (event: SeenEvent) => boolean, what: string, from = 0): Promise<SeenEvent> {
    const find = (): SeenEvent | undefined => this.events.slice(from).find(is);
    await this.settled(() => find() !== undefined, what);
    return find() as SeenEvent;
  }

  /** How many events there are; where `until` can start from. */
  get mark(): number {
    return this.events.length;
  }

  async untilClosed(): Promise<{ readonly code: number; readonly reason: string }> {
    await this.settled(() => this.closed !== null, 'close');
    return this.closed as { code: number; reason: string };
  }

  /** Events of one type. */
  all(type: string): SeenEvent[] {
    return this.events.filter((event) => event.type === type);
  }

  close(): void {
    this.socket.terminate();
  }

  private take(frame: string): void {
    try {
      const value = JSON.parse(frame) as SeenEvent | null;
      if (typeof value?.type === 'string') this.events.push(value);
      else this.junk.push(frame);
    } catch {
      this.junk.push(frame);
    }
    this.wake();
  }

  private wake(): void {
    for (const check of this.waiting) check();
  }

  private settled(done: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        if (!done()) return;
        finish();
        resolve();
      };
      const timer = setTimeout(() => {
        finish();
        const seen = this.events.map((event) => event.type).join(', ');
        reject(new Error(`no ${what} within ${LIMIT_MS} ms; seen: ${seen}`));
      }, LIMIT_MS);
      const finish = (): void => {
        clearTimeout(timer);
        this.waiting = this.waiting.filter((other) => other !== check);
      };
      this.waiting.push(check);
      check();
    });
  }
}
