import { StreamWatch, type WatchedState } from './stream-watch.js';

const QUIET: WatchedState = {
  playing: false,
  answering: false,
  callerSpeaking: false,
  callerQuietMs: 0,
  longestPauseMs: 500,
  assistantTurn: false,
  toolsRunning: false,
  recovering: false,
  leaving: false,
};
/** The first step that is not `nothing`, and when. */
const first = (watch: StreamWatch, state: WatchedState, untilMs = 70_000) => {
  for (let now = 0; now <= untilMs; now += 100) {
    const step = watch.check(state, now);
    if (step !== 'nothing') return [step, now];
  }
  return ['nothing', untilMs];
};

describe('StreamWatch', () => {
  it.each([
    ['an answer that is late', {}, 2_000],
    ['a tool that takes long', { toolsRunning: true }, 1_800],
    ['a provider that is replaced', { recovering: true }, 500],
  ])('fills the silence of %s', (_what, state, atMs) => {
    const watch = new StreamWatch(60_000, 0);
    watch.awaits(0);
    expect(first(watch, { ...QUIET, ...state })).toEqual(['filler', atMs]);
  });

  it('does not fill a silence in which nothing is owed, but asks after 15 s', () => {
    expect(first(new StreamWatch(60_000, 0), QUIET)).toEqual(['prompt', 15_000]);
  });

  it('goes on with the next provider when an answer makes no progress', () => {
    const watch = new StreamWatch(60_000, 0);
    watch.awaits(0);
    const steps: unknown[] = [];
    for (let now = 0; now <= 9_000; now += 100) steps.push(watch.check(QUIET, now));
    expect(steps.at(-1)).toBe('next-provider');
    expect(steps.filter((step) => step === 'filler').length).toBeGreaterThanOrEqual(3);
  });

  it('takes an answer that is being heard as progress, and a filler not', () => {
    const hearing = new StreamWatch(60_000, 0);
    hearing.awaits(0);
    expect(first(hearing, { ...QUIET, playing: true, answering: true }, 20_000)[0]).toBe('nothing');
    const bridging = new StreamWatch(60_000, 0);
    bridging.awaits(0);
    expect(first(bridging, { ...QUIET, playing: true }, 20_000)).toEqual(['next-provider', 9_000]);
  });

  it('has a turn heard again whose end the provider does not notice', () => {
    const watch = new StreamWatch(60_000, 0);
    const steps: string[] = [];
    for (let now = 0; now <= 4_500; now += 100) {
      steps.push(watch.check({ ...QUIET, callerSpeaking: true, callerQuietMs: now }, now));
    }
    expect(steps.indexOf('filler') * 100).toBe(2_100);
    expect(steps.indexOf('reconnect') * 100).toBe(4_500);
  });

  it('lets a caller speak for as long as they like', () => {
    const speaking = { ...QUIET, callerSpeaking: true, callerQuietMs: 200 };
    expect(first(new StreamWatch(60_000, 0), speaking)[0]).toBe('nothing');
  });

  it('asks nobody who is being said goodbye to', () => {
    expect(first(new StreamWatch(60_000, 0), { ...QUIET, leaving: true })[0]).toBe('nothing');
  });
});
