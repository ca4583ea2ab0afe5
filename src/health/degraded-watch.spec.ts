import { HealthIndicatorService } from '@nestjs/terminus';
import type { RedisLink } from '../cluster/redis-link.js';
import { Metrics } from '../ops/metrics.js';
import { StandingFaults } from '../ops/standing-faults.js';
import type { Database } from '../storage/database.js';
import type { DiskState, StorageWatch } from '../storage/storage-watch.js';
import { DegradedWatch } from './degraded-watch.js';
import type { DependencyChecks } from './dependency-checks.js';
import { DatabaseHealthIndicator } from './indicators/database.health.js';
import { DiskHealthIndicator } from './indicators/disk.health.js';
import { RedisHealthIndicator } from './indicators/redis.health.js';

const MB = 2 ** 20;

describe('What is degraded', () => {
  let disk: DiskState | null;
  let faults: StandingFaults;
  let watch: DegradedWatch;

  beforeEach(() => {
    disk = { freeBytes: 20 * MB, totalBytes: 40 * MB, low: false, fault: null };
    faults = new StandingFaults(new Metrics());
    const storage = {
      get disk() {
        return disk;
      },
    } as StorageWatch;
    const indicator = new DiskHealthIndicator(new HealthIndicatorService(), storage);
    const checks = { all: [() => indicator.check()] } as unknown as DependencyChecks;
    watch = new DegradedWatch(checks, faults);
  });

  it('is nothing while all is well, or where nothing is known', async () => {
    expect(await watch.look()).toEqual([]);
    disk = null;
    expect(await watch.look()).toEqual([]);
  });

  it('says since when, with the newest reason, until it is over', async () => {
    disk = { freeBytes: 2 * MB, totalBytes: 40 * MB, low: true, fault: null };
    const [first] = await watch.look();
    expect(first).toEqual({ what: 'disk', since: expect.any(String), reason: 'nearly full' });
    disk = { ...disk, fault: 'full' };
    expect(await watch.look()).toEqual([
      { what: 'disk', since: first?.since, reason: 'refuses writes: no space is left' },
    ]);
    disk = { ...disk, low: false, fault: null };
    expect(await watch.look()).toEqual([]);
  });

  it('holds what other parts have reported as well', async () => {
    faults.begin('orders', 'placed orders could not be saved');
    disk = { freeBytes: 0, totalBytes: 40 * MB, low: true, fault: 'read-only' };
    expect((await watch.look()).map(({ what }) => what)).toEqual(
      expect.arrayContaining(['orders', 'disk']),
    );
  });

  it('includes a database that answers and takes no writes', async () => {
    const database = { kind: 'postgresql', ping: () => Promise.resolve() } as unknown as Database;
    const storage = { database: 'read-only' } as StorageWatch;
    const service = new HealthIndicatorService();
    const { database: result } = await new DatabaseHealthIndicator(
      service,
      database,
      storage,
    ).check();
    const message = 'refuses writes: it is read-only';
    expect(result).toEqual({ status: 'down', kind: 'postgresql', message });
  });

  it.each([
    ['oom', true, 'refuses writes: its memory is full (OOM)'],
    ['noauth', false, 'refuses this server: password missing or wrong (NOAUTH)'],
    [null, false, 'away; this replica goes on alone'],
  ] as const)(
    'tells a Redis that refuses (%s) from one that is away',
    async (refusal, up, says) => {
      const link = { configured: true, up, refusal } as unknown as RedisLink;
      const { redis } = await new RedisHealthIndicator(new HealthIndicatorService(), link).check();
      expect(redis).toEqual({ status: 'down', configured: true, message: says });
    },
  );
});
