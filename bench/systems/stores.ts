import { setPriority } from 'node:os';
import { startPostgres } from '../../test/support/postgres.js';
import { startRedis } from '../../test/support/redis.js';

/** The kernel's lowest. */
const LOWEST_PRIORITY = 19;

/** The shared stores of a run, as environment of VoicePlate. */
export interface Stores {
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Starts PostgreSQL and Redis beside the load, which goes first on their core: a delay of the
 * generators would be counted as the system's.
 */
export async function startStores(): Promise<Stores> {
  const postgres = await startPostgres();
  const redis = await startRedis().catch(async (error: unknown) => {
    await postgres.close();
    throw error;
  });
  for (const pid of [...(await postgres.pids()), redis.pid]) {
    if (pid !== null) setPriority(pid, LOWEST_PRIORITY);
  }
  return {
    environment: { DATABASE_URL: await postgres.createDatabase(), REDIS_URL: redis.url },
    async close() {
      await redis.close();
      await postgres.close();
    },
  };
}
