import { until } from './eventually.js';
import type { Replica } from './replica.js';

const LIMIT_MS = 5_000;

/** Where events are told. */
type Teller = Pick<Replica, 'name' | 'url'> & {
  readonly authorization: Readonly<Record<string, string>>;
};

/** What `GET /events` of a replica has told so far. */
export class EventStream {
  private told = '';

  private constructor(private readonly replica: Teller) {}

  /**
   * Listens until `signal` is aborted.
   *
   * @param after the id of the last event that was read elsewhere.
   */
  static async open(replica: Teller, signal: AbortSignal, after = ''): Promise<EventStream> {
    const response = await fetch(`${replica.url}/events`, {
      headers: { ...replica.authorization, 'last-event-id': after },
      signal,
    });
    if (!response.ok || !response.body) throw new Error(`/events answered ${response.status}`);
    const stream = new EventStream(replica);
    // Ends by the abort of its reader, which is no failure.
    void stream.read(response.body).catch(() => undefined);
    return stream;
  }

  /** Resolves when a text was part of an event. */
  async until(text: string): Promise<void> {
    const what = `${text} on the events of ${this.replica.name}`;
    await until(() => this.told.includes(text), { what, limitMs: LIMIT_MS });
  }

  /** The id that came last. */
  get lastId(): string {
    return (
      this.told
        .match(/^id: \S+$/gm)
        ?.at(-1)
        ?.slice('id: '.length) ?? ''
    );
  }

  private async read(body: AsyncIterable<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const part of body) this.told += decoder.decode(part, { stream: true });
  }
}
