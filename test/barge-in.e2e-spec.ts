import type { BrainStep } from './simulators/openai/brain.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { speak } from './simulators/speech/speak.js';
import { startLine, type Line, type LineOptions } from './support/line.js';

const LONG =
  'Tonight we have margherita, pepperoni, four cheese, and the garden special, all of them in three sizes and with any topping that you like.';
const SECOND = 'And for dessert there is tiramisu, panna cotta, and a warm brownie with ice cream.';
const INTERRUPTION = 'Stop please.';
const QUESTION = 'What do you have?';
/** Contract: what was heard is known to within this. */
const TOLERANCE_MS = 120;

interface CallDetail {
  transcript: { role: string; text: string; interrupted: boolean; heardMs: number | null }[];
  timeline: { event: string }[];
}

describe('Barge-in', () => {
  let line: Line;
  let answer: BrainStep;

  const start = async (options: LineOptions = {}): Promise<SimulatedCall> => {
    // Made beforehand: a voice that is late would be bridged by a filler.
    await Promise.all([LONG, SECOND].map((text) => speak(text, 'assistant')));
    line = await startLine({
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
    return call;
  };

  /** Waits for the clear of an interruption and for what was told upstream. */
  const interrupted = async (call: SimulatedCall) => {
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
  };

  afterEach(async () => {
    expect(line.violations()).toEqual([]);
    await line.close();
  });

  it.each([300, 2_000])(
    'truncates at what was heard when the caller speaks after %i ms',
    async (afterMs) => {
      answer = { say: LONG };
      const call = await start();
      await call.untilHearing(afterMs);
      const { clear, connection } = await interrupted(call);
      const [truncation] = connection.truncations;
      expect(Math.abs((truncation?.audioEndMs ?? -1) - clear.playedMs)).toBeLessThanOrEqual(
        TOLERANCE_MS,
      );
      expect(connection.deletions).toEqual([]);
      const { transcript, timeline } = await line.get<CallDetail>(`/calls/${call.callSid}`);
      expect(transcript.find(({ text }) => text.startsWith('Tonight'))).toMatchObject({
        interrupted: true,
      });
      expect(timeline.map(({ event }) => event)).toContain('barge-in');
    },
  );

  it('truncates when everything was sent long ago but not yet played', async () => {
    answer = { say: LONG };
    const call = await start({ knobs: { deltaEveryMs: 1, thinkMs: 20 } });
    await line.openai.waitFor(
      ({ responses }) => responses.find((made) => made.trigger === 'turn')?.doneAt ?? null,
      5_000,
    );
    await call.untilHearing(1_500);
    const { clear, connection } = await interrupted(call);
    expect(
      Math.abs((connection.truncations[0]?.audioEndMs ?? -1) - clear.playedMs),
    ).toBeLessThanOrEqual(TOLERANCE_MS);
  });

  it('truncates the item that was heard in part and deletes the one that was not heard', async () => {
    answer = { say: [LONG, SECOND] };
    const call = await start({ knobs: { deltaEveryMs: 1, thinkMs: 20 } });
    await call.untilHearing(1_000);
    const { clear, connection } = await interrupted(call);
    const spoken = line.openai.ears.responses.find((made) => made.trigger === 'turn')?.spoken ?? [];
    expect(connection.truncations.map(({ itemId }) => itemId)).toEqual([spoken[0]?.itemId]);
    expect(connection.deletions.map(({ itemId }) => itemId)).toEqual([spoken[1]?.itemId]);
    expect(
      Math.abs((connection.truncations[0]?.audioEndMs ?? -1) - clear.playedMs),
    ).toBeLessThanOrEqual(TOLERANCE_MS);
  });

  it('does nothing to the phone or the conversation when nothing is unplayed', async () => {
    answer = { say: 'Pizza.' };
    const call = await start();
    await call.hearsSpeech();
    await call.untilQuiet(400);
    await call.say(INTERRUPTION);
    await call.hearsSpeech();
    expect(call.clears).toEqual([]);
    const [connection] = line.openai.ears.connections;
    expect(connection?.truncations).toEqual([]);
    expect(connection?.deletions).toEqual([]);
  });

  it('lets nothing of the interrupted answer be heard after the clear', async () => {
    answer = { say: [LONG, SECOND] };
    const call = await start({ knobs: { lateDeltas: 4, deltaEveryMs: 40 } });
    await call.untilHearing(800);
    const { clear } = await interrupted(call);
    const next = await line.openai.waitFor(
      ({ responses }) => responses.filter((made) => made.trigger === 'turn')[1]?.createdAt ?? null,
      5_000,
    );
    expect(next).toBeGreaterThan(0);
    await call.hearsSpeech();
    const answerAt = call.heard.firstAfter(clear.at + 60);
    expect(call.heardMsBetween(clear.at, clear.at + 60)).toBeLessThanOrEqual(60);
    expect(answerAt).toBeGreaterThan(call.spoken.at(-1)?.endedAt ?? Infinity);
  });
});
