import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { errorText } from '../../common/error-text.js';
import { Spool } from '../../storage/spool.js';
import { CallSnapshots } from './call-snapshots.js';

/** A message that a caller left because no line was free. */
export interface Voicemail {
  readonly recordingSid: string | null;
  readonly url: string;
  readonly seconds: number | null;
}

const RETRY_MS = 10_000;

/**
 * Puts messages on record with their calls. What cannot be put there now waits on this disk,
 * over restarts: the record may be a moment late, or the database away.
 */
@Injectable()
export class Voicemails implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(Voicemails.name);
  private readonly spool: Spool;
  private readonly timer: NodeJS.Timeout;

  constructor(
    config: AppConfig,
    private readonly snapshots: CallSnapshots,
  ) {
    this.spool = new Spool(join(config.storage.dataDir, 'voicemails'));
    this.timer = setInterval(() => void this.retry(), RETRY_MS).unref();
  }

  async onModuleInit(): Promise<void> {
    const waiting = await this.spool.names();
    if (waiting.length > 0) this.logger.log('Voicemails wait', { count: waiting.length });
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Resolves when the message is on record or on disk. @throws when the disk refuses. */
  async keep(callSid: string, voicemail: Voicemail): Promise<void> {
    await this.spool.put(callSid, JSON.stringify(voicemail));
    await this.record(callSid, voicemail);
  }

  /** Never rejects. */
  private async retry(): Promise<void> {
    const waiting = await this.spool.names().catch(() => []);
    for (const callSid of waiting) await this.retryOne(callSid);
  }

  private async retryOne(callSid: string): Promise<void> {
    try {
      const body = await this.spool.get(callSid);
      if (body !== null) await this.record(callSid, JSON.parse(body) as Voicemail);
    } catch (error) {
      this.logger.error('Waiting voicemail cannot be read', { callSid, error: errorText(error) });
    }
  }

  private async record(callSid: string, voicemail: Voicemail): Promise<void> {
    try {
      const known = await this.snapshots.amend(callSid, 'voicemail', { ...voicemail });
      if (known) await this.spool.remove(callSid);
    } catch (error) {
      this.logger.warn('Voicemail waits', { callSid, error: errorText(error) });
    }
  }
}
