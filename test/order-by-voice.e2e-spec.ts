import { join } from 'node:path';
import { differences } from './simulators/differences.js';
import type { CallReport, OrderReport } from './simulators/print/ops-client.js';
import { receiptOf } from './simulators/print/receipt.js';
import { playScenario } from './simulators/scenario-runner.js';
import { readScenario } from './simulators/scenario.js';
import { startLine, type Line } from './support/line.js';

const SCENARIO = readScenario(join(import.meta.dirname, 'scenarios/order.json'));
/** Contract: what was heard is known to within this. */
const TOLERANCE_MS = 120;
/** The measures are rounded one by one. */
const ROUNDING_MS = 0.5;

describe('An order by voice over the Realtime API', () => {
  let line: Line;
  afterEach(async () => {
    expect(line.violations()).toEqual([]);
    await line.close();
  });

  it('is placed as it was spoken, with its question, barge-in and change of mind, and timed', async () => {
    line = await startLine({ scenario: SCENARIO, env: { VOICE_PROVIDERS: 'openai-realtime' } });
    const call = await line.phone.dial();
    const measures = await playScenario(call, SCENARIO);
    expect(measures.outcome).toBe('ended-by-rest');
    expect(measures.turns.map(({ answeredAt }) => answeredAt)).not.toContain(null);
    expect(line.openai.ears.recognised.map(({ text, exactShare }) => [text, exactShare])).toEqual(
      SCENARIO.turns.map(({ caller }) => [caller, 1]),
    );

    const { orders } = await line.get<{ orders: OrderReport[] }>('/orders');
    const [order] = orders;
    if (!order) throw new Error('no order was placed');
    expect(orders).toHaveLength(1);
    expect(differences(order, SCENARIO.expect?.order)).toEqual([]);
    expect(receiptOf(order)).toMatch(/Tax +3\.77\n +Total +46\.27$/);

    const [clear] = call.clears;
    const [truncation] = line.openai.ears.connections.flatMap(({ truncations }) => truncations);
    expect(call.clears).toHaveLength(1);
    expect(
      Math.abs((truncation?.audioEndMs ?? Infinity) - (clear?.playedMs ?? 0)),
    ).toBeLessThanOrEqual(TOLERANCE_MS);

    const report = await line.get<CallReport>(`/calls/${call.callSid}`);
    expect(report).toMatchObject({ outcome: 'finished', provider: 'openai-realtime' });
    const events = report.timeline.map(({ event }) => event);
    expect(events).toContain('barge-in');
    expect(events).not.toContain('reconnect');
    expect(report.latency).toHaveLength(SCENARIO.turns.length);
    for (const { responseMs, providerMs, toolsMs, forwardMs } of report.latency) {
      expect(providerMs).toBeGreaterThan(0);
      // Every turn of the scenario runs a tool before it is answered.
      expect(toolsMs).toBeGreaterThan(0);
      expect(forwardMs).toBeGreaterThanOrEqual(0);
      expect(Math.abs(responseMs - providerMs - toolsMs - forwardMs)).toBeLessThan(ROUNDING_MS);
    }
    for (const [index, { latencyMs }] of measures.turns.entries()) {
      // The caller waits for the end of their turn to be found, and then for the answer.
      expect(latencyMs).toBeGreaterThan((report.latency[index]?.responseMs ?? Infinity) - 100);
    }
  }, 60_000);
});
