import { ServerProcess } from '../simulators/server-process.js';
import type { CuttableProxy } from './cuttable-proxy.js';
import { leaksOf, type LogLine, printedLine, type Said } from './leaks.js';

const START_LIMIT_MS = 60_000;
const OPS_LIMIT_MS = 5_000;
const MAX_LINES = 50_000;

/** One place in the cluster, in which server processes follow each other. */
export class Replica {
  /** What earlier processes printed that no server should print. */
  private readonly earlier: string[] = [];
  private server: ServerProcess | null = null;
  /** What its processes have printed. */
  private readonly lines: LogLine[] = [];

  constructor(
    readonly name: string,
    private readonly port: number,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly opsToken: string,
    /** Null when it is connected to Redis directly. */
    readonly redisProxy: CuttableProxy | null,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What lets an operator in. */
  get authorization(): { readonly authorization: string } {
    return { authorization: `Bearer ${this.opsToken}` };
  }

  /** Of the process that runs; 0 while none does. */
  get pid(): number {
    return this.server?.pid ?? 0;
  }

  /** The newest of what its process printed. */
  get output(): string {
    return this.server?.output ?? '';
  }

  /** Lines that no server should print, of every process so far. */
  get complaints(): readonly string[] {
    return [...this.earlier, ...(this.server?.complaints ?? [])];
  }

  /** Starts a process; resolves when it is ready. */
  async start(): Promise<void> {
    this.server = await ServerProcess.start(this.port, this.environment, {
      limitMs: START_LIMIT_MS,
      printed: (line) => {
        if (this.lines.length < MAX_LINES) this.lines.push(printedLine(line));
      },
    });
  }

  /** One text for each line, of every process so far, that tells what was said. */
  told(said: Said): readonly string[] {
    return leaksOf(this.lines, said).map((leak) => `${this.name}: ${leak}`);
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    await this.server?.kill();
    this.forget();
  }

  /** SIGTERM; resolves with the exit code, null for a signal. */
  async terminate(): Promise<number | null> {
    const code = (await this.server?.terminate()) ?? null;
    this.forget();
    return code;
  }

  /** SIGSTOP. */
  pause(): void {
    this.server?.pause();
  }

  /** SIGCONT. */
  resume(): void {
    this.server?.resume();
  }

  /** JSON of an operators' path; rejects when it is not 2xx. */
  async get<T>(path: string): Promise<T> {
    const response = await this.ask('GET', path);
    if (!response.ok) throw new Error(`GET ${path} of ${this.name} answered ${response.status}`);
    return (await response.json()) as T;
  }

  /** Any request with the operators' token. */
  ask(method: 'GET' | 'POST', path: string, body?: object): Promise<Response> {
    return fetch(this.url + path, {
      method,
      headers: {
        ...this.authorization,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(OPS_LIMIT_MS),
    });
  }

  private forget(): void {
    this.earlier.push(...(this.server?.complaints ?? []));
    this.server = null;
  }
}
