import { monitorEventLoopDelay } from 'node:perf_hooks';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bulkhead } from 'cockatiel';
import { differences } from '../simulators/differences.js';
import type { SimulatedCall } from '../simulators/phone/simulated-call.js';
import { readScenario } from '../simulators/scenario.js';
import { MOMENTS, type Fault, type Moment } from './faults.js';
import { speak } from '../simulators/speech/speak.js';
import { untilCall, viewOf } from './call-view.js';
import { startLine, type Line } from './line.js';

const SCENARIO = readScenario(join(import.meta.dirname, '../scenarios/short.json'));
/** Contract: whatever fails, the caller hears speech or a tone within this. */
const MAX_SILENCE_MS = 3_000;
const TURN_LIMIT_MS = 40_000;
/** Event-loop delay that is no excuse. */
const USUAL_STALL_MS = 100;
const CALLS_AT_ONCE = 12;
/** Between the beginnings of two calls: work that every call has at once would make all of them late. */
const STAGGER_MS = 300;
/** Moments at which the greeting was not heard to its end. */
const GREETED_AGAIN = new Set(['connecting', 'greeting']);

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

/** Speaks the caller's half; a turn is over when its answer was completed and heard. */
async function order(line: Line, call: SimulatedCall): Promise<void> {
  const completed = (count: number) =>
    untilCall(line, call.callSid, ({ turns, outcome }) => turns >= count || outcome !== null, {
      what: `turn ${count} of ${call.callSid}`,
      limitMs: TURN_LIMIT_MS,
      everyMs: 100,
    });
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

function greetings(line: Line): number {
  return line.openai.ears.responses.filter(({ spoken }) => spoken[0]?.text === SCENARIO.greeting)
    .length;
}

/** One fault at one moment of an order, in a call and on a line of its own. */
export interface Cell {
  readonly fault: Fault;
  readonly moment: Moment;
}

/** Every fault at every moment; the calls may go on at the same time. */
export class FaultMatrix {
  readonly cells: readonly Cell[];
  private readonly lines = new Map<Cell, Line>();
  /** Calls that go on at the same time keep a quarter of a core busy. */
  private readonly room = bulkhead(CALLS_AT_ONCE, Infinity);
  /** When the last of the calls so far begins. */
  private begun: Promise<unknown> = Promise.resolve();
  /** Worst silence of each cell, ms. */
  private readonly worst = new Map<string, number>();

  /** @param finalProvider where every call has to end. */
  constructor(
    faults: readonly Fault[],
    private readonly finalProvider: string,
  ) {
    this.cells = faults.flatMap((fault) => MOMENTS.map((moment) => ({ fault, moment })));
  }

  /** Makes all speech and boots a line for each cell: neither may take time from a call. */
  async prepare(): Promise<void> {
    await Promise.all(SPOKEN.map((text) => speak(text, 'assistant')));
    for (const cell of this.cells) this.lines.set(cell, await startLine({ scenario: SCENARIO }));
  }

  /**
   * Takes an order during which the fault strikes, once there is room for the call. Rejects with
   * what is wrong with it.
   */
  suffer(cell: Cell): Promise<void> {
    return this.room.execute(() => this.play(cell));
  }

  /** Prints how long callers had to bear silence, and closes the lines that were not used. */
  async close(): Promise<void> {
    const rows = [...this.worst].map(([cell, ms]) => `${String(ms).padStart(6)} ms  ${cell}`);
    process.stdout.write(`Worst silence heard by the caller:\n${rows.join('\n')}\n`);
    await Promise.all([...this.lines.values()].map((line) => line.close()));
  }

  private async play(cell: Cell): Promise<void> {
    const { fault, moment } = cell;
    const line = this.lines.get(cell);
    if (line === undefined) throw new Error('not prepared');
    await (this.begun = this.begun.then(() => delay(STAGGER_MS)));
    const stalls = monitorEventLoopDelay({ resolution: 20 });
    stalls.enable();
    try {
      const struck = moment.reached(line.openai).then(() => {
        const connection = line.openai.connections.at(-1);
        if (connection) fault.strike(line.openai, connection);
      });
      const call = await line.phone.dial();
      await Promise.all([order(line, call), struck]).catch(async (error: unknown) => {
        const { timeline, transcript } = await viewOf(line, call.callSid);
        throw new Error(
          `${String(error)}\n${JSON.stringify(timeline)}\n${JSON.stringify(transcript)}`,
        );
      });
      // Phone, product and provider share this process: when the machine stops it, all fall silent.
      const stalledMs = Math.max(0, stalls.max / 1e6 - USUAL_STALL_MS);
      const silenceMs = Math.round(call.longestSilenceMs() - stalledMs);
      this.worst.set(`${fault.name} | ${moment.name} | ${this.finalProvider}`, silenceMs);
      const { provider } = await viewOf(line, call.callSid);
      const { orders } = await line.get<{ orders: unknown[] }>('/orders');
      const faults = [
        ...line.violations(),
        ...(orders.length === 1 ? differences(orders[0], SCENARIO.expect?.order) : []),
        ...(orders.length === 1 ? [] : [`${orders.length} orders were placed`]),
        ...(silenceMs <= MAX_SILENCE_MS ? [] : [`silent for ${silenceMs} ms`]),
        ...(greetings(line) <= (GREETED_AGAIN.has(moment.name) ? 2 : 1) ? [] : ['greeted twice']),
      ];
      expect({ provider, faults }).toEqual({ provider: this.finalProvider, faults: [] });
    } finally {
      stalls.disable();
      this.lines.delete(cell);
      await line.close();
    }
  }
}
