import { VoiceScript } from '../../src/config/voice-script.js';
import { RealtimeService } from '../../src/realtime/realtime.service.js';
import type { Scenario } from '../simulators/scenario.js';
import type { Brain } from '../simulators/openai/brain.js';
import type { Knobs } from '../simulators/openai/knobs.js';
import { OpenAiStandIn } from '../simulators/openai/open-ai-stand-in.js';
import { PhoneSimulator, type PhoneOptions } from '../simulators/phone/phone-simulator.js';
import { TwilioRest } from '../simulators/phone/twilio-rest.js';
import { ACCOUNT_SID, AUTH_TOKEN } from './account.js';
import { bootInTurn } from './boot-in-turn.js';
import { startApp, type RunningApp } from './start-app.js';

/** How a line is set up; everything has a healthy default. */
export interface LineOptions {
  readonly scenario?: Scenario;
  readonly brain?: Brain;
  /** Sentences that the caller may say, beyond the scenario's. */
  readonly vocabulary?: readonly string[];
  readonly knobs?: Partial<Knobs>;
  readonly env?: Record<string, string>;
  /** Turns knobs before the product boots; what it returns is added to `env`. */
  readonly openai?: (openai: OpenAiStandIn) => Record<string, string> | undefined;
  readonly phone?: Partial<PhoneOptions>;
}

/** The product between a simulated phone and a stand-in for OpenAI, over real sockets. */
export interface Line {
  readonly app: RunningApp;
  readonly openai: OpenAiStandIn;
  readonly phone: PhoneSimulator;
  readonly rest: TwilioRest;
  /** JSON of an operators' path. */
  get<T>(path: string): Promise<T>;
  /** Everything that Twilio or OpenAI would object to; empty is right. */
  violations(): readonly string[];
  close(): Promise<void>;
}

/** What renders fillers is over, and nothing of it is left for a test to look at. */
async function fillersRendered(openai: OpenAiStandIn, app: RunningApp): Promise<void> {
  if (app.app.get(RealtimeService).rendersAs === null) return;
  const { inAllLanguages } = app.app.get(VoiceScript);
  const { length } = inAllLanguages.flatMap(({ fillers }) => fillers);
  const { requests } = openai.rest;
  const { responses } = openai.voice.ears;
  const over = (): number =>
    requests.filter(({ endedAt }) => endedAt !== null).length +
    responses.filter(({ doneAt }) => doneAt !== null).length;
  await openai.waitFor(() => over() >= length, 10_000);
  requests.length = 0;
  responses.length = 0;
}

/** Starts both simulators and the product between them. */
export async function startLine(options: LineOptions = {}): Promise<Line> {
  const { scenario, brain, vocabulary, knobs, env, phone: phoneOptions } = options;
  const openai = await OpenAiStandIn.start({
    ...(scenario && { scenario }),
    ...(brain && { brain }),
    ...(vocabulary && { vocabulary }),
    ...(knobs && { knobs }),
  });
  const rest = await TwilioRest.start({
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    find: (callSid) => phone.find(callSid),
  });
  const app = await startApp({
    OPENAI_API_KEY: openai.knobs.acceptedKey,
    OPENAI_REALTIME_URL: openai.url,
    OPENAI_BASE_URL: openai.baseUrl,
    TWILIO_API_URL: rest.url,
    REALTIME_WARM_SESSIONS: '0',
    ...env,
    ...options.openai?.(openai),
  }).catch(async (error: unknown) => {
    // A refused boot leaves nothing behind that keeps the test run alive.
    await Promise.all([openai.stop(), rest.close()]);
    throw error;
  });
  await fillersRendered(openai, app);
  const phone = new PhoneSimulator({
    url: app.url,
    publicUrl: app.config.http.publicUrl,
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    // The line shares its process with others and their callers, and with the services.
    callbackLimitMs: 5_000,
    ...phoneOptions,
  });
  return {
    app,
    openai,
    phone,
    rest,
    async get<T>(path: string): Promise<T> {
      const response = await fetch(app.url + path, { headers: app.authorization });
      if (!response.ok) throw new Error(`GET ${path} answered ${response.status}`);
      return (await response.json()) as T;
    },
    violations: () => [
      ...openai.ears.violations,
      ...phone.calls.flatMap((call) => call.violations),
    ],
    async close() {
      await phone.close();
      await app.close();
      await openai.stop();
      await rest.close();
    },
  };
}

/** Starts a line that is closed when its test is over. */
export type OpenLine = (options?: LineOptions) => Promise<Line>;

/**
 * A test with lines of its own, so that it can run beside others (`it.concurrent`). Afterwards
 * Twilio and OpenAI may have nothing to object to on any of them, and they are closed.
 */
export function onOwnLines<A extends readonly unknown[]>(
  test: (open: OpenLine, ...args: A) => Promise<void>,
): (...args: A) => Promise<void> {
  return async (...args) => {
    const lines: Line[] = [];
    const open: OpenLine = (options) =>
      bootInTurn(async () => {
        const line = await startLine(options);
        lines.push(line);
        return line;
      });
    try {
      await test(open, ...args);
      expect(lines.flatMap((line) => line.violations())).toEqual([]);
    } finally {
      for (const line of lines.toReversed()) await line.close();
    }
  };
}
