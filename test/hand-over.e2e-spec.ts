import { join } from 'node:path';
import { differences } from './simulators/differences.js';
import { readScenario } from './simulators/scenario.js';
import { startPostgres, type PostgresServer } from './support/postgres.js';
import { onOwnPairs, type ReplicaPair } from './support/replica-pair.js';

const SCENARIO = readScenario(join(import.meta.dirname, 'scenarios/short.json'));

describe('A call whose replica is shut down', () => {
  let postgres: PostgresServer;

  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(() => postgres.close());

  /** @param drainSeconds after which what is left of a replica's calls is closed. */
  const onOwnPair = (drainSeconds: number, test: (pair: ReplicaPair) => Promise<void>) =>
    onOwnPairs(
      () => postgres,
      async (open) => {
        const DRAIN_TIMEOUT_SECONDS = String(drainSeconds);
        const env = { DRAIN_HANDOVER_SECONDS: '0', DRAIN_TIMEOUT_SECONDS };
        await test(await open({ scenario: SCENARIO }, env));
      },
    );

  it.concurrent(
    'moves between two turns, is not greeted again and ends as it was ordered',
    onOwnPair(20, async (pair) => {
      const call = await pair.phone.dial({ from: '+12125550178' });
      await pair.completed(call, 1);
      await call.say('A small Margherita for Ben, please.');
      await call.hearsSpeech();
      pair.target = pair.two;
      const closed = pair.shutDown(pair.one);
      await pair.completed(call, 3);
      expect(await pair.detail(call)).toMatchObject({ instance: 'two', state: 'active' });
      await closed;
      await call.say('Yes.');
      await call.untilEnded();

      const { outcome, transcript, timeline, speech, waits } = await pair.detail(call);
      expect(outcome).toBe('finished');
      expect(transcript.filter(({ text }) => text.includes('hello'))).toHaveLength(1);
      expect(transcript.map(({ role }) => role)).toEqual([
        'assistant',
        'caller',
        'assistant',
        'assistant',
        'caller',
        'assistant',
      ]);
      const moved = { event: 'moved', from: 'one', to: 'two', reason: 'handed-over' };
      expect(timeline).toContainEqual(expect.objectContaining(moved));
      // Who spoke when and the waits go on over the replicas, in order.
      expect(speech.map(({ who }) => who)).toEqual(transcript.map(({ role }) => role));
      const times = speech.map(({ at }) => Date.parse(at));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(waits.map(({ turn, waitMs }) => [turn, typeof waitMs])).toEqual(
        [0, 1, 2].map((turn) => [turn, 'number']),
      );
      const { orders } = await pair.get<{ orders: unknown[] }>('/orders');
      expect(orders).toHaveLength(1);
      expect(differences(orders[0], SCENARIO.expect?.order)).toEqual([]);
      expect(pair.violations()).toEqual([]);
      expect(call.longestSilenceMs()).toBeLessThan(2_000);
    }),
    60_000,
  );

  it.concurrent(
    'stays where it is while nobody else takes calls',
    onOwnPair(20, async (pair) => {
      await pair.shutDown(pair.two);
      const call = await pair.phone.dial({ from: '+12125550178' });
      await pair.completed(call, 1);
      const closed = pair.shutDown(pair.one);
      await call.say('A small Margherita for Ben, please.');
      await pair.completed(call, 2);
      await call.say('Yes.');
      await call.untilEnded();
      await closed;
      expect(call.streams).toHaveLength(1);
    }),
    60_000,
  );

  it.concurrent(
    'is closed at the limit when no turn ever ends, and goes on elsewhere all the same',
    onOwnPair(3, async (pair) => {
      const call = await pair.phone.dial({ from: '+12125550178' });
      await pair.completed(call, 1);
      // The answer to this does not come before the limit.
      Object.assign(pair.openai.knobs, { thinkMs: 6_000 });
      await call.say('A small Margherita for Ben, please.');
      pair.target = pair.two;
      await pair.shutDown(pair.one);
      Object.assign(pair.openai.knobs, { thinkMs: 150 });
      await pair.completed(call, 2);
      expect(await pair.detail(call)).toMatchObject({ instance: 'two', state: 'active' });
      expect(call.longestSilenceMs()).toBeLessThan(3_000);
      expect(pair.violations()).toEqual([]);
    }),
    60_000,
  );
});
