import { Child } from './child.js';
import { SERVER_CORE } from './cores.js';
import { type Measurable, type Profiling, profilingFlags, type RunningSystem } from './system.js';
import type { Scripts } from '../build.js';

/** Starts one of the references. */
export async function startReference(
  name: Extract<Measurable, 'raw' | 'json' | 'nest'>,
  scripts: Scripts,
  providerUrl: string,
  profiling: Profiling,
): Promise<RunningSystem> {
  const child = Child.start(scripts[name], {
    core: SERVER_CORE,
    execArgv: profilingFlags(profiling, name),
    environment: { PROVIDER_URL: `${providerUrl}?model=bench` },
  });
  const port = await child.listening();
  return {
    name,
    pids: [child.pid],
    startMs: null,
    arrival: { kind: 'direct', mediaUrl: `ws://127.0.0.1:${port}/ws/media` },
    loopDelayMs: () => Promise.resolve(null),
    stop: () => child.stop(),
  };
}
