import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Scenario } from '../scenario.js';
import type { StandInAnswer, StandInQuestion, StandInReport } from './stand-in-process.js';

const ENTRY = join(import.meta.dirname, 'stand-in-process.ts');

/** The stand-in for OpenAI in a process of its own; it ends with this one. */
export class RemoteStandIn {
  private constructor(
    private readonly child: ChildProcess,
    /** For `OPENAI_REALTIME_URL`. */
    readonly url: string,
    /** For `OPENAI_BASE_URL`. */
    readonly baseUrl: string,
    /** The API key that is let in. */
    readonly key: string,
  ) {}

  /** Starts it with all of the script's speech made. */
  static async start(scenario: Scenario): Promise<RemoteStandIn> {
    const child = fork(ENTRY, { execArgv: ['--import', 'tsx'] });
    const { url, baseUrl, key } = (await asked(child, { ask: 'start', scenario })) as Exclude<
      StandInAnswer,
      StandInReport
    >;
    return new RemoteStandIn(child, url, baseUrl, key);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** How it fared; the delays are those since the last report. */
  async report(): Promise<StandInReport> {
    return (await asked(this.child, { ask: 'report' })) as StandInReport;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
  }
}

/** One question at a time. */
async function asked(child: ChildProcess, question: StandInQuestion): Promise<StandInAnswer> {
  const done = new AbortController();
  const { signal } = done;
  const answer = Promise.race([
    once(child, 'message', { signal }).then(([value]) => value as StandInAnswer),
    once(child, 'exit', { signal }).then(() => {
      throw new Error('the stand-in for OpenAI ended');
    }),
  ]);
  child.send(question);
  try {
    return await answer;
  } finally {
    done.abort();
  }
}
