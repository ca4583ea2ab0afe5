import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../simulators/free-port.js';
import { RemoteStandIn } from '../simulators/openai/remote-stand-in.js';
import { PhoneSimulator, type PhoneOptions } from '../simulators/phone/phone-simulator.js';
import { TwilioRest } from '../simulators/phone/twilio-rest.js';
import type { Scenario } from '../simulators/scenario.js';
import { ACCOUNT_SID, AUTH_TOKEN } from './account.js';
import { ensureBuilt } from './build.js';
import { CuttableProxy } from './cuttable-proxy.js';
import { until } from './eventually.js';
import { startBalancer, type Balancer } from './haproxy.js';
import { Kitchen } from './kitchen.js';
import { saidIn } from './leaks.js';
import { writeAlwaysOpenMenu } from './menu-fixture.js';
import { startPostgres, type PostgresServer } from './postgres.js';
import { startRedis, type RedisServer } from './redis.js';
import { Replica } from './replica.js';
import { VOICE_FIXTURE } from './voice-fixture.js';

const OPS_TOKEN = 'ops-token-of-the-cluster';
/** As fast as the balancer notices a replica. */
const BALANCED_LIMIT_MS = 15_000;

/** How a cluster is set up. */
export interface ClusterOptions {
  readonly scenario: Scenario;
  /** 3 unless told. */
  readonly replicas?: number;
  /** Environment of every replica on top of what it needs. */
  readonly env?: Readonly<Record<string, string>>;
  /** Puts a proxy that can be cut between each replica and Redis. */
  readonly cuttable?: boolean;
}

/** Real server processes behind a real balancer, with everything they share, on loopback. */
export interface ClusterRig {
  readonly balancer: Balancer;
  readonly replicas: readonly Replica[];
  readonly openai: RemoteStandIn;
  readonly phone: PhoneSimulator;
  readonly kitchen: Kitchen;
  readonly redis: RedisServer;
  readonly postgres: PostgresServer;
  readonly rest: TwilioRest;
  /** Another phone of the same account, for calls that reach the cluster in another way. */
  phoneWith(options: Partial<PhoneOptions>): PhoneSimulator;
  /** The replica of this place; throws when there is none. */
  replica(index: number): Replica;
  /** Starts a replica; resolves when the balancer sends it calls. */
  readonly restart: (index: number) => Promise<void>;
  /** Undoes whatever was done to replicas: all run and are reached again. */
  heal(): Promise<void>;
  /** Fails when the log of a replica holds what was said. */
  close(): Promise<void>;
}

/** Boots everything; resolves when the balancer sends calls to every replica. */
export async function startCluster(options: ClusterOptions): Promise<ClusterRig> {
  const cleanups: (() => Promise<unknown>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  };
  try {
    return await assemble(options, cleanups, closeAll);
  } catch (error) {
    await closeAll().catch(() => undefined);
    throw error;
  }
}

async function assemble(
  { scenario, replicas: count = 3, env = {}, cuttable = false }: ClusterOptions,
  cleanups: (() => Promise<unknown>)[],
  close: () => Promise<void>,
): Promise<ClusterRig> {
  /** Keeps what was started, to be stopped after everything that was started later. */
  const keep = async <T>(starting: Promise<T>, stop: (part: T) => Promise<unknown>): Promise<T> => {
    const part = await starting;
    cleanups.push(() => stop(part));
    return part;
  };
  await ensureBuilt();
  const folder = await keep(mkdtemp(join(tmpdir(), 'voiceplate-cluster-')), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  const [redis, postgres, openai, kitchen] = [
    await keep(startRedis(), (server) => server.close()),
    await keep(startPostgres(), (server) => server.close()),
    await keep(RemoteStandIn.start(scenario), (standIn) => standIn.stop()),
    await keep(Kitchen.open(), (open) => open.close()),
  ];
  const ports: number[] = [];
  while (ports.length < count) ports.push(await freePort());
  const balancer = await keep(
    startBalancer(ports.map((port) => `http://127.0.0.1:${port}`)),
    (started) => started.close(),
  );
  const phones: PhoneSimulator[] = [];
  const account = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN };
  const rest = await keep(
    TwilioRest.start({
      ...account,
      find: (callSid) => phones.map((phone) => phone.find(callSid)).findLast((call) => call),
    }),
    (started) => started.close(),
  );
  const shared = {
    HOST: '127.0.0.1',
    PUBLIC_URL: balancer.url,
    DATABASE_URL: await postgres.createDatabase(),
    MENU_FILE: await writeAlwaysOpenMenu(folder),
    LOG_LEVEL: 'WARN',
    OPS_TOKEN,
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    TWILIO_API_URL: rest.url,
    OPENAI_API_KEY: openai.key,
    OPENAI_BASE_URL: openai.baseUrl,
    OPENAI_REALTIME_URL: openai.url,
    ORDER_WEBHOOK_URL: kitchen.url,
    ...env,
  };
  const replicas: Replica[] = [];
  for (const [index, port] of ports.entries()) {
    const name = `replica-${index + 1}`;
    const proxy = cuttable
      ? await keep(CuttableProxy.open(redis.port), (opened) => opened.close())
      : null;
    const environment = {
      ...shared,
      INSTANCE_ID: name,
      DATA_DIR: join(folder, name),
      VOICE_FILE: VOICE_FIXTURE,
      REDIS_URL: proxy ? `redis://127.0.0.1:${proxy.port}` : redis.url,
    };
    replicas.push(new Replica(name, port, environment, OPS_TOKEN, proxy));
  }
  cleanups.push(() => Promise.all(replicas.map((replica) => replica.kill())));
  cleanups.push(() => Promise.all(phones.map((phone) => phone.close())));
  const phoneWith = (options: Partial<PhoneOptions>): PhoneSimulator => {
    const phone = new PhoneSimulator({
      url: balancer.url,
      publicUrl: balancer.url,
      ...account,
      ...options,
    });
    phones.push(phone);
    return phone;
  };
  const rig: ClusterRig = {
    balancer,
    replicas,
    openai,
    phone: phoneWith({}),
    phoneWith,
    kitchen,
    redis,
    postgres,
    rest,
    replica(index) {
      const replica = replicas[index];
      if (!replica) throw new RangeError(`There is no replica ${index}.`);
      return replica;
    },
    async restart(index) {
      await rig.replica(index).start();
      await untilBalanced(balancer, `r${index + 1}`);
    },
    async heal() {
      for (const [index, replica] of replicas.entries()) {
        replica.resume();
        replica.redisProxy?.heal();
        if (replica.pid === 0) await replica.start();
        await untilBalanced(balancer, `r${index + 1}`);
      }
    },
    async close() {
      await close();
      const told = replicas.flatMap((replica) => replica.told(saidIn(scenario)));
      if (told.length > 0) throw new Error(`The log tells what was said:\n${told.join('\n')}`);
    },
  };
  // One after the other: the first makes the tables, and the machine is small.
  for (const index of replicas.keys()) await rig.restart(index);
  return rig;
}

/** Each backend of the balancer looks for itself; a replica is found when both have seen it. */
async function untilBalanced(balancer: Balancer, name: string): Promise<void> {
  const found = async (): Promise<boolean> => {
    const [ready, live] = [await balancer.replicas('ready'), await balancer.replicas('live')];
    return ready[name] === 'UP' && live[name] === 'UP';
  };
  await until(found, { what: `${name} behind the balancer`, limitMs: BALANCED_LIMIT_MS });
}
