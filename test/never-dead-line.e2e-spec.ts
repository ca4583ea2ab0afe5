import { join } from 'node:path';
import { differences } from './simulators/differences.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { readScenario } from './simulators/scenario.js';
import { LASTING_FAULTS, MOMENTS, type Fault, type Moment } from './support/faults.js';
import { type CallView, untilCall, viewOf } from './support/call-view.js';
import { onOwnLines, type Line } from './support/line.js';

const SCENARIO = readScenario(join(import.meta.dirname, 'scenarios/short.json'));
/** Contract: whatever fails, the caller hears speech or a tone within this. */
const MAX_SILENCE_MS = 3_000;
const TURN_LIMIT_MS = 40_000;
/** More answers than these on the line are a loop. */
const MAX_ANSWERS = 8;

const FAULTS = LASTING_FAULTS.filter(({ name }) => /401|quota/.test(name));
const STRUCK_AT = ['connecting', 'caller speaking', 'tool running', 'answering', 'confirming'];
const CELLS = FAULTS.flatMap((fault) =>
  MOMENTS.filter(({ name }) => STRUCK_AT.includes(name)).map((moment) => ({ fault, moment })),
);

/** What the caller says to the line's questions; the first that fits. */
const ANSWERS: readonly (readonly [question: RegExp, answer: string])[] = [
  [/Your order is placed/, 'goodbye'],
  [/Just tell me what you would like/, 'A small Margherita, please.'],
  [/Anything else\?/, "No, that's all."],
  [/Will you pick it up/, 'pickup'],
  [/What name is the order for/, 'Ben'],
  [/Is that right\?|Shall I place the order\?/, 'yes'],
];

const worst = new Map<string, number>();

/** Speaks on the stream until the call has left it. */
async function speakOnStream(line: Line, call: SimulatedCall): Promise<void> {
  const hasLeft = ({ provider, outcome }: CallView) => provider === 'ivr' || outcome !== null;
  const leftBefore = async (count: number): Promise<boolean> =>
    hasLeft(
      await untilCall(line, call.callSid, (view) => hasLeft(view) || view.turns >= count, {
        what: `turn ${count}`,
        limitMs: TURN_LIMIT_MS,
        everyMs: 100,
      }),
    );
  for (const [index, { caller }] of SCENARIO.turns.entries()) {
    if (await leftBefore(index + 1)) return;
    await call.untilQuiet(400, { limitMs: TURN_LIMIT_MS });
    if (await leftBefore(0)) return;
    await call.say(caller);
  }
  if (!(await leftBefore(Infinity))) throw new Error('the call never left the stream');
}

/** Answers what the line asks until it hangs up. */
async function finishOnLine(call: SimulatedCall): Promise<void> {
  const listens = () =>
    call.until('the line asks or ends', ({ gathering, outcome }) => gathering || outcome);
  let answered = 0;
  for (; (await listens()) === true; answered += 1) {
    if (answered === MAX_ANSWERS) throw new Error(`asked for ever: ${call.said.join(' | ')}`);
    const question = call.said.at(-1) ?? '';
    const [, answer] = ANSWERS.find(([pattern]) => pattern.test(question)) ?? [];
    if (answer === undefined) throw new Error(`nobody expects "${question}"`);
    await call.say(answer);
  }
  expect(await call.untilEnded()).toBe('server-hung-up');
}

/** Plays a call during which the fault strikes; rejects with what is wrong with it. */
async function suffer(line: Line, fault: Fault, moment: Moment): Promise<void> {
  const struck = moment.reached(line.openai).then(() => {
    const connection = line.openai.connections.at(-1);
    if (connection) fault.strike(line.openai, connection);
  });
  const call = await line.phone.dial();
  const order = speakOnStream(line, call).then(() => finishOnLine(call));
  await Promise.all([order, struck]).catch(async (error: unknown) => {
    const { timeline } = await viewOf(line, call.callSid);
    throw new Error(`${String(error)}\n${JSON.stringify(timeline)}\n${call.said.join('\n')}`);
  });
  const silenceMs = Math.round(call.longestSilenceMs());
  worst.set(`${fault.name} | ${moment.name} | ivr`, silenceMs);
  const { provider, outcome } = await viewOf(line, call.callSid);
  const { orders } = await line.get<{ orders: unknown[] }>('/orders');
  const faults = [
    ...(orders.length === 1 ? differences(orders[0], SCENARIO.expect?.order) : []),
    ...(silenceMs <= MAX_SILENCE_MS ? [] : [`silent for ${silenceMs} ms`]),
  ];
  expect({ provider, outcome, orders: orders.length, faults }).toEqual({
    provider: 'ivr',
    outcome: 'finished',
    orders: 1,
    faults: [],
  });
}

describe('An order whose provider fails for good, with nothing but the keypad and speech line left', () => {
  afterAll(() => {
    const rows = [...worst].map(([cell, ms]) => `${String(ms).padStart(6)} ms  ${cell}`);
    process.stdout.write(`Worst silence heard by the caller:\n${rows.join('\n')}\n`);
  });

  it('is looked at with every fault and at every moment that is named here', () => {
    expect(FAULTS).toHaveLength(2);
    expect(MOMENTS.map(({ name }) => name)).toEqual(expect.arrayContaining(STRUCK_AT));
  });

  it.concurrent.each(CELLS)(
    'by being $fault.name at "$moment.name" is finished there by speech, placed once and as it was ordered',
    onOwnLines(async (open, { fault, moment }: (typeof CELLS)[number]) => {
      const env = { VOICE_PROVIDERS: 'openai-realtime,ivr' };
      await suffer(await open({ scenario: SCENARIO, env }), fault, moment);
    }),
    120_000,
  );
});
