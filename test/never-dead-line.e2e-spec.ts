import { join } from 'node:path';
import { differences } from './simulators/differences.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { readScenario } from './simulators/scenario.js';
import { LASTING_FAULTS, MOMENTS, type Fault, type Moment } from './support/faults.js';
import { startLine, type Line } from './support/line.js';

const SCENARIO = readScenario(join(import.meta.dirname, 'scenarios/short.json'));
/** Contract: whatever fails, the caller hears speech or a tone within this. */
const MAX_SILENCE_MS = 3_000;
const TURN_LIMIT_MS = 40_000;
/** More answers than these on the line are a loop. */
const MAX_ANSWERS = 8;

const FAULTS = LASTING_FAULTS.filter(({ name }) => /401|quota/.test(name));
const STRUCK_AT = ['connecting', 'caller speaking', 'tool running', 'answering', 'confirming'];

/** What the caller says to the line's questions; the first that fits. */
const ANSWERS: readonly (readonly [question: RegExp, answer: string])[] = [
  [/Your order is placed/, 'goodbye'],
  [/Just tell me what you would like/, 'A small Margherita, please.'],
  [/Anything else\?/, "No, that's all."],
  [/Will you pick it up/, 'pickup'],
  [/What name is the order for/, 'Ben'],
  [/Is that right\?/, 'yes'],
];

interface CallDetail {
  readonly turns: number;
  readonly outcome: string | null;
  readonly provider: string | null;
  readonly timeline: readonly unknown[];
  readonly transcript: readonly unknown[];
}

const worst = new Map<string, number>();

/** Speaks on the stream until the call has left it. */
async function speakOnStream(line: Line, call: SimulatedCall): Promise<void> {
  const leftBefore = async (turns: number): Promise<boolean> => {
    const deadline = Date.now() + TURN_LIMIT_MS;
    for (;;) {
      const detail = await line.get<CallDetail>(`/calls/${call.callSid}`);
      if (detail.provider === 'ivr' || detail.outcome !== null) return true;
      if (detail.turns >= turns) return false;
      if (Date.now() > deadline) throw new Error(`turn ${turns} never ended`);
      await call.clock.sleep(100);
    }
  };
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

async function suffer(fault: Fault, moment: Moment): Promise<void> {
  const line = await startLine({
    scenario: SCENARIO,
    env: { VOICE_PROVIDERS: 'openai-realtime,ivr' },
  });
  try {
    const struck = moment.reached(line.openai).then(() => {
      const connection = line.openai.connections.at(-1);
      if (connection) fault.strike(line.openai, connection);
    });
    const call = await line.phone.dial();
    const order = speakOnStream(line, call).then(() => finishOnLine(call));
    await Promise.all([order, struck]).catch(async (error: unknown) => {
      const { timeline } = await line.get<CallDetail>(`/calls/${call.callSid}`);
      throw new Error(
        `${moment.name}: ${String(error)}\n${JSON.stringify(timeline)}\n${call.said.join('\n')}`,
      );
    });
    const silenceMs = Math.round(call.longestSilenceMs());
    worst.set(`${fault.name} | ${moment.name} | ivr`, silenceMs);
    const { provider, outcome } = await line.get<CallDetail>(`/calls/${call.callSid}`);
    const { orders } = await line.get<{ orders: unknown[] }>('/orders');
    const faults = [
      ...line.violations(),
      ...(orders.length === 1 ? differences(orders[0], SCENARIO.expect?.order) : []),
      ...(silenceMs <= MAX_SILENCE_MS ? [] : [`silent for ${silenceMs} ms`]),
    ];
    expect({ moment: moment.name, provider, outcome, orders: orders.length, faults }).toEqual({
      moment: moment.name,
      provider: 'ivr',
      outcome: 'finished',
      orders: 1,
      faults: [],
    });
  } finally {
    await line.close();
  }
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

  it.each(FAULTS.map((fault) => [fault.name, fault] as const))(
    'by being %s is finished there by speech, placed once and as it was ordered',
    async (_name, fault) => {
      const moments = MOMENTS.filter(({ name }) => STRUCK_AT.includes(name));
      const results = await Promise.allSettled(moments.map((moment) => suffer(fault, moment)));
      const failures = results.flatMap((result) =>
        result.status === 'rejected' ? [String(result.reason)] : [],
      );
      expect(failures).toEqual([]);
    },
    120_000,
  );
});
