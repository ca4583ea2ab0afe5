import { KeyedQueue } from './keyed-queue.js';

describe('A turn queue', () => {
  it('runs the work of one key in order and one at a time', async () => {
    const queue = new KeyedQueue();
    const log: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      log.push(`${name} begins`);
      await new Promise(setImmediate);
      log.push(`${name} ends`);
    };
    await Promise.all([queue.run('CA1', work('first')), queue.run('CA1', work('second'))]);
    expect(log).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('does not let one key wait for another', async () => {
    const queue = new KeyedQueue();
    let finish = (): void => undefined;
    const slow = queue.run('CA1', () => new Promise<void>((resolve) => (finish = resolve)));
    expect(await queue.run('CA2', () => Promise.resolve('done'))).toBe('done');
    finish();
    await slow;
  });

  it('goes on after work that failed, and keeps nothing of a key that is done', async () => {
    const queue = new KeyedQueue();
    const failing = queue.run('CA1', () => Promise.reject(new Error('no')));
    const next = queue.run('CA1', () => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
    await new Promise(setImmediate);
    expect(queue.size).toBe(0);
  });
});
