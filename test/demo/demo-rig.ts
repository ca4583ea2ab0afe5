import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../simulators/free-port.js';
import type { Knobs } from '../simulators/openai/knobs.js';
import { OpenAiStandIn } from '../simulators/openai/open-ai-stand-in.js';
import { PhoneSimulator } from '../simulators/phone/phone-simulator.js';
import { TwilioRest } from '../simulators/phone/twilio-rest.js';
import { OpsClient } from '../simulators/print/ops-client.js';
import { rehearse } from '../simulators/scenario-runner.js';
import type { Scenario } from '../simulators/scenario.js';
import { ServerProcess } from '../simulators/server-process.js';
import { writeAlwaysOpenMenu } from '../support/menu-fixture.js';

const SHIPPED_MENU = new URL('../../data/menu.json', import.meta.url);

/** How a demonstration is set up; everything has a healthy default. */
export interface RigOptions {
  readonly scenario: Scenario;
  readonly knobs?: Partial<Knobs>;
  /** Environment of the server on top of what it needs. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The built server in a process of its own, between a simulated phone and OpenAI's stand-in. */
export interface DemoRig {
  readonly publicUrl: string;
  readonly openAi: OpenAiStandIn;
  readonly server: ServerProcess;
  readonly phone: PhoneSimulator;
  readonly ops: OpsClient;
  /** What lets an operator in. */
  readonly opsToken: string;
}

/** Starts it. `stopLater` is told how to stop each part, also when a later one does not start. */
export async function startDemoRig(
  { scenario, knobs = {}, environment = {} }: RigOptions,
  stopLater: (stop: () => Promise<unknown>) => void,
): Promise<DemoRig> {
  const accountSid = `AC${randomBytes(16).toString('hex')}`;
  const authToken = randomBytes(16).toString('hex');
  const opsToken = randomBytes(16).toString('hex');
  const dataDir = await mkdtemp(join(tmpdir(), 'voiceplate-demo-'));
  stopLater(() => rm(dataDir, { recursive: true, force: true }));
  await rehearse(scenario);
  const openAi = await OpenAiStandIn.start({ scenario, knobs });
  stopLater(() => openAi.stop());
  const rest = await TwilioRest.start({
    accountSid,
    authToken,
    find: (callSid) => phone.find(callSid),
  });
  stopLater(() => rest.close());

  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const server = await ServerProcess.start(port, {
    HOST: '127.0.0.1',
    PUBLIC_URL: publicUrl,
    DATA_DIR: dataDir,
    MENU_FILE: await writeAlwaysOpenMenu(dataDir, process.env['MENU_FILE'] ?? SHIPPED_MENU),
    LOG_LEVEL: 'WARN',
    OPS_TOKEN: opsToken,
    OPENAI_API_KEY: openAi.knobs.acceptedKey,
    OPENAI_BASE_URL: openAi.baseUrl,
    OPENAI_REALTIME_URL: openAi.url,
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_API_URL: rest.url,
    ...environment,
  });
  stopLater(() => server.kill());
  const phone = new PhoneSimulator({
    url: server.url,
    publicUrl,
    authToken,
    accountSid,
    ...(scenario.from !== undefined && { from: scenario.from }),
  });
  stopLater(() => phone.close());
  const ops = new OpsClient(server.url, opsToken);
  return { publicUrl, openAi, server, phone, ops, opsToken };
}
