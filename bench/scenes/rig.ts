import type { Scripts } from '../build.js';
import { coreBusyMs, cpuMs, rssMb } from '../measure/process-stats.js';
import { Child } from '../systems/child.js';
import { LOAD_CORE } from '../systems/cores.js';
import { startReference } from '../systems/reference.js';
import type { Profiling, RunningSystem, SystemName } from '../systems/system.js';
import { VoicePlate } from '../systems/voiceplate.js';
import type { WindowReport } from '../wire/channel.js';

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

  webhooks<T>(perSecond: number, seconds: number): Promise<T> {
    return this.load.ask({ do: 'webhooks', perSecond, seconds });
  }

  cycle(count: number, atOnce: number): Promise<number> {
    return this.load.ask({ do: 'cycle', count, atOnce });
  }

  /** Measures while `during` lasts. */
  async measure(during: () => Promise<unknown>): Promise<Usage> {
    const { pid } = this.system;
    await this.both('begin-window');
    const before = { cpu: cpuMs(pid), core: coreBusyMs(LOAD_CORE), at: performance.now() };
    await during();
    const wallMs = performance.now() - before.at;
    const used = cpuMs(pid) - before.cpu;
    const core = coreBusyMs(LOAD_CORE) - before.core;
    const [load, provider] = await this.both('end-window');
    return {
      cpuMs: used,
      wallMs,
      rssMb: this.rssMb,
      loadCore: core / wallMs,
      loopDelayMs: await this.system.loopDelayMs(),
      load,
      provider,
    };
  }

  async stop(): Promise<void> {
    await this.load.stop('SIGKILL');
    await this.system.stop();
    await this.provider.stop('SIGKILL');
  }

  private both(what: 'begin-window' | 'end-window'): Promise<[WindowReport, WindowReport]> {
    const command = { do: what };
    return Promise.all([
      this.load.ask<WindowReport>(command),
      this.provider.ask<WindowReport>(command),
    ]);
  }
}
