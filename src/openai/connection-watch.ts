import type { WebSocket } from 'ws';

const CHECK_MS = 1_000;
const PING_EVERY_MS = 5_000;
/** A ping that is not answered for so long means that the network is gone. */
const PONG_LIMIT_MS = 10_000;
/**
 * No event for so long while an answer is owed means that the provider is stuck. A new session
 * must still have time to answer before the call gives up on the provider (24 s).
 */
const STALL_LIMIT_MS = 10_000;

/** What is watched besides the socket. */
export interface Watched {
  /** True while the provider owes an answer. */
  isOwed(): boolean;
  /** Called once, with the code of what is wrong. */
  dead(code: 'stalled' | 'ping_timeout'): void;
}

/** Notices a socket that is open and dead: pings it, and times the answers that are owed. */
export class ConnectionWatch {
  private readonly timer: NodeJS.Timeout;
  private lastEventAt = performance.now();
  private lastPingAt = performance.now();
  private unansweredSince: number | null = null;

  constructor(
    private readonly socket: WebSocket,
    private readonly watched: Watched,
  ) {
    socket.on('pong', () => {
      this.unansweredSince = null;
    });
    this.timer = setInterval(() => this.check(performance.now()), CHECK_MS);
  }

  /** An event arrived. */
  alive(): void {
    this.lastEventAt = performance.now();
    this.unansweredSince = null;
  }

  /** From now on an answer is waited for. */
  expecting(): void {
    this.lastEventAt = performance.now();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private check(now: number): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.watched.isOwed() && now - this.lastEventAt > STALL_LIMIT_MS) {
      this.watched.dead('stalled');
      return;
    }
    if (this.unansweredSince !== null && now - this.unansweredSince > PONG_LIMIT_MS) {
      this.watched.dead('ping_timeout');
      return;
    }
    if (now - this.lastPingAt < PING_EVERY_MS) return;
    this.lastPingAt = now;
    this.unansweredSince ??= now;
    this.socket.ping();
  }
}
