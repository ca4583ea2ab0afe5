import type { Logger } from '@nestjs/common';
import { errorKind } from '../common/error-fields.js';
import { KeyedQueue } from '../common/keyed-queue.js';
import { certainNow } from '../common/steady-clock.js';
import type { ForgottenCaller } from '../ops/caller-traces.js';
import { DatabaseUnavailableError } from './engine.js';
import type { RetryResult, SetAside, SetAsideKeeper } from './quarantine-source.js';
import { type PersonalParts, SetAsideEntries } from './set-aside-entries.js';
import { Spool } from './spool.js';
import { faultOfEntry } from './write-fault.js';

/** What a durable queue holds and where it brings it. */
export interface DurableQueueOptions<T extends object> {
  /** The entries in words, for the log: `Call records`. */
  readonly what: string;
  /** Holds one file for each entry on disk, `<name>.json`; made when it is first needed. */
  readonly folder: string;
  /** Entries at most. */
  readonly capacity: number;
  /** Pause between two rounds, ms. */
  readonly retryMs: number;
  /**
   * Brings an entry to its destination. True: it is there and leaves the queue. False, or a
   * rejection: it stays for the next round. An entry may be brought twice, when the process ends
   * before its file is removed.
   */
  readonly deliver: (value: T, name: string) => Promise<boolean>;
  /**
   * An entry whose file is older is removed undelivered, ms: what is kept for a limited time must
   * not wait for longer.
   */
  readonly keptMs?: number;
  /** Whether an entry that was given to `hold` goes to disk when it could not be delivered. */
  readonly outlivesProcess?: (value: T) => boolean;
  /** Whether an object from disk is an entry: has what `deliver` and its users read of it. */
  readonly isEntry?: (value: Readonly<Record<string, unknown>>) => boolean;
  /** What of an entry is a caller's; absent: an entry holds nothing of a caller. */
  readonly personal?: PersonalParts<T>;
  /** Told the number of entries whenever it may have changed. */
  readonly resized?: (size: number) => void;
  /** Told everything that is set aside whenever that has changed. */
  readonly setAside?: (entries: readonly SetAside[]) => void;
  /** Told of a value that was set aside because the destination refuses it for good. */
  readonly refused?: (value: T) => void;
  /** Told when an entry could not be kept on disk, or had to be given up. */
  readonly unwritable?: (reason: 'disk' | 'full') => void;
  readonly logger: Logger;
}

/**
 * Entries, each with a name, that have to reach a destination which may be away: delivered in
 * the order they came, one at a time, in rounds until each has arrived. An entry that cannot be
 * delivered does not keep back the others, unless the database is away: that ends the round.
 * Entries on disk outlive the process, and the next one to `start` on the folder delivers them.
 *
 * What cannot be read, or is refused for a reason that lies in the entry itself, is set aside: it
 * stays on disk where it is, nothing waits for it, and it is tried again at the next start, or when
 * that is asked for.
 */
