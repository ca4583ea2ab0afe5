import { backOffMs } from '../../common/back-off.js';
import type { OpenAiRealtimeSession } from './openai-realtime-session.js';

/** A warm session is replaced at this age, well before the provider ends it (60 min). */
const MAX_AGE_MS = 45 * 60_000;
const RETRY = { firstMs: 1_000, longestMs: 60_000 };

/** What a pool is told about a session it asked for. */
export interface WarmEvents {
  configured(): void;
  ended(): void;
}

/**
 * Sessions connected and configured before their calls come. Each is given to one call only.
 * Failing connections are tried again ever more slowly.
 */
export class WarmPool {
  private readonly sessions = new Map<OpenAiRealtimeSession, NodeJS.Timeout>();
  private retry: NodeJS.Timeout | null = null;
  /** Connections lost since one was last configured. */
  private failures = 0;
  private stopped = false;

  constructor(
    private readonly size: number,
    private readonly connect: (events: WarmEvents) => OpenAiRealtimeSession,
  ) {
    this.fill();
  }

  /** Sessions that could take a call at once. */
  get ready(): number {
    return [...this.sessions.keys()].filter((session) => session.warm).length;
  }

  /** A session for a call, with another on its way; null when none is ready. */
  take(): OpenAiRealtimeSession | null {
    const session = [...this.sessions.keys()].find(({ warm }) => warm) ?? null;
    if (session === null) return null;
    this.forget(session);
    // The call comes first: connecting the next session waits for the loop's next turn.
    setImmediate(() => this.fill());
    return session;
  }

  stop(): void {
    this.stopped = true;
    if (this.retry) clearTimeout(this.retry);
    for (const session of this.sessions.keys()) {
      this.forget(session);
      session.close();
    }
  }

  private fill(): void {
    while (!this.stopped && this.retry === null && this.sessions.size < this.size) this.add();
  }

  private add(): void {
    const session = this.connect({
      configured: () => {
        this.failures = 0;
      },
      ended: () => {
        if (this.sessions.has(session)) this.lost(session);
      },
    });
    const age = setTimeout(() => this.renew(session), MAX_AGE_MS).unref();
    this.sessions.set(session, age);
  }

  private renew(session: OpenAiRealtimeSession): void {
    this.forget(session);
    session.close();
    this.fill();
  }

  private lost(session: OpenAiRealtimeSession): void {
    this.forget(session);
    if (this.stopped) return;
    this.failures += 1;
    this.retry ??= setTimeout(
      () => {
        this.retry = null;
        this.fill();
      },
      backOffMs(RETRY, this.failures),
    ).unref();
  }

  private forget(session: OpenAiRealtimeSession): void {
    clearTimeout(this.sessions.get(session));
    this.sessions.delete(session);
  }
}
