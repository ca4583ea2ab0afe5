import type { Logger } from '@nestjs/common';
import { errorKind } from '../common/error-fields.js';
import { isRecord } from '../common/is-record.js';
import { KeyedQueue } from '../common/keyed-queue.js';
import { DatabaseUnavailableError } from './engine.js';
import { Spool } from './spool.js';

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
  /** Whether an entry that was given to `hold` goes to disk when it could not be delivered. */
  readonly outlivesProcess?: (value: T) => boolean;
  /** Told the number of entries whenever it may have changed. */
  readonly resized?: (size: number) => void;
  readonly logger: Logger;
}

/**
 * Entries, each with a name, that have to reach a destination which may be away: delivered in
 * the order they came, one at a time, in rounds until each has arrived. An entry that cannot be
 * delivered does not keep back the others, unless the database is away: that ends the round.
 * Entries on disk outlive the process, and the next one to `start` on the folder delivers them.
 */
export class DurableQueue<T extends object> {
  private readonly spool: Spool;
  /** All entries, on disk or not, the oldest first. */
  private readonly entries = new Map<string, T>();
  /** The value that each entry's file holds. It may be older than the entry's own. */
  private readonly files = new Map<string, T>();
  /** Keeps what happens to one file in order. */
  private readonly disk = new KeyedQueue();
  private round: Promise<void> | null = null;
  /** The last round had to leave an entry because of an error. */
  private failing = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: DurableQueueOptions<T>) {
    this.spool = new Spool(options.folder);
  }

  get size(): number {
    return this.entries.size;
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** All values, the oldest entry first. */
  values(): readonly T[] {
    return [...this.entries.values()];
  }

  /**
   * Takes in what earlier processes left on disk, and begins the rounds. A file that cannot be
   * read is logged and left where it is.
   *
   * @throws when the folder cannot be read.
   */
  async start(): Promise<void> {
    const { what, capacity, retryMs, logger } = this.options;
    for (const name of await this.spool.names()) {
      if (this.entries.size >= capacity) {
        logger.error(`${what}: too many, one is left for a later start`, { entry: name });
        continue;
      }
      try {
        const value: unknown = JSON.parse((await this.spool.get(name)) ?? '');
        if (!isRecord(value)) throw new TypeError('The file holds no object');
        this.entries.set(name, value as T);
        this.files.set(name, value as T);
      } catch (error) {
        const fields = { entry: name, error: errorKind(error) };
        logger.error(`${what}: one cannot be read`, fields);
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
    if (!this.has(name) && this.size >= this.options.capacity) throw new Error('The queue is full');
    await this.disk.run(name, async () => {
      await this.write(name, value);
      this.entries.set(name, value);
    });
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
    if (this.size > this.options.capacity) {
      const [oldest = name] = this.entries.keys();
      this.entries.delete(oldest);
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
    this.resized();
    await this.disk.run(name, async () => {
      this.entries.delete(name);
      await this.spool.remove(name);
      this.files.delete(name);
    });
  }

  /** Delivers what can be delivered now; resolves when the running round is over. Never rejects. */
  retry(): Promise<void> {
    if (this.size > 0) this.round ??= this.deliverAll();
    return this.round ?? Promise.resolve();
  }

  /** Delivers, or keeps on disk, everything that was added so far. Never rejects. */
  async flush(): Promise<void> {
    await this.round;
    await this.retry();
  }

  private async deliverAll(): Promise<void> {
    let failure: unknown;
    try {
      // A map goes on to what is added meanwhile.
      for (const [name, value] of this.entries) {
        try {
          if (await this.options.deliver(value, name)) await this.delivered(name, value);
        } catch (error) {
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
    const { what, outlivesProcess, logger } = this.options;
    for (const [name, value] of this.entries) {
      if (this.files.get(name) === value || !outlivesProcess?.(value)) continue;
      try {
        await this.disk.run(name, () => this.write(name, value));
      } catch (error) {
        const fields = { entry: name, error: errorKind(error) };
        logger.error(`${what}: one could not be kept on disk`, fields);
      }
    }
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
