import { encodeMulaw, levelDbfs, silence } from '../speech/mulaw.js';
import { Heard } from './heard.js';
import { throughLine } from './line-sound.js';
import { PhoneClock } from './phone-clock.js';

const TONE = encodeMulaw(Array.from({ length: 160 }, (_, i) => 3_000 * Math.sin(i)));
const SILENT = silence(20);

describe("The caller's telephone", () => {
  let heard: Heard;
  beforeEach(() => {
    heard = new Heard(new PhoneClock(1));
  });

  it('sends a frame as it is', () => {
    expect(throughLine(TONE, {}, heard, 1_000)).toBe(TONE);
  });

  it('makes it louder, and clips it', () => {
    const louder = throughLine(TONE, { gainDb: 6 }, heard, 1_000);
    expect(levelDbfs(louder) - levelDbfs(TONE)).toBeCloseTo(6, 0);
    const clipped = throughLine(TONE, { gainDb: 40 }, heard, 1_000);
    expect(clipped.filter((code) => code === 0x80 || code === 0x00).length).toBeGreaterThan(120);
  });

  it('adds what came out of the receiver, later and softer, and nothing before it or after', () => {
    heard.add(1_000, TONE);
    const echo = { delayMs: 100, lossDb: 20 };
    const levels = [1_100, 1_120, 1_140].map((now) =>
      levelDbfs(throughLine(SILENT, { echo }, heard, now)),
    );
    expect(levels[0]).toBe(-100);
    expect(levels[1]).toBeCloseTo(levelDbfs(TONE) - 20, 0);
    expect(levels[2]).toBe(-100);
  });
});
