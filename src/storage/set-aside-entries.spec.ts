import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import { DurableQueue } from './durable-queue.js';
import { DatabaseUnavailableError } from './engine.js';

interface Note {
  readonly from: string | null;
  readonly text: string;
}

const CALLER = { identity: '+15551230100', callSids: ['CA1'] };

describe('What a durable queue has set aside', () => {
  let folder: string;
  let answer: 'takes' | 'refuses' | 'away';
  let arrived: string[];
  let queue: DurableQueue<Note>;
  let listed: readonly string[];

  function make(capacity = 10): DurableQueue<Note> {
    return new DurableQueue<Note>({
      what: 'Notes',
      folder,
      capacity,
      retryMs: 60_000,
      isEntry: ({ text }) => typeof text === 'string',
      personal: {
        isOf: ({ from }, _, { identity }) => from === identity,
        without: (note) => (note.text === 'hers alone' ? null : { ...note, from: null }),
      },
      deliver: ({ text }) => {
        if (answer === 'away') throw new DatabaseUnavailableError();
        if (answer === 'refuses') throw new TypeError('It lies in the note');
        arrived.push(text);
        return Promise.resolve(true);
      },
      setAside: (entries) => (listed = entries.map(({ name, reason }) => `${name} ${reason}`)),
      logger: { log: jest.fn(), warn: jest.fn(), error: jest.fn() } as unknown as Logger,
    });
  }

  const leave = (name: string, text: string): Promise<void> =>
    writeFile(join(folder, `${name}.json`), text);
  const note = (from: string | null, text = 'a note'): string => JSON.stringify({ from, text });
  const read = (name: string): Promise<string> => readFile(join(folder, `${name}.json`), 'utf8');
  const names = async (): Promise<string[]> => (await readdir(folder)).toSorted();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-'));
    [answer, arrived, listed] = ['takes', [], []];
    queue = make();
  });
  afterEach(async () => {
    await queue.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is left without a caller where it can be read, and removed where it cannot', async () => {
    await leave('half', '{"from":"+1 (555) 123-0100","te');
    await leave('CA1', '{"broken');
    await leave('call', '{"callSid":"CA1","te');
    await leave('other', '{"from":"+15551230101","callSid":"CA11","te');
    await leave('refused', note(CALLER.identity));
    await leave('hers', note(CALLER.identity, 'hers alone'));
    await leave('bobs', note('+15551230300'));
    answer = 'refuses';
    await queue.start();
    await queue.flush();
    expect(listed).toHaveLength(7);
    expect(await queue.forgetSetAside(CALLER)).toBe(5);
    expect(await names()).toEqual(['bobs.json', 'other.json', 'refused.json']);
    expect(await read('refused')).toBe(note(null));
    expect(queue.values()).toContainEqual({ from: null, text: 'a note' });
    expect(listed.toSorted()).toEqual(['bobs refused', 'other unreadable', 'refused refused']);
    expect(await queue.forgetSetAside(CALLER)).toBe(0);
  });

  it('is reached where it is not in the list, and what waits is left to others', async () => {
    queue = make(1);
    await leave('a', note(CALLER.identity));
    await leave('b', note(CALLER.identity));
    await leave('c', note(CALLER.identity));
    answer = 'away';
    await queue.start();
    expect(listed).toEqual(['c too-many']);
    expect(await queue.forgetSetAside(CALLER)).toBe(2);
    expect(await read('a')).toBe(note(CALLER.identity));
    expect(await queue.forgetWaiting(CALLER)).toBe(1);
    for (const name of ['a', 'b', 'c']) expect(await read(name)).toBe(note(null));
  });

  it('has an end: what is old is left without its caller, or removed', async () => {
    await leave('half', '{"te');
    await leave('new', '{"te');
    await leave('refused', note(CALLER.identity));
    answer = 'refuses';
    await queue.start();
    await queue.flush();
    const hourAgo = new Date(Date.now() - 3_600_000);
    for (const name of ['half', 'refused'])
      await utimes(join(folder, `${name}.json`), hourAgo, hourAgo);
    const before = Date.now() - 1_800_000;
    expect(await queue.overdueSetAside(before)).toBe(2);
    expect(await queue.expireSetAside(before, 1)).toBe(1);
    expect(await queue.expireSetAside(before, 10)).toBe(1);
    expect(await queue.overdueSetAside(before)).toBe(0);
    expect(await names()).toEqual(['new.json', 'refused.json']);
    expect(await read('refused')).toBe(note(null));
  });

  it.each([
    ['mended', note(null, 'mended'), 'takes', 'delivered'],
    ['as it was', '{"te', 'takes', 'unreadable'],
    ['mended, and refused', note(null), 'refuses', 'refused'],
    ['mended, and nobody there', note(null), 'away', 'waiting'],
  ] as const)('is tried again when asked: %s', async (_, text, now, result) => {
    await leave('a', '{"te');
    await queue.start();
    expect(listed).toEqual(['a unreadable']);
    await leave('a', text);
    answer = now;
    expect(await queue.retrySetAside('a')).toBe(result);
    expect(listed).toHaveLength(result === 'unreadable' || result === 'refused' ? 1 : 0);
    expect(await names()).toEqual(result === 'delivered' ? [] : ['a.json']);
    expect(await queue.retrySetAside('b')).toBe('unknown');
  });

  it('is not tried again while too many wait', async () => {
    queue = make(1);
    await leave('a', note(null));
    await leave('b', note(null));
    answer = 'away';
    await queue.start();
    expect(await queue.retrySetAside('b')).toBe('full');
    answer = 'takes';
    await queue.flush();
    expect(await queue.retrySetAside('b')).toBe('delivered');
  });

  it('is removed when asked, and nothing else is', async () => {
    await leave('a', '{"te');
    await leave('b', note(null));
    answer = 'away';
    await queue.start();
    expect(await queue.discardSetAside('b')).toBe(false);
    expect(await queue.discardSetAside('a')).toBe(true);
    expect(await queue.discardSetAside('a')).toBe(false);
    expect([await names(), listed]).toEqual([['b.json'], []]);
  });
});
