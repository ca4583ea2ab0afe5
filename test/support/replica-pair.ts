import { OpenAiStandIn } from '../simulators/openai/open-ai-stand-in.js';
import { PhoneSimulator } from '../simulators/phone/phone-simulator.js';
import type { SimulatedCall } from '../simulators/phone/simulated-call.js';
import { TwilioRest } from '../simulators/phone/twilio-rest.js';
import { ACCOUNT_SID, AUTH_TOKEN } from './account.js';
import { startApp, type RunningApp } from './start-app.js';

const PUBLIC_URL = 'https://voice.example.com';
const TURN_LIMIT_MS = 20_000;
const POLL_MS = 50;

/** How the pair is set up. */
export interface PairOptions {
  readonly redisUrl: string;
  readonly databaseUrl: string;
  readonly openai: Parameters<typeof OpenAiStandIn.start>[0];
  readonly env?: Record<string, string>;
}

/** What the tests look at of `/calls/:callSid`. */
export interface CallDetail {
  readonly instance: string;
  readonly provider: string | null;
  readonly state: string;
  readonly outcome: string | null;
  readonly turns: number;
  readonly transcript: readonly { readonly role: string; readonly text: string }[];
  readonly timeline: readonly { readonly event: string; readonly from?: string }[];
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
    const phone = new PhoneSimulator({
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
    const response = await fetch(this.target.url + path);
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}`);
    return (await response.json()) as T;
  }

  detail(call: SimulatedCall): Promise<CallDetail> {
    return this.get(`/calls/${call.callSid}`);
  }

  /** Resolves when so many turns were completed and nobody speaks any more. */
  async completed(call: SimulatedCall, turns: number): Promise<void> {
    await this.until(call, (detail) => detail.turns >= turns, `turn ${turns}`);
    await call.untilQuiet(400);
  }

  async until(
    call: SimulatedCall,
    holds: (detail: CallDetail) => boolean,
    what: string,
  ): Promise<CallDetail> {
    const deadline = Date.now() + TURN_LIMIT_MS;
    for (;;) {
      const detail = await this.detail(call);
      if (holds(detail)) return detail;
      if (Date.now() > deadline) throw new Error(`Waited for ${what}: ${JSON.stringify(detail)}`);
      await call.clock.sleep(POLL_MS);
    }
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
