import { FrameClock } from './frame-clock.js';

describe('FrameClock', () => {
  it('finds nothing missing in a steady stream, wherever it starts', () => {
    const clock = new FrameClock();
    const missing = [500, 520, 540].map((at) => clock.missingBefore(at, 20));
    expect(missing).toEqual([0, 0, 0]);
    expect(clock.gaps).toBe(0);
  });

  it('closes a hole with whole frames', () => {
    const clock = new FrameClock();
    clock.missingBefore(0, 20);
    expect(clock.missingBefore(125, 20)).toBe(100);
    expect(clock).toMatchObject({ gaps: 1, lostMs: 105 });
  });

  it('closes a long hole only so far', () => {
    const clock = new FrameClock();
    clock.missingBefore(0, 20);
    expect(clock.missingBefore(60_000, 20)).toBe(2_000);
  });

  it('takes back the loss of a frame that comes late, and no more than was lost', () => {
    const clock = new FrameClock();
    clock.missingBefore(0, 20);
    clock.missingBefore(60, 20);
    clock.cameLate(20);
    expect(clock.lostMs).toBe(20);
    clock.cameLate(40);
    expect(clock.lostMs).toBe(0);
  });

  it('takes late and repeated frames as they come', () => {
    const clock = new FrameClock();
    clock.missingBefore(0, 20);
    clock.missingBefore(20, 20);
    expect(clock.missingBefore(0, 20)).toBe(0);
    expect(clock.missingBefore(40, 20)).toBe(0);
  });
});
