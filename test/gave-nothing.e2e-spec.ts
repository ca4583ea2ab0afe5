import { monitorEventLoopDelay } from 'node:perf_hooks';
import { differences } from './simulators/differences.js';
import type {
  FaultRule,
  ResponseCause,
  ResponseFault,
} from './simulators/openai/response-faults.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import type { Scenario, ScenarioTurn } from './simulators/scenario.js';
import { speak } from './simulators/speech/speak.js';
import { untilCall, viewOf } from './support/call-view.js';
import { OwnConnections } from './support/own-connection.js';
import { startLine, type Line } from './support/line.js';

/** Contract: whatever fails, the caller hears speech or a tone within this. */
const MAX_SILENCE_MS = 3_000;
/** Event-loop delay that is no excuse. */
const USUAL_STALL_MS = 100;
const LIMIT_MS = 20_000;

const WRITTEN = 'These words were only written.';
const GREETING = "Luigi's, good evening, what would you like?";
const QUESTION = 'What do you have today?';
const READ_BACK = 'One small Margherita for Ben, total thirteen sixty-one. Right?';
const PIZZA: ScenarioTurn = {
  caller: 'A small Margherita for Ben, please.',
  steps: [
    {
      tools: [
        {
          name: 'add_item',
          arguments: { itemId: 'margherita', quantity: 1, options: ['small'] },
        },
        { name: 'set_customer', arguments: { name: 'Ben', fulfilment: 'pickup' } },
        { name: 'read_back_order', arguments: {} },
      ],
    },
    { say: READ_BACK },
  ],
};
const YES: ScenarioTurn = {
  caller: 'Yes.',
  steps: [
    {
      tools: [
        {
          name: 'place_order',
          arguments: { confirmationId: '{{read_back_order.confirmationId}}' },
        },
      ],
    },
    { say: 'Your order is placed. Thank you for calling.' },
  ],
};
const SCENARIO: Scenario = {
  name: 'One pizza, and answers that are none',
  greeting: GREETING,
  turns: [
    { caller: QUESTION, steps: [{ say: 'We have pizza and pasta today. Which one?' }] },
    PIZZA,
    YES,
  ],
};
const ORDER = {
  state: 'placed',
  customer: { name: 'Ben', fulfilment: 'pickup' },
  lines: [{ itemId: 'margherita', quantity: 1 }],
};
const SPOKEN = [
  GREETING,
  'We have pizza and pasta today. Which one?',
  READ_BACK,
  'Your order is placed. Thank you for calling.',
  'Sorry, I did not catch that.',
];

const FAULTS: Readonly<Record<string, ResponseFault>> = {
  'completed with nothing': { kind: 'empty' },
  'only written': { kind: 'text-only', text: WRITTEN },
  'cut before a word': { kind: 'incomplete', reason: 'content_filter', afterMs: 0 },
  'cut in mid-sentence': { kind: 'incomplete', reason: 'max_output_tokens', afterMs: 600 },
};

/** What the caller does before ordering, so that there is such an answer. */
type Before = 'nothing' | 'asks' | 'presses' | 'stays silent';

/** An answer of the call, by what asks for it. */
interface Moment {
  readonly cause: ResponseCause;
  readonly nth?: number;
  readonly before: Before;
}

const MOMENTS: Readonly<Record<string, Moment>> = {
  greeting: { cause: 'greeting', before: 'nothing' },
  answering: { cause: 'turn', before: 'asks' },
  'after a tool': { cause: 'tool-results', before: 'nothing' },
  'after "are you still there"': { cause: 'still-there', before: 'stays silent' },
  'after pressed keys': { cause: 'request', before: 'presses' },
  'confirming the order': { cause: 'tool-results', nth: 2, before: 'nothing' },
};

const CELLS = Object.entries(MOMENTS).flatMap(([moment, { before, ...rule }]) =>
  Object.entries(FAULTS).map(([name, fault]) => ({
    moment,
    name,
    before,
    rule: { ...rule, fault },
  })),
);

