import { LOAD_CORE, SERVER_CORE } from '../systems/cores.js';
import { type Figures, measureCalls } from './window.js';
import type { Rig } from './rig.js';

/** Of one replica. The load, the balancer and the stores need the rest of the second core. */
const CALLS = 80;

/** What one replica carries on its core, and two on two cores with twice the calls. */
export interface TwoCores {
  readonly one: Figures;
  readonly two: Figures;
}

/**
 * Measures both behind the balancer. The second replica shares its core with the load, which says
 * less of latency than of processor time.
 *
 * @param withReplicas gives a rig with a replica on each of these cores to `act`.
 */
export async function twoCores(
  windowMs: number,
  withReplicas: (cores: readonly number[], act: (rig: Rig) => Promise<Figures>) => Promise<Figures>,
): Promise<TwoCores> {
  const measure = (cores: readonly number[]): Promise<Figures> =>
    withReplicas(cores, (rig) => measureCalls(rig, CALLS * cores.length, windowMs));
  return { one: await measure([SERVER_CORE]), two: await measure([SERVER_CORE, LOAD_CORE]) };
}
