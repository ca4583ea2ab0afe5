import { backOffMs } from '../../common/back-off.js';
import type { ProviderError } from '../../common/provider-error.js';
import { msUntilShare, type SessionLife } from '../session-life.js';

/** A warm session is replaced when this share of its life is over: of 60 min at 45. */
const WORN_SHARE = 45 / 60;
const RETRY = { firstMs: 1_000, longestMs: 60_000 };

/** What a pool is told about a session it asked for. */
export interface WarmEvents {
  configured(): void;
  /** Null when it was closed on purpose. */
  ended(error: ProviderError | null): void;
}

/** A session that waits for its call. */
export interface Warmable {
  /** True while it could take a call at once. */
  readonly warm: boolean;
  readonly life?: SessionLife | undefined;
  close(): void;
}

/**
 * Sessions connected and configured before their calls come. Each is given to one call only, with
 * a part of its life still before it. Failing connections are tried again ever more slowly, and
 * never sooner than the provider asks for.
 */
export class WarmPool<S extends Warmable> {
  /** Each with what ends its stay; null until it is configured. */
  private readonly sessions = new Map<S, NodeJS.Timeout | null>();
  private retry: { readonly timer: NodeJS.Timeout; readonly at: number } | null = null;
  /** Connections lost since one was last configured. */
  private failures = 0;
  private stopped = false;

  constructor(
    private readonly size: number,
    private readonly connect: (events: WarmEvents) => S,
  ) {
    this.fill();
  }

  /** Sessions that could take a call at once. */
  get ready(): number {
    return [...this.sessions.keys()].filter((session) => session.warm).length;
  }

  /** A session for a call, with another on its way; null when none is ready. */
  take(): S | null {
    const session = [...this.sessions.keys()].find(({ warm }) => warm) ?? null;
    if (session === null) return null;
    this.forget(session);
    // The call comes first: connecting the next session waits for the loop's next turn.
    setImmediate(() => this.fill());
    return session;
  }

  stop(): void {
    this.stopped = true;
    if (this.retry) clearTimeout(this.retry.timer);
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
        if (this.sessions.has(session)) this.age(session);
      },
      ended: (error) => {
        if (this.sessions.has(session)) this.lost(session, error);
      },
    });
    this.sessions.set(session, null);
  }

  private age(session: S): void {
    const { life } = session;
    if (life === undefined) return;
    const timer = setTimeout(() => this.renew(session), msUntilShare(life, WORN_SHARE)).unref();
    this.sessions.set(session, timer);
  }

  private renew(session: S): void {
    this.forget(session);
    session.close();
    this.fill();
  }

  private lost(session: S, error: ProviderError | null): void {
    this.forget(session);
    if (this.stopped) return;
    this.failures += 1;
    // Those that are lost together are one failure of the provider.
    const pauseMs = this.retry === null ? backOffMs(RETRY, this.failures) : 0;
    this.retryAfter(Math.max(pauseMs, error?.retryAfterMs ?? 0));
  }

  /** The latest of the moments that were asked for counts. */
  private retryAfter(pauseMs: number): void {
    const at = performance.now() + pauseMs;
    if (this.retry !== null && this.retry.at >= at) return;
    if (this.retry) clearTimeout(this.retry.timer);
    const timer = setTimeout(() => {
      this.retry = null;
      this.fill();
    }, pauseMs).unref();
    this.retry = { timer, at };
  }

  private forget(session: S): void {
    clearTimeout(this.sessions.get(session) ?? undefined);
    this.sessions.delete(session);
  }
}
