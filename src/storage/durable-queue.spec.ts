import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import { DurableQueue, type DurableQueueOptions } from './durable-queue.js';
import { DatabaseUnavailableError } from './engine.js';

interface Note {
  readonly text: string;
}

describe('A durable queue', () => {
  let folder: string;
  let logger: jest.Mocked<Logger>;
  /** What has arrived, in order. */
  let arrived: string[];
  /** Names that the destination refuses, with its answer. */
  let refused: Map<string, Error | false>;
  let queue: DurableQueue<Note>;
  const started: DurableQueue<Note>[] = [];

  function make(options: Partial<DurableQueueOptions<Note>> = {}): DurableQueue<Note> {
    const made = new DurableQueue<Note>({
      what: 'Notes',
      folder,
      capacity: 10,
      retryMs: 60_000,
      deliver: async ({ text }, name) => {
        await delay(1);
        const refusal = refused.get(name);
        if (refusal instanceof Error) throw refusal;
        if (refusal === false) return false;
        arrived.push(text);
        return true;
      },
      logger,
      ...options,
    });
    started.push(made);
    return made;
  }

  const files = async (): Promise<string[]> => (await readdir(folder)).toSorted();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-'));
    logger = { log: jest.fn(), warn: jest.fn(), error: jest.fn(), debug: jest.fn() } as never;
    arrived = [];
    refused = new Map();
    queue = make();
  });

  afterEach(async () => {
    for (const made of started.splice(0)) await made.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('delivers its entries in the order they came, and keeps nothing of them', async () => {
    await queue.put('b', { text: 'first' });
    await queue.put('a', { text: 'second' });
    expect(queue.values()).toEqual([{ text: 'first' }, { text: 'second' }]);
    await queue.retry();
    expect(arrived).toEqual(['first', 'second']);
    expect([queue.size, await files()]).toEqual([0, []]);
  });

  it('has an entry on disk, as plain JSON, as soon as it has taken it', async () => {
    await queue.put('a', { text: 'kept' });
    expect(await readFile(join(folder, 'a.json'), 'utf8')).toBe('{"text":"kept"}');
  });

  it('removes undelivered what has waited for longer than it may be kept', async () => {
    queue = make({ keptMs: 60_000 });
    await queue.put('old', { text: 'old' });
    await queue.put('new', { text: 'new' });
    const [before, after] = [61, 59].map((seconds) => new Date(Date.now() - seconds * 1_000));
    await utimes(join(folder, 'old.json'), before ?? 0, before ?? 0);
    await utimes(join(folder, 'new.json'), after ?? 0, after ?? 0);
    await queue.retry();
    expect(arrived).toEqual(['new']);
    expect([queue.size, await files()]).toEqual([0, []]);
    expect(logger.warn.mock.calls).toEqual([
      [expect.stringContaining('too old'), { entry: 'old' }],
    ]);
  });

  it('delivers after a restart what an earlier process has left', async () => {
    await queue.put('a', { text: 'left' });
    const next = make({ retryMs: 5 });
    await next.start();
    expect(next.has('a')).toBe(true);
    while (next.size > 0) await delay(5);
    expect([arrived, await files()]).toEqual([['left'], []]);
  });

  it('leaves a file that it cannot read where it is, and says so', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'broken.json'), '{"text":');
    await writeFile(join(folder, 'empty.json'), 'null');
    await writeFile(join(folder, 'good.json'), '{"text":"good"}');
    await queue.start();
    await queue.retry();
    expect(arrived).toEqual(['good']);
    expect(await files()).toEqual(['broken.json', 'empty.json']);
    expect(logger.error.mock.calls.map(([, fields]) => fields as unknown)).toMatchObject([
      { entry: 'broken' },
      { entry: 'empty' },
    ]);
  });

  it('sets aside what it cannot read, and tells of all of it', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'broken.json'), '{"text":');
    await writeFile(join(folder, 'other.json'), '{"other":1}');
    await writeFile(join(folder, 'x.json.1.tmp'), '{"half');
    const setAside = jest.fn<NonNullable<DurableQueueOptions<Note>['setAside']>>();
    const careful = make({ setAside, isEntry: ({ text }) => typeof text === 'string' });
    await careful.start();
    const at = expect.any(String);
    expect(setAside.mock.lastCall).toEqual([
      [
        { name: 'broken', reason: 'unreadable', at },
        { name: 'other', reason: 'unreadable', at },
      ],
    ]);
    expect([careful.size, await files()]).toEqual([0, ['broken.json', 'other.json']]);
    await careful.put('broken', { text: 'mended' });
    expect(setAside.mock.lastCall).toEqual([[{ name: 'other', reason: 'unreadable', at }]]);
  });

  it('sets aside what is refused for good, and still knows it; the others do not wait', async () => {
    refused.set('a', new RangeError('too long'));
    const setAside = jest.fn<NonNullable<DurableQueueOptions<Note>['setAside']>>();
    const told = jest.fn();
    const careful = make({ setAside, refused: told });
    for (const name of ['a', 'b']) await careful.put(name, { text: name });
    await careful.retry();
    await careful.retry();
    expect([arrived, await files()]).toEqual([['b'], ['a.json']]);
    expect([careful.has('a'), careful.size, careful.values()]).toEqual([true, 1, [{ text: 'a' }]]);
    expect(setAside.mock.lastCall).toMatchObject([[{ name: 'a', reason: 'refused' }]]);
    expect(told.mock.calls).toEqual([[{ text: 'a' }]]);
    expect(logger.error.mock.calls).toHaveLength(1);
    expect(logger.warn.mock.calls).toEqual([]);

    refused.clear();
    const next = make({ setAside });
    await next.start();
    await next.retry();
    expect([arrived, await files()]).toEqual([['b', 'a'], []]);
  });

  it('goes on with the others when one fails or is not taken yet', async () => {
    refused.set('a', new Error('refused')).set('b', false);
    for (const name of ['a', 'b', 'c']) await queue.put(name, { text: name });
    await queue.retry();
    expect(arrived).toEqual(['c']);
    expect(await files()).toEqual(['a.json', 'b.json']);
    refused.clear();
    await queue.retry();
    expect(arrived).toEqual(['c', 'a', 'b']);
  });

  it('ends the round when the database is away, and names that once', async () => {
    refused.set('b', new DatabaseUnavailableError());
    for (const name of ['a', 'b', 'c']) await queue.put(name, { text: name });
    await queue.retry();
    await queue.retry();
    expect([arrived, queue.size]).toEqual([['a'], 2]);
    expect(logger.warn.mock.calls).toHaveLength(1);
    refused.clear();
    await queue.retry();
    expect([arrived, await files()]).toEqual([['a', 'b', 'c'], []]);
  });

  it('never throws from its timer, and goes on by itself when it is over', async () => {
    refused.set('a', new Error('refused'));
    const timed = make({ retryMs: 2 });
    await timed.start();
    await timed.put('a', { text: 'late' });
    await delay(30);
    refused.clear();
    while (timed.size > 0) await delay(5);
    expect(arrived).toEqual(['late']);
  });

  it('does nothing more after it was stopped', async () => {
    const timed = make({ retryMs: 2 });
    await timed.start();
    await timed.stop();
    await timed.put('a', { text: 'too late' });
    await delay(20);
    expect([arrived, await files()]).toEqual([[], ['a.json']]);
  });

  it('waits for the running round before it is stopped', async () => {
    await queue.put('a', { text: 'on its way' });
    void queue.retry();
    await queue.stop();
    expect([arrived, await files()]).toEqual([['on its way'], []]);
  });

  it('forgets an entry that is taken back, also while it is being delivered', async () => {
    await queue.put('a', { text: 'on its way' });
    await queue.put('b', { text: 'taken back' });
    const round = queue.retry();
    const removals = [queue.remove('a'), queue.remove('b')];
    expect(queue.size).toBe(0);
    await Promise.all([round, ...removals]);
    expect([arrived, queue.size, await files()]).toEqual([['on its way'], 0, []]);
  });

  it('keeps the newer value of an entry that is replaced while it is being delivered', async () => {
    await queue.put('a', { text: 'old' });
    const round = queue.retry();
    const replaced = queue.put('a', { text: 'new' });
    await Promise.all([round, replaced]);
    expect(await readFile(join(folder, 'a.json'), 'utf8')).toBe('{"text":"new"}');
    await queue.retry();
    expect([arrived, await files()]).toEqual([['old', 'new'], []]);
  });

  it('takes no entry when the disk refuses or it is full', async () => {
    await writeFile(join(folder, 'file'), '');
    const nowhere = make({ folder: join(folder, 'file') });
    await expect(nowhere.put('a', { text: 'lost' })).rejects.toThrow(/EEXIST/);
    expect(nowhere.size).toBe(0);
    const small = make({ capacity: 1 });
    await small.put('a', { text: 'one' });
    await expect(small.put('b', { text: 'two' })).rejects.toThrow('full');
    await small.put('a', { text: 'another' });
    expect(small.values()).toEqual([{ text: 'another' }]);
  });

  it('tells how many wait', async () => {
    const sizes: number[] = [];
    const told = make({ resized: (size) => sizes.push(size) });
    await told.start();
    await told.put('a', { text: 'a' });
    await told.retry();
    await told.put('b', { text: 'b' });
    await told.remove('b');
    expect(sizes).toEqual([0, 1, 0, 1, 0]);
  });
});

