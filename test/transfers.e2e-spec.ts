import type { Brain, BrainItem } from './simulators/openai/brain.js';
import { CALLEES, type Callee } from './simulators/phone/callee.js';
import type { DialOptions } from './simulators/phone/phone-simulator.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { speak } from './simulators/speech/speak.js';
import { type CallView, untilCall, viewOf } from './support/call-view.js';
import { type Line, startLine } from './support/line.js';

const FIRST = '+15550009991';
const SECOND = '+15550009992';
const CALLER = '+15551230147';
const CALLED = '+15550000001';
const PERSON = 'A person please.';
const CALL_BACK = 'Please call me back.';
const ENOUGH = 'Thank you, goodbye.';
const SORRY = "I'm sorry, none of us can come to the phone right now.";
const PIZZA = { itemId: 'margherita', quantity: 1, options: ['small'] };
const TOTAL_CENTS = 1361;
/** The longest time for which a caller may hear nothing. */
const MAX_SILENCE_MS = 3_000;

/** What a model is told last, as an instruction of its own or as a note in the conversation. */
function toldLast(items: readonly BrainItem[], instructions: string | null): string {
  const last = items.at(-1);
  return `${instructions ?? ''} ${last?.kind === 'system' ? last.text : ''}`;
}

const use = (name: string, args = {}) => ({ tools: [{ name, arguments: args }] });

/** Orders a pizza as it greets, puts through, notes a call back, and says what it is told to. */
const brain: Brain = ({ items, instructions, trigger }) => {
  const last = items.at(-1);
  if (last?.kind === 'tool-output') {
    const calls = items.filter((item) => item.kind === 'tool-call');
    const name = calls.find(({ callId }) => callId === last.callId)?.name ?? '';
    const answers: Readonly<Record<string, string>> = {
      add_item: 'A pizza.',
      transfer_to_human: 'One moment.',
      leave_callback_note: 'It is noted.',
      end_call: 'Goodbye.',
    };
    return { say: answers[name] ?? 'Done.' };
  }
  if (trigger === 'turn' && last?.kind === 'user') {
    if (last.text === PERSON) return use('transfer_to_human');
    if (last.text === CALL_BACK) return use('leave_callback_note', { message: 'A big party.' });
    if (last.text === ENOUGH) return use('end_call');
  }
  if (toldLast(items, instructions).includes('No one could take the call')) return { say: SORRY };
  return { say: 'Hello.', ...use('add_item', PIZZA) };
};
const LINE = {
  brain,
  vocabulary: [PERSON, CALL_BACK, ENOUGH],
  env: { HUMAN_TRANSFER_NUMBER: `${FIRST},${SECOND}` },
  // A dozen streams in one process take longer than Twilio would wait.
  phone: { from: CALLER, to: CALLED, answerLimitMs: 5_000 },
};
const ORDER_LINE = {
  env: { ...LINE.env, VOICE_PROVIDERS: 'ivr' },
  phone: LINE.phone,
};
const BUSY_LINE = {
  env: { VOICE_PROVIDERS: 'ivr', MAX_CONCURRENT_CALLS: '1', BUSY_POLICY: `dial:${FIRST}` },
  phone: LINE.phone,
};
const VOICELESS_LINE = {
  env: { ...LINE.env, ENABLE_REALTIME_FALLBACK: 'false', MAX_RECONNECT_ATTEMPTS: '0' },
  knobs: { refuseUpgrade: 401 },
  phone: LINE.phone,
};

/** How the first number behaves, and the second one. */
const people = (first: Callee, second: Callee): DialOptions => ({
  dialling: { callees: { [FIRST]: first, [SECOND]: second } },
});
const SOON = { ringMs: 300 };
const BUSY: Callee = { ...CALLEES.busy, ...SOON };
const TAKES: Callee = { ...CALLEES.accepts, ...SOON, talkMs: 400 };
const SILENT: Callee = { ...CALLEES.keepsSilent, ...SOON, hangsUpAfterMs: 1_500 };

/** Every way in which a person does not take a call. */
const NOT_TAKEN: readonly (readonly [what: string, callee: Callee])[] = [
  ['busy', BUSY],
  ['failed', { ...CALLEES.failed, ...SOON }],
  ['no-answer', { ...BUSY, reports: 'no-answer' }],
  ['canceled', { does: 'canceled', ...SOON }],
  ['completed: declined by another key', { ...CALLEES.declines, ...SOON }],
  ['completed: without a key', { ...CALLEES.keepsSilent, ...SOON }],
  ['completed: hung up in the whisper', SILENT],
  ['answered: an answering machine', { ...CALLEES.machine, ...SOON, reports: 'answered' }],
];

