import { jest } from '@jest/globals';
import { DigitCollector } from './digit-collector.js';

describe('DigitCollector', () => {
  const groups: string[] = [];
  const collector = new DigitCollector((digits) => groups.push(digits));

  beforeEach(() => {
    groups.length = 0;
    jest.useFakeTimers();
  });
  afterEach(() => {
    collector.stop();
    jest.useRealTimers();
  });

  it('groups keys until a pause of two seconds', () => {
    collector.press('4');
    jest.advanceTimersByTime(1_900);
    collector.press('2');
    jest.advanceTimersByTime(2_000);
    expect(groups).toEqual(['42']);
  });

  it('ends a group at #', () => {
    for (const key of '17#') collector.press(key);
    expect(groups).toEqual(['17']);
  });

  it('says nothing of an empty group', () => {
    collector.press('#');
    expect(groups).toEqual([]);
  });

  it('leaves no timer behind', () => {
    collector.press('1');
    collector.stop();
    expect(jest.getTimerCount()).toBe(0);
  });
});