describe('An entry that a durable queue holds in memory', () => {
  let folder: string;
  let away: boolean;
  let arrived: string[];
  let queue: DurableQueue<Note>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-'));
    away = false;
    arrived = [];
    queue = new DurableQueue<Note>({
      what: 'Notes',
      folder,
      capacity: 3,
      retryMs: 60_000,
      deliver: async ({ text }) => {
        await delay(1);
        if (away) throw new DatabaseUnavailableError();
        arrived.push(text);
        return true;
      },
      outlivesProcess: ({ text }) => text.startsWith('last'),
      logger: { log: jest.fn(), warn: jest.fn(), error: jest.fn(), debug: jest.fn() } as never,
    });
  });

  afterEach(async () => {
    await queue.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const onDisk = async (): Promise<string[]> => {
    const names = (await readdir(folder)).toSorted();
    return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  };

  it('is delivered at once, only its newest value, and never touches the disk', async () => {
    queue.hold('a', { text: 'one' });
    queue.hold('b', { text: 'two' });
    queue.hold('b', { text: 'three' });
    await queue.flush();
    expect([arrived, await onDisk()]).toEqual([['one', 'three'], []]);
  });

  it('goes to disk when it cannot be delivered and has to outlive the process', async () => {
    away = true;
    queue.hold('a', { text: 'first' });
    queue.hold('b', { text: 'last' });
    queue.hold('c', { text: 'last of another' });
    await queue.flush();
    expect(await onDisk()).toEqual(['{"text":"last"}', '{"text":"last of another"}']);
    queue.hold('b', { text: 'last, with a remark' });
    await queue.flush();
    expect(await onDisk()).toEqual([
      '{"text":"last, with a remark"}',
      '{"text":"last of another"}',
    ]);
    away = false;
    await queue.flush();
    expect(arrived.toSorted()).toEqual(['first', 'last of another', 'last, with a remark']);
    expect([queue.size, await onDisk()]).toEqual([0, []]);
  });

  it('waits for the next round after one that failed', async () => {
    away = true;
    queue.hold('a', { text: 'one' });
    await queue.flush();
    away = false;
    queue.hold('b', { text: 'two' });
    await delay(20);
    expect(arrived).toEqual([]);
    await queue.flush();
    expect(arrived).toEqual(['one', 'two']);
    queue.hold('c', { text: 'three' });
    await delay(20);
    expect(arrived).toEqual(['one', 'two', 'three']);
  });

  it('is given up when there are too many, the oldest first', async () => {
    away = true;
    for (const name of ['a', 'b', 'c', 'd']) queue.hold(name, { text: name });
    expect(queue.values().map(({ text }) => text)).toEqual(['b', 'c', 'd']);
    await queue.flush();
  });
});
