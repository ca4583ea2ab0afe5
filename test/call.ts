/** One simulated call against a running server: `npm run call -- [--scenario FILE] [--url URL]`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvFile } from 'node:process';
import { parseArgs } from 'node:util';

import { PhoneSimulator } from './simulators/phone/phone-simulator.js';
import { ConversationPrinter } from './simulators/print/conversation-printer.js';
import { latencyTable } from './simulators/print/latency-table.js';
import { OpsClient } from './simulators/print/ops-client.js';
import { playScenario, rehearse } from './simulators/scenario-runner.js';
import { readScenario } from './simulators/scenario.js';

const ENV_FILE = '.env';

/** Why the call failed, one line each; empty when it went well. */
async function callOnce(scenarioFile: string, url: string): Promise<string[]> {
  const scenario = readScenario(scenarioFile);
  await rehearse(scenario);
  const { TWILIO_AUTH_TOKEN, TWILIO_ACCOUNT_SID, PUBLIC_URL, OPS_TOKEN } = process.env;
  const phone = new PhoneSimulator({
    url,
    publicUrl: (PUBLIC_URL ?? url).replace(/\/$/, ''),
    authToken: TWILIO_AUTH_TOKEN ?? null,
    ...(TWILIO_ACCOUNT_SID !== undefined && { accountSid: TWILIO_ACCOUNT_SID }),
    ...(scenario.from !== undefined && { from: scenario.from }),
  });
  const call = await phone.dial();
  const ops = new OpsClient(url, OPS_TOKEN ?? null);
  const printer = new ConversationPrinter(call, ops);
  printer.start();
  const measures = await playScenario(call, scenario, {
    callerSpeaks: ({ caller, keys }) => printer.caller(caller || `[keys ${keys ?? ''}]`),
  }).catch(String);
  await printer.stop();
  await phone.close();
  if (typeof measures !== 'string') {
    const report = await ops.call(call.callSid).catch(() => null);
    console.log(`\n${latencyTable(measures, report?.latency ?? [])}`);
    console.log(
      `\nThe call ended (${measures.outcome}) after ${(measures.durationMs / 1000).toFixed(1)} s.`,
    );
  }
  return [
    ...(typeof measures === 'string' ? [measures] : []),
    ...call.violations,
    ...call.unreachable.map((request) => `not answered: ${request}`),
  ];
}

if (existsSync(ENV_FILE)) loadEnvFile(ENV_FILE);
const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: join(import.meta.dirname, 'scenarios/short.json') },
    url: { type: 'string', default: 'http://localhost:6001' },
  },
});
const problems = await callOnce(values.scenario, values.url.replace(/\/$/, '')).catch(
  (error: unknown) => [String(error)],
);
for (const problem of problems) console.error(`FAILED: ${problem}`);
process.exit(problems.length === 0 ? 0 : 1);
