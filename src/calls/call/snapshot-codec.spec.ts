import { jest } from '@jest/globals';
import { Ajv } from 'ajv';
import { packSnapshot, unpackSnapshot } from './snapshot-codec.js';
import { Call } from './call.js';
import { CALL_SCHEMAS } from './snapshot-schema.js';

const caller = { callSid: 'CA1', from: '+15551230100', to: '+15550000001' };

describe('A snapshot', () => {
  // It has ages, which are compared.
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each(Object.entries(CALL_SCHEMAS))('has a schema that is one: %s', (_, schema) => {
    const ajv = new Ajv();
    expect([ajv.validateSchema(schema), ajv.errors]).toEqual([true, null]);
  });

  it('brings a call back as it was', () => {
    const call = new Call(caller, 'one', 5);
    call.conversation.callerSaid('1', 'A small Margherita.');
    call.conversation.toolCalled('t1', 'add_item', '{}');
    call.note('stream-started', { streamSid: 'MZ1' });
    call.provider = 'openai-pipeline';
    call.resumes = 2;
    call.speak('es');
    jest.advanceTimersByTime(12_000);
    const snapshot = unpackSnapshot(packSnapshot(call.snapshot()));
    expect(new Call({ ...caller, from: 'unknown' }, 'one', 6, snapshot).snapshot()).toEqual(
      call.snapshot(),
    );
  });

  it('of an older version is read: its usage has no providers', () => {
    const { usage: _, ...older } = new Call(caller, 'one', 5).snapshot();
    const usage = { responses: 2, inputTokens: 30, cachedTokens: 5, outputTokens: 7, costUsd: 0.5 };
    const text = JSON.stringify({ version: 1, ...older, usage });
    expect(unpackSnapshot(text)?.usage).toEqual({
      ...usage,
      knownCostUsd: 0.5,
      byProvider: [],
      estimatedUsd: 0,
      accountedMs: null,
    });
  });

  it('is not read by a version that could misread it', () => {
    const text = packSnapshot(new Call(caller, 'one', 5).snapshot());
    expect(unpackSnapshot(text.replace('"version":1', '"version":2'))).toBeNull();
    expect(unpackSnapshot('{"version":')).toBeNull();
  });

  it.each([
    ['a silence without end', /"silentMs":\d+/, '"silentMs":1e999'],
    ['an age that is none', /"ageMs":\d+/, '"ageMs":"old"'],
    ['a year near the end of time', /"startedAt":"\d{4}/, '"startedAt":"+275760'],
    [
      'a list in a list without end',
      '"timeline":[]',
      `"timeline":${'['.repeat(9_000)}${']'.repeat(9_000)}`,
    ],
  ])('is not read with %s', (_, part, other) => {
    const text = packSnapshot(new Call(caller, 'one', 5).snapshot());
    expect(unpackSnapshot(text)).not.toBeNull();
    expect(text).not.toBe(text.replace(part, other));
    expect(unpackSnapshot(text.replace(part, other))).toBeNull();
  });

  it('loses its oldest parts rather than grow without end', () => {
    const call = new Call(caller, 'one', 5);
    for (let turn = 0; turn < 2_000; turn += 1) {
      call.conversation.callerSaid(`${turn}`, `Turn ${turn} ${'and so on '.repeat(50)}`);
      call.note('tool', { name: 'add_item' });
    }
    const text = packSnapshot(call.snapshot());
    expect(text.length).toBeLessThanOrEqual(256 * 1024);
    const { conversation, timeline } = unpackSnapshot(text) ?? call.snapshot();
    expect(conversation.entries.at(-1)).toMatchObject({
      text: expect.stringMatching(/^Turn 1999/),
    });
    expect(conversation.entries.length).toBeGreaterThan(100);
    expect(timeline).toHaveLength(50);
  });
});
