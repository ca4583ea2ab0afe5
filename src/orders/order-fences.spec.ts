import { OrderFences } from './order-fences.js';

describe('Fencing numbers of calls', () => {
  it('are known for the calls that were taken, the highest of each', () => {
    const fences = new OrderFences();
    fences.raise('CA1', 5);
    fences.raise('CA1', 3);
    fences.raise('CA2', 1);
    expect(fences.of('CA1')).toBe(5);
    expect(fences.of('CA2')).toBe(1);
    expect(fences.of('CA3')).toBeNull();
    fences.raise('CA1', 6);
    expect(fences.of('CA1')).toBe(6);
  });

  it('are remembered for ten thousand calls, those used last', () => {
    const fences = new OrderFences();
    for (let call = 0; call < 10_000; call++) fences.raise(`CA${call}`, call);
    expect(fences.of('CA0')).toBe(0);
    fences.raise('CA-new', 1);
    expect(fences.of('CA0')).toBe(0);
    expect(fences.of('CA1')).toBeNull();
    expect(fences.of('CA2')).toBe(2);
  });
});
