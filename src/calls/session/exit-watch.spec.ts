import { ExitWatch, type ExitView } from './exit-watch.js';

const QUIET: ExitView = { playing: false, callerQuietMs: 60_000 };

/** Looks every 100 ms until the stream is left: the steps, and when they were taken. */
const run = (view: (now: number) => ExitView, soundAt = -60_000) => {
  const watch = new ExitWatch(0, soundAt);
  const steps: [string, number][] = [];
  for (let now = 0; now <= 20_000; now += 100) {
    const fillerAt = steps.findLast(([step]) => step === 'filler')?.[1] ?? -Infinity;
    const { playing, callerQuietMs } = view(now);
    const filled = now > fillerAt && now - fillerAt < 1_000;
    const step = watch.check({ playing: playing || filled, callerQuietMs }, now);
    if (step !== 'nothing') steps.push([step, now]);
    if (step === 'leave') break;
  }
  return steps;
};

describe('ExitWatch', () => {
  it('leaves when a filler has ended, so that the silence before the next voice is short', () => {
    expect(run(() => QUIET)).toEqual([
      ['filler', 0],
      ['leave', 1_000],
    ]);
  });

  it('leaves at once when something has just been heard', () => {
    expect(run(() => QUIET, -300)).toEqual([['leave', 0]]);
  });

  it('lets what plays be heard to its end', () => {
    expect(run((now) => ({ ...QUIET, playing: now < 3_000 }))).toEqual([['leave', 3_000]]);
  });

  it('lets the caller end their words, and fills the wait after them', () => {
    expect(run((now) => ({ ...QUIET, callerQuietMs: Math.max(0, now - 2_000) }))).toEqual([
      ['filler', 2_500],
      ['leave', 3_500],
    ]);
  });

  it('waits again for a caller who speaks after the filler', () => {
    const speaks = (now: number) => now < 1_000 || (now > 1_600 && now < 4_000);
    let spokeAt = 0;
    const view = (now: number): ExitView => {
      if (speaks(now)) spokeAt = now;
      return { ...QUIET, callerQuietMs: now - spokeAt };
    };
    expect(run(view)).toEqual([
      ['filler', 1_400],
      ['filler', 4_400],
      ['leave', 5_400],
    ]);
  });

  it('does not wait for ever', () => {
    expect(run(() => ({ ...QUIET, callerQuietMs: 0 }))).toEqual([['leave', 10_000]]);
    expect(run(() => ({ ...QUIET, playing: true }))).toEqual([['leave', 10_000]]);
  });
});
