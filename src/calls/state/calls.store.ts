import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Insertable, Selectable } from 'kysely';
import { AppConfig } from '../../config/app-config.js';
import { Database } from '../../storage/database.js';
import { errorText } from '../../common/error-text.js';
import { Spool } from '../../storage/spool.js';
import type { CallsTable } from '../../storage/tables.js';
import type { CallSnapshot } from '../call/call.js';

/** One page of ended calls, newest first. */
export interface EndedPage {
  readonly calls: readonly CallSnapshot[];
  /** Pass as `before` for the next page; null at the end. */
  readonly next: string | null;
}

interface Pending {
  readonly call: CallSnapshot;
  readonly fence: number;
  readonly written: () => void;
}

/** Calls waiting while the database is away; beyond it the oldest is given up. */
const MAX_WAITING = 5_000;
const RETRY_MS = 1_000;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Call records in the database, written behind: a call never waits for them. While the
 * database is away, the records of ended calls wait on this disk, over restarts.
 */
@Injectable()
export class CallsStore implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(CallsStore.name);
  private readonly waiting = new Map<string, Pending>();
  private readonly spool: Spool;
  private readonly spooled = new Set<string>();
  private writing: Promise<void> | null = null;
  private retry: NodeJS.Timeout | null = null;

  constructor(
    config: AppConfig,
    private readonly database: Database,
  ) {
    this.spool = new Spool(join(config.storage.dataDir, 'call-records'));
  }

  async onModuleInit(): Promise<void> {
    for (const callSid of await this.spool.names()) {
      try {
        const { call, fence } = JSON.parse((await this.spool.get(callSid)) ?? '') as Pending;
        this.spooled.add(callSid);
        this.save(call, fence, () => undefined);
      } catch (error) {
        this.logger.error('Waiting call record cannot be read', {
          callSid,
          error: errorText(error),
        });
      }
    }
  }

  onApplicationShutdown(): void {
    if (this.retry) clearTimeout(this.retry);
  }

  /** Only the newest state of a call is written; never over one of a higher fence. */
  save(call: CallSnapshot, fence: number, written: () => void): void {
    this.waiting.delete(call.callSid);
    this.waiting.set(call.callSid, { call, fence, written });
    if (this.waiting.size > MAX_WAITING) {
      const [oldest] = this.waiting.keys();
      if (oldest !== undefined) this.waiting.delete(oldest);
      this.logger.error('Call record given up', { callSid: oldest });
    }
    if (this.retry === null) this.writing ??= this.write();
  }

  /** Tries to write everything that waits. */
  async flush(): Promise<void> {
    await this.writing;
    if (this.waiting.size > 0) await this.write();
  }

  async find(callSid: string): Promise<CallSnapshot | null> {
    const row = await this.database.kysely
      .selectFrom('calls')
      .selectAll()
      .where('call_sid', '=', callSid)
      .executeTakeFirst();
    return row ? fromRow(row) : null;
  }

  /** @param before cursor of the page before; null for the first page. */
  async ended(limit: number, before: string | null): Promise<EndedPage> {
    let query = this.database.kysely.selectFrom('calls').selectAll().where('state', '=', 'ended');
    const [startedAt, callSid] = before?.split(' ') ?? [];
    if (startedAt !== undefined && callSid !== undefined) {
      query = query.where((where) =>
        where.or([
          where('started_at', '<', startedAt),
          where.and([where('started_at', '=', startedAt), where('call_sid', '<', callSid)]),
        ]),
      );
    }
    const rows = await query
      .orderBy('started_at', 'desc')
      .orderBy('call_sid', 'desc')
      .limit(limit + 1)
      .execute();
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      calls: page.map(fromRow),
      next: rows.length > limit && last ? `${last.started_at} ${last.call_sid}` : null,
    };
  }

  /** Ends the records of calls of which nothing was heard since then. @throws DatabaseUnavailableError */
  async closeOlderThan(time: Date): Promise<void> {
    await this.database.kysely
      .updateTable('calls')
      .set((row) => ({ state: 'ended', outcome: 'lost', ended_at: row.ref('updated_at') }))
      .where('state', '!=', 'ended')
      .where('updated_at', '<', time.toISOString())
      // Bounds the search by the index there is; older ones were closed before.
      .where('started_at', '>', new Date(time.getTime() - 2 * DAY_MS).toISOString())
      .execute();
  }

  private async write(): Promise<void> {
    try {
      for (const [callSid, pending] of this.waiting) {
        await this.upsert(pending);
        if (this.waiting.get(callSid) === pending) this.waiting.delete(callSid);
        pending.written();
        if (this.spooled.delete(callSid)) await this.spool.remove(callSid);
      }
    } catch (error) {
      this.logger.warn('Call records wait for the database', {
        waiting: this.waiting.size,
        reason: errorText(error),
      });
      await this.keepOnDisk();
      this.retry = setTimeout(() => {
        this.retry = null;
        this.writing ??= this.write();
      }, RETRY_MS).unref();
    } finally {
      this.writing = null;
    }
  }

  /** A live call's record is written again anyway; an ended one's would be lost with the process. */
  private async keepOnDisk(): Promise<void> {
    for (const [callSid, { call, fence }] of this.waiting) {
      if (call.state !== 'ended' || this.spooled.has(callSid)) continue;
      try {
        await this.spool.put(callSid, JSON.stringify({ call, fence }));
        this.spooled.add(callSid);
      } catch (error) {
        this.logger.error('Call record could not be kept', { callSid, error: errorText(error) });
      }
    }
  }

  private async upsert({ call, fence }: Pending): Promise<void> {
    const row = { ...toRow(call), fence };
    const { call_sid: _, ...changes } = row;
    await this.database.kysely
      .insertInto('calls')
      .values(row)
      .onConflict((conflict) =>
        conflict.column('call_sid').doUpdateSet(changes).where('calls.fence', '<=', fence),
      )
      .execute();
  }
}

