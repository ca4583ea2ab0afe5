import { join } from 'node:path';
import { differences } from './simulators/differences.js';
import type { Brain, BrainStep } from './simulators/openai/brain.js';
import type { MadeResponse } from './simulators/openai/ears.js';
import type { RestRequest } from './simulators/openai/rest/exchange.js';
import {
  RATE_LIMITED,
  SERVER_ERROR,
  UNKNOWN_KEY,
  type RestFailure,
  type RestKnobs,
} from './simulators/openai/rest/rest-knobs.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { playScenario } from './simulators/scenario-runner.js';
import { readScenario } from './simulators/scenario.js';
import { encodeMulaw } from './simulators/speech/mulaw.js';
import { speak } from './simulators/speech/speak.js';
import { type CallView, viewOf } from './support/call-view.js';
import { onOwnLines, type Line, type LineOptions, type OpenLine } from './support/line.js';

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

/** A call that can be asked one question, whose answer the test chooses. */
class Talk {
  answer: BrainStep = { say: 'Pizza and pasta, all day long.' };
  private opened: Line | null = null;

  constructor(private readonly open: OpenLine) {}

  get line(): Line {
    if (this.opened === null) throw new Error('not started');
    return this.opened;
  }

  async start(
    turnKnobs: (knobs: RestKnobs) => void = () => undefined,
    options: LineOptions = {},
  ): Promise<SimulatedCall> {
    // Made beforehand: a voice that is late would be bridged by a filler.
    await speak(LONG, 'assistant');
    this.opened = await this.open({
      brain: this.brain,
      vocabulary: [QUESTION, INTERRUPTION],
      ...options,
      env: { VOICE_PROVIDERS: 'openai-pipeline', MAX_RECONNECT_ATTEMPTS: '0', ...options.env },
    });
    turnKnobs(this.line.openai.rest.knobs);
    return this.line.phone.dial();
  }

  /** Has heard the greeting and asked its question. */
  async asked(call: SimulatedCall): Promise<void> {
    await call.hearsSpeech();
    await call.untilQuiet(300);
    await call.say(QUESTION);
  }

  /** What was given to the voice to say. */
  get readings(): readonly MadeResponse[] {
    return this.line.openai.voice.ears.responses;
  }

  detailOf(call: SimulatedCall): Promise<CallView> {
    return viewOf(this.line, call.callSid);
  }

  untilChat(count: number): Promise<RestRequest> {
    const { openai } = this.line;
    return openai.waitFor(() => {
      const request = openai.rest.of('chat')[count - 1];
      return (request?.endedAt ?? null) === null ? null : request;
    }, 10_000);
  }

  private readonly brain: Brain = ({ items }) => {
    const last = items.at(-1);
    if (last?.kind === 'system' && last.text.includes('say it again')) return { say: 'Pardon?' };
    if (last?.kind === 'system' && last.text.includes('Go on')) return { say: 'As I was saying.' };
    if (last?.kind === 'user') return last.text === QUESTION ? this.answer : { say: 'Of course.' };
    return { say: GREETING };
  };
}

const messagesOf = ({ body }: RestRequest) => (body as ChatBody).messages.slice(1);

/** A test with a talk of its own, beside others. */
const talking = <A extends readonly unknown[]>(test: (talk: Talk, ...args: A) => Promise<void>) =>
  onOwnLines((open, ...args: A) => test(new Talk(open), ...args));

