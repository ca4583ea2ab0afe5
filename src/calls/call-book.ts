import { Injectable } from '@nestjs/common';
import { maskPhone } from '../ops/mask.js';
import { LiveEvents } from '../ops/live-events.js';
import type { Call, CallSnapshot } from './call.js';
import { CallDirectory } from './call-directory.js';
import { CallRecords, type EndedPage } from './call-records.js';

/** Changes of a call within this time are written once. */
const COALESCE_MS = 100;

/**
 * Puts calls down off the media path: the newest state goes to the directory, to the records
 * and to whoever watches. Live calls are found in the directory, ended ones in the records.
 */
@Injectable()
export class CallBook {
  /** Calls of this process that are not yet over and written: they are read as they stand. */
  private readonly own = new Map<string, Call>();
  private readonly dirty = new Set<Call>();
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly directory: CallDirectory,
    private readonly records: CallRecords,
    private readonly events: LiveEvents,
  ) {}

  changed(call: Call, kind: 'call' | 'turn'): void {
    this.own.set(call.callSid, call);
    this.dirty.add(call);
    this.timer ??= setTimeout(() => this.write(), COALESCE_MS).unref();
    this.events.publish({
      type: kind,
      at: new Date().toISOString(),
      data: {
        callSid: call.callSid,
        from: maskPhone(call.from),
        state: call.state,
        outcome: call.outcome,
        provider: call.provider,
        turns: call.turns,
        ...(kind === 'turn' ? { last: call.conversation.transcript().at(-1) ?? null } : {}),
      },
    });
  }

  /** Newest first. */
  async live(): Promise<readonly CallSnapshot[]> {
    const stored = await this.directory.list();
    const own = [...this.own.values()].map((call) => call.snapshot());
    const others = stored.filter(({ callSid }) => !this.own.has(callSid));
    return [...own, ...others].sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  }

  ended(limit: number, before: string | null): Promise<EndedPage> {
    return this.records.ended(limit, before);
  }

  async find(callSid: string): Promise<CallSnapshot | null> {
    const own = this.own.get(callSid)?.snapshot();
    return own ?? (await this.directory.find(callSid)) ?? (await this.records.find(callSid));
  }

  /** Everything noted so far is written when this resolves. */
  async flush(): Promise<void> {
    this.write();
    await this.writing;
    await this.records.flush();
  }

  private write(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const calls = [...this.dirty];
    this.dirty.clear();
    this.writing = this.writing.then(() => this.put(calls));
  }

  private async put(calls: readonly Call[]): Promise<void> {
    for (const call of calls) {
      const snapshot = call.snapshot();
      await this.directory.put(snapshot);
      this.records.save(snapshot, () => {
        if (snapshot.state !== 'ended') return;
        // An ended call is forgotten here once it is in the records, never before.
        this.own.delete(snapshot.callSid);
        void this.directory.remove(snapshot.callSid);
      });
    }
  }
}
