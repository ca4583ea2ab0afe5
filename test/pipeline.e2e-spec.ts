import { join } from 'node:path';
import { differences } from './simulators/differences.js';
import type { Brain, BrainStep } from './simulators/openai/brain.js';
import type { RestRequest } from './simulators/openai/rest/exchange.js';
import {
  RATE_LIMITED,
  SERVER_ERROR,
  UNKNOWN_KEY,
  type RestKnobs,
} from './simulators/openai/rest/rest-knobs.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { playScenario } from './simulators/scenario-runner.js';
import { readScenario } from './simulators/scenario.js';
import { encodeMulaw } from './simulators/speech/mulaw.js';
import { speak } from './simulators/speech/speak.js';
import { startLine, type Line, type LineOptions } from './support/line.js';

const GREETING = 'Hello, what would you like?';
const QUESTION = 'What do you have?';
const INTERRUPTION = 'Stop please.';
const LONG =
  'Tonight we have margherita, pepperoni, four cheese, and the garden special, all of them in three sizes and with any topping that you like.';
const SECOND = 'And for dessert there is tiramisu, panna cotta, and a warm brownie with ice cream.';
/** Contract: what was heard is known to within this. */
const TOLERANCE_MS = 120;
/** First speech after the caller's last word, beyond the services' own delays. */
const MAX_OWN_DELAY_MS = 1_200;

interface CallDetail {
  outcome: string | null;
  transcript: { role: string; text: string; interrupted: boolean; heardMs: number | null }[];
  timeline: { event: string; code?: string }[];
  usage: { responses: number; inputTokens: number; outputTokens: number };
}
interface ChatBody {
  messages: { role: string; content: string | null }[];
}

/** A loud noise that is no voice anybody could understand. */
function noise(ms: number): Buffer {
  let state = 1;
  return encodeMulaw(
    Array.from({ length: ms * 8 }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return ((state % 2_000) - 1_000) * 6;
    }),
  );
}

