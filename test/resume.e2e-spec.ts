import type { Brain, BrainInput, BrainStep } from './simulators/openai/brain.js';
import type { CallView } from './support/call-view.js';
import { startPostgres, type PostgresServer } from './support/postgres.js';
import { onOwnPairs, type ReplicaPair } from './support/replica-pair.js';

const ORDER = 'A small Margherita, please.';

/** Greets, adds a pizza when asked, and says so when it comes back to a call. */
function brain({ items }: BrainInput): BrainStep {
  const last = items.at(-1);
  if (last?.kind === 'tool-output') return { say: 'One small Margherita. Anything else?' };
  if (last?.kind === 'system' && /I[’']m back/.test(last.text)) {
    return { say: "Sorry, I'm back." };
  }
  if (last?.kind === 'user') {
    const pizza = { itemId: 'margherita', quantity: 1, options: ['small'] };
    return { tools: [{ name: 'add_item', arguments: pizza }] };
  }
  return { say: 'Hello.' };
}

describe('A call whose stream is lost', () => {
  let postgres: PostgresServer;

  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(() => postgres.close());

  const onOwnPair = (
    test: (
      start: (env?: Record<string, string>, script?: Brain) => Promise<ReplicaPair>,
    ) => Promise<void>,
  ) =>
    onOwnPairs(
      () => postgres,
      (open) => test((env, script = brain) => open({ brain: script, vocabulary: [ORDER] }, env)),
    );

  it.concurrent(
    'goes on elsewhere with its conversation and order, and the one that had it lets go',
    onOwnPair(async (start) => {
      const pair = await start();
      const call = await pair.phone.dial();
      await pair.completed(call, 1);
      await call.say(ORDER);
      await pair.completed(call, 2);
      pair.target = pair.two;
      call.cutLine();
      const resumed = await pair.until(call, ({ turns }) => turns === 3, 'the resumed turn');
      expect(resumed).toMatchObject({
        instance: 'two',
        state: 'active',
        order: { state: 'draft' },
      });
      expect(resumed.transcript.map(({ text }) => text)).toEqual([
        'Hello.',
        ORDER,
        'One small Margherita. Anything else?',
        "Sorry, I'm back.",
      ]);
      expect(resumed.timeline.map(({ event }) => event)).toContain('resume');
      await call.untilQuiet(300);
      await call.say(ORDER);
      await pair.completed(call, 4);
      expect(await pair.get(`/calls?state=active`)).toMatchObject({
        count: 1,
        calls: [{ instance: 'two' }],
      });
      const status = await pair.get<{ cluster: { instances: { instance: string }[] } }>('/status');
      expect(status.cluster.instances).toEqual([
        expect.objectContaining({ instance: 'two', activeCalls: 1 }),
        expect.objectContaining({ instance: 'one' }),
      ]);
      expect(pair.violations()).toEqual([]);
    }),
    60_000,
  );

  it.concurrent(
    'stays on the rung that it had come to',
    onOwnPair(async (start) => {
      const pair = await start({ VOICE_PROVIDERS: 'openai-realtime,openai-pipeline,ivr' });
      pair.openai.nextConnections(1, { closeOnOpen: { code: 'invalid_api_key', closeCode: 3000 } });
      const call = await pair.phone.dial();
      await pair.completed(call, 1);
      expect(await pair.detail(call)).toMatchObject({ provider: 'openai-pipeline' });
      pair.target = pair.two;
      call.cutLine();
      await pair.completed(call, 2);
      expect(await pair.detail(call)).toMatchObject({
        provider: 'openai-pipeline',
        instance: 'two',
      });
    }),
    60_000,
  );

  it.concurrent(
    'is resumed three times in all without a completed turn, wherever, and then goes on by keypad',
    onOwnPair(async (start) => {
      const pair = await start();
      Object.assign(pair.openai.knobs, { stalled: 'events' });
      const call = await pair.phone.dial();
      for (let stream = 1; stream <= 4; stream += 1) {
        await call.until('the next stream is up', ({ streams }) => streams.length === stream);
        await call.untilStreaming();
        pair.target = stream % 2 === 0 ? pair.one : pair.two;
        call.cutLine();
      }
      await call.untilGathering();
      expect(call.streams).toHaveLength(4);
    }),
    60_000,
  );

  it.concurrent(
    'is brought to its end when it was on its way out',
    onOwnPair(async (start) => {
      const goodbye = 'Your order will be ready in twenty minutes. Thank you very much, goodbye.';
      const leaves = (input: BrainInput): BrainStep => {
        if (input.items.at(-1)?.kind === 'tool-output') return { say: goodbye };
        if (input.items.at(-1)?.kind === 'user')
          return { tools: [{ name: 'end_call', arguments: {} }] };
        return brain(input);
      };
      const pair = await start({}, leaves);
      const call = await pair.phone.dial();
      await pair.completed(call, 1);
      await call.say(ORDER);
      await call.untilHearing(800);
      pair.target = pair.two;
      call.cutLine();
      expect(await call.untilEnded({ limitMs: 10_000 })).toBe('ended-by-rest');
      expect(await pair.detail(call)).toMatchObject({ outcome: 'finished', instance: 'two' });
    }),
    60_000,
  );

  it.concurrent(
    'does not begin to count the silence of its caller anew',
    onOwnPair(async (start) => {
      const pair = await start({ SILENCE_HANGUP_SECONDS: '8' });
      const call = await pair.phone.dial();
      const asked = ({ timeline }: CallView): boolean =>
        timeline.some(({ event }) => event === 'silence-prompt');
      await pair.until(call, asked, 'the question after a silence');
      pair.target = pair.two;
      const cutAt = call.clock.now();
      call.cutLine();
      await call.untilEnded({ limitMs: 20_000 });
      expect(call.clock.now() - cutAt).toBeLessThan(14_000);
      const { timeline } = await pair.detail(call);
      expect(timeline.filter(({ event }) => event === 'silence-prompt')).toHaveLength(1);
      expect(timeline.map(({ event }) => event)).toContain('silence-hang-up');
    }),
    60_000,
  );

  it.concurrent(
    'does not begin to count its time anew',
    onOwnPair(async (start) => {
      const pair = await start({ MAX_CALL_SECONDS: '10' });
      const call = await pair.phone.dial();
      await pair.completed(call, 1);
      pair.target = pair.two;
      call.cutLine();
      await call.untilEnded({ limitMs: 20_000 });
      expect(call.clock.now() - call.startedAt).toBeLessThan(15_000);
      const { timeline } = await pair.detail(call);
      expect(timeline.map(({ event }) => event)).toContain('time-up');
    }),
    60_000,
  );
});