describe('A call over transcription, chat model and speech', () => {
  it.concurrent(
    'places the order of the scenario, with its barge-in and all of its tools',
    onOwnLines(async (open) => {
      const scenario = readScenario(join(import.meta.dirname, 'scenarios/order.json'));
      const line = await open({ scenario, env: { VOICE_PROVIDERS: 'openai-pipeline' } });
      const call = await line.phone.dial();
      const measures = await playScenario(call, scenario);
      expect(measures.turns.map(({ answeredAt }) => answeredAt)).not.toContain(null);
      expect(line.openai.ears.recognised.map(({ text, exactShare }) => [text, exactShare])).toEqual(
        scenario.turns.map(({ caller }) => [caller, 1]),
      );
      const { orders } = await line.get<{ orders: unknown[] }>('/orders');
      expect(orders).toHaveLength(1);
      expect(differences(orders[0], scenario.expect?.order)).toEqual([]);
      const { outcome, timeline, usage } = await viewOf(line, call.callSid);
      expect(outcome).toBe('finished');
      expect(timeline.map(({ event }) => event)).toContain('barge-in');
      expect(timeline.map(({ event }) => event)).not.toContain('provider-lost');
      expect(usage.responses).toBe(line.openai.rest.of('chat').length);
      expect(usage.outputTokens).toBeGreaterThan(0);
      expect(line.openai.ears.connections).toEqual([]);
      expect(line.openai.rest.of('speech')).toEqual([]);
    }),
    90_000,
  );

  // Not beside the others: what it measures is the product's own time.
  it(
    'answers within 1.2 s, beyond what the services take for themselves',
    talking(async (talk) => {
      const call = await talk.start(({ transcriptions, chat }) => {
        transcriptions.delayMs = 250;
        chat.delayMs = 300;
      });
      talk.line.openai.voice.knobs.thinkMs = 200;
      await call.hearsSpeech();
      await call.untilQuiet(300);
      const { endedAt } = await call.say(QUESTION);
      const { startedAt } = await call.hearsSpeech();
      const { rest, voice } = talk.line.openai;
      const reading = voice.ears.responses.at(-1);
      const own = (['transcriptions', 'chat'] as const)
        .map((endpoint) => rest.of(endpoint).at(-1))
        .map((request) => (request?.firstByteAt ?? Number.NaN) - (request?.at ?? Number.NaN))
        .concat((reading?.firstAudioAt ?? Number.NaN) - (reading?.createdAt ?? Number.NaN))
        .reduce((sum, ms) => sum + ms);
      expect(own).toBeGreaterThanOrEqual(740);
      expect(startedAt - endedAt - own).toBeLessThan(MAX_OWN_DELAY_MS);
    }),
  );

  it.concurrent.each([300, 2_000])(
    'knows what was heard when the caller interrupts after %i ms',
    talking(async (talk, afterMs: number) => {
      talk.answer = { say: LONG };
      const call = await talk.start();
      await talk.asked(call);
      await call.untilHearing(afterMs);
      await call.say(INTERRUPTION);
      const next = await talk.untilChat(3);
      const [clear] = call.clears;
      if (!clear) throw new Error('there was no clear');
      const { transcript } = await talk.detailOf(call);
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
    }),
  );

  it.concurrent(
    'tells the model nothing of a sentence that nobody heard, and lets none of it be heard',
    talking(async (talk) => {
      talk.answer = { say: `${LONG} ${SECOND}` };
      const call = await talk.start();
      await talk.asked(call);
      await talk.line.openai.waitFor(() => talk.readings[2]?.doneAt, 5_000);
      await call.untilHearing(1_000);
      await call.say(INTERRUPTION);
      const messages = messagesOf(await talk.untilChat(3));
      expect(JSON.stringify(messages)).toContain('Tonight');
      expect(JSON.stringify(messages)).not.toContain('dessert');
      await call.hearsSpeech();
      const [clear] = call.clears;
      const interruption = call.spoken.at(-1);
      expect(call.heardMsBetween(clear?.at ?? 0, interruption?.endedAt ?? 0)).toBeLessThan(60);
    }),
  );

  it.concurrent(
    'has no more made ahead than two sentences, so that an interruption wastes little',
    talking(async (talk) => {
      talk.answer = { say: [LONG, SECOND, LONG, SECOND, LONG] };
      const call = await talk.start();
      await talk.asked(call);
      await call.untilHearing(1_500);
      expect(talk.readings).toHaveLength(4);
      await call.hangUp();
    }),
  );

  it.concurrent(
    'goes on with its answer when only a noise interrupted it',
    talking(async (talk) => {
      talk.answer = { say: LONG };
      const call = await talk.start(
        ({ transcriptions }) => (transcriptions.heardInNoise = '[noise]'),
      );
      await talk.asked(call);
      await call.untilHearing(800);
      await call.speak(noise(400));
      await call.hearsSpeech();
      expect(talk.readings.at(-1)?.toRead).toBe('As I was saying.');
      expect((await talk.detailOf(call)).transcript.map(({ text }) => text)).toContain(
        'As I was saying.',
      );
    }),
  );

  it.concurrent(
    'neither answers a noise in a pause, nor takes it for a reason to fill the silence',
    talking(async (talk) => {
      const call = await talk.start();
      await call.hearsSpeech();
      await call.untilQuiet(300);
      await call.speak(noise(400));
      await talk.line.openai.waitFor(
        () => talk.line.openai.rest.of('transcriptions')[0]?.endedAt,
        5_000,
      );
      await call.untilQuiet(4_000);
      await call.say(QUESTION);
      await call.hearsSpeech();
      const { timeline, transcript } = await talk.detailOf(call);
      expect(timeline.map(({ event }) => event)).not.toContain('filler');
      expect(transcript.map(({ text }) => text)).toEqual([GREETING, QUESTION, talk.answer.say]);
    }),
  );

  it.concurrent(
    'goes on when each service fails once',
    talking(async (talk) => {
      const call = await talk.start(({ transcriptions, chat }) => {
        chat.refusedEfforts = ['none', 'minimal'];
        chat.failures.push(RATE_LIMITED);
        transcriptions.failures.push(SERVER_ERROR);
      });
      talk.line.openai.voice.knobs.failResponses.push('server_error');
      await talk.asked(call);
      await call.hearsSpeech();
      const { outcome, transcript } = await talk.detailOf(call);
      expect(outcome).toBeNull();
      expect(transcript.map(({ text }) => text)).toEqual([GREETING, QUESTION, talk.answer.say]);
    }),
  );

  it.concurrent(
    'asks the caller to say it again when a turn cannot be transcribed, and is lost after the next',
    talking(async (talk) => {
      const call = await talk.start(({ transcriptions }) =>
        transcriptions.failures.push(SERVER_ERROR, SERVER_ERROR, 'drop', 'drop'),
      );
      await talk.asked(call);
      await call.hearsSpeech();
      expect(talk.readings.at(-1)?.toRead).toBe('Pardon?');
      await call.untilQuiet(300);
      await call.say(QUESTION);
      await call.untilEnded();
      expect((await talk.detailOf(call)).timeline).toContainEqual(
        expect.objectContaining({ event: 'provider-lost', code: 'connection' }),
      );
    }),
  );

  it.concurrent.each([
    ['a refused key', UNKNOWN_KEY, 'invalid_api_key', 1],
    [
      'a spent quota',
      { status: 429, code: 'insufficient_quota', type: 'insufficient_quota' },
      'insufficient_quota',
      1,
    ],
    ['a server that stays broken', SERVER_ERROR, 'server_error', 2],
  ] as const)(
    'is lost with %s',
    talking(async (talk, _what: string, failure: RestFailure, code: string, requests: number) => {
      const call = await talk.start(({ chat }) => chat.failures.push(failure, failure));
      await call.untilEnded();
      const { timeline } = await talk.detailOf(call);
      expect(timeline.find(({ event }) => event === 'provider-lost')?.code).toBe(code);
      expect(talk.line.openai.rest.of('chat')).toHaveLength(requests);
      expect(await talk.line.get('/status')).toMatchObject({
        realtime: { providers: [{ name: 'openai-pipeline', lastError: code }] },
      });
    }),
  );

  it.concurrent(
    'is lost when speech stalls in the middle of a sentence',
    talking(async (talk) => {
      talk.answer = { say: LONG };
      const call = await talk.start();
      await call.hearsSpeech();
      await call.untilQuiet(300);
      talk.line.openai.voice.knobs.stallAt = 'during-answer';
      await call.say(QUESTION);
      await call.untilEnded();
      const { timeline } = await talk.detailOf(call);
      expect(timeline.find(({ event }) => event === 'provider-lost')?.code).toBe('timeout');
    }),
  );
});
