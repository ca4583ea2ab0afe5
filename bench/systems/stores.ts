import { startPostgres } from '../../test/support/postgres.js';
import { startRedis } from '../../test/support/redis.js';

/** The shared stores of a run, as environment of VoicePlate. */
export interface Stores {
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts PostgreSQL and Redis beside the load. */
export async function startStores(): Promise<Stores> {
  const postgres = await startPostgres();
  const redis = await startRedis().catch(async (error: unknown) => {
    await postgres.close();
    throw error;
  });
  return {
    environment: { DATABASE_URL: await postgres.createDatabase(), REDIS_URL: redis.url },
    async close() {
      await redis.close();
      await postgres.close();
    },
  };
}
