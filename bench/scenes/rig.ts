import { setTimeout as sleep } from 'node:timers/promises';
import type { Scripts } from '../build.js';
import { coreBusyMs, cpuMs, rssMb } from '../measure/process-stats.js';
import { Child } from '../systems/child.js';
import { LOAD_CORE, SERVER_CORE } from '../systems/cores.js';
import type { RunningSystem } from '../systems/system.js';
import type { Span, WebhookReport, WindowReport } from '../wire/channel.js';

const HANG_UP_LIMIT_MS = 10_000;

/** What was used between two moments. */
export interface Usage {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly rssMb: number;
  /** Share of the load's core that was busy with anything, 0 to 1. */
  readonly loadCore: number;
  /** The same of the system's core, by anything but the system. */
  readonly foreign: number;
  readonly loopDelayMs: number | null;
  readonly load: WindowReport;
  readonly provider: WindowReport;
}

/** A system with its provider and its callers, each in a process of its own. */
export class Rig {
  private constructor(
    readonly system: RunningSystem,
    private readonly load: Child,
    private readonly provider: Child,
  ) {}

  /** @param startSystem starts the system; it is given where the provider is. */
  static async start(
    scripts: Pick<Scripts, 'load' | 'provider'>,
    startSystem: (providerUrl: string) => Promise<RunningSystem>,
  ): Promise<Rig> {
    const provider = Child.start(scripts.provider, { core: LOAD_CORE });
    const providerUrl = `ws://127.0.0.1:${await provider.listening()}/v1/realtime`;
    try {
      const system = await startSystem(providerUrl);
      const arrival = JSON.stringify(system.arrival);
      return new Rig(
        system,
        Child.start(scripts.load, { core: LOAD_CORE, args: [arrival] }),
        provider,
      );
    } catch (error) {
      await provider.stop('SIGKILL');
      throw error;
    }
  }

  get rssMb(): number {
    return total(this.system.pids.map(rssMb));
  }

  /** Opens or ends calls until so many are open; answers how many are. */
  calls(count: number, perSecond: number): Promise<number> {
    return this.load.ask({ do: 'calls', count, perSecond });
  }

  /** Has `/voice` asked so often for so long. */
  webhooks(perSecond: number, seconds: number): Promise<WebhookReport> {
    return this.load.ask({ do: 'webhooks', perSecond, seconds });
  }

  /** Opens and ends so many calls, some at a time; answers how many were taken. */
  cycle(count: number, atOnce: number): Promise<number> {
    return this.load.ask({ do: 'cycle', count, atOnce });
  }

  /** From now on each open call ends after a while, and another takes its place. */
  replaceCalls(lifeMs: Span): Promise<unknown> {
    return this.load.ask({ do: 'replace', lifeMs });
  }

  /** How many calls have ended so. */
  replacedCalls(): Promise<number> {
    return this.load.ask({ do: 'count-replaced' });
  }

  /** Measures while `during` lasts. */
  async measure<T>(during: () => Promise<T>): Promise<{ result: T; usage: Usage }> {
    await this.system.loopDelayMs();
    await this.both('begin-window');
    const before = this.counters();
    const result = await during();
    const after = this.counters();
    const used = after.cpu - before.cpu;
    const wallMs = after.at - before.at;
    const [load, provider] = await this.both('end-window');
    const usage = {
      cpuMs: used,
      wallMs,
      rssMb: this.rssMb,
      loadCore: (after.loadCore - before.loadCore) / wallMs,
      foreign: Math.max(0, after.serverCore - before.serverCore - used) / wallMs,
      loopDelayMs: await this.system.loopDelayMs(),
      load,
      provider,
    };
    return { result, usage };
  }

  /** Ends the calls in order, as far as the system still can, and then everything. */
  async stop(): Promise<void> {
    await Promise.race([this.calls(0, 1), sleep(HANG_UP_LIMIT_MS)]).catch(() => undefined);
    await this.load.stop('SIGKILL');
    await this.system.stop();
    await this.provider.stop('SIGKILL');
  }

  private counters(): {
    readonly cpu: number;
    readonly loadCore: number;
    readonly serverCore: number;
    readonly at: number;
  } {
    return {
      cpu: total(this.system.pids.map(cpuMs)),
      loadCore: coreBusyMs(LOAD_CORE),
      serverCore: coreBusyMs(SERVER_CORE),
      at: performance.now(),
    };
  }

  private both(what: 'begin-window' | 'end-window'): Promise<[WindowReport, WindowReport]> {
    const command = { do: what };
    return Promise.all([
      this.load.ask<WindowReport>(command),
      this.provider.ask<WindowReport>(command),
    ]);
  }
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
