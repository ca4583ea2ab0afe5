import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CallerTraces } from '../../ops/caller-traces.js';
import { AppConfig } from '../../config/app-config.js';
import { DurableQueue } from '../../storage/durable-queue.js';
import { Quarantine } from '../../storage/quarantine.js';
import { CallSnapshots } from './call-snapshots.js';

/** A message that a caller left because no line was free. */
export interface Voicemail {
  readonly recordingSid: string | null;
  readonly url: string;
  readonly seconds: number | null;
}

const RETRY_MS = 10_000;
const DAY_MS = 24 * 60 * 60_000;
const MAX_WAITING = 10_000;

/**
 * Notes messages in the records of their calls. A message goes to this disk first and waits
 * there, over restarts, until the database has it: the record of its call may come later, or
 * the database be away.
 */
@Injectable()
export class Voicemails implements OnModuleInit, OnApplicationShutdown {
  private readonly queue: DurableQueue<Voicemail>;

  constructor(
    config: AppConfig,
    snapshots: CallSnapshots,
    traces: CallerTraces,
    quarantine: Quarantine,
  ) {
    this.queue = new DurableQueue<Voicemail>({
      what: 'Voicemails',
      folder: join(config.storage.dataDir, 'voicemails'),
      capacity: MAX_WAITING,
      retryMs: RETRY_MS,
      keptMs: config.storage.transcriptRetentionDays * DAY_MS,
      personal: {
        isOf: (_, callSid, { callSids }) => callSids.includes(callSid),
        without: () => null,
      },
      isEntry: ({ url }) => typeof url === 'string',
      ...quarantine.optionsFor('voicemails'),
      deliver: (voicemail, callSid) => snapshots.amend(callSid, 'voicemail', { ...voicemail }),
      logger: new Logger(Voicemails.name),
    });
    quarantine.attach('voicemails', this.queue);
    traces.add('voicemails', (caller) => this.queue.forgetWaiting(caller));
    traces.add('setAside', (caller) => this.queue.forgetSetAside(caller));
  }

  onModuleInit(): Promise<void> {
    return this.queue.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.queue.stop();
  }

  /** Keeps a call's message; resolves when it is on disk. @throws when the disk refuses. */
  async keep(callSid: string, voicemail: Voicemail): Promise<void> {
    await this.queue.put(callSid, voicemail);
    void this.queue.retry();
  }
}