export class DurableQueue<T extends object> implements SetAsideKeeper {
  private readonly spool: Spool;
  /** All entries, on disk or not, the oldest first. */
  private readonly entries = new Map<string, T>();
  /** The value that each entry's file holds. It may be older than the entry's own. */
  private readonly files = new Map<string, T>();
  /** Keeps what happens to one file in order. */
  private readonly disk = new KeyedQueue();
  private readonly aside: SetAsideEntries<T>;
  private round: Promise<void> | null = null;
  /** The last round had to leave an entry because of an error. */
  private failing = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: DurableQueueOptions<T>) {
    this.spool = new Spool(options.folder);
    const { spool, disk } = this;
    const waits = (name: string): boolean => this.entries.has(name);
    this.aside = new SetAsideEntries<T>({ options, spool, disk, waits });
  }

  /** Entries that wait, those that were refused included. */
  get size(): number {
    return this.entries.size + this.aside.refused().length;
  }

  has(name: string): boolean {
    return this.entries.has(name) || this.aside.isRefused(name);
  }

  /** All values, the oldest entry first, and those that were refused before the others. */
  values(): readonly T[] {
    return this.select(() => true).map(([, value]) => value);
  }

  /** The entries of `values` that match, with their names. */
  select(matches: (value: T, name: string) => boolean): readonly (readonly [string, T])[] {
    const all = [...this.aside.refused(), ...this.entries];
    return all.filter(([name, value]) => matches(value, name));
  }

  /**
   * Takes in what earlier processes left on disk, and begins the rounds. A file that cannot be
   * read is set aside.
   *
   * @throws when the folder cannot be read.
   */
  async start(): Promise<void> {
    const { what, capacity, retryMs, logger } = this.options;
    await this.spool.tidy();
    for (const name of await this.spool.names()) {
      if (this.entries.size >= capacity) {
        logger.error(`${what}: too many, one is left for a later start`, { entry: name });
        this.aside.add(name, 'too-many', null);
        continue;
      }
      try {
        const value = this.aside.read(await this.spool.get(name));
        this.entries.set(name, value);
        this.files.set(name, value);
      } catch (error) {
        const fields = { entry: name, error: errorKind(error) };
        logger.error(`${what}: one cannot be read`, fields);
        this.aside.add(name, 'unreadable', null);
      }
    }
    if (this.size > 0) logger.log(`${what} wait from before`, { waiting: this.size });
    this.resized();
    this.timer = setInterval(() => void this.retry(), retryMs).unref();
  }

  /** Ends the rounds; resolves when the running one is over. What is on disk stays there. */
  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.round;
  }

  /**
   * Adds an entry, or replaces the one of that name; resolves when it is on disk. The next round
   * delivers it.
   *
   * @param name as the spool takes it: letters, digits, `_` and `-`, at most 100.
   * @throws when the queue is full or the disk refuses: there is no such entry then.
   */
  async put(name: string, value: T): Promise<void> {
    if (!this.has(name) && this.size >= this.options.capacity) {
      this.options.unwritable?.('full');
      throw new Error('The queue is full');
    }
    await this.disk.run(name, async () => {
      await this.write(name, value);
      this.entries.set(name, value);
    });
    this.aside.delete(name);
    this.resized();
  }

  /**
   * Adds an entry in memory, or replaces the one of that name, and delivers it at once unless the
   * last round failed. When the queue is full the oldest entry is given up; its file, if it has
   * one, is read at the next start.
   */
  hold(name: string, value: T): void {
    this.entries.delete(name);
    this.entries.set(name, value);
    this.aside.delete(name);
    if (this.entries.size > this.options.capacity) {
      const [oldest = name] = this.entries.keys();
      this.entries.delete(oldest);
      if (!this.files.has(oldest)) this.options.unwritable?.('full');
      this.options.logger.error(`${this.options.what}: one is given up`, { entry: oldest });
    }
    this.resized();
    if (!this.failing) void this.retry();
  }

  /**
   * Takes an entry back; resolves when it is gone from the disk. If it is being delivered just
   * now it may still arrive.
   *
   * @throws when the disk refuses: the entry is back at the next start.
   */
  async remove(name: string): Promise<void> {
    this.entries.delete(name);
    this.aside.delete(name);
    this.resized();
    await this.disk.run(name, async () => {
      this.entries.delete(name);
      await this.spool.remove(name);
      this.files.delete(name);
    });
  }

  /** Delivers what can be delivered now; resolves when the running round is over. Never rejects. */
  retry(): Promise<void> {
    if (this.entries.size > 0) this.round ??= this.deliverAll();
    return this.round ?? Promise.resolve();
  }

  /** Delivers, or keeps on disk, everything that was added so far. Never rejects. */
  async flush(): Promise<void> {
    await this.round;
    await this.retry();
  }

  /** Takes a caller out of what waits; resolves with how many entries there were. */
  async forgetWaiting(caller: ForgottenCaller): Promise<number> {
    const { personal } = this.options;
    const own = [...this.entries].filter(([name, value]) => personal?.isOf(value, name, caller));
    for (const [name, value] of own) {
      const left = personal?.without(value) ?? null;
      if (left === null) await this.remove(name);
      else await this.put(name, left);
    }
    return own.length;
  }

  /** Takes a caller out of what is set aside; resolves with how many files there were. */
  forgetSetAside(caller: ForgottenCaller): Promise<number> {
    return this.aside.forget(caller);
  }

  async retrySetAside(name: string): Promise<RetryResult> {
    if (!this.aside.has(name)) return 'unknown';
    if (!this.has(name) && this.size >= this.options.capacity) return 'full';
    const read = await this.disk.run(name, async () => {
      if (!this.aside.has(name)) return 'unknown';
      try {
        const value = this.aside.read(await this.spool.get(name));
        this.entries.set(name, value);
        this.files.set(name, value);
        this.aside.delete(name);
      } catch (error) {
        const fields = { entry: name, error: errorKind(error) };
        this.options.logger.error(`${this.options.what}: one still cannot be read`, fields);
        return 'unreadable';
      }
      return null;
    });
    if (read !== null) return read;
    this.resized();
    // The running round may have begun before.
    await this.flush();
    if (this.aside.has(name)) return 'refused';
    return this.entries.has(name) ? 'waiting' : 'delivered';
  }

  discardSetAside(name: string): Promise<boolean> {
    return this.aside.discard(name);
  }

  overdueSetAside(before: number): Promise<number> {
    return this.aside.overdue(before);
  }

  expireSetAside(before: number, limit: number): Promise<number> {
    return this.aside.expire(before, limit);
  }

  private async deliverAll(): Promise<void> {
    let failure: unknown;
    try {
      // A map goes on to what is added meanwhile.
      for (const [name, value] of this.entries) {
        try {
          if (await this.isTooOld(name)) await this.remove(name);
          else if (await this.options.deliver(value, name)) await this.delivered(name, value);
        } catch (error) {
          const code = faultOfEntry(error);
          if (code !== null && (await this.refuse(name, value, code))) continue;
          failure = error;
          if (error instanceof DatabaseUnavailableError) break;
        }
      }
      if (failure !== undefined) await this.keepOnDisk();
    } finally {
      if (failure !== undefined) this.report(failure);
      this.failing = failure !== undefined;
      this.round = null;
    }
  }

  private async isTooOld(name: string): Promise<boolean> {
    const { keptMs, what, logger } = this.options;
    if (keptMs === undefined || !this.files.has(name)) return false;
    const writtenAt = await this.spool.writtenAt(name);
    const tooOld = writtenAt !== null && writtenAt < certainNow() - keptMs;
    if (tooOld) logger.warn(`${what}: one is too old and removed`, { entry: name });
    return tooOld;
  }

  /** Removes an entry that has arrived, unless another value has taken its place meanwhile. */
  private async delivered(name: string, value: T): Promise<void> {
    await this.disk.run(name, async () => {
      if (this.entries.get(name) !== value) return;
      if (this.files.has(name)) await this.spool.remove(name);
      this.files.delete(name);
      if (this.entries.get(name) === value) this.entries.delete(name);
    });
    this.resized();
  }

  private async keepOnDisk(): Promise<void> {
    for (const [name, value] of this.entries) await this.kept(name, value);
  }

  /** Puts an entry on disk if it has to outlive the process. False: the disk refuses it. */
  private async kept(name: string, value: T): Promise<boolean> {
    const { what, outlivesProcess, unwritable, logger } = this.options;
    try {
      if (this.files.get(name) === value || !outlivesProcess?.(value)) return true;
      await this.disk.run(name, () => this.write(name, value));
      return true;
    } catch (error) {
      unwritable?.('disk');
      if (this.failing) return false;
      const fields = { entry: name, error: kindOf(error) };
      logger.error(`${what}: one could not be kept on disk`, fields);
      return false;
    }
  }

  /** Sets an entry aside that is refused for good. False: it could not be kept, and stays. */
  private async refuse(name: string, value: T, code: string): Promise<boolean> {
    const { what, logger, refused } = this.options;
    if (this.entries.get(name) !== value) return true;
    if (!(await this.kept(name, value))) return false;
    // Another value may have taken its place meanwhile.
    if (this.entries.get(name) !== value) return true;
    this.entries.delete(name);
    // One that need not outlive the process is given up: a newer value follows.
    if (this.files.has(name)) {
      this.aside.add(name, 'refused', value);
      logger.error(`${what}: one is refused and set aside`, { entry: name, error: code });
    }
    refused?.(value);
    this.resized();
    return true;
  }

  private async write(name: string, value: T): Promise<void> {
    await this.spool.put(name, JSON.stringify(value));
    this.files.set(name, value);
  }

  /** Names a failure once, until a round has none. */
  private report(failure: unknown): void {
    const { what, logger } = this.options;
    const fields = { waiting: this.size, error: errorKind(failure) };
    if (this.failing) logger.debug(`${what} still wait`, fields);
    else logger.warn(`${what} wait`, fields);
  }

  private resized(): void {
    this.options.resized?.(this.size);
  }
}

/** An error's code or name; its message may quote the entry. */
function kindOf(error: unknown): string {
  const { code, name } = Object(error) as { readonly code?: unknown; readonly name?: unknown };
  return [code, name].find((text) => typeof text === 'string') ?? typeof error;
}
