import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'dist/main.js');
const KEPT_OUTPUT_CHARACTERS = 20_000;
/** What a server prints only when something is wrong with its code. */
const COMPLAINT =
  /unhandled|uncaught|MaxListenersExceeded|TypeError|ReferenceError|RangeError|AssertionError/i;
const MAX_COMPLAINTS = 50;
const POLL_MS = 50;

/** What a server process holds after collecting garbage. */
export interface Holdings {
  readonly heapUsedBytes: number;
  /** Timers and TCP sockets that exist. */
  readonly resources: { readonly Timeout: number; readonly TCPWRAP: number };
}

/** Servers that would outlive this process otherwise. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** The built server as a process of its own, with nothing but the given environment. */
export class ServerProcess {
  /** Lines of the output that no server should print, oldest first. */
  readonly complaints: string[] = [];
  #output = '';
  #line = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    private readonly printed: (line: string) => void,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (part: Buffer) => this.#read(part.toString()));
    }
    running.add(child);
    child.once('exit', () => running.delete(child));
  }

  /**
   * Runs `dist/main.js` on `port` of this machine and waits until it is ready. It dies with
   * this process. Rejects, with what the server printed, when it is not ready in time.
   * `observed` makes `holdings` available; `printed` is told each whole line of the output.
   */
  static async start(
    port: number,
    environment: Readonly<Record<string, string>>,
    {
      limitMs = 20_000,
      observed = false,
      printed = (): void => undefined,
    }: { limitMs?: number; observed?: boolean; printed?: (line: string) => void } = {},
  ): Promise<ServerProcess> {
    const entry = observed ? join(import.meta.dirname, 'observed-server.mjs') : MAIN;
    const child = fork(entry, {
      cwd: ROOT,
      execArgv: observed ? ['--expose-gc'] : [],
      // `test` keeps the server from reading somebody's .env file.
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'test',
        NO_COLOR: '1',
        PORT: String(port),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const server = new ServerProcess(child, `http://127.0.0.1:${port}`, printed);
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

  /** Collects the server's garbage and tells what is left. */
  async holdings(): Promise<Holdings> {
    this.child.send('holdings');
    const [holdings] = (await once(this.child, 'message')) as [Holdings];
    return holdings;
  }

  /** Asks the server to drain and end; resolves with its exit code, null for a signal. */
  async terminate(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** Stops the process where it is, as a machine without time for it does. */
  pause(): void {
    this.child.kill('SIGSTOP');
  }

  /** Lets it go on after `pause`. */
  resume(): void {
    this.child.kill('SIGCONT');
  }

  /** Ends the server at once. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  #read(text: string): void {
    this.#output = (this.#output + text).slice(-KEPT_OUTPUT_CHARACTERS);
    const lines = (this.#line + text).split('\n');
    this.#line = lines.pop() ?? '';
    for (const line of lines) this.printed(line);
    const bad = lines.filter((line) => COMPLAINT.test(line));
    this.complaints.push(...bad.slice(0, MAX_COMPLAINTS - this.complaints.length));
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
