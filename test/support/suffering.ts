import { monitorEventLoopDelay } from 'node:perf_hooks';
import { join } from 'node:path';
import { differences } from '../simulators/differences.js';
import type { SimulatedCall } from '../simulators/phone/simulated-call.js';
import { readScenario } from '../simulators/scenario.js';
import { MOMENTS, type Fault, type Moment } from './faults.js';
import { speak } from '../simulators/speech/speak.js';
import { startLine, type Line } from './line.js';

const SCENARIO = readScenario(join(import.meta.dirname, '../scenarios/short.json'));
/** Contract: whatever fails, the caller hears speech or a tone within this. */
const MAX_SILENCE_MS = 3_000;
const TURN_LIMIT_MS = 40_000;
/** Event-loop delay that is no excuse. */
const USUAL_STALL_MS = 100;

interface CallDetail {
  readonly turns: number;
  readonly outcome: string | null;
  readonly provider: string | null;
  readonly timeline: { readonly event: string }[];
}

const READ_BACK =
  'You have one Margherita, small 10 inch; for pickup, under the name Ben. The total is thirteen dollars and sixty-one cents, including one dollar and eleven cents tax. Is that right?';
/** What the assistant says in these calls, as a whole and by sentences. */
const SPOKEN = [
  READ_BACK,
  ...READ_BACK.split(/(?<=[.?]) /),
  'Are you still there?',
  'One moment, please.',
  'Sorry, I did not catch that.',
];

/** Worst silence of each cell, ms. */
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

async function suffer(
  line: Line,
  fault: Fault,
  moment: Moment,
  finalProvider: string,
): Promise<void> {
  const stalls = monitorEventLoopDelay({ resolution: 20 });
  stalls.enable();
  try {
    const struck = moment.reached(line.openai).then(() => {
      const connection = line.openai.connections.at(-1);
      if (connection) fault.strike(line.openai, connection);
    });
    const call = await line.phone.dial();
    await Promise.all([order(line, call), struck]).catch(async (error: unknown) => {
      const { timeline, transcript } = await line.get<CallDetail & { transcript: unknown }>(
        `/calls/${call.callSid}`,
      );
      throw new Error(
        `${moment.name}: ${String(error)}\n${JSON.stringify(timeline)}\n${JSON.stringify(transcript)}`,
      );
    });
    // Phone, product and provider share this process: when the machine stops it, all fall silent.
    const stalledMs = stalls.max / 1e6;
    const silenceMs = Math.round(call.longestSilenceMs() - Math.max(0, stalledMs - USUAL_STALL_MS));
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
    stalls.disable();
    await line.close();
  }
}

/** Waits for all and reports every failure, not only the first. */
async function allOf(cells: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(cells);
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [String(result.reason)] : [],
  );
  expect(failures).toEqual([]);
}

function greetings(line: Line): number {
  return line.openai.ears.responses.filter(({ spoken }) => spoken[0]?.text === SCENARIO.greeting)
    .length;
}

/** A fault strikes at every moment of an order, each in a call of its own. */
export async function sufferEverywhere(fault: Fault, finalProvider: string): Promise<void> {
  // Made and booted beforehand: what is measured is the product, not a busy test machine.
  await Promise.all(SPOKEN.map((text) => speak(text, 'assistant')));
  const lines: Line[] = [];
  for (const _ of MOMENTS) lines.push(await startLine({ scenario: SCENARIO }));
  const cells = MOMENTS.flatMap((moment, index) => {
    const line = lines[index];
    return line ? [suffer(line, fault, moment, finalProvider)] : [];
  });
  await allOf(cells);
}

/** Prints how long callers had to bear silence. */
export function printWorstSilence(): void {
  const rows = [...worst].map(([cell, ms]) => `${String(ms).padStart(6)} ms  ${cell}`);
  process.stdout.write(`Worst silence heard by the caller:\n${rows.join('\n')}\n`);
}
