import { KEEP_PROMISE } from '../src/realtime/steering.js';
import type { Brain, BrainStep } from './simulators/openai/brain.js';
import type { Knobs } from './simulators/openai/knobs.js';
import type { DialOptions } from './simulators/phone/phone-simulator.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { encodeMulaw } from './simulators/speech/mulaw.js';
import { speak } from './simulators/speech/speak.js';
import { bootInTurn } from './support/boot-in-turn.js';
import { untilCall, viewOf } from './support/call-view.js';
import { startLine, type Line } from './support/line.js';

const GREETING = 'Hello.';
const GOODBYE = 'Your order will be ready in twenty minutes. Thank you for calling, and goodbye.';
const PERSON = 'I will put you through to one of us right away, please stay on the line.';
const LATE =
  'Tonight we have margherita, pepperoni, four cheese, and the garden special, in three sizes.';
const FOUND = 'There are no nuts in it.';
const SAYS = {
  bye: 'Goodbye.',
  thanks: 'Thank you.',
  question: 'Do you have cola?',
  person: 'A person please.',
  loop: 'Hang up again and again.',
  spokenLoop: 'Say it again and again.',
  nuts: 'Are there nuts in it?',
  slow: 'What do you have?',
} as const;

const END_CALL = { tools: [{ name: 'end_call', arguments: {} }] };
const ANSWERS: Readonly<Record<string, BrainStep>> = {
  [SAYS.bye]: END_CALL,
  [SAYS.thanks]: { say: 'You are welcome.' },
  [SAYS.question]: { say: 'We do. Would you like one?' },
  [SAYS.person]: { tools: [{ name: 'transfer_to_human', arguments: {} }] },
  [SAYS.loop]: END_CALL,
  [SAYS.spokenLoop]: { say: 'Bye.', ...END_CALL },
  [SAYS.nuts]: { say: 'Let me check that.' },
  [SAYS.slow]: { say: LATE },
};

/** Answers what was said last, says what a note asks it to say, and loops where it is told to. */
const brain: Brain = ({ items }) => {
  const last = items.at(-1);
  const said = items.findLast(({ kind }) => kind === 'user');
  const words = said?.kind === 'user' ? (said.text ?? 'noise') : null;
  if (last?.kind === 'system') {
    const fitting = last.text === KEEP_PROMISE ? FOUND : GREETING;
    return { say: /"(.*)"/.exec(last.text)?.[1] ?? fitting };
  }
  if (last?.kind === 'tool-output') {
    if (words === SAYS.loop || words === SAYS.spokenLoop) return ANSWERS[words] ?? END_CALL;
    return { say: words === SAYS.person ? PERSON : GOODBYE };
  }
  return words === null ? { say: GREETING } : (ANSWERS[words] ?? { say: 'I see.' });
};

/** A loud noise that nobody takes for words. */
const NOISE = encodeMulaw(
  Array.from({ length: 3_200 }, (_, at) => ((at * 7_919) % 12_000) - 6_000),
);

const worst = new Map<string, number>();

