import { setTimeout as sleep } from 'node:timers/promises';
import type { Scripts } from '../build.js';
import { coreBusyMs, cpuMs, rssMb } from '../measure/process-stats.js';
import { Child } from '../systems/child.js';
import { LOAD_CORE, SERVER_CORE } from '../systems/cores.js';
import { startReference } from '../systems/reference.js';
import type { Profiling, RunningSystem, SystemName } from '../systems/system.js';
import { VoicePlate } from '../systems/voiceplate.js';
import type { Span, WebhookReport, WindowReport } from '../wire/channel.js';

const HANG_UP_LIMIT_MS = 10_000;

/** What a run needs of the command line. */
export interface RigOptions {
  readonly scripts: Scripts;
  readonly profiling: Profiling;
  readonly tracing: boolean;
}

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

  static async start(name: SystemName, options: RigOptions): Promise<Rig> {
    const { scripts, profiling, tracing } = options;
    const provider = Child.start(scripts.provider, { core: LOAD_CORE });
    const providerUrl = `ws://127.0.0.1:${await provider.listening()}/v1/realtime`;
    try {
      const system =
        name === 'embedded' || name === 'postgres'
          ? await VoicePlate.start({ name, providerUrl, tracing, profiling })
          : await startReference(name, scripts, providerUrl, profiling);
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
    return rssMb(this.system.pid);
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
    const { pid } = this.system;
    await this.system.loopDelayMs();
    await this.both('begin-window');
    const before = this.counters(pid);
    const result = await during();
    const after = this.counters(pid);
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

  private counters(pid: number): {
    readonly cpu: number;
    readonly loadCore: number;
    readonly serverCore: number;
    readonly at: number;
  } {
    return {
      cpu: cpuMs(pid),
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
