import { jest } from '@jest/globals';
import { Flite } from './flite.js';
import { levelDbfs } from './mulaw.js';
import { speak } from './speak.js';

/** The first run synthesises every sentence. */
jest.setTimeout(30_000);

const SENTENCE = 'Two large pepperoni pizzas, please.';

describe('speak', () => {
  it('gives real speech at the level of a telephone line', async () => {
    const audio = await speak(SENTENCE, 'caller');
    expect(audio.length / 8000).toBeGreaterThan(1);
    expect(audio.length / 8000).toBeLessThan(4);
    expect(levelDbfs(audio)).toBeGreaterThan(-25);
    expect(levelDbfs(audio)).toBeLessThan(-12);
    expect(levelDbfs(audio.subarray(0, 800))).toBeGreaterThan(-45);
    expect(levelDbfs(audio.subarray(-800))).toBeGreaterThan(-45);
  });

  it('has two voices', async () => {
    const [caller, assistant] = await Promise.all([
      speak(SENTENCE, 'caller'),
      speak(SENTENCE, 'assistant'),
    ]);
    expect(caller.equals(assistant)).toBe(false);
  });

  it('makes a sentence once', async () => {
    expect(await speak(SENTENCE, 'caller')).toBe(await speak(SENTENCE, 'caller'));
  });

  it('reads accents and typographic marks, and is silent where there is nothing to say', async () => {
    expect((await speak('Crème brûlée – that’s all', 'caller')).length).toBeGreaterThan(4000);
    expect(await speak('…', 'caller')).toHaveLength(0);
    expect(await speak('', 'assistant')).toHaveLength(0);
  });
});

describe('Flite', () => {
  const flite = new Flite();

  it('gives the same bytes each time, also in a new worker', async () => {
    const job = { text: 'One small cola.', voice: 'slt', stretch: 0.85 };
    const [first, second] = await Promise.all([flite.synthesise(job), flite.synthesise(job)]);
    const third = await flite.synthesise(job);
    expect(second.equals(first)).toBe(true);
    expect(third.equals(first)).toBe(true);
  });
});
