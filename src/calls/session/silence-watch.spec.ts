import { SilenceWatch } from './silence-watch.js';

describe('SilenceWatch', () => {
  it('asks once after 15 s with nobody speaking', () => {
    const watch = new SilenceWatch(60_000, 0);
    expect(watch.check(14_999)).toBe('nothing');
    expect(watch.check(15_000)).toBe('prompt');
    expect(watch.check(15_500)).toBe('nothing');
  });

  it('hangs up when the caller stays silent in spite of being asked', () => {
    const watch = new SilenceWatch(60_000, 0);
    watch.check(15_000);
    watch.assistantActive(18_000);
    expect(watch.check(59_999)).toBe('nothing');
    expect(watch.check(60_000)).toBe('hang-up');
  });

  it('does not count the time in which the assistant speaks', () => {
    const watch = new SilenceWatch(60_000, 0);
    watch.assistantActive(14_000);
    expect(watch.check(20_000)).toBe('nothing');
  });

  it('asks again after the caller has spoken in between', () => {
    const watch = new SilenceWatch(60_000, 0);
    watch.check(15_000);
    watch.callerActive(20_000);
    expect(watch.check(35_000)).toBe('prompt');
  });
});

describe('A silence that began on an earlier stream', () => {
  it('is asked about once and ends the call when it was to', () => {
    const watch = new SilenceWatch(60_000, 0, 50_000);
    expect(watch.check(14_999)).toBe('nothing');
    expect(watch.check(15_000)).toBe('hang-up');
  });
});
