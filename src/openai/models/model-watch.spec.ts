import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { readEnvironment } from '../../config/environment.js';
import { ModelListError, readModelList, type ModelList } from './model-list.js';
import { ModelWatch } from './model-watch.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LIST = readModelList(
  JSON.stringify({
    data: [
      { id: 'gpt-realtime-2.1', shutdown_date: null },
      { id: 'gpt-live-1', shutdown_date: null },
      { id: 'gpt-transcribe', shutdown_date: null },
      { id: 'gpt-6-luna', shutdown_date: null },
      { id: 'gpt-realtime-2.1-mini', shutdown_date: '2027-01-06' },
    ],
  }),
);
const KEY = { OPENAI_API_KEY: 'sk-1' };

describe('The watch over the models', () => {
  let asked: { url: string; key: string; signal: AbortSignal }[];
  /** What is answered, one after the other, the last for ever; null: nothing. */
  let answers: (ModelList | Error | null)[];
  let lines: Record<'warn' | 'debug', [string, object][]>;
  let watch: ModelWatch;

  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse('2026-11-26T12:00:00Z') });
    asked = [];
    answers = [LIST];
    lines = { warn: [], debug: [] };
    for (const level of ['warn', 'debug'] as const) {
      jest
        .spyOn(Logger.prototype, level)
        .mockImplementation((message: unknown, fields: unknown) => {
          lines[level].push([String(message), fields as object]);
        });
    }
  });
  afterEach(() => {
    watch.onApplicationShutdown();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  async function boot(env: Record<string, string> = {}): Promise<void> {
    watch = new ModelWatch(
      readEnvironment({ ...KEY, ...env }),
      () => Date.now(),
      (url, key, signal) => {
        asked.push({ url, key, signal });
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        if (answer instanceof Error) return Promise.reject(answer);
        return answer ? Promise.resolve(answer) : new Promise(() => undefined);
      },
    );
    watch.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(0);
  }

  it('asks once a day, and an hour after an answer that failed', async () => {
    answers = [LIST, new ModelListError('http_500'), new ModelListError('timeout'), LIST];
    await boot();
    expect(asked).toMatchObject([{ url: 'https://api.openai.com/v1', key: 'sk-1' }]);
    expect(watch.checkedAt).toBe('2026-11-26T12:00:00.000Z');
    for (const [pauseMs, count] of [
      [DAY_MS - 1, 1],
      [1, 2],
      [HOUR_MS, 3],
      [HOUR_MS, 4],
      [DAY_MS - 1, 4],
      [1, 5],
    ] as const) {
      await jest.advanceTimersByTimeAsync(pauseMs);
      expect(asked).toHaveLength(count);
    }
  });

  it('says once of each model what is wrong with it and what to use', async () => {
    await boot({ OPENAI_REALTIME_MODEL: 'gpt-live-1', OPENAI_CHAT_MODEL: 'gpt-6-lunar' });
    const message = 'Model to be replaced';
    expect(lines.warn).toEqual([
      [
        message,
        {
          variable: 'OPENAI_REALTIME_MODEL',
          model: 'gpt-live-1',
          problem: 'is a model of the kind "live", not one for realtime',
          use: 'gpt-realtime-2.1',
        },
      ],
      [
        message,
        {
          variable: 'OPENAI_CHAT_MODEL',
          model: 'gpt-6-lunar',
          problem: 'is not among the models of this key',
          use: 'gpt-6-luna',
        },
      ],
      [
        message,
        {
          variable: 'OPENAI_SPEECH_MODEL',
          model: 'gpt-realtime-2.1-mini',
          problem: 'is shut down on 2027-01-06, in 41 days',
          use: 'gpt-realtime-2.1-mini',
        },
      ],
    ]);
    await jest.advanceTimersByTimeAsync(7 * DAY_MS);
    expect(lines.warn).toHaveLength(3);
    await jest.advanceTimersByTimeAsync(35 * DAY_MS);
    expect(lines.warn.slice(3)).toMatchObject([
      [message, { model: 'gpt-realtime-2.1-mini', problem: 'was shut down on 2027-01-06' }],
    ]);
  });

  it('counts the days between two lists', async () => {
    await boot();
    const days = () => watch.models().find(({ use }) => use === 'speech')?.daysLeft;
    expect(days()).toBe(41);
    jest.setSystemTime(Date.parse('2027-01-08T00:00:00Z'));
    expect(days()).toBe(-2);
  });

  it('keeps what it knew when a later list cannot be had', async () => {
    answers = [LIST, new ModelListError('http_500')];
    await boot();
    await jest.advanceTimersByTimeAsync(DAY_MS);
    expect(watch.models().find(({ use }) => use === 'speech')).toMatchObject({ daysLeft: 40 });
    expect(watch.checkedAt).toBe('2026-11-26T12:00:00.000Z');
  });

  it.each([
    ['warn', 'http_401'],
    ['warn', 'http_500'],
    ['warn', 'timeout'],
    ['debug', 'http_404'],
    ['debug', 'not_a_list'],
  ] as const)('has one line at %s about a list that fails: %s', async (level, code) => {
    answers = [new ModelListError(code)];
    await boot();
    await jest.advanceTimersByTimeAsync(DAY_MS);
    expect(asked.length).toBeGreaterThan(20);
    expect([...lines.warn, ...lines.debug]).toEqual([['Models not listed', { code }]]);
    expect(lines[level]).toHaveLength(1);
    expect(watch.models().every(({ state }) => state === 'unchecked')).toBe(true);
  });

  it('knows a wrong kind at the address of OpenAI without a list', async () => {
    answers = [new ModelListError('http_403')];
    await boot({ OPENAI_REALTIME_MODEL: 'gpt-live-1' });
    expect(lines.warn.at(-1)?.[1]).toMatchObject({ variable: 'OPENAI_REALTIME_MODEL' });
  });

  it('waits for no answer', async () => {
    answers = [null];
    await boot();
    expect(watch.checkedAt).toBeNull();
    expect(watch.models().map(({ state }) => state)).toEqual(Array(4).fill('unchecked'));
    watch.onApplicationShutdown();
    expect(asked[0]?.signal.aborted).toBe(true);
  });

  it.each([
    ['no key', { OPENAI_API_KEY: '' }, []],
    ['no realtime', { USE_REALTIME_API: 'false' }, ['chat']],
    ['no realtime, no chat', { USE_REALTIME_API: 'false', VOICE_PROVIDERS: 'ivr' }, []],
    ['the chat alone', { VOICE_PROVIDERS: 'openai-chat' }, ['chat']],
    ['the order line alone', { VOICE_PROVIDERS: 'ivr' }, []],
    ['no pipeline', { VOICE_PROVIDERS: 'openai-realtime,ivr' }, ['realtime', 'transcription']],
    [
      'the pipeline alone',
      { VOICE_PROVIDERS: 'openai-pipeline' },
      ['transcription', 'chat', 'speech'],
    ],
  ])('is over the models that calls use: with %s', async (_what, env, uses) => {
    await boot(env as Record<string, string>);
    expect(watch.models().map(({ use }) => use)).toEqual(uses);
    expect(asked).toHaveLength(uses.length === 0 ? 0 : 1);
  });
});
