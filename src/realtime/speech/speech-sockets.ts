import { backOffMs, jittered } from '../../common/back-off.js';
import { ProviderError } from '../../common/provider-error.js';
import type { Reading } from './reading.js';
import {
  MAX_READINGS,
  type SpeechEndpoint,
  SpeechSocket,
  type SpeechSocketEvents,
} from './speech-socket.js';

/** The service ends a session at 60 min (protocol B5.2); a socket is replaced well before. */
const RENEW_AFTER_MS = 50 * 60_000;
/** A socket that nothing was read on for so long is closed, unless one is kept warm. */
const IDLE_LIMIT_MS = 60_000;
/** More than any number of calls at once speaks sentences. */
const MAX_SOCKETS = 50;
const RETRY = { firstMs: 1_000, longestMs: 60_000 };

/** A socket and when it is looked at again. */
interface Timers {
  readonly renewal: NodeJS.Timeout;
  idle: NodeJS.Timeout | undefined;
}

/**
 * The sockets over which one model reads texts aloud. A reading goes to an open socket with room,
 * or waits for one that is made for it. Sockets stay open between calls.
 */
export class SpeechSockets {
  private readonly sockets = new Map<SpeechSocket, Timers>();
  private readonly waiting = new Set<Reading>();
  private retry: NodeJS.Timeout | null = null;
  /** Connections lost since one was last configured. */
  private failures = 0;
  private mode: 'on demand' | 'warm' | 'stopped' = 'on demand';

  constructor(
    private readonly endpoint: SpeechEndpoint,
    private readonly open: (events: SpeechSocketEvents) => SpeechSocket = (events) =>
      new SpeechSocket(endpoint, events),
  ) {}

  get model(): string {
    return this.endpoint.model;
  }

  /** From now on one socket is always open, as far as the service allows. */
  keepWarm(): void {
    if (this.mode === 'stopped') return;
    this.mode = 'warm';
    this.prepare();
  }

  /** Something will be read soon: connects unless a socket is there. */
  prepare(): void {
    if (this.sockets.size === 0) this.connect();
  }

  /** Reads a text; the reading fails when no socket can be had. */
  read(reading: Reading): void {
    if (this.mode === 'stopped') {
      reading.abort();
      return;
    }
    this.waiting.add(reading);
    reading.onOver(() => this.waiting.delete(reading));
    this.serve();
  }

  /** Closes all sockets; nothing is read any more. */
  stop(): void {
    this.mode = 'stopped';
    if (this.retry) clearTimeout(this.retry);
    for (const socket of this.sockets.keys()) socket.close();
    for (const reading of this.waiting) reading.abort();
  }

  private serve(): void {
    for (const reading of this.waiting) {
      const [socket] = [...this.sockets.keys()].sort((a, b) => b.room - a.room);
      if (socket === undefined || socket.room === 0) break;
      this.waiting.delete(reading);
      clearTimeout(this.sockets.get(socket)?.idle);
      socket.read(reading);
    }
    const connecting = [...this.sockets.keys()].filter(({ isConnecting }) => isConnecting).length;
    // One that connects will take several.
    if (this.waiting.size > connecting * MAX_READINGS && this.sockets.size < MAX_SOCKETS)
      this.connect();
  }

  private connect(): void {
    const socket: SpeechSocket = this.open({
      free: () => this.freed(socket),
      ended: (error) => this.ended(socket, error),
    });
    const renewal = setTimeout(() => this.renew(socket), RENEW_AFTER_MS).unref();
    this.sockets.set(socket, { renewal, idle: undefined });
  }

  private freed(socket: SpeechSocket): void {
    this.failures = 0;
    this.serve();
    const timers = this.sockets.get(socket);
    if (timers === undefined || !socket.isIdle) return;
    clearTimeout(timers.idle);
    timers.idle = setTimeout(() => this.closeIdle(socket), IDLE_LIMIT_MS).unref();
  }

  private closeIdle(socket: SpeechSocket): void {
    const open = [...this.sockets.keys()].filter(({ isOpen }) => isOpen);
    if (this.mode !== 'warm' || open.length > 1) socket.close();
  }

  /** The next one is made before the old one goes. */
  private renew(socket: SpeechSocket): void {
    if (this.mode === 'warm') this.connect();
    socket.retire();
  }

  private ended(socket: SpeechSocket, error: ProviderError | null): void {
    const timers = this.sockets.get(socket);
    clearTimeout(timers?.renewal);
    clearTimeout(timers?.idle);
    this.sockets.delete(socket);
    if (this.mode === 'stopped' || error === null) return;
    this.failures += 1;
    if (this.sockets.size > 0) {
      this.serve();
      return;
    }
    for (const reading of this.waiting) reading.fail(error);
    if (this.mode === 'warm' && this.sockets.size === 0) this.connectLater();
  }

  private connectLater(): void {
    this.retry ??= setTimeout(
      () => {
        this.retry = null;
        this.prepare();
      },
      jittered(backOffMs(RETRY, this.failures)),
    ).unref();
  }
}