const eventsOf = ({ timeline }: CallView): readonly string[] => timeline.map(({ event }) => event);

/** Prints the longest time without a sound from the transfer to what follows it. */
function checkSilence(what: string, calls: readonly SimulatedCall[]): void {
  const silences = calls.map((call) => {
    const dialled = call.twiml.find(({ verbs }) => verbs.some(({ name }) => name === 'Dial'));
    const lastDialEndedAt = call.legs.at(-1)?.endedAt ?? call.startedAt;
    const next = call.twiml.find(({ at }) => at >= lastDialEndedAt);
    const saidAt = next?.verbs.at(0)?.name === 'Connect' ? undefined : next?.at;
    const until = saidAt ?? call.heard.firstAfter(lastDialEndedAt) ?? call.endedAt;
    return call.longestSilenceMs(dialled?.at, until);
  });
  const worst = Math.max(...silences);
  process.stdout.write(`  ${what}: worst silence ${(worst / 1000).toFixed(1)} s\n`);
  expect(worst).toBeLessThan(MAX_SILENCE_MS);
}

/** A call on the stream with a pizza in its order. */
async function ordered(line: Line, options: DialOptions): Promise<SimulatedCall> {
  const call = await line.phone.dial(options);
  await untilCall(line, call.callSid, ({ transcript }) => transcript.length === 2);
  await call.untilQuiet(200);
  return call;
}

/** The assistant is back on the stream and says that no one could come; the order is as it was. */
async function backOnStream(line: Line, call: SimulatedCall): Promise<CallView> {
  await call.until('a second stream', ({ streams }) => streams.length === 2);
  await call.hearsSpeech({ since: call.legs.at(-1)?.endedAt });
  const back = await untilCall(line, call.callSid, ({ transcript }) =>
    transcript.some(({ text }) => text === SORRY),
  );
  expect(back).toMatchObject({
    state: 'active',
    outcome: null,
    endedAt: null,
    order: { state: 'draft', totalCents: TOTAL_CENTS },
  });
  return back;
}

/** A call on the order line with a pizza in its order. */
async function orderedByKeys(line: Line, options: DialOptions): Promise<SimulatedCall> {
  const call = await line.phone.dial(options);
  await call.untilGathering();
  await call.say('one small Margherita');
  await call.until('the pizza', ({ said }) => said.at(-1)?.includes('I have added one Margherita'));
  return call;
}

/** The order line goes on and says that no one could come; the order is as it was. */
async function backOnOrderLine(line: Line, call: SimulatedCall): Promise<CallView> {
  const words = await call.until('words after the dial', ({ said }) => {
    const last = said.at(-1) ?? '';
    return last.includes('none of us can come to the phone') && last;
  });
  expect(words).toContain('So far you have one Margherita');
  expect(words).toContain('Shall we call you back');
  await call.untilGathering();
  return untilCall(
    line,
    call.callSid,
    ({ outcome, order }) => outcome === 'left-stream' && order?.state === 'draft',
  );
}

/** What the operators do. */
async function transferByOperator(line: Line, call: SimulatedCall): Promise<void> {
  const path = `/calls/${call.callSid}/transfer`;
  const request = { method: 'POST', headers: line.app.authorization };
  expect((await fetch(line.app.url + path, request)).status).toBe(202);
}

/** Every line is told in the same way what became of the two numbers that did not take the call. */
function checkDialled(what: string, call: SimulatedCall, view: CallView): void {
  expect([what, call.dialled]).toEqual([what, [FIRST, SECOND]]);
  expect(eventsOf(view).filter((event) => event === 'transfer-untaken')).toHaveLength(2);
  expect(call.legs.every(({ joinedAt }) => joinedAt === undefined)).toBe(true);
  expect(call.said.join()).not.toContain('trouble with our phone line');
}

