import { isRecord } from '../common/is-record.js';
import type { KeyedQueue } from '../common/keyed-queue.js';
import { type ForgottenCaller, mentionsCaller } from '../ops/caller-traces.js';
import type { QuarantineReason, SetAside } from './quarantine-source.js';
import type { Spool } from './spool.js';

/** How a queue's entries tell whose they are, and what is left of one without its caller. */
export interface PersonalParts<T> {
  readonly isOf: (value: T, name: string, caller: ForgottenCaller) => boolean;
  /** Null: nothing is left, and the entry goes. */
  readonly without: (value: T) => T | null;
}

/** The options of a queue that its set-aside entries go by; see `DurableQueueOptions`. */
interface SetAsideOptions<T> {
  readonly capacity: number;
  readonly isEntry?: (value: Readonly<Record<string, unknown>>) => boolean;
  readonly personal?: PersonalParts<T>;
  readonly setAside?: (entries: readonly SetAside[]) => void;
}

/** The parts of a queue that its set-aside entries share. */
interface QueueParts<T> {
  readonly options: SetAsideOptions<T>;
  readonly spool: Spool;
  /** Keeps what happens to one file in order. */
  readonly disk: KeyedQueue;
  /** Whether the file of this name belongs to an entry that waits. */
  readonly waits: (name: string) => boolean;
}

/**
 * What a durable queue has set aside, with its files. A file of the folder that belongs to no
 * waiting entry counts as set aside, also when the list has become too long for it.
 */
export class SetAsideEntries<T extends object> {
  /** `value` is null where it could not be read. */
  private readonly entries = new Map<string, SetAside & { readonly value: T | null }>();

  constructor(private readonly queue: QueueParts<T>) {}

  has(name: string): boolean {
    return this.entries.has(name);
  }

  isRefused(name: string): boolean {
    return (this.entries.get(name)?.value ?? null) !== null;
  }

  /** Those that the destination refuses, with their names. */
  refused(): readonly (readonly [string, T])[] {
    return [...this.entries].flatMap(([name, { value }]) =>
      value === null ? [] : [[name, value] as const],
    );
  }

  add(name: string, reason: QuarantineReason, value: T | null): void {
    this.entries.set(name, { name, reason, at: new Date().toISOString(), value });
    const [oldest = name] = this.entries.keys();
    // Its file is still there for the next start.
    if (this.entries.size > this.queue.options.capacity) this.entries.delete(oldest);
    this.report();
  }

  /** There is another value for the entry, or it is gone. */
  delete(name: string): void {
    if (this.entries.delete(name)) this.report();
  }

  /** @throws when the text is no entry. */
  read(text: string | null): T {
    const value: unknown = JSON.parse(text ?? '');
    if (!isRecord(value)) throw new TypeError('The file holds no object');
    if (this.queue.options.isEntry?.(value) === false)
      throw new TypeError('The file holds another thing');
    return value as T;
  }

  /** Removes one for good. False: none of that name is set aside. */
  discard(name: string): Promise<boolean> {
    return this.queue.disk.run(name, async () => {
      if (!this.entries.has(name)) return false;
      await this.queue.spool.remove(name);
      this.delete(name);
      return true;
    });
  }

  /**
   * Takes a caller out of all files: what can be read is left without the caller, what cannot be
   * read and mentions the caller is removed. Resolves with how many there were.
   */
  forget(caller: ForgottenCaller): Promise<number> {
    const { personal } = this.queue.options;
    return this.strip(Infinity, (name, text, value) =>
      value === null
        ? caller.callSids.includes(name) || mentionsCaller(text, caller)
        : personal?.isOf(value, name, caller) === true,
    );
  }

  /** How many files are older than this; epoch ms. */
  async overdue(before: number): Promise<number> {
    return (await this.olderThan(before)).length;
  }

  /**
   * Takes what is personal out of up to `limit` such files, or removes them. Resolves with how
   * many there were.
   */
  async expire(before: number, limit: number): Promise<number> {
    const old = new Set(await this.olderThan(before));
    return this.strip(limit, (name) => old.has(name));
  }

  private async olderThan(before: number): Promise<readonly string[]> {
    const old: string[] = [];
    for (const name of await this.names()) {
      const writtenAt = await this.queue.spool.writtenAt(name);
      if (writtenAt !== null && writtenAt < before) old.push(name);
    }
    return old;
  }

  private async names(): Promise<readonly string[]> {
    return (await this.queue.spool.names()).filter((name) => !this.queue.waits(name));
  }

  /** Takes what is personal out of the files for which it holds, or removes them. */
  private async strip(
    limit: number,
    holds: (name: string, text: string, value: T | null) => boolean,
  ): Promise<number> {
    let stripped = 0;
    for (const name of await this.names()) {
      if (stripped >= limit) break;
      const done = await this.queue.disk.run(name, async () => {
        // It may have been taken back meanwhile.
        const text = this.queue.waits(name) ? null : await this.queue.spool.get(name);
        if (text === null) return false;
        const value = this.tryRead(text);
        if (!holds(name, text, value)) return false;
        await this.replace(name, value);
        return true;
      });
      if (done) stripped += 1;
    }
    return stripped;
  }

  private async replace(name: string, value: T | null): Promise<void> {
    const { options, spool } = this.queue;
    const left = value === null ? null : (options.personal?.without(value) ?? null);
    if (left === null) {
      await spool.remove(name);
      this.delete(name);
      return;
    }
    await spool.put(name, JSON.stringify(left));
    const entry = this.entries.get(name);
    if (entry && entry.value !== null) this.entries.set(name, { ...entry, value: left });
  }

  private tryRead(text: string): T | null {
    try {
      return this.read(text);
    } catch {
      return null;
    }
  }

  private report(): void {
    const entries = [...this.entries.values()].map(({ name, reason, at }) => ({
      name,
      reason,
      at,
    }));
    this.queue.options.setAside?.(entries);
  }
}
