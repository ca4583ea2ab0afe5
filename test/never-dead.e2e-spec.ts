import { join } from 'node:path';
import { differences } from './simulators/differences.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { readScenario } from './simulators/scenario.js';
import {
  LASTING_FAULTS,
  MOMENTS,
  PASSING_FAULTS,
  type Fault,
  type Moment,
} from './support/faults.js';
import { startLine, type Line } from './support/line.js';

const SCENARIO = readScenario(join(import.meta.dirname, 'scenarios/short.json'));
/** Contract: whatever fails, the caller hears speech or a tone within this. */
const MAX_SILENCE_MS = 3_000;
const TURN_LIMIT_MS = 40_000;

interface CallDetail {
  readonly turns: number;
  readonly outcome: string | null;
  readonly provider: string | null;
  readonly timeline: { readonly event: string }[];
}

const worst = new Map<string, number>();

/** Speaks the caller's half; a turn is over when its answer was completed and heard. */
async function order(line: Line, call: SimulatedCall): Promise<void> {
  const completed = async (turns: number) => {
    const deadline = Date.now() + TURN_LIMIT_MS;
    for (;;) {
      const detail = await line.get<CallDetail>(`/calls/${call.callSid}`);
      if (detail.turns >= turns || detail.outcome !== null) return;
      if (Date.now() > deadline) throw new Error(`turn ${turns} of ${call.callSid} never ended`);
      await call.clock.sleep(100);
    }
  };
  await completed(1);
  await call.untilQuiet(400, { limitMs: TURN_LIMIT_MS });
  for (const [index, turn] of SCENARIO.turns.entries()) {
    await call.say(turn.caller);
    if (index === SCENARIO.turns.length - 1) break;
    await completed(index + 2);
    await call.untilQuiet(400, { limitMs: TURN_LIMIT_MS });
  }
  await call.untilEnded({ limitMs: TURN_LIMIT_MS });
}

async function suffer(fault: Fault, moment: Moment, finalProvider: string): Promise<void> {
  const line = await startLine({ scenario: SCENARIO });
  try {
    const struck = moment.reached(line.openai).then(() => {
      const connection = line.openai.connections.at(-1);
      if (connection) fault.strike(line.openai, connection);
    });
    const call = await line.phone.dial();
    await Promise.all([order(line, call), struck]);
    const silenceMs = Math.round(call.longestSilenceMs());
    worst.set(`${fault.name} | ${moment.name} | ${finalProvider}`, silenceMs);
    const { provider } = await line.get<CallDetail>(`/calls/${call.callSid}`);
    const { orders } = await line.get<{ orders: unknown[] }>('/orders');
    const faults = [
      ...line.violations(),
      ...(orders.length === 1 ? differences(orders[0], SCENARIO.expect?.order) : []),
      ...(orders.length === 1 ? [] : [`${orders.length} orders were placed`]),
      ...(silenceMs <= MAX_SILENCE_MS ? [] : [`silent for ${silenceMs} ms`]),
      ...(greetings(line) <= (moment.name === 'greeting' || moment.name === 'connecting' ? 2 : 1)
        ? []
        : ['greeted twice']),
    ];
    if (provider !== finalProvider) faults.push(`ended on ${provider ?? 'nothing'}`);
    expect({ moment: moment.name, faults }).toEqual({ moment: moment.name, faults: [] });
  } finally {
    await line.close();
  }
}

function greetings(line: Line): number {
  return line.openai.ears.responses.filter(({ spoken }) => spoken[0]?.text === SCENARIO.greeting)
    .length;
}

describe('A provider that fails while an order is taken', () => {
  afterAll(() => {
    const rows = [...worst].map(([cell, ms]) => `${String(ms).padStart(6)} ms  ${cell}`);
    process.stdout.write(`Worst silence heard by the caller:\n${rows.join('\n')}\n`);
  });

  it.each(PASSING_FAULTS.map((fault) => [fault.name, fault] as const))(
    'by being %s costs the caller neither the order nor three seconds',
    async (_name, fault) => {
      await Promise.all(MOMENTS.map((moment) => suffer(fault, moment, 'openai-realtime')));
    },
    120_000,
  );

  it.each(LASTING_FAULTS.map((fault) => [fault.name, fault] as const))(
    'for good by being %s gives way to the next rung, with the order as it was',
    async (_name, fault) => {
      await Promise.all(MOMENTS.map((moment) => suffer(fault, moment, 'openai-pipeline')));
    },
    120_000,
  );
});
