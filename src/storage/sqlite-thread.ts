import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Logger } from '@nestjs/common';
import { errorFields } from '../common/error-fields.js';
import { DatabaseUnavailableError } from './engine.js';
import { SqliteError } from './sqlite-error.js';

/** A value that SQLite can bind. */
export type SqliteValue = string | number | bigint | Uint8Array | null;

/**
 * What is asked of the thread. `read`: a statement that takes no write lock. `write`: a
 * transaction of one statement. The others make up a transaction, which has the write lock from
 * `begin` on; `rollback` is right also where none is open.
 */
export type SqliteRequest =
  | {
      readonly kind: 'read' | 'write' | 'run';
      readonly sql: string;
      readonly parameters: readonly SqliteValue[];
    }
  | { readonly kind: 'begin' | 'commit' | 'rollback' };

/** Rows as arrays in the order of `columns`; `changes` counts the rows written. */
export interface SqliteResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly changes: number;
}

type Answer =
  SqliteResult | { readonly error: { readonly message: string; readonly code: string } };

interface Waiting {
  readonly resolve: (result: SqliteResult) => void;
  readonly reject: (error: unknown) => void;
}

interface Running {
  readonly kind: 'running';
  readonly worker: Worker;
  readonly startedAt: number;
  /** One for each request that is not answered, the oldest first. */
  readonly waiting: Waiting[];
}

type State = Running | { readonly kind: 'none'; readonly notBefore: number } | { kind: 'closed' };

const WORKER_FILE = join(import.meta.dirname, 'sqlite-worker.mjs');
/** How long a statement waits for another process that holds the file. */
const BUSY_LIMIT_MS = 5_000;
/** Of each connection; a commit is on disk when it is acknowledged. */
const SETTINGS = ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON'];
/** A thread that ends sooner than this is not followed by the next at once, but after the pause. */
const SHORT_LIFE_MS = 10_000;
const PAUSE_MS = 1_000;

/**
 * One SQLite file, open in a thread of its own (`sqlite-worker.mjs`), which begins with the first
 * request and opens the file then. A thread that ends by itself takes its open transaction along:
 * what it has not answered fails with `DatabaseUnavailableError`, and the next request begins
 * another. It keeps the process alive only while a request is not answered.
 */
export class SqliteThread {
  private readonly logger = new Logger(SqliteThread.name);
  private state: State = { kind: 'none', notBefore: 0 };

  /** @param file path of the file, or `:memory:`. */
  constructor(
    private readonly file: string,
    private readonly busyLimitMs: number = BUSY_LIMIT_MS,
    private readonly script: string = WORKER_FILE,
  ) {}

  /** Whether a request would be tried. */
  get up(): boolean {
    return this.state.kind !== 'none' || performance.now() >= this.state.notBefore;
  }

  /**
   * Requests are answered in the order in which they are made.
   *
   * @throws SqliteError when SQLite refuses it; DatabaseUnavailableError when the thread has ended,
   *   and then the statement may have been done or not.
   */
  ask(request: SqliteRequest): Promise<SqliteResult> {
    if (!this.up || this.state.kind === 'closed') {
      return Promise.reject(new DatabaseUnavailableError());
    }
    const running = this.state.kind === 'running' ? this.state : this.begin();
    return new Promise((resolve, reject) => {
      running.waiting.push({ resolve, reject });
      running.worker.ref();
      running.worker.postMessage(request);
    });
  }

  /** Ends the thread after what it has been asked; later requests fail. */
  async close(): Promise<void> {
    const { state } = this;
    this.state = { kind: 'closed' };
    if (state.kind !== 'running') return;
    const ended = new Promise((resolve) => state.worker.once('exit', resolve));
    state.worker.ref();
    state.worker.postMessage({ kind: 'close' });
    await ended;
  }

  private begin(): Running {
    const worker = new Worker(this.script, {
      name: 'sqlite',
      execArgv: [],
      workerData: {
        file: this.file,
        settings: [`busy_timeout = ${this.busyLimitMs}`, ...SETTINGS],
      },
    });
    const startedAt = performance.now();
    const running: Running = { kind: 'running', worker, startedAt, waiting: [] };
    let cause: unknown;
    worker.on('message', (answer: Answer) => settle(running, answer));
    worker.on('error', (error) => (cause = error));
    worker.on('exit', (code) => this.ended(running, cause ?? new Error(`exit code ${code}`)));
    this.state = running;
    return running;
  }

  private ended({ startedAt, waiting }: Running, cause: unknown): void {
    for (const { reject } of waiting.splice(0)) reject(new DatabaseUnavailableError(cause));
    if (this.state.kind === 'closed') return;
    const now = performance.now();
    const notBefore = now - startedAt < SHORT_LIFE_MS ? now + PAUSE_MS : now;
    this.state = { kind: 'none', notBefore };
    this.logger.error('Thread of the database ended', errorFields(cause));
  }
}

function settle({ worker, waiting }: Running, answer: Answer): void {
  const first = waiting.shift();
  if (waiting.length === 0) worker.unref();
  if ('error' in answer) first?.reject(new SqliteError(answer.error.message, answer.error.code));
  else first?.resolve(answer);
}
