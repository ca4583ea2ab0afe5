import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const KEPT_OUTPUT_CHARACTERS = 20_000;
const POLL_MS = 50;

/** The built server as a process of its own, with nothing but the given environment. */
export class ServerProcess {
  #output = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (part: Buffer) => {
        this.#output = (this.#output + part.toString()).slice(-KEPT_OUTPUT_CHARACTERS);
      });
    }
  }

  /**
   * Runs `node dist/main.js` on `port` of this machine and waits until it is ready. It dies
   * with this process. Rejects, with what the server printed, when it is not ready in time.
   */
  static async start(
    port: number,
    environment: Readonly<Record<string, string>>,
    limitMs = 20_000,
  ): Promise<ServerProcess> {
    const child = spawn(process.execPath, [join(ROOT, 'dist/main.js')], {
      cwd: ROOT,
      // `test` keeps the server from reading somebody's .env file.
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'test',
        NO_COLOR: '1',
        PORT: String(port),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    process.once('exit', () => child.kill('SIGKILL'));
    const server = new ServerProcess(child, `http://127.0.0.1:${port}`);
    try {
      await server.#untilReady(Date.now() + limitMs);
    } catch (error) {
      await server.kill();
      throw error;
    }
    return server;
  }

  /** The newest of what the server printed. */
  get output(): string {
    return this.#output;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Asks the server to drain and end; resolves with its exit code, null for a signal. */
  async terminate(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** Ends the server at once. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  get #over(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    if (!this.#over) {
      const exit = once(this.child, 'exit');
      this.child.kill(signal);
      await exit;
    }
    return this.child.exitCode;
  }

  async #untilReady(deadline: number): Promise<void> {
    while (Date.now() < deadline && !this.#over) {
      const ready = await fetch(`${this.url}/health/ready`).then(
        (response) => response.ok,
        () => false,
      );
      if (ready) return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    const state = this.#over ? `ended with ${this.child.exitCode}` : 'is not ready';
    throw new Error(`The server ${state}. It printed:\n${this.#output}`);
  }
}
