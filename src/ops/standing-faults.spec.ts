import { Metrics } from './metrics.js';
import { StandingFaults } from './standing-faults.js';

describe('Standing faults', () => {
  let metrics: Metrics;
  let faults: StandingFaults;

  beforeEach(() => {
    metrics = new Metrics();
    faults = new StandingFaults(metrics);
  });

  const gauge = async (what: string): Promise<string | undefined> =>
    new RegExp(`degraded\\{what="${what}"\\} (\\d)`).exec(await metrics.registry.metrics())?.[1];

  it('are none at first, each with a series at 0', async () => {
    expect(faults.list()).toEqual([]);
    expect([await gauge('redis'), await gauge('orders')]).toEqual(['0', '0']);
  });

  it('keep their beginning while their reason changes', async () => {
    faults.begin('redis', 'away');
    const [{ since } = { since: '' }] = faults.list();
    await new Promise((resolve) => setTimeout(resolve, 5));
    faults.begin('redis', 'out of memory');
    expect(faults.list()).toEqual([{ what: 'redis', since, reason: 'out of memory' }]);
    expect(Date.parse(since)).toBeLessThan(Date.now());
    expect(await gauge('redis')).toBe('1');
  });

  it('end, and begin anew', async () => {
    faults.begin('disk', 'full');
    faults.begin('redis', 'away');
    faults.end('disk');
    faults.end('menu');
    expect(faults.list()).toMatchObject([{ what: 'redis' }]);
    expect(await gauge('disk')).toBe('0');
  });
});
