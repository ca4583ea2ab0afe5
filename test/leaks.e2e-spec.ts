import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OpenAiStandIn } from './simulators/openai/open-ai-stand-in.js';
import { PhoneSimulator } from './simulators/phone/phone-simulator.js';
import { freePort } from './simulators/free-port.js';
import { ServerProcess } from './simulators/server-process.js';
import { ACCOUNT_SID, AUTH_TOKEN } from './support/account.js';
import { ensureBuilt } from './support/build.js';
import { writeAlwaysOpenMenu } from './support/menu-fixture.js';

const CALLS = 1_000;
const AT_ONCE = 20;
const WARM_UP = 100;
const MAX_GROWTH_BYTES = 10 * 1024 * 1024;

describe('Opening and closing many calls', () => {
  let openai: OpenAiStandIn;
  let server: ServerProcess;
  let folder: string;
  let publicUrl: string;

  beforeAll(async () => {
    openai = await OpenAiStandIn.start({ brain: () => ({ say: 'Hello.' }), knobs: { thinkMs: 0 } });
    await ensureBuilt();
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-'));
    const port = await freePort();
    publicUrl = `http://localhost:${port}`;
    const environment = {
      PUBLIC_URL: publicUrl,
      DATA_DIR: folder,
      MENU_FILE: await writeAlwaysOpenMenu(folder),
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      RATE_LIMIT_CALLS_PER_CALLER: '100000/60',
      OPENAI_API_KEY: openai.knobs.acceptedKey,
      OPENAI_REALTIME_URL: openai.url,
      MAX_CONCURRENT_CALLS: '200',
      // A busy machine is no reason to refuse a call here.
      MAX_EVENT_LOOP_DELAY: '0',
      OPS_TOKEN: 'ops',
    };
    server = await ServerProcess.start(port, environment, { observed: true });
  }, 60_000);

  afterAll(async () => {
    await server.terminate();
    await openai.stop();
    await rm(folder, { recursive: true });
  });

  const oneCall = async (): Promise<void> => {
    const phone = new PhoneSimulator({
      url: server.url,
      publicUrl,
      accountSid: ACCOUNT_SID,
      authToken: AUTH_TOKEN,
      // Twenty calls at once on a busy machine: how fast is not the question here.
      answerLimitMs: 10_000,
    });
    const call = await phone.dial();
    await call.hearsSpeech();
    await call.hangUp();
    expect(call.violations).toEqual([]);
  };

  const manyCalls = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, oneCall));
    }
  };

  const status = async () => {
    const response = await fetch(`${server.url}/status`, {
      headers: { authorization: 'Bearer ops' },
    });
    return (await response.json()) as {
      calls: { active: number; total: number };
      streams: { active: number };
      realtime: { providers: { name: string; activeSessions: number }[] };
    };
  };

  it('leaves no session, timer, listener or socket behind', async () => {
    await manyCalls(WARM_UP);
    const before = await server.holdings();
    await manyCalls(CALLS);
    const after = await server.holdings();
    const { calls, streams, realtime } = await status();
    expect(calls).toMatchObject({ active: 0, total: WARM_UP + CALLS });
    expect(streams.active).toBe(0);
    expect(realtime.providers[0]).toMatchObject({ name: 'openai-realtime', activeSessions: 0 });
    // HTTP connections of the phone are kept alive for a while, each with a timer.
    const kept = after.resources.TCPWRAP - before.resources.TCPWRAP;
    expect(kept).toBeLessThanOrEqual(AT_ONCE);
    expect(after.resources.Timeout - before.resources.Timeout).toBeLessThanOrEqual(AT_ONCE + 2);
    expect(after.heapUsedBytes - before.heapUsedBytes).toBeLessThan(MAX_GROWTH_BYTES);
    expect(openai.ears.violations).toEqual([]);
    expect(server.output).not.toMatch(/MaxListenersExceeded/);
  }, 180_000);
});
