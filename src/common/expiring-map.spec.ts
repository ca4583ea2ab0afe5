import { ExpiringMap } from './expiring-map.js';

describe('ExpiringMap', () => {
  let now = 0;
  const map = (capacity: number) => new ExpiringMap<number>(capacity, () => now);

  it('gives a value until its life is over', () => {
    const values = map(10);
    values.set('a', 1, 100);
    now += 99;
    expect(values.get('a')).toBe(1);
    now += 1;
    expect(values.get('a')).toBeUndefined();
    expect(values.size).toBe(0);
  });

  it('does not put off the end of a value that is read', () => {
    const values = map(10);
    values.set('a', 1, 100);
    now += 60;
    values.get('a');
    now += 60;
    expect(values.get('a')).toBeUndefined();
  });

  it('does not keep for long what nobody asks for again', () => {
    const values = map(100_000);
    for (let key = 0; key < 50_000; key += 1) {
      values.set(`${key}`, key, 100);
      now += 10;
    }
    expect(values.size).toBeLessThanOrEqual(6_100);
  });

  it('drops what was not looked at for longest when it is full', () => {
    const values = map(2);
    values.set('a', 1, 100);
    values.set('b', 2, 100);
    values.get('a');
    values.set('c', 3, 100);
    expect(['a', 'b', 'c'].map((key) => values.get(key))).toEqual([1, undefined, 3]);
  });

  it('begins a new life with a new value', () => {
    const values = map(2);
    values.set('a', 1, 100);
    now += 60;
    values.set('a', 2, 100);
    now += 60;
    expect(values.get('a')).toBe(2);
    values.delete('a');
    expect(values.get('a')).toBeUndefined();
  });
});