describe('A call over transcription, chat model and speech', () => {
  let line: Line;
  let answer: BrainStep;

  const brain: Brain = ({ items }) => {
    const last = items.at(-1);
    if (last?.kind === 'system' && last.text.includes('say it again')) return { say: 'Pardon?' };
    if (last?.kind === 'system' && last.text.includes('Go on')) return { say: 'As I was saying.' };
    if (last?.kind === 'user') return last.text === QUESTION ? answer : { say: 'Of course.' };
    return { say: GREETING };
  };
  const start = async (
    turnKnobs: (knobs: RestKnobs) => void = () => undefined,
    options: LineOptions = {},
  ): Promise<SimulatedCall> => {
    // Made beforehand: a voice that is late would be bridged by a filler.
    await speak(LONG, 'assistant');
    line = await startLine({
      brain,
      vocabulary: [QUESTION, INTERRUPTION],
      ...options,
      env: { VOICE_PROVIDERS: 'openai-pipeline', MAX_RECONNECT_ATTEMPTS: '0', ...options.env },
    });
    turnKnobs(line.openai.rest.knobs);
    return line.phone.dial();
  };
  /** Has heard the greeting and asked its question. */
  const asked = async (call: SimulatedCall): Promise<void> => {
    await call.hearsSpeech();
    await call.untilQuiet(300);
    await call.say(QUESTION);
  };
  const detailOf = (call: SimulatedCall) => line.get<CallDetail>(`/calls/${call.callSid}`);
  const untilChat = (count: number): Promise<RestRequest> =>
    line.openai.waitFor(() => {
      const request = line.openai.rest.of('chat')[count - 1];
      return (request?.endedAt ?? null) === null ? null : request;
    }, 10_000);
  const messagesOf = ({ body }: RestRequest) => (body as ChatBody).messages.slice(1);

  beforeEach(() => {
    answer = { say: 'Pizza and pasta, all day long.' };
  });
  afterEach(async () => {
    expect(line.violations()).toEqual([]);
    await line.close();
  });

  it('places the order of the scenario, with its barge-in and all of its tools', async () => {
    const scenario = readScenario(join(import.meta.dirname, 'scenarios/order.json'));
    line = await startLine({ scenario, env: { VOICE_PROVIDERS: 'openai-pipeline' } });
    const call = await line.phone.dial();
    const measures = await playScenario(call, scenario);
    expect(measures.turns.map(({ answeredAt }) => answeredAt)).not.toContain(null);
    expect(line.openai.ears.recognised.map(({ text, exactShare }) => [text, exactShare])).toEqual(
      scenario.turns.map(({ caller }) => [caller, 1]),
    );
    const { orders } = await line.get<{ orders: unknown[] }>('/orders');
    expect(orders).toHaveLength(1);
    expect(differences(orders[0], scenario.expect?.order)).toEqual([]);
    const { outcome, timeline, usage } = await detailOf(call);
    expect(outcome).toBe('finished');
    expect(timeline.map(({ event }) => event)).toContain('barge-in');
    expect(timeline.map(({ event }) => event)).not.toContain('provider-lost');
    expect(usage.responses).toBe(line.openai.rest.of('chat').length);
    expect(usage.outputTokens).toBeGreaterThan(0);
    expect(line.openai.ears.connections).toEqual([]);
  }, 90_000);

  it('answers within 1.2 s, beyond what the services take for themselves', async () => {
    const call = await start(({ transcriptions, chat, speech }) => {
      transcriptions.delayMs = 250;
      chat.delayMs = 300;
      speech.delayMs = 200;
    });
    await call.hearsSpeech();
    await call.untilQuiet(300);
    const { endedAt } = await call.say(QUESTION);
    const { startedAt } = await call.hearsSpeech();
    const { rest } = line.openai;
    const own = (['transcriptions', 'chat', 'speech'] as const)
      .map((endpoint) => rest.of(endpoint).at(-1))
      .map((request) => (request?.firstByteAt ?? Number.NaN) - (request?.at ?? Number.NaN))
      .reduce((sum, ms) => sum + ms);
    expect(own).toBeGreaterThanOrEqual(740);
    expect(startedAt - endedAt - own).toBeLessThan(MAX_OWN_DELAY_MS);
  });

  it.each([300, 2_000])(
    'knows what was heard when the caller interrupts after %i ms',
    async (afterMs) => {
      answer = { say: LONG };
      const call = await start();
      await asked(call);
      await call.untilHearing(afterMs);
      await call.say(INTERRUPTION);
      const next = await untilChat(3);
      const [clear] = call.clears;
      if (!clear) throw new Error('there was no clear');
      const { transcript } = await detailOf(call);
      const entry = transcript.find(({ text }) => text.startsWith('Tonight'));
      expect(entry?.interrupted).toBe(true);
      expect(Math.abs((entry?.heardMs ?? 0) - clear.playedMs)).toBeLessThanOrEqual(TOLERANCE_MS);
      // The model is told the whole words of that time, and then what the caller said.
      const [kept, said] = messagesOf(next).slice(-2);
      expect(said).toEqual({ role: 'user', content: INTERRUPTION });
      const heard = kept?.role === 'assistant' ? (kept.content ?? '') : '';
      const words = heard.replace(/…$/, '');
      expect(LONG).toMatch(words === '' ? /^/ : new RegExp(`^${words}( |$)`));
      const msPerCharacter = (await speak(LONG, 'assistant')).length / 8 / LONG.length;
      const oneWordMs = 'margherita, '.length * msPerCharacter;
      const tooEarlyMs = clear.playedMs - words.length * msPerCharacter;
      expect(tooEarlyMs).toBeGreaterThanOrEqual(-TOLERANCE_MS);
      expect(tooEarlyMs).toBeLessThanOrEqual(TOLERANCE_MS + oneWordMs);
    },
  );

  it('tells the model nothing of a sentence that nobody heard, and lets none of it be heard', async () => {
    answer = { say: `${LONG} ${SECOND}` };
    const call = await start();
    await asked(call);
    await line.openai.waitFor(() => line.openai.rest.of('speech')[2]?.endedAt, 5_000);
    await call.untilHearing(1_000);
    await call.say(INTERRUPTION);
    const messages = messagesOf(await untilChat(3));
    expect(JSON.stringify(messages)).toContain('Tonight');
    expect(JSON.stringify(messages)).not.toContain('dessert');
    await call.hearsSpeech();
    const [clear] = call.clears;
    const interruption = call.spoken.at(-1);
    expect(call.heardMsBetween(clear?.at ?? 0, interruption?.endedAt ?? 0)).toBeLessThan(60);
  });

  it('has no more made ahead than two sentences, so that an interruption wastes little', async () => {
    answer = { say: [LONG, SECOND, LONG, SECOND, LONG] };
    const call = await start();
    await asked(call);
    await call.untilHearing(1_500);
    expect(line.openai.rest.of('speech')).toHaveLength(4);
    await call.hangUp();
  });

  it('goes on with its answer when only a noise interrupted it', async () => {
    answer = { say: LONG };
    const call = await start(({ transcriptions }) => (transcriptions.heardInNoise = '[noise]'));
    await asked(call);
    await call.untilHearing(800);
    await call.speak(noise(400));
    await call.hearsSpeech();
    expect(line.openai.rest.of('speech').at(-1)?.body).toMatchObject({ input: 'As I was saying.' });
    expect((await detailOf(call)).transcript.map(({ text }) => text)).toContain('As I was saying.');
  });

  it('neither answers a noise in a pause, nor takes it for a reason to fill the silence', async () => {
    const call = await start();
    await call.hearsSpeech();
    await call.untilQuiet(300);
    await call.speak(noise(400));
    await line.openai.waitFor(() => line.openai.rest.of('transcriptions')[0]?.endedAt, 5_000);
    await call.untilQuiet(4_000);
    await call.say(QUESTION);
    await call.hearsSpeech();
    const { timeline, transcript } = await detailOf(call);
    expect(timeline.map(({ event }) => event)).not.toContain('filler');
    expect(transcript.map(({ text }) => text)).toEqual([GREETING, QUESTION, answer.say]);
  });

  it('goes on when each service fails once', async () => {
    const call = await start(({ transcriptions, chat, speech }) => {
      chat.refusedEfforts = ['none', 'minimal'];
      chat.failures.push(RATE_LIMITED);
      speech.failures.push('drop');
      transcriptions.failures.push(SERVER_ERROR);
    });
    await asked(call);
    await call.hearsSpeech();
    const { outcome, transcript } = await detailOf(call);
    expect(outcome).toBeNull();
    expect(transcript.map(({ text }) => text)).toEqual([GREETING, QUESTION, answer.say]);
  });

  it('asks the caller to say it again when a turn cannot be transcribed, and is lost after the next', async () => {
    const call = await start(({ transcriptions }) =>
      transcriptions.failures.push(SERVER_ERROR, SERVER_ERROR, 'drop', 'drop'),
    );
    await asked(call);
    await call.hearsSpeech();
    expect(line.openai.rest.of('speech').at(-1)?.body).toMatchObject({ input: 'Pardon?' });
    await call.untilQuiet(300);
    await call.say(QUESTION);
    await call.untilEnded();
    expect((await detailOf(call)).timeline).toContainEqual(
      expect.objectContaining({ event: 'provider-lost', code: 'connection' }),
    );
  });

  it.each([
    ['a refused key', UNKNOWN_KEY, 'invalid_api_key', 1],
    [
      'a spent quota',
      { status: 429, code: 'insufficient_quota', type: 'insufficient_quota' },
      'insufficient_quota',
      1,
    ],
    ['a server that stays broken', SERVER_ERROR, 'server_error', 2],
  ] as const)('is lost with %s', async (_what, failure, code, requests) => {
    const call = await start(({ chat }) => chat.failures.push(failure, failure));
    await call.untilEnded();
    const { timeline } = await detailOf(call);
    expect(timeline.find(({ event }) => event === 'provider-lost')?.code).toBe(code);
    expect(line.openai.rest.of('chat')).toHaveLength(requests);
    expect(await line.get('/status')).toMatchObject({
      realtime: { providers: [{ name: 'openai-pipeline', lastError: code }] },
    });
  });

  it('is lost when speech stalls in the middle of a sentence', async () => {
    answer = { say: LONG };
    const call = await start();
    await call.hearsSpeech();
    await call.untilQuiet(300);
    line.openai.rest.knobs.speech.stallAfterBytes = 20_000;
    await call.say(QUESTION);
    await call.untilEnded();
    const { timeline } = await detailOf(call);
    expect(timeline.find(({ event }) => event === 'provider-lost')?.code).toBe('timeout');
    expect(line.openai.rest.of('speech').at(-1)?.cutOff).toBe(true);
  });
});
