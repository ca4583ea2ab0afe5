import type { Growth } from '../scenes/growth.js';
import type { ManyCalls } from '../scenes/many-calls.js';
import type { Ramp } from '../scenes/ramp.js';
import type { Soak } from '../scenes/soak.js';
import type { TwoCores } from '../scenes/two-cores.js';
import type { Webhooks } from '../scenes/webhooks.js';
import type { Figures } from '../scenes/window.js';
import type { SystemName } from '../systems/system.js';

/** Everything that a run has measured; it is the JSON file. */
export interface Results {
  readonly startedAt: string;
  readonly machine: string;
  readonly options: {
    readonly calls: number;
    readonly rounds: number;
    readonly seconds: number;
    readonly tracing: boolean;
    /** Profiles were written, which cost the system something. */
    readonly profiled: boolean;
  };
  /** Each round has every system once. */
  readonly rounds: readonly (readonly Figures[])[];
  /** VoicePlate with traces sent, once. */
  readonly traced: Figures | null;
  readonly ramps: readonly Ramp[];
  readonly growths: readonly Growth[];
  readonly webhooks: readonly Webhooks[];
  /** Null: not measured. */
  readonly twoCores: TwoCores | null;
  readonly manyCalls: readonly ManyCalls[];
  readonly soaks: readonly Soak[];
}

/** Windows of one system that something can be concluded from, each with the `raw` of its round. */
export function windowsOf(
  { rounds }: Pick<Results, 'rounds'>,
  name: SystemName,
): readonly { readonly own: Figures; readonly raw: Figures | null }[] {
  return rounds.flatMap((round) => {
    const sound = round.filter(({ verdict }) => verdict.kind === 'sound');
    const own = sound.find(({ system }) => system === name);
    const raw = sound.find(({ system }) => system === 'raw') ?? null;
    return own === undefined ? [] : [{ own, raw }];
  });
}
