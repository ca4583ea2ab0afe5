import { join } from 'node:path';
import { differences } from './simulators/differences.js';
import { OpenAiStandIn } from './simulators/openai/open-ai-stand-in.js';
import { PhoneSimulator } from './simulators/phone/phone-simulator.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { TwilioRest } from './simulators/phone/twilio-rest.js';
import { readScenario } from './simulators/scenario.js';
import { ACCOUNT_SID, AUTH_TOKEN } from './support/account.js';
import { startPostgres, type PostgresServer } from './support/postgres.js';
import { startRedis, type RedisServer } from './support/redis.js';
import { startApp, type RunningApp } from './support/start-app.js';

const SCENARIO = readScenario(join(import.meta.dirname, 'scenarios/short.json'));
const PUBLIC_URL = 'https://voice.example.com';
const TURN_LIMIT_MS = 20_000;

interface CallDetail {
  readonly instance: string;
  readonly state: string;
  readonly outcome: string | null;
  readonly turns: number;
  readonly transcript: readonly { readonly role: string; readonly text: string }[];
  readonly timeline: readonly { readonly event: string; readonly from?: string }[];
}

describe('A call whose replica is shut down', () => {
  let redis: RedisServer;
  let postgres: PostgresServer;
  let openai: OpenAiStandIn;
  let phone: PhoneSimulator;
  let rest: TwilioRest;
  /** Where the balancer sends the next request. */
  let target: RunningApp;
  let apps: RunningApp[];

  beforeAll(async () => {
    [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([redis.close(), postgres.close()]);
  });

  beforeEach(async () => {
    openai = await OpenAiStandIn.start({ scenario: SCENARIO });
    rest = await TwilioRest.start({
      accountSid: ACCOUNT_SID,
      authToken: AUTH_TOKEN,
      find: (callSid) => phone.find(callSid),
    });
    const databaseUrl = await postgres.createDatabase();
    apps = [];
    for (const name of ['one', 'two']) {
      apps.push(
        await startApp({
          INSTANCE_ID: name,
          PUBLIC_URL,
          REDIS_URL: redis.url,
          DATABASE_URL: databaseUrl,
          OPENAI_API_KEY: openai.knobs.acceptedKey,
          OPENAI_REALTIME_URL: openai.url,
          OPENAI_BASE_URL: openai.baseUrl,
          VOICE_PROVIDERS: 'openai-realtime,ivr',
          TWILIO_API_URL: rest.url,
          DRAIN_HANDOVER_SECONDS: '0',
          DRAIN_TIMEOUT_SECONDS: '20',
        }),
      );
    }
    target = app('one');
    phone = new PhoneSimulator({
      url: () => target.url,
      publicUrl: PUBLIC_URL,
      accountSid: ACCOUNT_SID,
      authToken: AUTH_TOKEN,
    });
  }, 60_000);

  afterEach(async () => {
    await phone.close();
    for (const running of apps) await running.close();
    await openai.stop();
    await rest.close();
  });

  function app(name: string): RunningApp {
    const found = apps.find(({ config }) => config.instance === name);
    if (!found) throw new Error(`There is no replica ${name}`);
    return found;
  }

  async function detail(call: SimulatedCall): Promise<CallDetail> {
    const response = await fetch(`${target.url}/calls/${call.callSid}`);
    return (await response.json()) as CallDetail;
  }

  async function completed(call: SimulatedCall, turns: number): Promise<void> {
    const deadline = Date.now() + TURN_LIMIT_MS;
    while ((await detail(call)).turns < turns) {
      if (Date.now() > deadline) throw new Error(`Turn ${turns} never ended`);
      await call.clock.sleep(50);
    }
    await call.untilQuiet(400);
  }

  it('moves between two turns, is not greeted again and ends as it was ordered', async () => {
    const call = await phone.dial({ from: '+12125550178' });
    await completed(call, 1);
    await call.say('A small Margherita for Ben, please.');
    await call.hearsSpeech();
    target = app('two');
    const closed = app('one').close();
    await completed(call, 3);
    expect(await detail(call)).toMatchObject({ instance: 'two', state: 'active' });
    await closed;
    await call.say('Yes.');
    await call.untilEnded();

    const { outcome, transcript, timeline } = await detail(call);
    expect(outcome).toBe('finished');
    expect(transcript.filter(({ text }) => text.includes('hello'))).toHaveLength(1);
    expect(transcript.map(({ role }) => role)).toEqual([
      'assistant',
      'caller',
      'assistant',
      'assistant',
      'caller',
      'assistant',
    ]);
    expect(timeline).toContainEqual(expect.objectContaining({ event: 'moved', from: 'one' }));
    const { orders } = (await (await fetch(`${target.url}/orders`)).json()) as {
      orders: unknown[];
    };
    expect(orders).toHaveLength(1);
    expect(differences(orders[0], SCENARIO.expect?.order)).toEqual([]);
    expect(call.violations).toEqual([]);
    expect(openai.ears.violations).toEqual([]);
    expect(call.longestSilenceMs()).toBeLessThan(2_000);
  }, 60_000);

  it('stays where it is while nobody else takes calls', async () => {
    await app('two').close();
    apps = [app('one')];
    const call = await phone.dial({ from: '+12125550178' });
    await completed(call, 1);
    // Its last heartbeat is withdrawn at once, but this replica may not have looked since.
    const closed = app('one').close();
    await call.say('A small Margherita for Ben, please.');
    await completed(call, 2);
    await call.say('Yes.');
    await call.untilEnded();
    await closed;
    expect(call.streams).toHaveLength(1);
  }, 60_000);
});
