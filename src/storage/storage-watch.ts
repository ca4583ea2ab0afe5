import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { Database } from './database.js';
import { PRIVATE_FILE } from '../common/private-modes.js';
import { Quarantine } from './quarantine.js';
import { StorageMetrics } from './storage.metrics.js';
import { type WriteFault, writeFault } from './write-fault.js';

const PAUSE_MS = 5_000;
/** Written and removed; as large as a block of most file systems. */
const PROBE_FILE = '.write-probe.tmp';
const PROBE = Buffer.alloc(4_096, 1);
/** The disk is nearly full below the smaller of these: a share of it, and bytes. */
const LOW_SHARE = 0.1;
const LOW_BYTES = 2 ** 30;

/** The disk of `DATA_DIR`. */
export interface DiskState {
  readonly freeBytes: number;
  readonly totalBytes: number;
  readonly low: boolean;
  /** Null while it takes writes. */
  readonly fault: WriteFault | null;
}

/**
 * Finds out every five seconds whether the database and the disk of `DATA_DIR` take writes, by
 * writing and removing a row and a file, and how much space is left. A disk that is full, or a
 * database that has become read-only, answers all questions as before.
 */
@Injectable()
export class StorageWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(StorageWatch.name);
  private databaseFault: WriteFault | null = null;
  private diskState: DiskState | null = null;
  private timer: NodeJS.Timeout | null = null;
  private checking: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly config: AppConfig,
    private readonly db: Database,
    private readonly metrics: StorageMetrics,
    private readonly quarantine: Quarantine,
  ) {
    metrics.databaseWritable.set(1);
  }

  /** Why the database did not take the last row; null when it did. */
  get database(): WriteFault | null {
    return this.databaseFault;
  }

  /** Null until it was looked at, and where the system does not tell. */
  get disk(): DiskState | null {
    return this.diskState;
  }

  /** The first look; the database has its tables by now. */
  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.check(), PAUSE_MS).unref();
    void this.check();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearInterval(this.timer);
    await this.checking;
  }

  /** Looks once; joins a look that is under way. Never rejects. */
  check(): Promise<void> {
    this.checking ??= this.look().finally(() => {
      this.checking = null;
    });
    return this.checking;
  }

  private async look(): Promise<void> {
    const [database, disk] = await Promise.all([this.tryDatabase(), this.tryDisk()]);
    if (this.stopped) return;
    this.report('Database', this.databaseFault, database);
    this.report('Disk', this.diskState?.fault ?? null, disk?.fault ?? null);
    this.databaseFault = database;
    this.diskState = disk;
    this.metrics.databaseWritable.set(database === null ? 1 : 0);
    if (disk) {
      this.metrics.diskFreeBytes.set(disk.freeBytes);
      this.metrics.diskBytes.set(disk.totalBytes);
    }
    this.quarantine.refresh();
  }

  private async tryDatabase(): Promise<WriteFault | null> {
    try {
      await this.db.tryWriting();
      return null;
    } catch (error) {
      return writeFault(error);
    }
  }

  private async tryDisk(): Promise<DiskState | null> {
    const { dataDir } = this.config.storage;
    const path = join(dataDir, PROBE_FILE);
    let fault: WriteFault | null = null;
    try {
      await writeFile(path, PROBE, { mode: PRIVATE_FILE, flush: true });
    } catch (error) {
      fault = writeFault(error);
    }
    await rm(path, { force: true }).catch(() => undefined);
    try {
      const { bavail, blocks, bsize } = await statfs(dataDir);
      const [freeBytes, totalBytes] = [bavail * bsize, blocks * bsize];
      const low = freeBytes < Math.min(totalBytes * LOW_SHARE, LOW_BYTES);
      return { freeBytes, totalBytes, low, fault };
    } catch {
      return fault && { freeBytes: 0, totalBytes: 0, low: true, fault };
    }
  }

  /** Once at each change; what is away says so itself. */
  private report(what: string, before: WriteFault | null, now: WriteFault | null): void {
    if (now === before || now === 'away') return;
    if (now === null) this.logger.log(`${what} takes writes again`);
    else this.logger.error(`${what} refuses writes`, { kind: now });
  }
}