describe('The way out of a call', () => {
  let line: Line;
  let short: Line;
  let silent: Line;
  let dialling: Promise<unknown> = Promise.resolve();

  beforeAll(async () => {
    await Promise.all([GREETING, GOODBYE, PERSON, LATE].map((text) => speak(text, 'assistant')));
    const boot = (env: Record<string, string>) =>
      bootInTurn(() =>
        startLine({
          brain,
          vocabulary: Object.values(SAYS),
          phone: { answerLimitMs: 5_000 },
          env: {
            VOICE_PROVIDERS: 'openai-realtime,ivr',
            HUMAN_TRANSFER_NUMBER: '+15550009999',
            ...env,
          },
        }),
      );
    line = await boot({});
    short = await boot({ MAX_CALL_SECONDS: '6' });
    silent = await boot({ SILENCE_HANGUP_SECONDS: '2' });
  }, 60_000);

  afterAll(async () => {
    const lines = [line, short, silent];
    const rows = [...worst].map(([what, ms]) => `${String(ms).padStart(6)} ms  ${what}`);
    process.stdout.write(`Worst silence heard by the caller:\n${rows.join('\n')}\n`);
    const violations = lines.flatMap((one) => one.violations());
    await Promise.all(lines.map((one) => one.close()));
    expect(violations).toEqual([]);
  });

  /** A call over a connection of its own. */
  const dialled = async (
    on: Line,
    options: DialOptions = {},
    knobs: Partial<Knobs> = {},
  ): Promise<SimulatedCall> => {
    const mine = dialling.then(async () => {
      on.openai.nextConnections(1, knobs);
      const { length } = on.openai.ears.connections;
      const call = await on.phone.dial(options);
      await on.openai.waitFor(({ connections }) => connections.length > length, 10_000);
      return call;
    });
    dialling = mine.catch(() => undefined);
    return mine;
  };
  const greeted: typeof dialled = async (...args) => {
    const call = await dialled(...args);
    await call.hearsSpeech();
    await call.untilQuiet(300);
    return call;
  };
  /** Says something and speaks over the answer once so much of it was heard. */
  const interrupt = async (call: SimulatedCall, first: string, over: string | Buffer) => {
    await call.say(first);
    await call.untilHearing(700);
    if (typeof over === 'string') await call.say(over);
    else await call.speak(over);
  };
  const noteSilence = (what: string, call: SimulatedCall, since: number) => {
    const ms = Math.round(call.longestSilenceMs(since));
    worst.set(what, ms);
    expect(ms).toBeLessThanOrEqual(3_000);
  };
  const events = async (on: Line, call: SimulatedCall) =>
    (await viewOf(on, call.callSid)).timeline.map(({ event }) => event);

  it.concurrent.each([
    ['a word', SAYS.thanks],
    ['a noise', NOISE],
  ])(
    'is gone on with when %s over the goodbye was answered',
    async (what, over) => {
      const call = await greeted(line);
      await interrupt(call, SAYS.bye, over);
      const since = call.clock.now();
      expect(await call.untilEnded({ limitMs: 9_000 })).toBe('ended-by-rest');
      noteSilence(`goodbye, ${what}`, call, since);
      expect(await events(line, call)).toEqual(expect.arrayContaining(['end-put-off']));
    },
    40_000,
  );

  it.concurrent(
    'is left when the talk goes on after a goodbye',
    async () => {
      const call = await greeted(line);
      await interrupt(call, SAYS.bye, SAYS.question);
      const { timeline } = await untilCall(line, call.callSid, ({ timeline }) =>
        timeline.some(({ event }) => event === 'end-taken-back'),
      );
      expect(timeline.map(({ event }) => event)).toContain('end-put-off');
      await call.untilQuiet(1_500);
      expect(call.outcome).toBeUndefined();
      await call.say(SAYS.bye);
      expect(await call.untilEnded()).toBe('ended-by-rest');
    },
    40_000,
  );

  it.concurrent.each([
    ['a word', SAYS.thanks],
    ['a question', SAYS.question],
    ['a noise', NOISE],
  ])(
    'leads to a person in spite of %s',
    async (what, over) => {
      const call = await greeted(line);
      await interrupt(call, SAYS.person, over);
      const since = call.clock.now();
      expect(await call.untilEnded({ limitMs: 10_500 })).toBe('dialled');
      noteSilence(`transfer, ${what}`, call, since);
    },
    40_000,
  );

  it.concurrent.each([
    ['without a word', SAYS.loop, 11_000],
    ['with words', SAYS.spokenLoop, 5_000],
  ])(
    'ends at the limit of the first goodbye when the model ends it again and again %s',
    async (what, say, limitMs) => {
      const call = await greeted(line);
      await call.say(say);
      const since = call.clock.now();
      expect(await call.untilEnded({ limitMs: 14_000 })).toBe('ended-by-rest');
      const { timeline, endedAt } = await viewOf(line, call.callSid);
      const [first] = timeline.filter(({ event }) => event === 'tool');
      const tookMs = Date.parse(endedAt ?? '') - Date.parse(first?.at ?? '');
      worst.set(`end_call again and again ${what}: ended after`, tookMs);
      expect(tookMs).toBeLessThan(limitMs);
      noteSilence(`end_call again and again ${what}`, call, since);
    },
    40_000,
  );

  it.concurrent(
    'is found without marks: goodbye, barge-in and pause',
    async () => {
      const call = await greeted(line, { returnsMarks: false });
      await interrupt(call, SAYS.slow, SAYS.thanks);
      const [clear] = call.clears;
      const { transcript, timeline } = await viewOf(line, call.callSid);
      const cut = transcript.find(({ text }) => text === LATE);
      expect(cut).toMatchObject({ interrupted: true });
      // A filler, on a machine that is slow, counts as played too.
      if (!timeline.some(({ event }) => event === 'filler')) {
        expect(Math.abs((cut?.heardMs ?? 0) - (clear?.playedMs ?? 0))).toBeLessThan(150);
      }
      await call.hearsSpeech();
      await call.untilQuiet(700);
      await call.say(SAYS.bye);
      await call.hearsSpeech();
      await call.untilQuiet(0);
      const saidAt = call.clock.now();
      expect(await call.untilEnded({ limitMs: 5_000 })).toBe('ended-by-rest');
      const afterMs = call.clock.now() - saidAt;
      worst.set('no marks: hung up after the last word', Math.round(afterMs));
      expect(afterMs).toBeLessThan(2_000);
      const after = await viewOf(line, call.callSid);
      expect(after.timeline.filter(({ event }) => event === 'barge-in')).toHaveLength(1);
      expect(after.transcript.at(-1)).toMatchObject({ text: GOODBYE, interrupted: false });
    },
    40_000,
  );

  it.concurrent.each([
    ['with marks', true, false],
    ['without marks', false, false],
    ['announced', true, true],
  ])(
    'is not taken for a first sound that takes 7.5 s (%s)',
    async (what, returnsMarks, announced) => {
      const fault = { kind: 'slow', firstSoundMs: 7_500, announced } as const;
      const call = await greeted(
        line,
        { returnsMarks },
        { faultResponses: [{ fault, cause: 'turn' }] },
      );
      await call.say(SAYS.slow);
      const since = call.clock.now();
      const { timeline } = await untilCall(
        line,
        call.callSid,
        ({ transcript }) =>
          transcript.some(({ text, role }) => role === 'assistant' && text === LATE),
        { limitMs: 14_000 },
      );
      await call.untilQuiet(300);
      noteSilence(`first sound after 7.5 s, ${what}`, call, since);
      const seen = timeline.map(({ event }) => event);
      expect(seen.filter((event) => event === 'filler').length).toBeGreaterThanOrEqual(2);
      expect(seen).not.toContain('reconnect');
      expect(seen).not.toContain('stuck');
      await call.hangUp();
    },
    40_000,
  );

  it.concurrent(
    'is not taken by a promise, which is kept after 5 s',
    async () => {
      const call = await greeted(line);
      await call.say(SAYS.nuts);
      await call.hearsSpeech();
      await call.untilQuiet(100);
      const since = call.clock.now();
      const { timeline } = await untilCall(line, call.callSid, ({ transcript }) =>
        transcript.some(({ text }) => text === FOUND),
      );
      const { startedAt } = await call.hearsSpeech({ since });
      expect(startedAt - since).toBeGreaterThan(4_500);
      expect(startedAt - since).toBeLessThan(7_000);
      expect(timeline.filter(({ event }) => event === 'follow-up')).toHaveLength(1);
      await call.hangUp();
    },
    40_000,
  );

  it.concurrent.each([
    ['a word', SAYS.question],
    ['a noise', NOISE],
  ])(
    'is put off for one answer when the time is up and then said again (%s)',
    async (what, over) => {
      const call = await dialled(short);
      await untilCall(short, call.callSid, ({ timeline }) =>
        timeline.some(({ event }) => event === 'time-up'),
      );
      await call.hearsSpeech({ since: call.clock.now() });
      await call.untilHearing(900);
      if (typeof over === 'string') await call.say(over);
      else await call.speak(over);
      const since = call.clock.now();
      expect(await call.untilEnded({ limitMs: 25_000 })).toBe('ended-by-rest');
      noteSilence(`time-up, ${what}`, call, since);
      const { transcript, outcome } = await viewOf(short, call.callSid);
      expect(outcome).toBe('finished');
      const limits = transcript.filter(({ text }) => text.includes('time limit'));
      expect(limits.map(({ interrupted }) => interrupted)).toEqual([true, false]);
    },
    60_000,
  );

  it.concurrent(
    'is taken back by a caller who was silent and speaks, not by a noise',
    async () => {
      const [back, away] = await Promise.all([greeted(silent), greeted(silent)]);
      const overGoodbye = async (call: SimulatedCall) => {
        await untilCall(silent, call.callSid, ({ timeline }) =>
          timeline.some(({ event }) => event === 'silence-hang-up'),
        );
        await call.hearsSpeech({ since: call.clock.now() });
        await call.untilHearing(600);
      };
      const comesBack = overGoodbye(back).then(() => back.say(SAYS.question));
      const makesNoise = overGoodbye(away).then(() => away.speak(NOISE));
      await Promise.all([comesBack, makesNoise]);
      const since = away.clock.now();
      await untilCall(silent, back.callSid, ({ timeline }) =>
        timeline.some(({ event }) => event === 'end-taken-back'),
      );
      expect(await away.untilEnded()).toBe('ended-by-rest');
      noteSilence('silence hang-up, a noise', away, since);
      expect(back.outcome).toBeUndefined();
      await back.hangUp();
    },
    60_000,
  );
});