describe('An answer that gives the caller nothing, or breaks off,', () => {
  /** The usual line, and one on which a silent caller is soon asked. */
  let usual: Line;
  let asking: Line;
  let onUsual: OwnConnections;
  let onAsking: OwnConnections;
  const worst: [string, number][] = [];
  const stalls = monitorEventLoopDelay({ resolution: 20 });

  beforeAll(async () => {
    await Promise.all(SPOKEN.map((text) => speak(text, 'assistant')));
    usual = await startLine({ scenario: SCENARIO });
    asking = await startLine({ scenario: SCENARIO, env: { SILENCE_HANGUP_SECONDS: '4' } });
    onUsual = new OwnConnections(usual);
    onAsking = new OwnConnections(asking);
    stalls.enable();
  }, 60_000);
  afterAll(async () => {
    stalls.disable();
    const rows = worst.map(([cell, ms]) => `${String(ms).padStart(6)} ms  ${cell}`);
    process.stdout.write(`Worst silence heard by the caller:\n${rows.join('\n')}\n`);
    await usual.close();
    await asking.close();
  });

  let numbers = 1_000;
  const dial = (calls: OwnConnections, rule: FaultRule) =>
    calls.dial({ faultResponses: [rule] }, { from: `+1212555${String((numbers += 1))}` });

  const answered = async (line: Line, call: SimulatedCall, turns: number) => {
    await untilCall(line, call.callSid, (view) => view.turns >= turns || view.outcome !== null, {
      what: `turn ${turns} of ${call.callSid}`,
      limitMs: LIMIT_MS,
      everyMs: 100,
    });
    await call.untilQuiet(300, { limitMs: LIMIT_MS });
  };

  /** The caller's half of the call. */
  const order = async (line: Line, call: SimulatedCall, before: Before) => {
    let turns = 1;
    await answered(line, call, turns);
    if (before === 'asks') await call.say(QUESTION);
    if (before === 'presses') await call.press('5');
    if (before !== 'nothing') await answered(line, call, (turns += 1));
    for (const { caller } of [PIZZA, YES]) {
      await call.say(caller);
      await answered(line, call, (turns += 1));
    }
  };

  it.concurrent.each(CELLS)(
    'is made good when it is $name ($moment)',
    async ({ moment, name, before, rule }) => {
      const [line, calls] = before === 'stays silent' ? [asking, onAsking] : [usual, onUsual];
      const { call, ears } = await dial(calls, rule);
      const struck = line.openai
        .waitFor(
          ({ responses }) =>
            responses.find((made) => made.connection === ears.index && made.fault !== null),
          LIMIT_MS,
        )
        .then(() => call.clock.now());
      const ordered = order(line, call, before);
      const [struckAt] = await Promise.all([struck, ordered]).catch(async (error: unknown) => {
        throw new Error(`${String(error)}\n${JSON.stringify(await viewOf(line, call.callSid))}`);
      });
      // The caller's own silence is no fault.
      const from = before === 'stays silent' ? struckAt : call.startedAt;
      const stalledMs = Math.max(0, stalls.max / 1e6 - USUAL_STALL_MS);
      const silenceMs = Math.round(call.longestSilenceMs(from) - stalledMs);
      worst.push([`${name} | ${moment}`, silenceMs]);
      const { orders } = await line.get<{ orders: { callSid: string }[] }>('/orders?limit=100');
      const placed = orders.filter(({ callSid }) => callSid === call.callSid);
      const { provider, timeline, transcript } = await viewOf(line, call.callSid);
      await call.hangUp();
      const events = timeline.map(({ event }) => event);
      expect({
        provider,
        faults: [
          ...(placed.length === 1 ? differences(placed[0], ORDER) : [`${placed.length} orders`]),
          ...(silenceMs <= MAX_SILENCE_MS ? [] : [`silent for ${silenceMs} ms`]),
          ...(JSON.stringify(transcript).includes(WRITTEN) ? ['unheard words were noted'] : []),
        ],
        told: events.filter((event) => event === 'gave-nothing' || event === 'broke-off'),
        others: events.filter((event) => event === 'reconnect' || event === 'next-provider'),
      }).toEqual({
        provider: 'openai-realtime',
        faults: [],
        told: [name === 'cut in mid-sentence' ? 'broke-off' : 'gave-nothing'],
        others: [],
      });
      expect(ears.deletions).toHaveLength(name === 'only written' ? 1 : 0);
      expect(line.violations()).toEqual([]);
    },
    120_000,
  );

  it('twice in a row is left to the next provider', async () => {
    const fault = { kind: 'text-only', text: WRITTEN } as const;
    const { call, ears } = await dial(onUsual, { fault, times: 9 });
    await answered(usual, call, 1);
    const silenceMs = Math.round(call.longestSilenceMs());
    worst.push(['only written, twice in a row', silenceMs]);
    const { provider, timeline, transcript } = await viewOf(usual, call.callSid);
    await call.hangUp();
    expect(provider).toBe('openai-pipeline');
    expect(timeline.filter(({ event }) => event === 'gave-nothing')).toHaveLength(2);
    expect(transcript.map(({ text }) => text)).toEqual([GREETING]);
    expect(silenceMs).toBeLessThanOrEqual(MAX_SILENCE_MS);
    const { responses } = usual.openai.ears;
    expect(responses.filter(({ connection }) => connection === ears.index)).toHaveLength(2);
  });
});
