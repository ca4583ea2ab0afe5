import { jest } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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

  describe('when its process dies', () => {
    const job = { text: 'A green salad.', voice: 'slt', stretch: 0.85 };
    let folder: string;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'flite-'));
    });

    afterEach(() => rm(folder, { recursive: true, force: true }));

    /** The worker, but that its first processes end by a signal when they are given a job. */
    async function dyingWorker(deaths: number): Promise<URL> {
      const file = join(folder, 'worker.mjs');
      const starts = join(folder, 'starts');
      const worker = new URL('./flite-worker.mjs', import.meta.url).href;
      await writeFile(starts, '');
      await writeFile(
        file,
        `import { appendFileSync, readFileSync } from 'node:fs';
         appendFileSync(${JSON.stringify(starts)}, '.');
         if (readFileSync(${JSON.stringify(starts)}).length > ${deaths})
           await import(${JSON.stringify(worker)});
         else process.on('message', () => process.kill(process.pid, 'SIGSEGV'));`,
      );
      return pathToFileURL(file);
    }

    it('asks another one, which gives the same bytes', async () => {
      const dying = new Flite(await dyingWorker(2));
      const said = await Promise.all([dying.synthesise(job), dying.synthesise(job)]);
      const expected = await flite.synthesise(job);
      expect(said.map((wav) => wav.equals(expected))).toEqual([true, true]);
      expect(await readFile(join(folder, 'starts'), 'utf8')).toBe('...');
    });

    it('gives up after three, says why, and takes the next job', async () => {
      const dying = new Flite(await dyingWorker(3));
      await expect(dying.synthesise(job)).rejects.toThrow(
        'Flite failed 3 times: it ended with SIGSEGV',
      );
      expect((await dying.synthesise(job)).length).toBeGreaterThan(4000);
    });
  });
});
