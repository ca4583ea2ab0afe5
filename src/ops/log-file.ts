import { appendFileSync } from 'node:fs';
import { copyFile, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { errorFields } from '../common/error-fields.js';

/** How far log files may grow. */
export interface LogFileLimits {
  /** Size of the file at which its text is moved to `<path>.1`, bytes. */
  readonly maxBytes: number;
  /** How many earlier files are kept: `<path>.1`, the newest, and so on. */
  readonly keptFiles: number;
  /** Text that waits for the disk, characters; lines beyond it are lost. */
  readonly maxWaiting: number;
}

const LIMITS: LogFileLimits = { maxBytes: 10 * 2 ** 20, keptFiles: 5, maxWaiting: 2 ** 20 };
/** Lines of this time are written together. */
const PAUSE_MS = 100;
const RETRY_MS = 1000;
/** The owner writes, the group reads. */
const MODE = 0o640;

/**
 * The log as files of bounded size. The newest lines are always in the file at `path`, which stays
 * the same file when older ones are moved away, so that `tail -f` goes on. What cannot be written
 * is tried again every second; lines that do not fit into memory meanwhile are counted and lost.
 */
export class LogFile {
  private readonly logger = new Logger(LogFile.name);
  private waiting: string[] = [];
  /** Characters of `waiting` and of what is being written. */
  private characters = 0;
  private state: 'idle' | 'writing' | 'failing' = 'idle';
  private lostLines = 0;

  private constructor(
    private readonly path: string,
    private readonly limits: LogFileLimits,
  ) {}

  /**
   * Makes folder and file where they are absent.
   *
   * @throws the system's error when the file cannot be written.
   */
  static async open(path: string, limits: Partial<LogFileLimits> = {}): Promise<LogFile> {
    await mkdir(dirname(path), { recursive: true });
    await (await open(path, 'a', MODE)).close();
    const file = new LogFile(path, { ...LIMITS, ...limits });
    process.once('exit', () => file.flushAtExit());
    return file;
  }

  /** Adds a line, which ends in a line break. Never throws and never waits. */
  write(line: string): void {
    if (this.characters + line.length > this.limits.maxWaiting) {
      this.lostLines += 1;
      return;
    }
    this.waiting.push(line);
    this.characters += line.length;
    if (this.state === 'idle') {
      this.state = 'writing';
      void this.writeWaiting();
    }
  }

  private async writeWaiting(): Promise<void> {
    while (this.waiting.length > 0) {
      await delay(PAUSE_MS, undefined, { ref: false });
      const text = this.waiting.splice(0).join('');
      while (!(await this.written(text))) await delay(RETRY_MS, undefined, { ref: false });
      this.characters -= text.length;
    }
    this.state = 'idle';
  }

  /** Whether the text is in the file now. */
  private async written(text: string): Promise<boolean> {
    try {
      await this.append(Buffer.from(text));
    } catch (error) {
      if (this.state !== 'failing') {
        this.state = 'failing';
        this.logger.warn('Log file cannot be written', errorFields(error));
      }
      return false;
    }
    if (this.state === 'failing') {
      this.state = 'writing';
      this.logger.warn('Log file is written again', { lostLines: this.lostLines });
      this.lostLines = 0;
    }
    return true;
  }

  private async append(data: Buffer): Promise<void> {
    const file = await open(this.path, 'a', MODE);
    try {
      let { size } = await file.stat();
      if (size > 0 && size + data.length > this.limits.maxBytes) {
        await this.moveAway(file);
        size = 0;
      }
      // Half a text is taken out again, as the whole will be written once more.
      await file.appendFile(data).catch(async (error: unknown) => {
        await file.truncate(size).catch(() => undefined);
        throw error;
      });
    } finally {
      await file.close();
    }
  }

  /** Copies the text, since a reader would follow a renamed file. */
  private async moveAway(file: FileHandle): Promise<void> {
    const { keptFiles } = this.limits;
    const kept = (index: number): string => `${this.path}.${index}`;
    await rm(kept(keptFiles), { force: true });
    // Complete before anything is moved: a disk that is full costs the oldest file alone.
    const copy = `${this.path}.new`;
    await copyFile(this.path, copy).catch(async (error: unknown) => {
      await rm(copy, { force: true });
      throw error;
    });
    for (let index = keptFiles - 1; index > 0; index--) {
      await rename(kept(index), kept(index + 1)).catch(ignoreAbsence);
    }
    await rename(copy, kept(1));
    await file.truncate();
  }

  private flushAtExit(): void {
    try {
      appendFileSync(this.path, this.waiting.splice(0).join(''));
    } catch {
      // The lines are on standard output as well.
    }
  }
}

function ignoreAbsence(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
