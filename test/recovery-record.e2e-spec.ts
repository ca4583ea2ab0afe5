import type { Brain } from './simulators/openai/brain.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { type CallView, untilCall } from './support/call-view.js';
import { onOwnLines, type Line } from './support/line.js';

const COLA = 'A cola please.';
const SALAD = 'And a green salad.';
const HOURS = 'When do you open?';
const DELIVERY = 'Do you deliver to the harbour?';
const NOTHING = 'That is everything, thank you.';
const SAID = [COLA, SALAD, HOURS, DELIVERY, NOTHING];
const MAX_SILENCE_MS = 3_000;

/** Repeats what the caller said last. */
const parrot: Brain = ({ items }) => {
  const last = items.findLast((item) => item.kind === 'user');
  return { say: last ? `Certainly, you said ${last.text}` : 'Hello, what would you like today?' };
};

const eventsOf = ({ timeline }: CallView): readonly string[] => timeline.map(({ event }) => event);
const callerTurns = ({ transcript }: CallView): readonly string[] =>
  transcript.filter(({ role }) => role === 'caller').map(({ text }) => text);

/** Says a sentence and waits until something was answered and the line is quiet. */
async function converse(call: SimulatedCall, words: string): Promise<void> {
  await call.untilQuiet(400, { limitMs: 20_000 });
  await call.say(words);
  await call.hearsSpeech();
  await call.untilQuiet(400, { limitMs: 20_000 });
}

function printSilence(call: SimulatedCall, what: string): void {
  process.stdout.write(`${Math.round(call.longestSilenceMs())} ms  ${what}\n`);
}

async function untilAnswered(line: Line, call: SimulatedCall, turns: number): Promise<CallView> {
  return untilCall(line, call.callSid, (view) => view.turns >= turns, { limitMs: 30_000 });
}

describe('What a call keeps of a recovery', () => {
  it.concurrent(
    'is every turn of the caller, and no interruption that they did not make',
    onOwnLines(async (open) => {
      const line = await open({
        brain: parrot,
        vocabulary: SAID,
        env: { RECONNECT_DELAY: '1', MAX_RECONNECT_ATTEMPTS: '5' },
      });
      const call = await line.phone.dial();
      await call.hearsSpeech();
      await converse(call, COLA);

      // Lost in the answer, before the text of the turn has come.
      const [first] = line.openai.connections;
      if (first === undefined) throw new Error('nothing is connected');
      first.knobs.transcriptMs = 20_000;
      first.knobs.dropAt = 'during-answer';
      await converse(call, SALAD);
      await untilAnswered(line, call, 3);

      // Lost before the answer; refused once, so that a filler plays when the turn is heard again.
      const second = line.openai.connections.at(-1);
      if (second === undefined) throw new Error('nothing is connected');
      line.openai.nextConnections(1, { refuseUpgrade: 503 });
      second.knobs.dropAt = 'after-speech-stopped';
      await call.untilQuiet(400);
      await call.say(HOURS);
      await untilAnswered(line, call, 4);

      // Refused for good: the next provider hears the turn.
      const third = line.openai.connections.at(-1);
      if (third === undefined) throw new Error('nothing is connected');
      line.openai.knobs.refuseUpgrade = 401;
      third.knobs.dropAt = 'after-speech-stopped';
      await call.untilQuiet(400, { limitMs: 20_000 });
      await call.say(DELIVERY);
      await untilAnswered(line, call, 5);
      await converse(call, NOTHING);
      const view = await untilAnswered(line, call, 6);

      expect(callerTurns(view)).toEqual([COLA, '[words not understood]', HOURS, DELIVERY, NOTHING]);
      expect(eventsOf(view)).not.toContain('barge-in');
      const steps = view.timeline.filter(({ event }) => event === 'next-provider');
      // The third session that was lost within seconds; a 401 where the machine is slow.
      expect(steps).toMatchObject([
        { provider: 'openai-pipeline', code: expect.stringMatching(/^(close_1006|http_401)$/) },
      ]);
      printSilence(call, 'drop, drop before the answer, refusal');
      expect(call.longestSilenceMs()).toBeLessThan(MAX_SILENCE_MS);
    }),
    60_000,
  );

  it.concurrent(
    'is "recovered" once something is heard, however many sessions were opened for it',
    onOwnLines(async (open) => {
      const line = await open({
        brain: parrot,
        vocabulary: SAID,
        env: { RECONNECT_DELAY: '0.2', MAX_RECONNECT_ATTEMPTS: '3' },
      });
      const call = await line.phone.dial();
      await call.hearsSpeech();
      await call.untilQuiet(400);
      const [connection] = line.openai.connections;
      if (connection === undefined) throw new Error('nothing is connected');
      connection.knobs.dropAt = 'after-speech-stopped';
      // A session that opens, hears the turn and is lost before a word.
      line.openai.nextConnections(1, { dropAt: 'after-speech-stopped' });
      await call.say(COLA);
      const view = await untilAnswered(line, call, 2);
      const events = eventsOf(view);
      expect(events.filter((event) => event === 'reconnect')).toHaveLength(2);
      expect(events.filter((event) => event === 'recovered')).toHaveLength(1);
      expect(events.lastIndexOf('recovered')).toBeGreaterThan(events.lastIndexOf('reconnect'));
      expect(callerTurns(view)).toEqual([COLA]);
      printSilence(call, 'two sessions lost before a word');
      expect(call.longestSilenceMs()).toBeLessThan(MAX_SILENCE_MS);
    }),
  );

  it.concurrent(
    'is the loss of a quiet line, from which it recovers at once',
    onOwnLines(async (open) => {
      const line = await open({ brain: parrot, vocabulary: SAID });
      const call = await line.phone.dial();
      await call.hearsSpeech();
      await converse(call, COLA);
      line.openai.connections.at(-1)?.drop();
      const view = await untilCall(line, call.callSid, (seen) =>
        eventsOf(seen).includes('recovered'),
      );
      expect(callerTurns(view)).toEqual([COLA]);
      await converse(call, SALAD);

      expect(callerTurns(await untilAnswered(line, call, 3))).toEqual([COLA, SALAD]);
    }),
  );
});
