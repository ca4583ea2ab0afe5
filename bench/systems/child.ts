import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import type { Command, Reply } from '../wire/channel.js';

const START_LIMIT_MS = 30_000;

/** How a process of the bench is started. */
export interface ChildOptions {
  readonly core: number;
  readonly execArgv?: readonly string[];
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Where its output goes, as a server's log does; the bench's own stderr otherwise. */
  readonly logFile?: string;
}

/** Children that would outlive the bench otherwise. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A Node process on a core of its own, which answers commands. */
export class Child {
  private commands = 0;
  private readonly waiting = new Map<number, (reply: Reply) => void>();

  private constructor(
    private readonly child: ChildProcess,
    private readonly what: string,
  ) {
    running.add(child);
    child.on('message', (message: Reply | { listening: number }) => {
      if ('to' in message) this.waiting.get(message.to)?.(message);
    });
    child.once('exit', (code) => {
      running.delete(child);
      for (const [to, answer] of this.waiting) answer({ to, error: `it ended with ${code}` });
    });
  }

  /** Starts a script pinned to a core; its pid is the script's own. */
  static start(script: string, options: ChildOptions): Child {
    const { core, execArgv = [], args = [], environment = {}, cwd, logFile } = options;
    const log = logFile === undefined ? null : openSync(logFile, 'a');
    const child = spawn(
      'taskset',
      ['-c', String(core), process.execPath, ...execArgv, script, ...args],
      {
        env: { PATH: process.env['PATH'], ...environment },
        stdio: ['ignore', log ?? 'ignore', log ?? 'inherit', 'ipc'],
        ...(cwd !== undefined && { cwd }),
      },
    );
    if (log !== null) closeSync(log);
    return new Child(child, script);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** True while the process runs. */
  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The port that it says it listens on. */
  async listening(): Promise<number> {
    const signal = AbortSignal.timeout(START_LIMIT_MS);
    const [message] = (await once(this.child, 'message', { signal })) as [{ listening: number }];
    return message.listening;
  }

  /** Has a command done; rejects with why it was not. */
  ask<T>(command: Command): Promise<T> {
    if (!this.child.connected) return Promise.reject(new Error(`${this.what} has ended`));
    this.commands += 1;
    const id = this.commands;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, (reply) => {
        this.waiting.delete(id);
        if ('value' in reply) resolve(reply.value as T);
        else reject(new Error(`${this.what}: ${reply.error}`));
      });
      this.child.send({ id, command });
    });
  }

  /** Ends it with a signal, or at once when it takes longer than `limitMs`. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM', limitMs = 10_000): Promise<void> {
    if (!this.alive) return;
    const exit = once(this.child, 'exit');
    this.child.kill(signal);
    const timer = setTimeout(() => this.child.kill('SIGKILL'), limitMs);
    await exit;
    clearTimeout(timer);
  }
}
