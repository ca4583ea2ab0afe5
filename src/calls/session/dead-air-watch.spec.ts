import { DeadAirWatch } from './dead-air-watch.js';

describe('DeadAirWatch', () => {
  it('has nothing to do while nobody waits', () => {
    expect(new DeadAirWatch(0).check(60_000, 1_000)).toBe('nothing');
  });

  it('fills a silence once it has become too long, and again after the next one', () => {
    const watch = new DeadAirWatch(0);
    watch.awaits(0);
    expect([2_400, 2_500, 2_600, 5_000].map((now) => watch.check(now, 2_500))).toEqual([
      'nothing',
      'filler',
      'nothing',
      'filler',
    ]);
  });

  it('counts silence from the last sound, not from the wait', () => {
    const watch = new DeadAirWatch(0);
    watch.awaits(0);
    watch.sound(2_000);
    expect(watch.check(4_000, 2_500)).toBe('nothing');
  });

  it('gives up on an assistant that makes no progress, whatever was filled in', () => {
    const watch = new DeadAirWatch(0);
    watch.awaits(0);
    watch.check(2_500, 2_500);
    expect(watch.check(11_999, 20_000)).toBe('nothing');
    expect(watch.check(12_000, 2_500)).toBe('give-up');
    expect(watch.check(12_200, 20_000)).toBe('nothing');
  });

  it('takes progress as a new beginning', () => {
    const watch = new DeadAirWatch(0);
    watch.awaits(0);
    watch.progress(8_000);
    expect(watch.check(19_900, 60_000)).toBe('nothing');
    expect(watch.check(20_000, 60_000)).toBe('give-up');
  });

  it('does not take further trouble as progress', () => {
    const watch = new DeadAirWatch(0);
    watch.awaits(0);
    watch.awaits(8_000);
    expect(watch.check(12_000, 60_000)).toBe('give-up');
  });

  it('gives a new connection its time, and not for ever', () => {
    const watch = new DeadAirWatch(0);
    watch.awaits(0);
    watch.reconnecting(10_500);
    expect(watch.check(22_400, 60_000)).toBe('nothing');
    watch.reconnecting(21_500);
    expect(watch.check(23_900, 60_000)).toBe('nothing');
    expect(watch.check(24_000, 60_000)).toBe('give-up');
  });

  it('counts no silence from before the assistant began to speak by itself', () => {
    const watch = new DeadAirWatch(0);
    watch.volunteers(5_000);
    expect(watch.check(6_900, 2_000)).toBe('nothing');
    expect(watch.check(7_000, 2_000)).toBe('filler');
  });

  it('goes on counting for a caller who waits already', () => {
    const watch = new DeadAirWatch(0);
    watch.awaits(4_000);
    watch.volunteers(5_000);
    expect(watch.check(5_100, 2_000)).toBe('filler');
  });

  it('stops when the answer is there', () => {
    const watch = new DeadAirWatch(0);
    watch.awaits(0);
    watch.settled();
    expect(watch.check(20_000, 1_000)).toBe('nothing');
  });
});
