import type { BrainStep } from './simulators/openai/brain.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { speak } from './simulators/speech/speak.js';
import { viewOf } from './support/call-view.js';
import { onOwnLines, type Line, type LineOptions, type OpenLine } from './support/line.js';

const LONG =
  'Tonight we have margherita, pepperoni, four cheese, and the garden special, all of them in three sizes and with any topping that you like.';
const SECOND = 'And for dessert there is tiramisu, panna cotta, and a warm brownie with ice cream.';
const INTERRUPTION = 'Stop please.';
const QUESTION = 'What do you have?';
/** Contract: what was heard is known to within this. */
const TOLERANCE_MS = 120;

/** A call whose one question is answered as the test chooses. */
class Talk {
  private constructor(
    readonly line: Line,
    readonly call: SimulatedCall,
  ) {}

  /** Dials, hears the greeting and asks; `answer` is under way then. */
  static async begin(open: OpenLine, answer: BrainStep, options: LineOptions = {}): Promise<Talk> {
    // Made beforehand: a voice that is late would be bridged by a filler.
    await Promise.all([LONG, SECOND].map((text) => speak(text, 'assistant')));
    const line = await open({
      vocabulary: [QUESTION, INTERRUPTION],
      brain: ({ items, trigger }) => {
        if (trigger === 'request') return { say: 'Hello.' };
        const last = items.findLast((item) => item.kind === 'user');
        return last?.text === QUESTION ? answer : { say: 'Of course.' };
      },
      ...options,
    });
    const call = await line.phone.dial();
    await call.hearsSpeech();
    await call.untilQuiet(300);
    await call.say(QUESTION);
    return new Talk(line, call);
  }

  /** Interrupts; waits for the clear and for what was told upstream. */
  async interrupted() {
    const { line, call } = this;
    const speaking = call.say(INTERRUPTION);
    await call.until('the buffer was cleared', ({ clears }) => clears.length > 0);
    await speaking;
    await line.openai.waitFor(
      ({ recognised }) => recognised.some(({ text }) => text === INTERRUPTION),
      5_000,
    );
    const [clear] = call.clears;
    const [connection] = line.openai.ears.connections;
    if (!clear || !connection) throw new Error('there was no clear');
    return { clear, connection };
  }
}

describe('Barge-in', () => {
  it.concurrent.each([300, 2_000])(
    'truncates at what was heard when the caller speaks after %i ms',
    onOwnLines(async (open, afterMs: number) => {
      const talk = await Talk.begin(open, { say: LONG });
      const { line, call } = talk;
      await call.untilHearing(afterMs);
      const { clear, connection } = await talk.interrupted();
      const [truncation] = connection.truncations;
      expect(Math.abs((truncation?.audioEndMs ?? -1) - clear.playedMs)).toBeLessThanOrEqual(
        TOLERANCE_MS,
      );
      expect(connection.deletions).toEqual([]);
      const { transcript, timeline } = await viewOf(line, call.callSid);
      expect(transcript.find(({ text }) => text.startsWith('Tonight'))).toMatchObject({
        interrupted: true,
      });
      expect(timeline.map(({ event }) => event)).toContain('barge-in');
    }),
  );

  it.concurrent(
    'truncates when everything was sent long ago but not yet played',
    onOwnLines(async (open) => {
      const talk = await Talk.begin(
        open,
        { say: LONG },
        { knobs: { deltaEveryMs: 1, thinkMs: 20 } },
      );
      const { line, call } = talk;
      await line.openai.waitFor(
        ({ responses }) => responses.find((made) => made.trigger === 'turn')?.doneAt ?? null,
        5_000,
      );
      await call.untilHearing(1_500);
      const { clear, connection } = await talk.interrupted();
      expect(
        Math.abs((connection.truncations[0]?.audioEndMs ?? -1) - clear.playedMs),
      ).toBeLessThanOrEqual(TOLERANCE_MS);
    }),
  );

  it.concurrent(
    'truncates the item that was heard in part and deletes the one that was not heard',
    onOwnLines(async (open) => {
      const talk = await Talk.begin(
        open,
        { say: [LONG, SECOND] },
        { knobs: { deltaEveryMs: 1, thinkMs: 20 } },
      );
      const { line, call } = talk;
      await call.untilHearing(1_000);
      const { clear, connection } = await talk.interrupted();
      const spoken =
        line.openai.ears.responses.find((made) => made.trigger === 'turn')?.spoken ?? [];
      expect(connection.truncations.map(({ itemId }) => itemId)).toEqual([spoken[0]?.itemId]);
      expect(connection.deletions.map(({ itemId }) => itemId)).toEqual([spoken[1]?.itemId]);
      expect(
        Math.abs((connection.truncations[0]?.audioEndMs ?? -1) - clear.playedMs),
      ).toBeLessThanOrEqual(TOLERANCE_MS);
    }),
  );

  it.concurrent(
    'does nothing to the phone or the conversation when nothing is unplayed',
    onOwnLines(async (open) => {
      const talk = await Talk.begin(open, { say: 'Pizza.' });
      const { line, call } = talk;
      await call.hearsSpeech();
      await call.untilQuiet(400);
      await call.say(INTERRUPTION);
      await call.hearsSpeech();
      expect(call.clears).toEqual([]);
      const [connection] = line.openai.ears.connections;
      expect(connection?.truncations).toEqual([]);
      expect(connection?.deletions).toEqual([]);
    }),
  );

  it.concurrent(
    'lets nothing of the interrupted answer be heard after the clear',
    onOwnLines(async (open) => {
      const talk = await Talk.begin(
        open,
        { say: [LONG, SECOND] },
        { knobs: { lateDeltas: 4, deltaEveryMs: 40 } },
      );
      const { line, call } = talk;
      await call.untilHearing(800);
      const { clear } = await talk.interrupted();
      const next = await line.openai.waitFor(
        ({ responses }) =>
          responses.filter((made) => made.trigger === 'turn')[1]?.createdAt ?? null,
        5_000,
      );
      expect(next).toBeGreaterThan(0);
      await call.hearsSpeech();
      const answerAt = call.heard.firstAfter(clear.at + 60);
      expect(call.heardMsBetween(clear.at, clear.at + 60)).toBeLessThanOrEqual(60);
      expect(answerAt).toBeGreaterThan(call.spoken.at(-1)?.endedAt ?? Infinity);
    }),
  );
});
