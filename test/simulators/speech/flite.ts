import { Worker } from 'node:worker_threads';

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
  resolve(wav: Buffer): void;
  reject(error: Error): void;
}

/**
 * The synthesiser's worker thread. It lives while there is work: the first job starts it,
 * the last answer ends it, so that no test and no process waits for it.
 */
export class Flite {
  private readonly pending = new Map<number, Pending>();
  private worker: Worker | null = null;
  private lastId = 0;

  /** A WAV file (16-bit mono, the voice's own rate); rejects when Flite fails. */
  synthesise(job: FliteJob): Promise<Buffer> {
    this.worker ??= this.start();
    this.lastId += 1;
    const id = this.lastId;
    const answer = new Promise<Buffer>((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
    });
    this.worker.postMessage({ id, ...job });
    return answer;
  }

  private start(): Worker {
    const worker = new Worker(new URL('./flite-worker.mjs', import.meta.url), {
      execArgv: ['--no-warnings'],
    });
    worker.on('message', (answer: Answer) => this.settle(answer));
    worker.on('error', (error) => this.failAll(worker, error));
    return worker;
  }

  private settle(answer: Answer): void {
    const pending = this.pending.get(answer.id);
    this.pending.delete(answer.id);
    if ('wav' in answer) pending?.resolve(Buffer.from(answer.wav));
    else pending?.reject(new Error(answer.error));
    if (this.pending.size === 0) this.stop();
  }

  private failAll(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = null;
    for (const pending of this.pending.values()) pending.reject(error);
    this.pending.clear();
  }

  private stop(): void {
    const worker = this.worker;
    this.worker = null;
    void worker?.terminate();
  }
}
