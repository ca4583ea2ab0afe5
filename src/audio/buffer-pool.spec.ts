import { BufferPool } from './buffer-pool.js';

describe('BufferPool', () => {
  it('hands out what was given back, by size, and never to two', () => {
    const pool = new BufferPool();
    const small = pool.take(16);
    const large = pool.take(32);
    pool.give(small);
    pool.give(large);
    expect(pool.freeBytes).toBe(48);

    expect(pool.take(32)).toBe(large);
    expect(pool.take(32)).not.toBe(large);
    expect(pool.take(16)).toBe(small);
    expect(pool.take(16)).not.toBe(small);
    expect(pool.freeBytes).toBe(0);
  });

  it('keeps no more than its limit', () => {
    const pool = new BufferPool(100);
    for (let i = 0; i < 10; i += 1) pool.give(Buffer.alloc(40));
    expect(pool.freeBytes).toBe(80);
    pool.take(40);
    pool.give(Buffer.alloc(60));
    expect(pool.freeBytes).toBe(100);
  });
});
