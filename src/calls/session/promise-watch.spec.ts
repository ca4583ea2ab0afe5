import { loadVoiceScript } from '../../config/voice-script.js';
import { isPromise, PromiseWatch } from './promise-watch.js';

const english = loadVoiceScript('data/voice.json');
const spanish = loadVoiceScript('data/voice.es.json');
/** A file that does not name them. */
const unnamed = loadVoiceScript('test/fixtures/voice.json');

/** When the watch asks for a follow-up, looked at every 100 ms. */
const followedUp = (
  watch: PromiseWatch,
  from = 0,
  waiting: (now: number) => boolean = () => true,
) => {
  for (let now = from; now <= from + 30_000; now += 100) {
    if (watch.check(waiting(now), now)) return now;
  }
  return null;
};

describe('A promise to look something up', () => {
  it.each([
    [english, 'Let me check.'],
    [english, 'Sure, let me check that for you!'],
    [english, 'I’ll check with the kitchen.'],
    [english, 'One moment, please.'],
    [english, 'Okay. BEAR WITH ME…'],
    [spanish, 'Permítame revisarlo.'],
    [spanish, 'Claro, un momentito, por favor.'],
    [spanish, 'De\u0301jeme ver que\u0301 hay.'],
  ])('is known by the phrases of the voice file (%#)', ({ promises = [] }, text) => {
    expect(isPromise(text, promises)).toBe(true);
  });

  it.each([
    [english, 'Let me check. What size would you like?'],
    [english, 'I have added a cola.'],
    [english, 'We look forward to seeing you.'],
    [english, 'Your pizza has capers, olives and momentary regret.'],
    [spanish, '¿Le parece si lo reviso?'],
    [spanish, 'Agregué una pizza.'],
    [english, ''],
  ])('is none in other words, or with a question (%#)', ({ promises = [] }, text) => {
    expect(isPromise(text, promises)).toBe(false);
  });

  it('is one in the fillers of both languages', () => {
    for (const { promises = [], fillers } of [english, spanish]) {
      for (const filler of fillers)
        expect([filler, isPromise(filler, promises)]).toEqual([filler, true]);
    }
  });
});

describe('A voice file that names no promises', () => {
  it('knows the usual ones of its language, and its fillers', () => {
    expect(unnamed.promises).toBeUndefined();
    for (const text of ['Let me check.', 'One moment, please.', ...unnamed.fillers]) {
      expect([text, isPromise(text, unnamed.usualPromises)]).toEqual([text, true]);
    }
    expect(isPromise('Permítame revisarlo.', spanish.usualPromises)).toBe(true);
  });
});

describe('PromiseWatch', () => {
  let watch: PromiseWatch;

  beforeEach(() => {
    watch = new PromiseWatch(['let me check']);
  });

  it('follows up a promise of which nothing comes for 5 s, once', () => {
    watch.said('Let me check.');
    expect(followedUp(watch)).toBe(5_000);
    watch.said('Let me check again.');
    expect(followedUp(watch, 30_000)).toBeNull();
  });

  it('counts from the end of what is heard and done', () => {
    watch.said('Let me check.');
    expect(followedUp(watch, 0, (now) => now > 2_000)).toBe(7_100);
  });

  it('begins anew after the caller has spoken or a tool was run', () => {
    watch.said('Let me check.');
    expect(followedUp(watch)).toBe(5_000);
    watch.goesOn();
    watch.said('Let me check.');
    watch.goesOn();
    expect(followedUp(watch, 10_000)).toBeNull();
    watch.said('Let me check.');
    expect(followedUp(watch, 50_000)).toBe(55_000);
  });

  it('forgets a promise that other words have followed', () => {
    watch.said('Let me check.');
    watch.said('It has no nuts.');
    expect(followedUp(watch)).toBeNull();
  });
});
