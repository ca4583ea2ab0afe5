import { NewestKeys } from './newest-keys.js';

describe('NewestKeys', () => {
  it('loses the oldest key when it has too many, and never more than that one', () => {
    const keys = new NewestKeys<number>(3);
    for (let key = 0; key < 50; key += 1) {
      keys.set(`${key}`, key);
      expect(keys.size).toBe(Math.min(key + 1, 3));
      expect(keys.get(`${key}`)).toBe(key);
    }
    expect(['46', '47', '48', '49'].map((key) => keys.has(key))).toEqual([false, true, true, true]);
  });

  it('keeps a key that is set again for longer', () => {
    const keys = new NewestKeys<string>(2);
    keys.set('a', 'old');
    keys.set('b', 'b');
    keys.set('a', 'new');
    keys.set('c', 'c');
    expect([keys.get('a'), keys.get('b'), keys.get('c')]).toEqual(['new', undefined, 'c']);
  });
});
