import { fork, type ChildProcess } from 'node:child_process';

/** What Flite is asked to say. */
export interface FliteJob {
  /** ASCII text. */
  readonly text: string;
  /** A voice that is part of the binary: kal, kal16, awb, rms, slt. */
  readonly voice: string;
  /** Length of each sound; below 1 is faster than the voice's own rate. */
  readonly stretch: number;
}

type Answer =
  | { readonly id: number; readonly wav: Uint8Array }
  | { readonly id: number; readonly error: string };

interface Pending {
  readonly job: FliteJob;
  /** Processes that ended over it. */
  deaths: number;
  resolve(wav: Buffer): void;
  reject(error: Error): void;
}

const WORKER = new URL('./flite-worker.mjs', import.meta.url);

/** A job that ended so many processes is not tried again. */
const MOST_DEATHS = 3;

/**
 * The synthesiser's process. It lives while there is work: the first job starts it, the last
 * answer ends it, so that no test and no process waits for it. Node's WASI is experimental and
 * can end a process by a segmentation fault: what was asked then is asked of a new one.
 */
export class Flite {
  private readonly pending = new Map<number, Pending>();
  private worker: ChildProcess | null = null;
  private lastId = 0;

  /** @param program the module that is run; takes a job and its id, answers with the id. */
  constructor(private readonly program: URL = WORKER) {}

  /** A WAV file (16-bit mono, the voice's own rate); rejects when Flite fails. */
  synthesise(job: FliteJob): Promise<Buffer> {
    this.worker ??= this.start();
    this.lastId += 1;
    const id = this.lastId;
    const answer = new Promise<Buffer>((resolve, reject) => {
      this.pending.set(id, { job, deaths: 0, resolve, reject });
    });
    this.worker.send({ id, ...job });
    return answer;
  }

  private start(): ChildProcess {
    const worker = fork(this.program, {
      execArgv: ['--no-warnings'],
      serialization: 'advanced',
      stdio: 'ignore',
    });
    worker.on('message', (answer) => this.settle(answer as Answer));
    worker.on('error', (error) => this.replace(worker, error.message));
    worker.on('exit', (code, signal) => this.replace(worker, `it ended with ${signal ?? code}`));
    return worker;
  }

  private settle(answer: Answer): void {
    const pending = this.pending.get(answer.id);
    this.pending.delete(answer.id);
    if ('wav' in answer) pending?.resolve(Buffer.from(answer.wav));
    else pending?.reject(new Error(answer.error));
    if (this.pending.size === 0) this.stop();
  }

  /** Gives what a process left undone to the next one; it died of the first job, as it takes one at a time. */
  private replace(worker: ChildProcess, reason: string): void {
    if (this.worker !== worker) return;
    this.worker = null;
    const [first] = this.pending;
    if (first === undefined) return;
    const [id, pending] = first;
    pending.deaths += 1;
    if (pending.deaths === MOST_DEATHS) {
      this.pending.delete(id);
      pending.reject(new Error(`Flite failed ${MOST_DEATHS} times: ${reason}`));
    }
    if (this.pending.size === 0) return;
    this.worker = this.start();
    for (const [left, { job }] of this.pending) this.worker.send({ id: left, ...job });
  }

  private stop(): void {
    const worker = this.worker;
    this.worker = null;
    worker?.disconnect();
  }
}
