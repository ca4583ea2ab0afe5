import { OpenAiStandIn } from './simulators/openai/open-ai-stand-in.js';
import { PhoneSimulator } from './simulators/phone/phone-simulator.js';
import { startServerProcess, type ServerProcess } from './support/server-process.js';
import { ACCOUNT_SID, AUTH_TOKEN } from './support/start-app.js';

const CALLS = 1_000;
const AT_ONCE = 20;
const WARM_UP = 100;
const MAX_GROWTH_BYTES = 10 * 1024 * 1024;

describe('Opening and closing many calls', () => {
  let openai: OpenAiStandIn;
  let server: ServerProcess;

  beforeAll(async () => {
    openai = await OpenAiStandIn.start({ brain: () => ({ say: 'Hello.' }), knobs: { thinkMs: 0 } });
    server = await startServerProcess({
      OPENAI_API_KEY: openai.knobs.acceptedKey,
      OPENAI_REALTIME_URL: openai.url,
      MAX_CONCURRENT_CALLS: '200',
      OPS_TOKEN: 'ops',
    });
  }, 60_000);

  afterAll(async () => {
    await server.stop();
    await openai.stop();
  });

  const oneCall = async (): Promise<void> => {
    const phone = new PhoneSimulator({
      url: server.url,
      publicUrl: server.publicUrl,
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
    expect(server.output()).not.toMatch(/MaxListenersExceeded/);
  }, 180_000);
});
