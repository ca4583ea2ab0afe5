/**
 * One simulated call against a running server: `npm run call -- [--scenario FILE] [--url URL]`.
 * Without a scenario the caller fits the server: one for an AI, or one for words and keys.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvFile } from 'node:process';
import { parseArgs } from 'node:util';

import { KEPT_TOKEN_FILE } from '../src/ops/kept-token.js';
import { PhoneSimulator } from './simulators/phone/phone-simulator.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { ConversationPrinter } from './simulators/print/conversation-printer.js';
import { latencyTable } from './simulators/print/latency-table.js';
import { OpsClient } from './simulators/print/ops-client.js';
import { playScenario, rehearse, type ScenarioMeasures } from './simulators/scenario-runner.js';
import { answerNeeded, readScenario, type AnsweredBy } from './simulators/scenario.js';

const ENV_FILE = '.env';

/** The scenarios that are played when none is named. */
const SCENARIOS = { stream: 'short.json', gather: 'keypad.json' } as const;

const ANSWER = {
  stream: 'an AI on a media stream',
  gather: 'the line without AI, by <Gather>',
} as const;

/** What answers the call; throws when nothing does. */
function answeredBy(call: SimulatedCall): Promise<AnsweredBy> {
  return call.until('an AI or the line without AI answers', () => {
    if (call.gathering) return 'gather' as const;
    if (call.stream !== undefined) return 'stream' as const;
    if (call.outcome === undefined) return null;
    const said = call.said.map((words) => `"${words}"`).join(' ') || 'nothing';
    throw new Error(`The call was not taken: ${call.outcome}, after the caller heard ${said}.`);
  });
}

/** Plays a scenario that fits what answers; throws at once when the named one does not. */
async function play(
  call: SimulatedCall,
  printer: ConversationPrinter,
  scenarioFile: string | undefined,
): Promise<ScenarioMeasures> {
  const answer = await answeredBy(call);
  const file = scenarioFile ?? join(import.meta.dirname, 'scenarios', SCENARIOS[answer]);
  const scenario = readScenario(file);
  const needed = answerNeeded(scenario);
  if (needed !== answer) {
    const advice = needed === 'stream' ? ' Set OPENAI_API_KEY for the server, or' : '';
    throw new Error(
      `${file} is for ${ANSWER[needed]}; this server answers with ${ANSWER[answer]}.${advice}` +
        ` leave --scenario out.`,
    );
  }
  return playScenario(call, scenario, {
    callerSpeaks: ({ caller, keys }) => printer.caller(caller || `[keys ${keys ?? ''}]`),
  });
}

/** The token that a server here has made for itself; null without one. */
function keptToken(): string | null {
  const file = join(process.env['DATA_DIR'] || './data-local', KEPT_TOKEN_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

/** Why the call failed, one line each; empty when it went well. */
async function callOnce(scenarioFile: string | undefined, url: string): Promise<string[]> {
  const named = scenarioFile === undefined ? null : readScenario(scenarioFile);
  if (named !== null) await rehearse(named);
  const { TWILIO_AUTH_TOKEN, TWILIO_ACCOUNT_SID, PUBLIC_URL, OPS_TOKEN } = process.env;
  const phone = new PhoneSimulator({
    url,
    publicUrl: (PUBLIC_URL ?? url).replace(/\/$/, ''),
    authToken: TWILIO_AUTH_TOKEN ?? null,
    ...(TWILIO_ACCOUNT_SID !== undefined && { accountSid: TWILIO_ACCOUNT_SID }),
    ...(named?.from !== undefined && { from: named.from }),
  });
  const call = await phone.dial();
  const ops = new OpsClient(url, OPS_TOKEN || keptToken());
  const printer = new ConversationPrinter(call, ops);
  printer.start();
  const measures = await play(call, printer, scenarioFile).catch(
    (error: unknown) => (error as Error).message,
  );
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
    scenario: { type: 'string' },
    url: { type: 'string', default: 'http://localhost:6001' },
  },
});
const problems = await callOnce(values.scenario, values.url.replace(/\/$/, '')).catch(
  (error: unknown) => [(error as Error).message],
);
for (const problem of problems) console.error(`FAILED: ${problem}`);
process.exit(problems.length === 0 ? 0 : 1);
