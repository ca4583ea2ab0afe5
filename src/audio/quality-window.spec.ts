import { QualityWindow, type QualityTotals } from './quality-window.js';

const NONE: QualityTotals = {
  receivedMs: 0,
  lostMs: 0,
  frames: 0,
  lostFrames: 0,
  jitterSumMs: 0,
  voiceSamples: 0,
  clippedSamples: 0,
};

/** What each second adds; a second without a word of it is a sound one. */
function shares(...seconds: readonly Partial<QualityTotals>[]) {
  const window = new QualityWindow();
  let totals = NONE;
  let last = window.add(totals);
  for (const added of seconds) {
    const second = { ...NONE, receivedMs: 1_000, frames: 50, ...added };
    totals = Object.fromEntries(
      Object.entries(second).map(([name, value]) => [
        name,
        totals[name as keyof QualityTotals] + value,
      ]),
    ) as unknown as QualityTotals;
    last = window.add(totals);
  }
  return last;
}

const sound = (seconds: number) => Array.from({ length: seconds }, () => ({}));

describe('QualityWindow', () => {
  it('finds nothing wrong with a sound stream, long or short', () => {
    const nothing = { lossPercent: 0, clippedPercent: 0, jitterMs: 0 };
    expect(shares()).toEqual(nothing);
    expect(shares(...sound(30))).toEqual(nothing);
  });

  it('takes the loss by time', () => {
    const lossy = { receivedMs: 500, frames: 25, lostMs: 500 };
    expect(shares(...sound(9), lossy).lossPercent).toBe(5);
  });

  it('takes the loss by numbers where it is larger', () => {
    expect(shares(...sound(9), { frames: 25, lostFrames: 25 }).lossPercent).toBe(5);
  });

  it('forgets what is longer ago than ten seconds', () => {
    const lossy = { receivedMs: 500, frames: 25, lostMs: 500 };
    expect(shares(lossy, ...sound(9)).lossPercent).toBe(5);
    expect(shares(lossy, ...sound(10)).lossPercent).toBe(0);
  });

  it('judges no loss and no jitter by less than three seconds', () => {
    expect(shares({ receivedMs: 500, lostMs: 500 }, {})).toMatchObject({ lossPercent: 0 });
    expect(shares({ jitterSumMs: 4_500 }, { jitterSumMs: 4_500 }).jitterMs).toBe(0);
  });

  it('takes lost frames that come late for no gain', () => {
    expect(shares(...sound(5), { lostMs: -40, lostFrames: -2 }).lossPercent).toBe(0);
  });

  it('takes clipping as a share of the voice, of a second of it at least', () => {
    expect(shares({ voiceSamples: 700, clippedSamples: 700 }).clippedPercent).toBe(0);
    expect(shares({ voiceSamples: 1_600, clippedSamples: 80 }, {}).clippedPercent).toBe(5);
  });

  it('means the jitter', () => {
    const bad = Array.from({ length: 5 }, () => ({ jitterSumMs: 2_000 }));
    expect(shares(...sound(9), ...bad).jitterMs).toBe(40);
    expect(shares(...sound(9), { jitterSumMs: 2_000 }).jitterMs).toBe(8);
  });
});
