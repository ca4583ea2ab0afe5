import { join } from 'node:path';
import { differences } from './simulators/differences.js';
import type { CallReport, OrderReport } from './simulators/print/ops-client.js';
import { receiptOf } from './simulators/print/receipt.js';
import { playScenario } from './simulators/scenario-runner.js';
import { readScenario, type Scenario, type ScenarioTurn } from './simulators/scenario.js';
import type { Order } from '../src/orders/order.js';
import { type CallView, viewOf } from './support/call-view.js';
import { onOwnLines, type Line } from './support/line.js';

const SCENARIO = readScenario(join(import.meta.dirname, 'scenarios/order.json'));
/** Contract: what was heard is known to within this. */
const TOLERANCE_MS = 120;
/** The measures are rounded one by one. */
const ROUNDING_MS = 0.5;

const PIZZA = 'A small Margherita for Ben, please.';
const YES = 'Yes.';
const SENTENCE =
  'You have one Margherita, small 10 inch; for pickup, under the name Ben. The total is thirteen ' +
  'dollars and sixty-one cents, including one dollar and eleven cents tax. Is that right?';
const PARAPHRASE = 'That is ten dollars. Right?';
const PLACE = {
  name: 'place_order',
  arguments: { confirmationId: '{{read_back_order.confirmationId}}' },
};
const ALLERGIC = { name: 'note_allergy', arguments: { allergies: ['dairy', 'kiwi'] } };
const ORDERED = [
  {
    name: 'add_item',
    arguments: { itemId: 'margherita', quantity: 1, options: ['small'] },
  },
  { name: 'set_customer', arguments: { name: 'Ben', fulfilment: 'pickup' } },
];

/** Who spoke when, waits, costs and versions of an order that was placed on a stream. */
function expectAccount(
  { speech, waits, worstTurn, costs, usage, timeline }: CallView,
  { words }: { readonly words: readonly string[] },
): void {
  expect(speech.filter(({ who }) => who === 'caller').map(({ text }) => text)).toEqual(words);
  for (const { at, endedAt, state, generatedMs, heardMs, cutMs, rung, who } of speech) {
    expect(endedAt === null ? 0 : Date.parse(endedAt)).toBeGreaterThanOrEqual(Date.parse(at));
    if (who !== 'assistant') continue;
    expect(rung).toBe('openai-realtime');
    expect((heardMs ?? NaN) + (cutMs ?? NaN)).toBeCloseTo(generatedMs ?? NaN, -1);
    expect(state === 'over' ? cutMs : 0).toBeLessThanOrEqual(1);
  }
  expect(waits.map(({ turn, text }) => [turn, text])).toEqual(
    [null, ...words].map((text, turn) => [turn, text]),
  );
  for (const { answerMs, recognitionMs, modelMs, oursMs, networkMs } of waits.slice(1)) {
    const parts = [recognitionMs, modelMs, oursMs, networkMs].map((ms) => ms ?? NaN);
    const sum = parts.reduce((all, ms) => all + ms, 0);
    expect(Math.abs(sum - (answerMs ?? NaN))).toBeLessThan(20);
    expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
  }
  const worst = Math.max(...waits.map(({ waitMs }) => waitMs ?? 0));
  expect(waits.find(({ turn }) => turn === worstTurn)?.waitMs).toBe(worst);
  const dollars = costs.map(({ costUsd }) => costUsd);
  expect(dollars).toEqual(dollars.toSorted((a, b) => a - b));
  expect(dollars.at(-1)).toBeCloseTo(usage.knownCostUsd + usage.estimatedUsd, 8);
  const versions = timeline.filter(({ event }) => event === 'order');
  expect(versions.at(-1)).toMatchObject({ state: 'placed' });
  expect(versions.map(({ version }) => version)).toEqual(
    versions.map(({ version }) => Number(version)).toSorted((a, b) => a - b),
  );
  expect(timeline.at(-1)).toMatchObject({ event: 'ended', outcome: 'finished', reason: 'goodbye' });
}

/** A model that reads back and places as the two last steps say. */
function model(
  read: Partial<ScenarioTurn>,
  yes: Partial<ScenarioTurn>,
  ordered: ScenarioTurn['steps'][number]['tools'] = ORDERED,
): Scenario {
  const placed = [{ tools: [PLACE] }, { say: 'Thank you.' }];
  const given = [{ tools: ordered }, { tools: [{ name: 'read_back_order', arguments: {} }] }];
  return {
    name: 'One pizza',
    greeting: 'Hello.',
    turns: [
      { caller: PIZZA, ...read, steps: [...given, ...(read.steps ?? [])] },
      { caller: YES, steps: placed, ...yes },
    ],
  };
}

/** What became of each `place_order`, in order. */
async function placings(line: Line, callSid: string): Promise<readonly unknown[]> {
  const { timeline } = await viewOf(line, callSid);
  return timeline
    .filter(({ event, name }) => event === 'tool' && name === 'place_order')
    .map(({ ok, error }) => (ok === true ? 'placed' : error));
}

