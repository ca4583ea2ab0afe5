import type { Scripts } from '../build.js';
import { startReference } from './reference.js';
import type { Measurable, Profiling, RunningSystem } from './system.js';
import { VoicePlate } from './voiceplate.js';

/** What a run needs of the command line. */
export interface StartOptions {
  readonly scripts: Scripts;
  readonly profiling: Profiling;
  readonly tracing: boolean;
}

/** Starts one of the systems that are measured, with stores of its own. */
export function startSystem(
  name: Measurable,
  { scripts, profiling, tracing }: StartOptions,
  providerUrl: string,
): Promise<RunningSystem> {
  return name === 'embedded' || name === 'postgres'
    ? VoicePlate.start({ name, providerUrl, tracing, profiling })
    : startReference(name, scripts, providerUrl, profiling);
}
