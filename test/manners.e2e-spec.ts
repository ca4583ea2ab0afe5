import type { Knobs } from './simulators/openai/knobs.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { viewOf } from './support/call-view.js';
import { onOwnLines, type Line, type OpenLine } from './support/line.js';

/** Greets, and says whatever a system note asks it to say. */
const greeted = async (
  open: OpenLine,
  env: Record<string, string>,
  { talk = 'Hello.', knobs = {} }: { talk?: string; knobs?: Partial<Knobs> } = {},
): Promise<{ line: Line; call: SimulatedCall }> => {
  const line = await open({
    brain: ({ items }) => {
      const note = items.findLast((item) => item.kind === 'system');
      const quoted = note?.kind === 'system' ? /"(.*)"/.exec(note.text)?.[1] : undefined;
      return { say: quoted ?? talk };
    },
    env,
    knobs,
  });
  const call = await line.phone.dial();
  await call.hearsSpeech();
  return { line, call };
};

describe('A call in which nothing more is said', () => {
  it.concurrent(
    'is asked about, and ends in words when the caller stays away',
    onOwnLines(async (open) => {
      const { line, call } = await greeted(open, { SILENCE_HANGUP_SECONDS: '3' });
      expect(await call.untilEnded({ limitMs: 25_000 })).not.toBe('caller-hung-up');
      const { outcome, timeline, transcript } = await viewOf(line, call.callSid);
      expect(outcome).toBe('finished');
      const events = timeline.map(({ event }) => event);
      expect(events.indexOf('silence-prompt')).toBeGreaterThan(0);
      expect(events.indexOf('silence-hang-up')).toBeGreaterThan(events.indexOf('silence-prompt'));
      expect(transcript.map(({ text }) => text).slice(1)).toEqual([
        'Are you still there?',
        "I can't hear you any more, so I'll hang up now. Please call again whenever you like. Goodbye!",
      ]);
    }),
  );

  it.concurrent(
    'ends in words when it has lasted too long',
    onOwnLines(async (open) => {
      const { line, call } = await greeted(open, { MAX_CALL_SECONDS: '2' });
      await call.untilEnded();
      const { outcome, timeline, transcript } = await viewOf(line, call.callSid);
      expect(outcome).toBe('finished');
      expect(timeline.map(({ event }) => event)).toContain('time-up');
      expect(transcript.at(-1)?.text).toContain('time limit');
    }),
  );

  it.concurrent(
    'ends in words when it has cost too much',
    onOwnLines(async (open) => {
      const { line, call } = await greeted(open, { MAX_CALL_COST_USD: '0.000001' });
      await call.untilEnded();
      const { timeline } = await viewOf(line, call.callSid);
      expect(timeline.map(({ event }) => event)).toContain('cost-cap');
    }),
  );

  it.concurrent(
    'ends in words when one answer goes on until it has cost too much',
    onOwnLines(async (open) => {
      const talk = 'And then there is the story of the pizza that nobody wanted. '.repeat(20);
      const knobs = { deltaEveryMs: 250 };
      const { line, call } = await greeted(open, { MAX_CALL_COST_USD: '0.03' }, { talk, knobs });
      await call.untilEnded({ limitMs: 40_000 });
      const { outcome, timeline, transcript } = await viewOf(line, call.callSid);
      expect(outcome).toBe('finished');
      const events = timeline.map(({ event }) => event);
      expect(events).toContain('answer-cut');
      expect(events.indexOf('cost-cap')).toBeGreaterThan(events.indexOf('answer-cut'));
      const [first, last] = [transcript.at(0), transcript.at(-1)];
      expect(first).toMatchObject({ interrupted: true });
      expect(last?.text).toContain('time limit');
      expect(last?.heardMs).toBeGreaterThan(1_000);
      expect(line.violations()).toEqual([]);
    }),
    60_000,
  );
});