describe('An order by voice', () => {
  it.concurrent(
    'is placed as it was spoken, with its question, barge-in and change of mind, and timed',
    onOwnLines(async (open) => {
      const line = await open({ scenario: SCENARIO, env: { VOICE_PROVIDERS: 'openai-realtime' } });
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
      const view = await viewOf(line, call.callSid);
      expectAccount(view, { words: SCENARIO.turns.map(({ caller }) => caller) });
      const cut = view.speech.find(({ state }) => state === 'cut');
      expect(cut?.heardMs).toBe(view.transcript.find(({ interrupted }) => interrupted)?.heardMs);
      expect(Math.abs((cut?.heardMs ?? Infinity) - (truncation?.audioEndMs ?? 0))).toBeLessThan(2);
      for (const [index, { latencyMs }] of measures.turns.entries()) {
        const { waitMs } = view.waits[index + 1] ?? {};
        // Here the caller's last sound is known to within 200 ms, and what is said may come late.
        expect(Math.abs((waitMs ?? Infinity) - (latencyMs ?? 0))).toBeLessThan(400);
        // The caller waits for the end of their turn to be found, and then for the answer.
        expect(latencyMs).toBeGreaterThan((report.latency[index]?.responseMs ?? Infinity) - 100);
      }
    }),
    60_000,
  );

  it.concurrent.each([
    ['openai-realtime,openai-pipeline', 'not_answered'],
    // Nothing of its first words is with the phone when it places.
    ['openai-pipeline', 'not_confirmed'],
  ])(
    'is read out by a voice of ours when the model has said something else twice (%s)',
    onOwnLines(async (open, providers: string, atOnce: string) => {
      const heedless = { heedless: true, onToolError: PARAPHRASE } as const;
      // It places in the turn of the read-back, and keeps on saying another total.
      const read = { ...heedless, steps: [{ say: PARAPHRASE, tools: [PLACE] }] };
      const line = await open({
        scenario: model(read, heedless),
        env: { VOICE_PROVIDERS: providers },
      });
      const call = await line.phone.dial();
      await call.untilQuiet(400, { limitMs: 20_000 });
      for (const words of [PIZZA, YES, YES, YES]) {
        await call.say(words);
        await call.untilAnswered();
        await call.untilQuiet(800, { limitMs: 40_000 });
      }
      expect(await placings(line, call.callSid)).toEqual([
        atOnce,
        'misread',
        'read_aloud',
        'placed',
      ]);
      const { orders } = await line.get<{ orders: OrderReport[] }>('/orders');
      expect(orders.map(({ totalCents }) => totalCents)).toEqual([1361]);
      const { transcript } = await viewOf(line, call.callSid);
      expect(transcript.filter(({ text }) => text === SENTENCE)).toMatchObject([
        { role: 'assistant', interrupted: false },
      ]);
      await call.hangUp();
    }),
    90_000,
  );

  it.concurrent(
    'is left to the order line when no voice can read it out',
    onOwnLines(async (open) => {
      const heedless = { heedless: true, onToolError: PARAPHRASE } as const;
      const line = await open({
        scenario: model({ ...heedless, steps: [{ say: PARAPHRASE }] }, heedless),
        env: { VOICE_PROVIDERS: 'openai-realtime,ivr' },
      });
      const call = await line.phone.dial();
      await call.untilQuiet(400, { limitMs: 20_000 });
      for (const words of [PIZZA, YES]) {
        await call.say(words);
        await call.untilAnswered();
        await call.untilQuiet(800, { limitMs: 20_000 });
      }
      await call.say(YES);
      await call.until('the order line asks', () => call.gathering);
      expect(await placings(line, call.callSid)).toEqual(['misread', 'misread']);
      expect(await viewOf(line, call.callSid)).toMatchObject({ provider: 'ivr' });
      await call.hangUp();
    }),
    90_000,
  );

  it.concurrent(
    'is read again when the caller has agreed in the middle of it, with the allergies they stated',
    onOwnLines(async (open) => {
      const line = await open({
        scenario: model({ steps: [{ say: '{{read_back_order.spoken}}' }] }, {}, [
          ALLERGIC,
          ...ORDERED,
        ]),
        env: { VOICE_PROVIDERS: 'openai-realtime' },
      });
      const call = await line.phone.dial();
      await call.untilQuiet(400, { limitMs: 20_000 });
      await call.say(PIZZA);
      await call.untilHearing(1_500);
      await call.say(YES);
      await call.untilAnswered();
      await call.untilQuiet(800, { limitMs: 40_000 });
      expect(await placings(line, call.callSid)).toEqual(['not_heard']);
      await call.say(YES);
      await call.untilAnswered();
      await call.untilQuiet(800, { limitMs: 20_000 });
      expect(await placings(line, call.callSid)).toEqual(['not_heard', 'placed']);
      const { orders } = await line.get<{ orders: Order[] }>('/orders');
      expect(orders.map(({ allergies }) => allergies)).toEqual([['milk', 'kiwi']]);
      const { transcript } = await viewOf(line, call.callSid);
      expect(transcript.map(({ text }) => text).join(' ')).toContain(
        'under the name Ben. The kitchen is told of an allergy to milk and kiwi. The total is',
      );
      await call.hangUp();
    }),
    90_000,
  );
});
