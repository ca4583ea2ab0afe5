import { until } from './support/eventually.js';
import { startLine, type Line } from './support/line.js';
import { startRedis, type RedisServer } from './support/redis.js';

const PROVIDER = 'openai-realtime';
const LIMIT_MS = 20_000;

interface Status {
  realtime: { providers: { name: string; circuit: string }[] };
}
interface Sessions {
  count: number;
  sessions: { callSid: string; instance: string }[];
}

describe('Replicas that share Redis', () => {
  let redis: RedisServer;
  let lines: Line[];
  beforeEach(async () => {
    redis = await startRedis();
    lines = [];
  });
  afterEach(async () => {
    for (const line of lines.toReversed()) {
      expect(line.violations()).toEqual([]);
      await line.close();
    }
    await redis.stop();
  });

  /** Boots a replica; all of them speak to the provider of the first. */
  const boot = async (refuseUpgrade: number | null = null): Promise<Line> => {
    const provider = lines[0]?.openai.url;
    const line = await startLine({
      brain: () => ({ say: 'Hello.' }),
      knobs: { refuseUpgrade },
      env: {
        VOICE_PROVIDERS: `${PROVIDER},ivr`,
        REDIS_URL: redis.url,
        INSTANCE_ID: `replica-${lines.length}`,
        ...(provider !== undefined && { OPENAI_REALTIME_URL: provider }),
      },
    });
    lines.push(line);
    return line;
  };
  const circuit = async (line: Line) =>
    (await line.get<Status>('/status')).realtime.providers.find(({ name }) => name === PROVIDER)
      ?.circuit;
  const untilCircuitIs = async (state: string, ...of: Line[]) => {
    for (const line of of) {
      await until(async () => (await circuit(line)) === state, { what: state, limitMs: LIMIT_MS });
    }
  };
  /** A call that the provider refuses and the keypad line takes. */
  const failOn = async (line: Line, from: string) => {
    const call = await line.phone.dial({ from });
    await call.untilGathering();
    expect(call.streams).toHaveLength(1);
    await call.hangUp();
  };

  it('spare a provider by the calls of all, tell newcomers, and use it again together', async () => {
    const a = await boot(401);
    const b = await boot();
    await failOn(a, '+15551230101');
    await failOn(b, '+15551230102');
    expect(await circuit(a)).toBe('closed');
    await failOn(a, '+15551230103');
    await untilCircuitIs('open', a, b);
    const newcomer = await boot();
    await untilCircuitIs('open', newcomer);

    const spared = await b.phone.dial();
    await spared.untilGathering();
    expect(spared.streams).toEqual([]);
    await spared.hangUp();

    a.openai.knobs.refuseUpgrade = null;
    await untilCircuitIs('closed', a, b, newcomer);
    const served = await b.phone.dial();
    await served.hearsSpeech();
    expect(served.streams).toHaveLength(1);
  });

  it('send one probe between them', async () => {
    const a = await boot(401);
    const b = await boot();
    const attempts = () => a.openai.ears.connections.length;
    for (const caller of [1, 2, 3]) await failOn(a, `+1555123010${caller}`);
    await untilCircuitIs('open', a, b);
    const before = attempts();
    a.openai.knobs.refuseUpgrade = null;
    await untilCircuitIs('closed', a, b);
    expect(attempts() - before).toBe(1);
  });

  it('show the provider sessions of all on each', async () => {
    const a = await boot();
    const b = await boot();
    const [onA, onB] = [await a.phone.dial(), await b.phone.dial({ from: '+15551230104' })];
    await onA.hearsSpeech();
    await onB.hearsSpeech();
    for (const line of [a, b]) {
      const { count, sessions } = await line.get<Sessions>('/realtime/sessions');
      expect(count).toBe(2);
      expect(new Map(sessions.map(({ callSid, instance }) => [callSid, instance]))).toEqual(
        new Map([
          [onA.callSid, 'replica-0'],
          [onB.callSid, 'replica-1'],
        ]),
      );
    }
  });

  it('keep their circuits to themselves while Redis is away', async () => {
    const a = await boot(401);
    const b = await boot();
    await redis.stop();
    for (const caller of [1, 2, 3]) await failOn(a, `+1555123010${caller}`);
    await untilCircuitIs('open', a);
    expect(await circuit(b)).toBe('closed');
    a.openai.knobs.refuseUpgrade = null;
    await untilCircuitIs('closed', a);
  });
});
