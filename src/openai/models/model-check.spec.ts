import { checkModel, type ModelStatus } from './model-check.js';
import { readModelList, type ModelList } from './model-list.js';
import type { ModelUse } from './model-uses.js';

const OPENAI = 'https://api.openai.com/v1';
const COMPATIBLE = 'https://models.example.com/v1';
const TODAY = Date.parse('2026-11-26T15:00:00Z');

const list = (entries: readonly object[]): ModelList =>
  readModelList(JSON.stringify({ data: entries }));
/** As OpenAI lists them. */
const OFFICIAL = list([
  { id: 'gpt-realtime-2.1', shutdown_date: null },
  { id: 'gpt-realtime-2.1-mini', shutdown_date: null },
  { id: 'gpt-realtime', shutdown_date: '2027-01-20' },
  { id: 'gpt-live-1', shutdown_date: null },
  { id: 'gpt-transcribe', shutdown_date: null },
  { id: 'gpt-4o-mini-tts', shutdown_date: '2027-01-06' },
  { id: 'tts-1', shutdown_date: '2027-01-06' },
  { id: 'gpt-6-luna', shutdown_date: null },
  { id: 'gpt-5', shutdown_date: '2026-12-11' },
]);

function check(
  use: ModelUse,
  model: string,
  { known = OFFICIAL as ModelList | null, url = OPENAI, listUrl = OPENAI, now = TODAY } = {},
): ModelStatus {
  return checkModel({ use, variable: 'VARIABLE', model, url }, known, listUrl, now);
}

