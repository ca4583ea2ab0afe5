import type { Arrival } from '../load/arrival.js';

/** What can be measured: the references, and VoicePlate with each of its stores. */
export const SYSTEMS = ['raw', 'json', 'nest', 'embedded', 'postgres'] as const;

/** One of `SYSTEMS`; the last two are VoicePlate. */
export type Measurable = (typeof SYSTEMS)[number];

/** One of them, or replicas of VoicePlate behind the balancer. */
export type SystemName = Measurable | 'replicas';

/** A system that runs on the server's core. */
export interface RunningSystem {
  readonly name: SystemName;
  /** Its processes without stores and balancer. */
  readonly pids: readonly number[];
  readonly arrival: Arrival;
  /** From its spawning until it said that it was ready, ms; null: not measured. */
  readonly startMs: number | null;
  /**
   * How late the event loop was since the last time this was asked: the worst of the 99th
   * percentiles between two scrapes, ms; null: the system tells none.
   */
  loopDelayMs(): Promise<number | null>;
  stop(): Promise<void>;
}

/** What profiles a system writes at its end. */
export interface Profiling {
  readonly cpu: boolean;
  readonly heap: boolean;
  readonly folder: string;
}

/** Node's flags for the profiles; each process writes files of its own. */
export function profilingFlags({ cpu, heap, folder }: Profiling, system: SystemName): string[] {
  const name = `${system}-${Date.now()}`;
  return [
    ...(cpu ? ['--cpu-prof', `--cpu-prof-name=${name}.cpuprofile`] : []),
    ...(cpu ? [`--cpu-prof-dir=${folder}`] : []),
    ...(heap ? ['--heap-prof', `--heap-prof-name=${name}.heapprofile`] : []),
    ...(heap ? [`--heap-prof-dir=${folder}`] : []),
  ];
}
