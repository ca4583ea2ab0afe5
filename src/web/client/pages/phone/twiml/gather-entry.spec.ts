import { jest } from '@jest/globals';
import { type GatherAnswer, GatherEntry, gatherSettings } from './gather-entry.js';

describe('GatherEntry', () => {
  const answers: GatherAnswer[] = [];
  const gather = (attributes: Readonly<Record<string, string>>): GatherEntry => {
    const settings = gatherSettings({ name: 'Gather', attributes, children: [], text: '' });
    return new GatherEntry(settings, (answer) => answers.push(answer));
  };
  beforeEach(() => {
    answers.length = 0;
    jest.useFakeTimers();
  });
  afterEach(() => jest.useRealTimers());

  it('ends at the key that ends it, which is not part of the entry', () => {
    const entry = gather({});
    for (const key of '42#7') entry.key(key);
    expect(answers).toEqual([{ Digits: '42', FinishedOnKey: '#' }]);
  });

  it('ends with the last of so many digits, every key being one', () => {
    const entry = gather({ numDigits: '1', finishOnKey: '' });
    entry.key('#');
    expect(answers).toEqual([{ Digits: '#' }]);
  });

  it('ends by time after the prompts, and after each key', () => {
    const silent = gather({ timeout: '3' });
    jest.advanceTimersByTime(60_000);
    silent.wait();
    jest.advanceTimersByTime(2_999);
    expect(answers).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(answers).toEqual([null]);

    const slow = gather({ timeout: '3' });
    slow.wait();
    jest.advanceTimersByTime(2_000);
    slow.key('1');
    jest.advanceTimersByTime(2_000);
    slow.key('2');
    jest.advanceTimersByTime(3_000);
    expect(answers).toEqual([null, { Digits: '12' }]);
  });

  it('takes words where it takes them, and lets who types take their time', () => {
    const entry = gather({ input: 'speech dtmf', hints: 'Small, Large ,' });
    expect(entry.settings.hints).toEqual(['Small', 'Large']);
    entry.wait();
    entry.hold();
    jest.advanceTimersByTime(60_000);
    expect(entry.words('  ', 1)).toBe(false);
    expect(entry.words(' A pizza ', 0.9)).toBe(true);
    expect(answers).toEqual([{ SpeechResult: 'A pizza', Confidence: '0.9000' }]);
    expect(gather({ input: 'dtmf' }).words('A pizza', 1)).toBe(false);
    expect(gather({ input: 'speech' }).key('1')).toBe(false);
  });

  it('gives one answer, and none when it is stopped', () => {
    const entry = gather({ numDigits: '1' });
    expect([entry.key('1'), entry.key('2')]).toEqual([true, false]);
    const stopped = gather({});
    stopped.wait();
    stopped.stop();
    jest.advanceTimersByTime(60_000);
    expect(answers).toEqual([{ Digits: '1' }]);
  });
});