function toRow(call: CallSnapshot): Insertable<CallsTable> {
  return {
    call_sid: call.callSid,
    from_number: call.from,
    to_number: call.to,
    state: call.state,
    outcome: call.outcome,
    provider: call.provider,
    instance: call.instance,
    started_at: call.startedAt,
    ended_at: call.endedAt,
    duration_ms: call.endedAt === null ? null : durationMs(call),
    turns: call.turns,
    order_id: call.order?.id ?? null,
    transcript: JSON.stringify(call.conversation.entries),
    timeline: JSON.stringify(call.timeline),
    latency: JSON.stringify(call.latency),
    audio: JSON.stringify({
      audio: call.audio,
      order: call.order,
      resumes: call.resumes,
      leaving: call.leaving,
      callerActiveAt: call.callerActiveAt,
    }),
    usage: JSON.stringify(call.usage),
    updated_at: new Date().toISOString(),
  };
}

/** What has no column of its own. */
type Extra = Pick<CallSnapshot, 'audio' | 'order' | 'resumes' | 'leaving' | 'callerActiveAt'>;

function fromRow(row: Selectable<CallsTable>): CallSnapshot {
  const extra = {
    audio: null,
    order: null,
    resumes: 0,
    leaving: null,
    callerActiveAt: row.updated_at,
    ...parse<Partial<Extra>>(row.audio, {}),
  };
  return {
    callSid: row.call_sid,
    from: row.from_number,
    to: row.to_number,
    instance: row.instance ?? '',
    state: row.state as CallSnapshot['state'],
    outcome: row.outcome as CallSnapshot['outcome'],
    provider: row.provider,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    turns: row.turns,
    resumes: extra.resumes,
    leaving: extra.leaving,
    callerActiveAt: extra.callerActiveAt,
    order: extra.order,
    conversation: { entries: parse(row.transcript, []) },
    timeline: parse(row.timeline, []),
    latency: parse(row.latency, []),
    audio: extra.audio,
    usage: parse(row.usage, {
      responses: 0,
      inputTokens: 0,
      cachedTokens: 0,
      outputTokens: 0,
      costUsd: 0,
    }),
    unsavedOrders: [],
  };
}

function parse<T>(text: string | null, absent: T): T {
  return text === null ? absent : (JSON.parse(text) as T);
}

/** How long a call lasted, or has lasted until now. */
export function durationMs(call: Pick<CallSnapshot, 'startedAt' | 'endedAt'>): number {
  const end = call.endedAt === null ? Date.now() : Date.parse(call.endedAt);
  return Math.max(0, end - Date.parse(call.startedAt));
}
