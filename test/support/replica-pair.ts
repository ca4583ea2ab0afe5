import { OpenAiStandIn } from '../simulators/openai/open-ai-stand-in.js';
import { PhoneSimulator } from '../simulators/phone/phone-simulator.js';
import type { SimulatedCall } from '../simulators/phone/simulated-call.js';
import { TwilioRest } from '../simulators/phone/twilio-rest.js';
import { ACCOUNT_SID, AUTH_TOKEN } from './account.js';
import { bootInTurn } from './boot-in-turn.js';
import { type CallView, untilCall, viewOf } from './call-view.js';
import type { PostgresServer } from './postgres.js';
import { startRedis } from './redis.js';
import { startApp, type RunningApp } from './start-app.js';

const PUBLIC_URL = 'https://voice.example.com';
const TURN_LIMIT_MS = 20_000;

/** How the pair is set up. */
export interface PairOptions {
  readonly redisUrl: string;
  readonly databaseUrl: string;
  readonly openai: Parameters<typeof OpenAiStandIn.start>[0];
  readonly env?: Record<string, string>;
}

/** Two replicas, `one` and `two`, in this process, and a phone whose balancer the test plays. */
export class ReplicaPair {
  /** Where the balancer sends the next request. */
  target: RunningApp;
  private readonly closed = new Set<RunningApp>();

  private constructor(
    readonly one: RunningApp,
    readonly two: RunningApp,
    readonly openai: OpenAiStandIn,
    readonly phone: PhoneSimulator,
    private readonly rest: TwilioRest,
  ) {
    this.target = one;
  }

  static async start({ redisUrl, databaseUrl, openai: script, env }: PairOptions) {
    const openai = await OpenAiStandIn.start(script);
    const rest = await TwilioRest.start({
      accountSid: ACCOUNT_SID,
      authToken: AUTH_TOKEN,
      find: (callSid) => pair.phone.find(callSid),
    });
    const start = (instance: string): Promise<RunningApp> =>
      startApp({
        INSTANCE_ID: instance,
        PUBLIC_URL,
        REDIS_URL: redisUrl,
        DATABASE_URL: databaseUrl,
        OPENAI_API_KEY: openai.knobs.acceptedKey,
        OPENAI_REALTIME_URL: openai.url,
        OPENAI_BASE_URL: openai.baseUrl,
        VOICE_PROVIDERS: 'openai-realtime,ivr',
        REALTIME_WARM_SESSIONS: '0',
        TWILIO_API_URL: rest.url,
        ...env,
      });
    const [one, two] = [await start('one'), await start('two')];
    const phone: PhoneSimulator = new PhoneSimulator({
      url: () => pair.target.url,
      publicUrl: PUBLIC_URL,
      accountSid: ACCOUNT_SID,
      authToken: AUTH_TOKEN,
    });
    const pair = new ReplicaPair(one, two, openai, phone, rest);
    return pair;
  }

  /** Shuts one of them down, as SIGTERM does. */
  async shutDown(app: RunningApp): Promise<void> {
    this.closed.add(app);
    await app.close();
  }

  /** JSON of an operators' path, from whichever replica is the target. */
  async get<T>(path: string): Promise<T> {
    const response = await fetch(this.target.url + path, { headers: this.target.authorization });
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}`);
    return (await response.json()) as T;
  }

  detail(call: SimulatedCall): Promise<CallView> {
    return viewOf(this, call.callSid);
  }

  /** Resolves when so many turns were completed and nobody speaks any more. */
  async completed(call: SimulatedCall, turns: number): Promise<void> {
    await this.until(call, (view) => view.turns >= turns, `turn ${turns}`);
    await call.untilQuiet(400);
  }

  until(call: SimulatedCall, holds: (view: CallView) => boolean, what: string): Promise<CallView> {
    return untilCall(this, call.callSid, holds, { what, limitMs: TURN_LIMIT_MS });
  }

  /** Everything that Twilio or OpenAI would object to; empty is right. */
  violations(): readonly string[] {
    return [
      ...this.openai.ears.violations,
      ...this.phone.calls.flatMap(({ violations }) => violations),
    ];
  }

  async close(): Promise<void> {
    await this.phone.close();
    for (const app of [this.one, this.two]) if (!this.closed.has(app)) await app.close();
    await this.openai.stop();
    await this.rest.close();
  }
}

/** Starts a pair that is closed when its test is over. */
export type OpenPair = (
  openai: PairOptions['openai'],
  env?: Record<string, string>,
) => Promise<ReplicaPair>;

/**
 * A test whose pairs have a Redis and a database of their own, so that it can run beside others
 * (`it.concurrent`). Afterwards they are closed.
 */
export function onOwnPairs(
  postgres: () => PostgresServer,
  test: (open: OpenPair) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const cleanups: (() => Promise<void>)[] = [];
    const open: OpenPair = (openai, env = {}) =>
      bootInTurn(async () => {
        const redis = await startRedis();
        cleanups.push(() => redis.close());
        const databaseUrl = await postgres().createDatabase();
        const pair = await ReplicaPair.start({ redisUrl: redis.url, databaseUrl, openai, env });
        cleanups.push(() => pair.close());
        return pair;
      });
    try {
      await test(open);
    } finally {
      for (const cleanup of cleanups.toReversed()) await cleanup();
    }
  };
}