describe('A transfer to a person', () => {
  const lines: Line[] = [];
  let streamed: Line;
  let keyed: Line;
  let full: Line;
  let voiceless: Line;

  beforeAll(async () => {
    for (const options of [LINE, ORDER_LINE, BUSY_LINE, VOICELESS_LINE]) {
      lines.push(await startLine(options));
    }
    [streamed, keyed, full, voiceless] = lines as [Line, Line, Line, Line];
  }, 60_000);
  afterAll(async () => {
    const violations = lines.flatMap((line) => line.violations());
    for (const line of lines) await line.close();
    expect(violations).toEqual([]);
  }, 30_000);

  it.concurrent(
    'leads from the stream back to it, whatever becomes of the numbers',
    async () => {
      const calls = await Promise.all(
        NOT_TAKEN.map(async ([what, callee]) => {
          const call = await ordered(streamed, people(callee, BUSY));
          await call.say(PERSON);
          checkDialled(what, call, await backOnStream(streamed, call));
          await call.hangUp();
          return call;
        }),
      );
      checkSilence('no one takes it, from the stream', calls);
    },
    60_000,
  );

  it.concurrent(
    'leads from the order line back to it, whatever becomes of them',
    async () => {
      const calls = await Promise.all(
        NOT_TAKEN.map(async ([what, callee]) => {
          const call = await orderedByKeys(keyed, people(callee, BUSY));
          await call.press('0');
          checkDialled(what, call, await backOnOrderLine(keyed, call));
          return call;
        }),
      );
      const [first, second] = calls as [SimulatedCall, SimulatedCall];
      await first.press('1');
      await first.until('the answer', ({ said }) => said.at(-1)?.includes('we will call you back'));
      expect(first.said.at(-1)).toContain('Anything else?');
      const noted = await viewOf(keyed, first.callSid);
      expect(noted.callback).toEqual({ phone: CALLER, message: null });
      expect(eventsOf(noted)).toContain('callback');
      await second.press('2');
      await second.until('the answer', ({ said }) => said.at(-1)?.startsWith('Anything else?'));
      expect((await viewOf(keyed, second.callSid)).callback).toBeNull();
      await Promise.all(calls.map((call) => call.hangUp()));
      checkSilence('no one takes it, from the order line', calls);
    },
    60_000,
  );

  it.concurrent(
    'is taken by key alone, and over when the person hangs up',
    async () => {
      const [first, second, third] = await Promise.all([
        ordered(streamed, people(TAKES, BUSY)),
        ordered(streamed, people(SILENT, { ...TAKES, reports: 'answered' })),
        ordered(streamed, { ...people(BUSY, TAKES), from: 'anonymous' }),
      ]);
      await Promise.all([first, second, third].map((call) => call.say(PERSON)));
      for (const call of [first, second, third]) {
        await call.untilEnded();
        expect(call.legs.at(-1)).toMatchObject({ pressed: ['1'], joinedAt: expect.any(Number) });
        const view = await viewOf(streamed, call.callSid);
        expect(view).toMatchObject({ outcome: 'transferred', order: { state: 'draft' } });
        expect(eventsOf(view)).toEqual(expect.arrayContaining(['transfer', 'transfer-accepted']));
      }
      expect([first, second, third].map(({ dialled }) => dialled)).toEqual([
        [FIRST],
        [FIRST, SECOND],
        [FIRST, SECOND],
      ]);
      expect(first.legs.at(0)).toMatchObject({ callerId: CALLER, number: FIRST });
      expect(third.legs.at(0)).toMatchObject({ callerId: CALLED, number: FIRST });
      const [whisper = ''] = first.legs.at(0)?.said ?? [];
      expect(whisper).toMatch(/ends in zero one four seven\. The caller asked for a person\./);
      expect(whisper).toMatch(/The order so far: one Margherita\. To take the call, press 1\.$/);
      expect(third.legs.at(1)?.said.at(0)).toContain('a call from a hidden number');
      expect((await speak(whisper, 'assistant')).length / 8).toBeLessThan(12_000);
      checkSilence('taken', [first, second, third]);
    },
    60_000,
  );

  it.concurrent(
    'of an operator leads back to where the call was',
    async () => {
      const onStream = await ordered(streamed, people(SILENT, BUSY));
      const onLine = await orderedByKeys(keyed, people({ ...BUSY, ringMs: 1_500 }, SILENT));
      const talking = await orderedByKeys(keyed, people({ ...TAKES, talkMs: 2_500 }, BUSY));
      await transferByOperator(streamed, onStream);
      await transferByOperator(keyed, onLine);
      await transferByOperator(keyed, talking);
      // Once more, while it rings and while they talk: it changes nothing.
      await onLine.until('it rings', ({ legs }) => legs.length > 0);
      await transferByOperator(keyed, onLine);
      await talking.until('they talk', ({ legs }) => legs.at(0)?.joinedAt !== undefined);
      await transferByOperator(keyed, talking);
      checkDialled('operator, stream', onStream, await backOnStream(streamed, onStream));
      checkDialled('operator, order line', onLine, await backOnOrderLine(keyed, onLine));
      expect(onStream.legs.at(0)?.said.at(0)).toContain(
        'A colleague is putting the caller through',
      );
      await talking.untilEnded();
      expect(talking.legs).toHaveLength(1);
      expect((await viewOf(keyed, talking.callSid)).outcome).toBe('transferred');
      checkSilence('by an operator', [onStream, onLine, talking]);

      // What Twilio refuses leaves the call where it is.
      keyed.rest.failNext('not-in-progress');
      await transferByOperator(keyed, onLine);
      await untilCall(keyed, onLine.callSid, (view) => eventsOf(view).includes('transfer-refused'));
      await onLine.press('2');
      await onLine.until('an answer', ({ said }) => said.at(-1)?.startsWith('Anything else?'));
      expect(onLine.legs).toHaveLength(2);
      await onLine.hangUp();

      // The call goes on to its goodbye.
      await onStream.untilQuiet(200);
      await onStream.say(CALL_BACK);
      const noted = await untilCall(
        streamed,
        onStream.callSid,
        ({ callback }) => callback !== null,
      );
      expect(noted.callback).toEqual({ phone: CALLER, message: 'A big party.' });
      await onStream.hearsSpeech();
      await onStream.untilQuiet(200);
      await onStream.say(ENOUGH);
      await onStream.untilEnded();
      const over = await viewOf(streamed, onStream.callSid);
      expect(over).toMatchObject({ outcome: 'finished', callback: noted.callback });
    },
    60_000,
  );

  it.concurrent('ends with the caller who hangs up while it rings', async () => {
    const call = await orderedByKeys(keyed, people({ ...CALLEES.accepts, ringMs: 9_000 }, BUSY));
    await call.press('0');
    await call.until('it rings', ({ legs }) => legs.length > 0);
    await call.hangUp();
    const view = await viewOf(keyed, call.callSid);
    expect(view).toMatchObject({ state: 'ended', outcome: 'transferred' });
  });

  it.concurrent(
    'for want of a free line is taken, or the caller leaves a message',
    async () => {
      await full.phone.dial();
      const calls = await Promise.all(
        [...NOT_TAKEN, ['taken', TAKES] as const].map(async ([what, callee], index) => {
          // One caller may not have phones rung as often as this.
          const from = `+155512302${10 + index}`;
          const call = await full.phone.dial({ ...people(callee, BUSY), from });
          await call.untilEnded();
          return { what, call };
        }),
      );
      for (const { what, call } of calls) {
        const messages = what === 'taken' ? 0 : 1;
        expect([what, call.dialled]).toEqual([what, [FIRST]]);
        expect([what, call.recordings.length]).toEqual([what, messages]);
        const { outcome } = await untilCall(
          full,
          call.callSid,
          (view) => eventsOf(view).includes('voicemail') === (messages === 1),
        );
        expect(outcome).toBe('rejected');
      }
      expect(calls.at(-1)?.call.legs.at(0)?.said.at(0)).toContain('All our lines are busy.');
      checkSilence(
        'no free line',
        calls.map(({ call }) => call),
      );
    },
    60_000,
  );

  it.concurrent(
    'for want of any voice is taken, or the caller leaves a message',
    async () => {
      const [untaken, taken] = await Promise.all([
        voiceless.phone.dial(people(SILENT, BUSY)),
        voiceless.phone.dial(people(BUSY, TAKES)),
      ]);
      await Promise.all([untaken.untilEnded(), taken.untilEnded()]);
      for (const { dialled } of [untaken, taken]) expect(dialled).toEqual([FIRST, SECOND]);
      expect([untaken.recordings.length, taken.recordings.length]).toEqual([1, 0]);
      expect(untaken.legs.at(0)?.said.at(0)).toContain('Our phone line has a fault.');
      checkSilence('no voice is left', [untaken, taken]);
    },
    60_000,
  );
});