describe('A configured model', () => {
  it.each<[ModelUse, string]>([
    ['realtime', 'gpt-realtime-2.1'],
    ['transcription', 'gpt-transcribe'],
    ['chat', 'gpt-6-luna'],
    ['speech', 'gpt-realtime-2.1-mini'],
  ])('for %s is fine: %s', (use, model) => {
    expect(check(use, model)).toEqual({
      use,
      variable: 'VARIABLE',
      model,
      state: 'ok',
      shutdownDate: null,
      daysLeft: null,
      problem: null,
      instead: null,
    });
  });

  it.each<[ModelUse, string, number, string]>([
    ['speech', 'gpt-4o-mini-tts', 41, 'is shut down on 2027-01-06, in 41 days'],
    ['realtime', 'gpt-realtime', 55, 'is shut down on 2027-01-20, in 55 days'],
    ['chat', 'gpt-5', 15, 'is shut down on 2026-12-11, in 15 days'],
  ])('for %s ends: %s', (use, model, daysLeft, problem) => {
    expect(check(use, model)).toMatchObject({ state: 'ending', daysLeft, problem });
  });

  it.each([
    ['2026-10-08T23:59:59Z', 90, 'ending', 'in 90 days'],
    ['2026-10-07T23:59:59Z', 91, 'ok', null],
    ['2027-01-05T00:00:00Z', 1, 'ending', 'in 1 day'],
    ['2027-01-05T23:59:59Z', 1, 'ending', 'in 1 day'],
    ['2027-01-06T00:00:00Z', 0, 'ending', 'today'],
    ['2027-01-06T23:59:59Z', 0, 'ending', 'today'],
    ['2027-01-07T00:00:00Z', -1, 'ended', 'was shut down on 2027-01-06'],
    ['2027-04-16T12:00:00Z', -100, 'ended', 'was shut down on 2027-01-06'],
  ])('is counted down in days of UTC: %s', (now, daysLeft, state, words) => {
    const status = check('speech', 'tts-1', { now: Date.parse(now) });
    expect(status).toMatchObject({ daysLeft, state, shutdownDate: '2027-01-06' });
    if (words === null) expect(status.problem).toBeNull();
    else expect(status.problem).toContain(words);
  });

  it.each<[ModelUse, string, string, string]>([
    ['realtime', 'gpt-live-1', 'live', 'gpt-realtime-2.1'],
    ['realtime', 'gpt-6-luna', 'chat', 'gpt-realtime-2.1'],
    ['realtime', 'gpt-live-transcribe', 'transcription', 'gpt-realtime-2.1'],
    ['chat', 'gpt-audio-1.5', 'audio chat', 'gpt-6-luna'],
    ['chat', 'gpt-4o-mini-tts', 'speech', 'gpt-6-luna'],
    ['chat', 'gpt-realtime-2.1', 'realtime', 'gpt-6-luna'],
    ['chat', 'whisper-1', 'transcription', 'gpt-6-luna'],
    ['transcription', 'gpt-realtime-2.1', 'realtime', 'gpt-transcribe'],
    ['transcription', 'gpt-4o', 'chat', 'gpt-transcribe'],
    ['speech', 'gpt-audio-1.5', 'audio chat', 'gpt-realtime-2.1-mini'],
    ['speech', 'gpt-transcribe', 'transcription', 'gpt-realtime-2.1-mini'],
  ])('for %s is of the wrong kind: %s (%s)', (use, model, kind, instead) => {
    for (const known of [OFFICIAL, null]) {
      const { state, problem, ...status } = check(use, model, { known });
      expect([state, status.instead]).toEqual(['wrong-kind', instead]);
      expect(problem).toBe(`is a model of the kind "${kind}", not one for ${use}`);
    }
  });

  it.each<[ModelUse, string, string]>([
    ['realtime', 'gpt-realtme-2.1', 'gpt-realtime-2.1'],
    ['realtime', 'gpt-realtime-2.1-mimi', 'gpt-realtime-2.1-mini'],
    ['transcription', 'gpt-transcibe', 'gpt-transcribe'],
    ['chat', 'gpt-6-lunar', 'gpt-6-luna'],
    ['chat', 'llama', 'gpt-6-luna'],
  ])('for %s is unknown: %s', (use, model, instead) => {
    expect(check(use, model)).toMatchObject({
      state: 'unknown',
      problem: 'is not among the models of this key',
      instead,
    });
  });

  it.each<[string, ModelList | null, string]>([
    ['that has no list', null, COMPATIBLE],
    ['that lists its own models', list([{ id: 'llama' }]), COMPATIBLE],
    ['that lists nothing', list([]), COMPATIBLE],
    ['on this machine', list([{ id: 'llama' }]), 'http://127.0.0.1:11434/v1'],
    ['with a similar name', list([{ id: 'llama' }]), 'https://api.openai.com.example.com/v1'],
  ])('of a compatible service %s is not questioned', (_what, known, url) => {
    for (const model of ['gpt-realtime-2.1', 'gpt-live-1', 'whatever']) {
      const status = check('realtime', model, { known, url, listUrl: url });
      expect(status).toMatchObject({ state: 'unchecked', problem: null });
    }
  });

  it('ends when a compatible service says so', () => {
    const known = list([{ id: 'x', shutdown_date: '2026-12-01' }]);
    const status = check('chat', 'x', { known, url: COMPATIBLE, listUrl: COMPATIBLE });
    expect(status).toMatchObject({ state: 'ending', daysLeft: 5 });
  });

  it('is not judged by the list of another host', () => {
    const elsewhere = { url: 'wss://voice.example.com/v1/realtime' };
    expect(check('realtime', 'gpt-realtime', elsewhere).state).toBe('unchecked');
    expect(check('realtime', 'unheard-of', elsewhere).state).toBe('unchecked');
    const here = { url: 'wss://api.openai.com/v1/realtime' };
    expect(check('realtime', 'gpt-realtime', here).state).toBe('ending');
  });

  it.each([
    ['wss://api.openai.com/v1/realtime', 'https://api.openai.com/v1'],
    ['https://eu.api.openai.com/v1', 'https://eu.api.openai.com/v1'],
  ])("is judged at OpenAI's own address %s, dated or not", (url, listUrl) => {
    const known = list([{ id: 'gpt-realtime-2.1' }]);
    expect(check('realtime', 'gpt-realtime-9', { known, url, listUrl }).state).toBe('unknown');
    expect(check('realtime', 'gpt-realtime-9', { known: list([]), url, listUrl }).state).toBe(
      'unchecked',
    );
  });
});
