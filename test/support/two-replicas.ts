import { startPostgres, type PostgresServer } from './postgres.js';
import { startRedis, type RedisServer } from './redis.js';
import { startApp, type RunningApp } from './start-app.js';
import { PUBLIC_URL } from './start-edge.js';

/** Two replicas in this process, `one` and `two`, with a PostgreSQL and a Redis of their own. */
export interface TwoReplicas {
  readonly postgres: PostgresServer;
  readonly redis: RedisServer;
  readonly databaseUrl: string;
  readonly one: RunningApp;
  readonly two: RunningApp;
  close(): Promise<void>;
}

/** Starts both, for callers who come by webhooks alone. */
export async function startTwoReplicas(): Promise<TwoReplicas> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const databaseUrl = await postgres.createDatabase();
  const boot = (instance: string): Promise<RunningApp> =>
    startApp({
      PUBLIC_URL,
      DATABASE_URL: databaseUrl,
      REDIS_URL: redis.url,
      INSTANCE_ID: instance,
    });
  const [one, two] = [await boot('one'), await boot('two')];
  return {
    postgres,
    redis,
    databaseUrl,
    one,
    two,
    close: async () => {
      await Promise.all([one.close(), two.close()]);
      await Promise.all([postgres.close(), redis.close()]);
    },
  };
}
