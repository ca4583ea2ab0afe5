/**
 * A whole order by voice on this machine, without keys or services: the built server, a
 * simulated phone, a stand-in for OpenAI. Exits 0 only if the order is in the store as the
 * scenario expects it and neither side broke its protocol.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { differences } from './simulators/differences.js';
import { OpenAiStandIn } from './simulators/openai/open-ai-stand-in.js';
import { PhoneSimulator } from './simulators/phone/phone-simulator.js';
import { TwilioRest } from './simulators/phone/twilio-rest.js';
import { ConversationPrinter } from './simulators/print/conversation-printer.js';
import { latencyTable } from './simulators/print/latency-table.js';
import { OpsClient } from './simulators/print/ops-client.js';
import { receiptOf } from './simulators/print/receipt.js';
import { playScenario, rehearse } from './simulators/scenario-runner.js';
import { readScenario, type Scenario } from './simulators/scenario.js';
import { freePort } from './simulators/free-port.js';
import { ServerProcess } from './simulators/server-process.js';
import { writeAlwaysOpenMenu } from './support/menu-fixture.js';

const ACCOUNT_SID = `AC${randomBytes(16).toString('hex')}`;
const DEFAULT_SCENARIO = join(import.meta.dirname, 'scenarios/order.json');
/** The whole demonstration takes less than a minute; something hangs when it does not. */
const LIMIT_MS = 58_000;

/** Everything that has to be stopped, newest first. */
const cleanups: (() => Promise<unknown>)[] = [];

async function demonstrate(scenario: Scenario, misbehave: boolean): Promise<string[]> {
  const authToken = randomBytes(16).toString('hex');
  const opsToken = randomBytes(16).toString('hex');
  const dataDir = await mkdtemp(join(tmpdir(), 'voiceplate-demo-'));
  cleanups.unshift(() => rm(dataDir, { recursive: true, force: true }));
  await rehearse(scenario);
  const openAi = await OpenAiStandIn.start({
    scenario,
    knobs: misbehave ? { dropAt: 'during-answer' } : {},
  });
  cleanups.unshift(() => openAi.stop());
  const rest = await TwilioRest.start({
    accountSid: ACCOUNT_SID,
    authToken,
    find: (callSid) => phone.find(callSid),
  });
  cleanups.unshift(() => rest.close());

  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const server = await ServerProcess.start(port, {
    HOST: '127.0.0.1',
    PUBLIC_URL: publicUrl,
    DATA_DIR: dataDir,
    MENU_FILE: await writeAlwaysOpenMenu(dataDir),
    LOG_LEVEL: 'WARN',
    OPS_TOKEN: opsToken,
    OPENAI_API_KEY: openAi.knobs.acceptedKey,
    OPENAI_BASE_URL: openAi.baseUrl,
    OPENAI_REALTIME_URL: openAi.url,
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_API_URL: rest.url,
    // Otherwise the built-in order line would take the call over and might well succeed.
    ...(misbehave && { ENABLE_REALTIME_FALLBACK: 'false' }),
  });
  cleanups.unshift(() => server.kill());
  const phone = new PhoneSimulator({
    url: server.url,
    publicUrl,
    authToken,
    accountSid: ACCOUNT_SID,
    ...(scenario.from !== undefined && { from: scenario.from }),
  });
  cleanups.unshift(() => phone.close());

  console.log(`VoicePlate answers on ${publicUrl}; the phone rings.\n`);
  const call = await phone.dial();
  const ops = new OpsClient(server.url, opsToken);
  const printer = new ConversationPrinter(call, ops);
  printer.start();
  const measures = await playScenario(call, scenario, {
    callerSpeaks: ({ caller, keys }) => printer.caller(caller || `[keys ${keys ?? ''}]`),
  }).catch(String);
  await printer.stop();

  const orders = await ops.orders(call.callSid);
  const report = await ops.call(call.callSid);
  for (const order of orders) console.log(`\n${receiptOf(order)}`);
  if (typeof measures !== 'string') {
    console.log(`\n${latencyTable(measures, report?.latency ?? [])}`);
    console.log(`\nThe call lasted ${(measures.durationMs / 1000).toFixed(1)} s.`);
  }
  const problems = [
    ...(typeof measures === 'string' ? [measures] : []),
    ...orderProblems(scenario, orders),
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

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { scenario: { type: 'string' }, misbehave: { type: 'boolean', default: false } },
  });
  let limit: NodeJS.Timeout | undefined;
  const cutShort = new Promise<string[]>((resolve) => {
    limit = setTimeout(() => resolve([`not over after ${LIMIT_MS / 1000} s`]), LIMIT_MS);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => resolve([`ended by ${signal}`]));
    }
  });
  const run = demonstrate(readScenario(values.scenario ?? DEFAULT_SCENARIO), values.misbehave);
  const problems = await Promise.race([run, cutShort]).catch((error: unknown) => [String(error)]);
  clearTimeout(limit);
  for (const cleanup of cleanups) await cleanup().catch(() => undefined);
  for (const problem of problems) console.error(`FAILED: ${problem}`);
  if (problems.length === 0)
    console.log('\nThe store holds what was ordered, and nobody broke a protocol.');
  process.exit(problems.length === 0 ? 0 : 1);
}

await main();
