import { StreamWatch, type WatchedState } from './stream-watch.js';

const newWatch = () =>
  new StreamWatch({ limits: { silenceHangupMs: 60_000 }, promises: ['let me check'] }, 0);
const QUIET: WatchedState = {
  playing: false,
  answering: false,
  callerSpeaking: false,
  callerQuietMs: 0,
  longestPauseMs: 500,
  assistantTurn: false,
  toolsRunning: false,
  recovering: false,
  provider: null,
  connected: false,
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
    ['a provider that is replaced', { recovering: true, callerQuietMs: 60_000 }, 500],
  ])('fills the silence of %s', (_what, state, atMs) => {
    const watch = newWatch();
    watch.awaits(0);
    expect(first(watch, { ...QUIET, ...state })).toEqual(['filler', atMs]);
  });

  it('does not fill a silence in which nothing is owed, but asks after 15 s', () => {
    expect(first(newWatch(), QUIET)).toEqual(['prompt', 15_000]);
  });

  it('goes on with the next provider when an answer makes no progress', () => {
    const watch = newWatch();
    watch.awaits(0);
    const steps: unknown[] = [];
    for (let now = 0; now <= 12_000; now += 100) steps.push(watch.check(QUIET, now));
    expect(steps.at(-1)).toBe('next-provider');
    expect(steps.filter((step) => step === 'filler').length).toBeGreaterThanOrEqual(3);
  });

  it('takes an answer that is being heard as progress, and a filler not', () => {
    const hearing = newWatch();
    hearing.awaits(0);
    expect(first(hearing, { ...QUIET, playing: true, answering: true }, 20_000)[0]).toBe('nothing');
    const bridging = newWatch();
    bridging.awaits(0);
    expect(first(bridging, { ...QUIET, playing: true }, 20_000)).toEqual(['next-provider', 12_000]);
  });

  it('has a turn heard again whose end the provider does not notice', () => {
    const watch = newWatch();
    const steps: string[] = [];
    for (let now = 0; now <= 4_500; now += 100) {
      steps.push(watch.check({ ...QUIET, callerSpeaking: true, callerQuietMs: now }, now));
    }
    expect(steps.indexOf('filler') * 100).toBe(2_100);
    expect(steps.indexOf('reconnect') * 100).toBe(4_500);
  });

  it('lets a caller speak for as long as they like', () => {
    const speaking = { ...QUIET, callerSpeaking: true, callerQuietMs: 200 };
    expect(first(newWatch(), speaking)[0]).toBe('nothing');
  });

  it('asks nobody who is being said goodbye to', () => {
    expect(first(newWatch(), { ...QUIET, leaving: true })[0]).toBe('nothing');
  });

  it('waits for a first sound after 7.5 s with fillers and never 3 s in silence', () => {
    const watch = newWatch();
    watch.awaits(0);
    const fillers: number[] = [];
    for (let now = 0; now <= 7_500; now += 100) {
      const playing = fillers.some((at) => now > at && now - at < 1_200);
      const step = watch.check({ ...QUIET, connected: true, playing }, now);
      if (step === 'filler') fillers.push(now);
      else expect(step).toBe('nothing');
    }
    expect(fillers).toEqual([2_000, 5_100]);
  });

  it('gives a connection that was made anew after a stall time to answer', () => {
    const watch = newWatch();
    watch.awaits(0);
    const steps: unknown[] = [];
    for (let now = 0; now <= 19_000; now += 100) {
      const connected = now < 10_500 || now > 10_900;
      steps.push(watch.check({ ...QUIET, connected }, now));
    }
    expect(steps).not.toContain('next-provider');
  });

  it('gives the next provider all the time that the first had', () => {
    const watch = newWatch();
    watch.awaits(0);
    const stuckAt: number[] = [];
    for (let now = 0; now <= 30_000; now += 100) {
      const provider = now < 6_000 ? 'first' : 'second';
      if (watch.check({ ...QUIET, provider }, now) === 'next-provider') stuckAt.push(now);
    }
    expect(stuckAt).toEqual([18_000, 30_000]);
  });

  it('fills nothing over a caller whom no provider hears, and soon after their last word', () => {
    const watch = newWatch();
    watch.awaits(0);
    const steps: unknown[] = [];
    for (let now = 0; now <= 4_000; now += 100) {
      const callerQuietMs = Math.max(0, now - 3_000);
      steps.push(watch.check({ ...QUIET, recovering: true, callerQuietMs }, now));
    }
    expect(steps.indexOf('filler') * 100).toBe(3_500);
  });

  it('has as little patience with a connection that replaced another and has said nothing', () => {
    const watch = newWatch();
    watch.check({ ...QUIET, recovering: true }, 0);
    watch.awaits(3_000);
    const fillerAt = (from: number) => {
      for (let now = from; now <= from + 5_000; now += 100) {
        if (watch.check(QUIET, now) === 'filler') return now;
      }
      return null;
    };
    watch.check({ ...QUIET, playing: true }, 3_000);
    expect(fillerAt(3_100)).toBe(3_500);
    watch.check({ ...QUIET, playing: true, answering: true }, 4_000);
    expect(fillerAt(4_100)).toBe(6_000);
  });

  it('has a promise kept when nothing comes of it for 5 s', () => {
    const watch = newWatch();
    watch.answered('Let me check.');
    expect(first(watch, QUIET)).toEqual(['follow-up', 5_000]);
    expect(first(watch, QUIET)).toEqual(['prompt', 15_000]);
  });

  it('leaves the stream when it is told to, whatever else is due', () => {
    const watch = newWatch();
    watch.awaits(0);
    watch.leaves(20_000);
    expect(watch.check({ ...QUIET, callerQuietMs: 9_000 }, 20_000)).toBe('filler');
    expect(watch.check({ ...QUIET, playing: true }, 21_000)).toBe('nothing');
    expect(watch.check({ ...QUIET, callerQuietMs: 9_000 }, 21_100)).toBe('leave');
  });
});
