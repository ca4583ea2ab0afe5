import { setTimeout as delay } from 'node:timers/promises';
import type { Brain } from './simulators/openai/brain.js';
import { HANDSHAKE_REFUSALS } from './simulators/openai/handshake.js';
import type { Knobs } from './simulators/openai/knobs.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { speak } from './simulators/speech/speak.js';
import { bootInTurn } from './support/boot-in-turn.js';
import { viewOf } from './support/call-view.js';
import { startLine, type Line } from './support/line.js';

const GREETING = 'Hello, this is the restaurant, what would you like to eat today?';
const ANSWER =
  'Tonight we have margherita, pepperoni, four cheese, and the garden special, all in three sizes.';
const ORDER = 'I would like to have two large pizzas with mushrooms and a bottle of cola please.';
const PIZZA = 'A small Margherita, please.';
const QUESTION = 'What do you have?';

/** From the caller's last word to the next sound, and without a sound in all. */
const FIRST_SOUND_MS = 700;
const MAX_SILENCE_MS = 2_000;
/** While a provider is waited for that may still answer (contract 5). */
const MAX_WAIT_MS = 3_000;

const brain: Brain = ({ items }) => {
  const last = items.findLast(({ kind }) => kind === 'user');
  if (last?.kind !== 'user') return { say: GREETING };
  if (last.text !== PIZZA) return { say: ANSWER };
  const pizza = { itemId: 'margherita', quantity: 1, options: ['small'] };
  return { tools: [{ name: 'add_item', arguments: pizza }] };
};

const worst = new Map<string, number>();

describe('The whole of OpenAI dies', () => {
  const lines: Line[] = [];
  const boot = async (env: Record<string, string>): Promise<Line> => {
    const line = await bootInTurn(() =>
      startLine({
        brain,
        vocabulary: [ORDER, PIZZA, QUESTION],
        phone: { answerLimitMs: 5_000 },
        env: { MAX_RECONNECT_ATTEMPTS: '2', RECONNECT_DELAY: '0.2', ...env },
      }),
    );
    lines.push(line);
    return line;
  };
  let line: Line;
  let rungs: Line;

  beforeAll(async () => {
    await Promise.all([GREETING, ANSWER].map((text) => speak(text, 'assistant')));
    await Promise.all([ORDER, PIZZA, QUESTION].map((text) => speak(text, 'caller')));
    line = await boot({ VOICE_PROVIDERS: 'openai-realtime,ivr' });
    rungs = await boot({ VOICE_PROVIDERS: 'openai-realtime,openai-pipeline,ivr' });
  }, 60_000);

  afterAll(async () => {
    const rows = [...worst].map(([what, ms]) => `${String(ms).padStart(6)} ms  ${what}`);
    process.stdout.write(`Worst silence heard by the caller:\n${rows.join('\n')}\n`);
    const violations = lines.flatMap((one) => one.violations());
    await Promise.all(lines.map((one) => one.close()));
    expect(violations).toEqual([]);
  });

  const greeted = async (on: Line, knobs: Partial<Knobs> = {}): Promise<SimulatedCall> => {
    const { length } = on.openai.connections;
    on.openai.nextConnections(1, knobs);
    const call = await on.phone.dial();
    await on.openai.waitFor(() => on.openai.connections.length > length, 10_000);
    return call;
  };
  const quiet = async (call: SimulatedCall): Promise<void> => {
    await call.hearsSpeech();
    await call.untilQuiet(400);
  };
  /** Waits for the order line; notes the silence since `since` and the first sound after it. */
  const judge = async (
    what: string,
    on: Line,
    call: SimulatedCall,
    since: number,
    limitMs = MAX_SILENCE_MS,
  ): Promise<void> => {
    await call.untilGathering({ limitMs: 30_000 });
    const at = call.clock.now();
    const firstMs = Math.round((call.heard.firstAfter(since) ?? at) - since);
    const silenceMs = Math.round(call.longestSilenceMs(since, at));
    worst.set(`${what} (first sound after ${firstMs} ms)`, silenceMs);
    const { timeline, provider } = await viewOf(on, call.callSid);
    expect(provider).toBe('ivr');
    if (silenceMs > limitMs) throw new Error(`${silenceMs} ms: ${JSON.stringify(timeline)}`);
    await call.hangUp();
  };

  it('and every caller has something to hear until the order line speaks', async () => {
    const { openai } = line;
    const [speaking, answered, ordering] = [
      await greeted(line),
      await greeted(line),
      await greeted(line, { dropAt: 'tool-running' }),
    ];
    await Promise.all([speaking, answered, ordering].map(quiet));
    const asked = answered.say(QUESTION).then(() => answered.untilHearing(1_000));
    await delay(1_200);
    const said = speaking.say(ORDER);
    const ordered = ordering.say(PIZZA);
    const greeting = await greeted(line);
    await Promise.all([asked, greeting.untilHearing(600)]);
    // All connections but the one that is to die with its tool.
    openai.knobs.refuseUpgrade = 503;
    const diedAt = speaking.clock.now();
    const running = openai.connections[2];
    for (const connection of openai.connections) if (connection !== running) connection.drop();
    const spoken = await said;
    expect(spoken.endedAt - diedAt).toBeGreaterThan(500);
    const order = await ordered;
    await Promise.all([
      judge('in mid-sentence', line, speaking, spoken.endedAt),
      judge('in the answer', line, answered, diedAt),
      judge('while a tool runs', line, ordering, order.endedAt, MAX_WAIT_MS),
      judge('in the greeting', line, greeting, diedAt),
    ]);
    const after = [...worst].find(([what]) => what.startsWith('in mid-sentence'))?.[0];
    expect(Number(/after (\d+) ms/.exec(after ?? '')?.[1])).toBeLessThanOrEqual(FIRST_SOUND_MS);
    // No filler over the caller.
    expect(speaking.heardMsBetween(spoken.startedAt + 200, spoken.endedAt)).toBe(0);
  }, 60_000);

  it('one rung after the other, each with another error, and no wait is without a sound', async () => {
    const { openai } = rungs;
    const [dropped, stalled] = [await greeted(rungs), await greeted(rungs)];
    await Promise.all([dropped, stalled].map(quiet));
    const said = [dropped, stalled].map((call) => call.say(ORDER));
    await openai.waitFor(
      ({ connections }) =>
        connections.filter(({ sent }) =>
          sent.some(({ type }) => type === 'input_audio_buffer.speech_started'),
        ).length === 2,
      10_000,
    );
    await delay(500);
    openai.knobs.refuseHandshake = HANDSHAKE_REFUSALS.wrongKey;
    const error = { status: 503, code: null, type: 'server_error' } as const;
    openai.rest.knobs.transcriptions.failures = [error, 'drop', error, 'drop', error, 'drop'];
    openai.rest.knobs.chat.failures = Array.from({ length: 20 }, () => error);
    const [first, second] = openai.connections;
    first?.drop();
    if (second) second.knobs.stalled = 'events';
    const [droppedSpan, stalledSpan] = await Promise.all(said);
    await Promise.all([
      judge('dropped, 401, 503', rungs, dropped, droppedSpan?.endedAt ?? 0, MAX_WAIT_MS),
      judge('stalled, 401, dropped', rungs, stalled, stalledSpan?.endedAt ?? 0, MAX_WAIT_MS),
    ]);
  }, 60_000);
});
