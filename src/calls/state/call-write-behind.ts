import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { callerIdentity } from '../../common/caller-number.js';
import { CallerTraces } from '../../ops/caller-traces.js';
import { AppConfig } from '../../config/app-config.js';
import { DurableQueue } from '../../storage/durable-queue.js';
import type { CallPart } from '../call/call-parts.js';
import { forgotten, type CallSnapshot } from '../call/call.js';
import { Quarantine } from '../../storage/quarantine.js';
import { isSnapshot } from '../call/snapshot-schema.js';
import { CallsStore } from './calls.store.js';
import type { RowText } from './row-text.js';

/** What goes along with the record of a call that this process owns. */
export interface OwnRecord {
  /** Of the records that were written under this fence. */
  readonly text: RowText;
  /** What has become too long of the call's lists. */
  readonly parts: readonly CallPart[];
  /** Told of each part that the database has. */
  readonly stored: (part: CallPart) => void;
}

/** A call that waits for its record to be written. */
interface PendingRecord {
  readonly call: CallSnapshot;
  readonly fence: number;
  /** Told when the record is written. Not part of the JSON, so absent after a restart. */
  readonly written?: () => void;
  /** The same holds of this. */
  readonly own?: () => OwnRecord;
}

const MAX_WAITING = 5_000;
const RETRY_MS = 1_000;

/**
 * Writes call records without a call ever waiting for the database. While it is away, the
 * records of ended calls wait on this disk, over restarts; a live call's is written again
 * anyway.
 */
@Injectable()
export class CallWriteBehind implements OnModuleInit, OnApplicationShutdown {
  private readonly queue: DurableQueue<PendingRecord>;

  constructor(config: AppConfig, store: CallsStore, traces: CallerTraces, quarantine: Quarantine) {
    this.queue = new DurableQueue<PendingRecord>({
      what: 'Call records',
      folder: join(config.storage.dataDir, 'call-records'),
      capacity: MAX_WAITING,
      retryMs: RETRY_MS,
      deliver: async ({ call, fence, written, own }) => {
        const { text, parts = [], stored } = own?.() ?? {};
        for (const part of parts) {
          if (await store.storePart(call.callSid, fence, part)) stored?.(part);
        }
        await store.upsert(call, fence, text);
        written?.();
        return true;
      },
      personal: {
        isOf: ({ call }, _, { identity }) => isEndedCallOf(call, identity),
        without: ({ call, ...rest }) => ({ ...rest, call: forgotten(call) }),
      },
      isEntry: ({ call, fence }) => isSnapshot(call) && typeof fence === 'number',
      // Set aside on disk: the call is no more this process's than one whose record is written.
      refused: ({ written }) => written?.(),
      ...quarantine.optionsFor('call-records'),
      outlivesProcess: ({ call }) => call.state === 'ended',
      logger: new Logger(CallWriteBehind.name),
    });
    quarantine.attach('call-records', this.queue);
    traces.add('waitingCalls', (caller) => this.queue.forgetWaiting(caller));
    traces.add('setAside', (caller) => this.queue.forgetSetAside(caller));
  }

  onModuleInit(): Promise<void> {
    return this.queue.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.queue.stop();
  }

  /**
   * Writes the call's record soon; of a call that changes faster only the newest state.
   *
   * @param fence of the writer: nothing is written over a record of a higher one.
   * @param written told when this state is in the database, or set aside; not when a newer one replaced it.
   * @param own of a call that this process owns. Its parts are written before the record.
   */
  save(call: CallSnapshot, fence: number, written?: () => void, own?: OwnRecord): void {
    this.queue.hold(call.callSid, { call, fence, written, ...(own && { own: () => own }) });
  }

  /** Ended calls of this caller that wait here. */
  callsOf(identity: string): readonly string[] {
    return this.queue
      .select(({ call }) => isEndedCallOf(call, identity))
      .map(([callSid]) => callSid);
  }

  /** Writes everything that waits, or keeps it on disk. Never rejects. */
  flush(): Promise<void> {
    return this.queue.flush();
  }
}

function isEndedCallOf(call: CallSnapshot, identity: string): boolean {
  return call.state === 'ended' && callerIdentity(call.from) === identity;
}
