/**
 * A whole order by voice on this machine, without keys or services: the built server, a
 * simulated phone, a stand-in for OpenAI. Exits 0 only if the order is in the store as the
 * scenario expects it and neither side broke its protocol.
 *
 * `--chaos`: OpenAI fails piece by piece during the call, which has to end with the order all
 * the same. `--misbehave`: it fails with nothing to fall back on, to show that the
 * demonstration can fail. `--scenario FILE`: another call than the usual one. `--stay`: the server and
 * the stand-in stay after the call until Ctrl-C, to be called by the phone in the browser.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { chaosProblems, playChaos } from './demo/chaos.js';
import { type DemoRig, startDemoRig, type RigOptions } from './demo/demo-rig.js';
import { differences } from './simulators/differences.js';
import { ConversationPrinter } from './simulators/print/conversation-printer.js';
import { latencyTable } from './simulators/print/latency-table.js';
import { receiptOf } from './simulators/print/receipt.js';
import { playScenario } from './simulators/scenario-runner.js';
import { readScenario, type Scenario } from './simulators/scenario.js';

const SCENARIOS = join(import.meta.dirname, 'scenarios');

/** One way to run the demonstration. */
interface Mode {
  readonly scenario: string;
  readonly setup: Omit<RigOptions, 'scenario'>;
  /** OpenAI fails during the call, and the call is to live through it. */
  readonly chaos: boolean;
  /** Something hangs when it takes longer. */
  readonly limitMs: number;
}

const PLAIN: Mode = {
  scenario: join(SCENARIOS, 'order.json'),
  setup: {},
  chaos: false,
  limitMs: 58_000,
};
const CHAOS: Mode = {
  ...PLAIN,
  scenario: join(SCENARIOS, 'chaos.json'),
  chaos: true,
  limitMs: 88_000,
};
const MISBEHAVE: Mode = {
  ...PLAIN,
  setup: {
    knobs: { dropAt: 'during-answer' },
    // Otherwise the rungs below would take the call over and might well succeed.
    environment: { ENABLE_REALTIME_FALLBACK: 'false' },
  },
};

/** Said by a stand-in that stays, to a caller whom it does not understand. */
const STAND_IN_WORDS =
  'I only play the assistant, and I understand no more than the sentences of the sample caller.';

/** Everything that has to be stopped, newest first. */
const cleanups: (() => Promise<unknown>)[] = [];

async function demonstrate(rig: DemoRig, scenario: Scenario, chaos: boolean): Promise<string[]> {
  const { openAi, ops, phone, server } = rig;
  console.log(`VoicePlate answers on ${rig.publicUrl}; the phone rings.\n`);
  const call = await phone.dial();
  const printer = new ConversationPrinter(call, ops);
  printer.start();
  const listener = {
    callerSpeaks: ({ caller, keys = '' }: { caller: string; keys?: string }) =>
      printer.caller(caller || `[keys ${keys}]`),
    strikes: (news: string) => printer.news(news),
  };
  const measures = await (
    chaos
      ? playChaos(call, scenario, { openAi, ops, listener })
      : playScenario(call, scenario, listener)
  ).catch(String);
  await printer.stop();

  const orders = await ops.orders(call.callSid);
  const report = await ops.call(call.callSid);
  for (const order of orders) console.log(`\n${receiptOf(order)}`);
  if (typeof measures !== 'string') {
    console.log(`\n${latencyTable(measures, report?.latency ?? [])}`);
    if (chaos) console.log('Without figures of ours: a filler or <Say> was heard first.');
    const lastedSeconds = (measures.durationMs / 1000).toFixed(1);
    const silentSeconds = (call.longestSilenceMs() / 1000).toFixed(1);
    console.log(
      `\nThe call lasted ${lastedSeconds} s; the worst silence in it was ${silentSeconds} s.`,
    );
  }
  const problems = [
    ...(typeof measures === 'string' ? [measures] : []),
    ...orderProblems(scenario, orders),
    ...(chaos ? chaosProblems(call, report) : []),
    ...call.violations.map((violation) => `against Twilio's protocol: ${violation}`),
    ...call.unreachable.map((request) => `not answered: ${request}`),
    ...openAi.ears.violations.map((violation) => `against OpenAI's protocol: ${violation}`),
  ];
  if (problems.length > 0) console.error(`\nThe server printed:\n${server.output}`);
  return problems;
}

/** There has to be exactly one order, and it has to be as the scenario expects it. */
function orderProblems(scenario: Scenario, orders: readonly unknown[]): string[] {
  const expected = scenario.expect?.order;
  const wanted = expected === undefined ? 0 : 1;
  if (orders.length !== wanted) return [`expected ${wanted} orders, found ${orders.length}`];
  return expected === undefined ? [] : differences(orders[0], expected);
}

function modeOf({ chaos, misbehave }: { chaos: boolean; misbehave: boolean }): Mode {
  if (chaos && misbehave) throw new Error('--chaos and --misbehave exclude each other');
  if (chaos) return CHAOS;
  return misbehave ? MISBEHAVE : PLAIN;
}

/** A rig for the phone in the browser, too: the stand-in also knows the short order of its sample caller. */
function stayingRig({ scenario, environment, ...options }: RigOptions): RigOptions {
  const { turns } = readScenario(join(SCENARIOS, 'short.json'));
  return {
    ...options,
    scenario: { ...scenario, turns: [...scenario.turns, ...turns], unknown: STAND_IN_WORDS },
    environment: { ...environment, ENABLE_PHONE: 'true' },
  };
}

/** Says where the server is that stays. */
function invite({ publicUrl, opsToken }: DemoRig): void {
  console.log(`
The line stays open until Ctrl-C. Sign in with the token ${opsToken}
  ${publicUrl}/phone    call it: choose "A sample caller", then Call
  ${publicUrl}/         live calls
  ${publicUrl}/kitchen  the orders
OpenAI is played by a stand-in here: it understands the sample caller's sentences and no others.`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string' },
      chaos: { type: 'boolean', default: false },
      misbehave: { type: 'boolean', default: false },
      stay: { type: 'boolean', default: false },
    },
  });
  const mode = modeOf(values);
  const scenario = readScenario(values.scenario ?? mode.scenario);
  const interrupted = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });
  let limit: NodeJS.Timeout | undefined;
  const cutShort = new Promise<string[]>((resolve) => {
    limit = setTimeout(() => resolve([`not over after ${mode.limitMs / 1000} s`]), mode.limitMs);
    void interrupted.then((signal) => resolve([`ended by ${signal}`]));
  });
  let rig: DemoRig | undefined;
  const run = async (): Promise<string[]> => {
    const options = { scenario, ...mode.setup };
    rig = await startDemoRig(values.stay ? stayingRig(options) : options, (stop) =>
      cleanups.unshift(stop),
    );
    return demonstrate(rig, scenario, mode.chaos);
  };
  const problems = await Promise.race([run(), cutShort]).catch((error: unknown) => [String(error)]);
  clearTimeout(limit);
  if (values.stay && rig !== undefined && problems.length === 0) {
    invite(rig);
    await interrupted;
  }
  for (const cleanup of cleanups) await cleanup().catch(() => undefined);
  for (const problem of problems) console.error(`FAILED: ${problem}`);
  if (problems.length === 0)
    console.log('\nThe store holds what was ordered, and nobody broke a protocol.');
  process.exit(problems.length === 0 ? 0 : 1);
}

await main();
