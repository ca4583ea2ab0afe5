import { encodeMulaw } from './mulaw.js';
import { EchoDetector } from './echo-detector.js';
import { PlayedLevels } from './played-levels.js';

/** Numbers from 0 to 1, the same in each run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Levels of 20 ms frames that go up and down like syllables and words, dBFS. */
function speech(seed: number, ms: number): number[] {
  const random = randomFrom(seed);
  const levels: number[] = [];
  while (levels.length < ms / 20) {
    const peak = random() < 0.2 ? -60 : -12 - 20 * random();
    const frames = 4 + Math.floor(random() * 10);
    for (let i = 0; i < frames; i += 1) levels.push(peak - 15 * Math.abs(i / frames - 0.5));
  }
  return levels;
}

function played(levels: readonly number[]): PlayedLevels {
  const result = new PlayedLevels();
  for (const level of levels) {
    const payload = encodeMulaw(new Int16Array(160).fill(32_768 * 10 ** (level / 20)));
    result.sent(payload.toString('base64'), 20, 0);
  }
  return result;
}

/** What is found when the caller's side has these levels while ours are played from 0 on. */
function found(ours: readonly number[], callerAt: (frame: number) => number) {
  const detector = new EchoDetector();
  const levels = played(ours);
  for (let frame = 9; frame < ours.length; frame += 10) {
    detector.caller(callerAt(frame), (frame + 1) * 20);
    if (frame % 50 === 49) detector.compare(levels);
  }
  return detector.report();
}

const OURS = speech(1, 20_000);

describe('EchoDetector', () => {
  it.each([0, 60, 160, 300, 480])('finds an echo after %i ms, and its delay', (delayMs) => {
    const { correlation, delayMs: told } = found(
      OURS,
      (frame) => (OURS[frame - delayMs / 20] ?? -60) - 15,
    );
    expect(correlation).toBeGreaterThan(0.8);
    expect(Math.abs((told ?? Infinity) - delayMs)).toBeLessThanOrEqual(20);
  });

  it('finds it under the noise of a line', () => {
    const noise = randomFrom(5);
    const echo = found(OURS, (frame) =>
      Math.max((OURS[frame - 10] ?? -60) - 12, -48 + 4 * noise()),
    );
    expect(echo.correlation).toBeGreaterThan(0.7);
  });

  it.each([2, 3, 4, 5, 6, 7, 8, 9])('takes a caller who talks meanwhile for none (%i)', (seed) => {
    const other = speech(seed * 101, 20_000);
    expect(found(OURS, (frame) => other[frame] ?? -60).correlation).toBeLessThan(0.6);
  });

  it('takes silence and a steady noise for none', () => {
    expect(found(OURS, () => -100)).toEqual({ correlation: 0, delayMs: null });
    const noise = randomFrom(9);
    expect(found(OURS, () => -40 + 2 * noise()).correlation).toBe(0);
  });

  it('proves nothing by a few words', () => {
    const short = OURS.slice(0, 200);
    expect(found(short, (frame) => short[frame] ?? -60).correlation).toBe(0);
  });

  it('compares nothing while nothing of ours is played', () => {
    const detector = new EchoDetector();
    const caller = speech(3, 20_000);
    caller.forEach((level, frame) => frame % 10 === 9 && detector.caller(level, frame * 20));
    detector.compare(new PlayedLevels());
    expect(detector.report()).toEqual({ correlation: 0, delayMs: null });
  });

  it('forgets an echo that has gone', () => {
    const ours = speech(1, 60_000);
    const other = speech(77, 60_000);
    const { correlation } = found(ours, (frame) => (frame < 1_000 ? ours : other)[frame] ?? -60);
    expect(correlation).toBeLessThan(0.5);
  });
});
