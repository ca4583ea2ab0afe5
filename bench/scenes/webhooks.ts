import { setTimeout as sleep } from 'node:timers/promises';
import type { SystemName } from '../systems/system.js';
import type { WebhookReport } from '../wire/channel.js';
import type { Rig } from './rig.js';
import { OPEN_PER_SECOND, type Verdict, verdictOn } from './window.js';

const CALLS = 100;
const PER_SECOND = 50;
const SECONDS = 20;
const SETTLE_MS = 5_000;

/** How long `POST /voice` takes beside calls. */
export interface Webhooks {
  readonly system: SystemName;
  readonly report: WebhookReport;
  readonly verdict: Verdict;
}

/** Asks `/voice` 50 times a second beside 100 calls. */
export async function webhooks(rig: Rig): Promise<Webhooks> {
  await rig.calls(CALLS, OPEN_PER_SECOND);
  await sleep(SETTLE_MS);
  const { result, usage } = await rig.measure(() => rig.webhooks(PER_SECOND, SECONDS));
  return { system: rig.system.name, report: result, verdict: verdictOn(CALLS, usage) };
}
