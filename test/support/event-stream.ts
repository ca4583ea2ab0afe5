import type { Replica } from './replica.js';

const LIMIT_MS = 5_000;
const POLL_MS = 20;

/** What `GET /events` of a replica has told so far. */
export class EventStream {
  private told = '';

  private constructor(private readonly replica: Replica) {}

  /** Listens until `signal` is aborted. */
  static async open(replica: Replica, signal: AbortSignal): Promise<EventStream> {
    const response = await fetch(`${replica.url}/events`, {
      headers: replica.authorization,
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
    const deadline = performance.now() + LIMIT_MS;
    while (!this.told.includes(text)) {
      if (performance.now() > deadline) {
        throw new Error(`${this.replica.name} told nothing of ${text}`);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  private async read(body: AsyncIterable<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const part of body) this.told += decoder.decode(part, { stream: true });
  }
}
