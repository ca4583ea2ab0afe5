import type { TimelineEntry } from '../src/calls/call/timeline.js';
import type { StreamListDto } from '../src/calls/calls.dto.js';
import { CallSnapshots } from '../src/calls/state/call-snapshots.js';
import type { Scenario } from './simulators/scenario.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { speak } from './simulators/speech/speak.js';
import { type CallsPage, type CallView, untilCall, viewOf } from './support/call-view.js';
import { EventStream } from './support/event-stream.js';
import { onOwnLines, type Line, type LineOptions, type OpenLine } from './support/line.js';
import { loggedMessages } from './support/overheard.js';

const SCENARIO: Scenario = {
  name: 'talk',
  greeting: 'Hello, this is Luigi.',
  turns: [
    {
      caller: 'Are you open today?',
      steps: [{ tools: [{ name: 'get_business_info', arguments: {} }] }, { say: 'Yes, we are.' }],
    },
    {
      caller: 'Goodbye.',
      steps: [{ tools: [{ name: 'end_call', arguments: {} }] }, { say: 'Goodbye and thank you.' }],
    },
    {
      caller: 'A person please.',
      steps: [
        // A number that the model names is refused: no tool has a place for one.
        { tools: [{ name: 'transfer_to_human', arguments: { number: '+19005550100' } }] },
        { tools: [{ name: 'transfer_to_human', arguments: {} }] },
        { say: 'I will put you through.' },
      ],
    },
    { caller: '', keys: '42#', steps: [{ say: 'You pressed four two.' }] },
  ],
};

/** A quarter of a minute. */
const WELCOME =
  'Hello, this is Luigi. Tonight we have margherita, pepperoni, four cheese, and the garden special, all of them in three sizes and with any topping that you like. And for dessert there is tiramisu, panna cotta, and a warm brownie with ice cream. We deliver until eleven, and you can pick up until midnight.';

/** A line with a call that has heard the greeting. */
const greeted = async (
  open: OpenLine,
  options: LineOptions = {},
): Promise<{ line: Line; call: SimulatedCall }> => {
  const line = await open({ scenario: SCENARIO, ...options });
  const call = await line.phone.dial();
  await call.hearsSpeech();
  await call.untilQuiet(300);
  return { line, call };
};
const operate = (line: Line, callSid: string, action: string) =>
  fetch(`${line.app.url}/calls/${callSid}/${action}`, {
    method: 'POST',
    headers: line.app.authorization,
  });

describe('A call', () => {
  it.concurrent(
    'is understood by its real audio, answered, and kept with its latency and cost',
    onOwnLines(async (open) => {
      const { line, call } = await greeted(open);
      await call.say('Are you open today?');
      await call.hearsSpeech();
      await call.untilQuiet(400);
      expect(line.openai.ears.recognised).toMatchObject([
        { text: 'Are you open today?', exactShare: 1 },
      ]);
      const detail = await viewOf(line, call.callSid);
      expect(detail).toMatchObject({
        state: 'active',
        from: '+1******0100',
        provider: 'openai-realtime',
      });
      expect(detail.transcript.map(({ role, text }) => [role, text])).toEqual([
        ['assistant', 'Hello, this is Luigi.'],
        ['caller', 'Are you open today?'],
        ['assistant', 'Yes, we are.'],
      ]);
      expect(detail.transcript.every(({ interrupted }) => !interrupted)).toBe(true);
      const [latency] = detail.latency;
      expect(latency?.responseMs).toBeGreaterThan(100);
      expect(latency?.providerMs).toBeGreaterThan(0);
      expect(detail.timeline.find(({ event }) => event === 'tool')).toMatchObject({
        name: 'get_business_info',
      });
      expect(detail.usage.responses).toBeGreaterThanOrEqual(3);
      expect(detail.usage.costUsd).toBeGreaterThan(0);
    }),
  );

  it.concurrent(
    'has what Twilio reports of its stream on its timeline, under a name of its own',
    onOwnLines(async (open) => {
      const { line, call } = await greeted(open);
      const reports = ({ timeline }: CallView) =>
        timeline.filter(({ event }) => event === 'twilio-stream');
      const live = await untilCall(line, call.callSid, (view) => reports(view).length === 1);
      const [started, ...others] = live.timeline.filter(({ event }) => event === 'stream-started');
      expect(others).toEqual([]);
      expect(reports(live)).toMatchObject([
        { streamSid: started?.['streamSid'], streamEvent: 'stream-started', error: null },
      ]);
    }),
  );

  it.concurrent(
    'is seen at /calls, /streams and /realtime/sessions while it lives, and only there after',
    onOwnLines(async (open) => {
      const { line, call } = await greeted(open);
      const { calls } = await line.get<CallsPage>('/calls?state=active');
      expect(calls.map(({ callSid }) => callSid)).toEqual([call.callSid]);
      const { streams } = await line.get<{ streams: Record<string, unknown>[] }>('/streams');
      expect(streams[0]).toMatchObject({
        callSid: call.callSid,
        provider: 'openai-realtime',
        audio: { gaps: 0, silencePercent: 100 },
      });
      expect(streams[0]?.['framesIn']).toBeGreaterThan(10);
      const sessions = await line.get<{ count: number; sessions: unknown[] }>('/realtime/sessions');
      expect(sessions).toMatchObject({
        count: 1,
        sessions: [
          { callSid: call.callSid, state: 'ready', model: line.app.config.openai.realtimeModel },
        ],
      });
      await call.hangUp();
      expect(await line.get('/streams')).toMatchObject({ count: 0 });
      expect(await line.get('/realtime/sessions')).toMatchObject({ count: 0 });
      expect(await line.get(`/calls/${call.callSid}`)).toMatchObject({
        state: 'ended',
        outcome: 'hung-up',
      });
    }),
  );

  it.concurrent(
    'ends after the last word of the goodbye was heard',
    onOwnLines(async (open) => {
      const { line, call } = await greeted(open);
      await call.say('Goodbye.');
      await call.hearsSpeech();
      await call.untilEnded();
      const goodbye = line.openai.ears.responses.at(-1)?.spoken[0]?.audio.length ?? 0;
      expect(goodbye).toBeGreaterThan(0);
      expect(call.heardAfter(call.spoken.at(-1)?.endedAt ?? 0)).toBeCloseTo(goodbye / 8, -2);
      expect(await line.get(`/calls/${call.callSid}`)).toMatchObject({ outcome: 'finished' });
      expect(line.rest.requests.at(-1)?.parameters).toEqual({ Status: 'completed' });
    }),
  );

  it.concurrent(
    'goes to a person when the caller asks for one',
    onOwnLines(async (open) => {
      const { line, call } = await greeted(open, {
        env: { HUMAN_TRANSFER_NUMBER: '+15550009999' },
      });
      await call.say('A person please.');
      expect(await call.untilEnded()).toBe('dialled');
      expect(call.dialled).toEqual(['+15550009999']);
      expect(await line.get(`/calls/${call.callSid}`)).toMatchObject({ outcome: 'transferred' });
    }),
  );

  it.concurrent(
    'brings pressed keys into the conversation, grouped',
    onOwnLines(async (open) => {
      const { line, call } = await greeted(open);
      await call.press('42#');
      await call.hearsSpeech();
      expect(line.openai.ears.responses.at(-1)?.spoken[0]?.text).toBe('You pressed four two.');
    }),
  );

  it.concurrent(
    'keeps the first words of a caller who speaks before the provider is ready',
    onOwnLines(async (open) => {
      const line = await open({ scenario: SCENARIO, brain: () => ({ say: 'Yes.' }) });
      const call = await line.phone.dial();
      await call.say('Are you open today?');
      await line.openai.waitFor(({ recognised }) => recognised.length > 0, 5_000);
      expect(line.openai.ears.recognised[0]).toMatchObject({
        text: 'Are you open today?',
        exactShare: 1,
      });
    }),
  );

  it.concurrent(
    'is filled with silence where frames were lost',
    onOwnLines(async (open) => {
      const { line, call } = await greeted(open);
      call.loseFrames(20);
      await call.say('Are you open today?');
      await call.hearsSpeech();
      const { streams } = await line.get<{
        streams: { audio: { gaps: number; lostMs: number } }[];
      }>('/streams');
      expect(streams[0]?.audio).toMatchObject({ gaps: 1, lostMs: 400 });
    }),
  );

  it.concurrent(
    'has on its timeline what is wrong with its audio, as have live events and metrics',
    onOwnLines(async (open) => {
      // Made beforehand: a voice that is late would be bridged by a filler.
      await speak(WELCOME, 'assistant');
      const line = await open({ scenario: { ...SCENARIO, greeting: WELCOME } });
      const over = new AbortController();
      const events = await EventStream.open({ name: 'line', ...line.app }, over.signal);
      const { phone } = line;
      const [mute, unmarked, echoing, shouting, shaken] = await Promise.all([
        phone.dial(),
        phone.dial({ returnsMarks: false }),
        phone.dial({ sound: { echo: { delayMs: 160, lossDb: 26 } } }),
        phone.dial({ sound: { gainDb: 30 } }),
        phone.dial(),
      ]);
      const fault = async ({ callSid }: SimulatedCall, name: string, event = 'audio-fault') => {
        const is = (entry: TimelineEntry) => entry.event === event && entry['fault'] === name;
        const view = await untilCall(line, callSid, ({ timeline }) => timeline.some(is), {
          limitMs: 18_000,
        });
        await events.until(
          `"callSid":"${callSid}","state":"${event === 'audio-fault' ? 'began' : 'ended'}"`,
        );
        return view.audio;
      };
      const { network } = await shaken.untilStreaming();
      await shaken.clock.sleep(300);
      for (const [disturbance, frames] of [
        ['swaps', 4],
        ['repeats', 3],
        ['loses', 40],
      ] as const) {
        network.disturb(disturbance, frames);
        await shaken.clock.sleep(frames * 20 + 200);
      }
      const holding = setInterval(() => network.disturb('holds', 24), 500);
      const shout = shouting.say('Are you open today?');
      await Promise.all([
        fault(mute, 'one-way-in')
          .then(() => mute.say('Are you open today?'))
          .then(() => fault(mute, 'one-way-in', 'audio-fault-over')),
        fault(unmarked, 'one-way-out'),
        fault(echoing, 'echo').then((audio) => {
          expect(audio?.echoDelayMs).toBeGreaterThanOrEqual(140);
          expect(audio?.echoDelayMs).toBeLessThanOrEqual(240);
        }),
        shout.then(() => fault(shouting, 'clipping')),
        fault(shaken, 'loss'),
        fault(shaken, 'jitter'),
      ]).finally(() => clearInterval(holding));
      over.abort();
      const { streams } = await line.get<StreamListDto>('/streams');
      expect(streams.find(({ callSid }) => callSid === shaken.callSid)?.audio).toMatchObject({
        lostMs: 800,
        lostFrames: 40,
        lateFrames: 2,
        repeatedFrames: 3,
      });
      await phone.close();
      const metrics = await (
        await fetch(`${line.app.url}/metrics`, { headers: line.app.authorization })
      ).text();
      for (const name of ['loss', 'jitter', 'clipping', 'echo', 'one-way-in', 'one-way-out']) {
        expect(metrics).toMatch(new RegExp(`audio_faults_total\\{fault="${name}"\\} [1-5]`));
      }
      expect(metrics).toContain('voiceplate_audio_loss_ratio_count 5');
      expect(loggedMessages()).toEqual(
        expect.arrayContaining(['Audio fault', 'Audio fault is over']),
      );
    }),
    60_000,
  );

  it.concurrent(
    'can be ended and transferred by operators',
    onOwnLines(async (open) => {
      const { line, call } = await greeted(open, {
        env: { HUMAN_TRANSFER_NUMBER: '+15550009999' },
      });
      expect((await operate(line, call.callSid, 'transfer')).status).toBe(202);
      expect(await call.untilEnded()).toBe('dialled');
      const other = await line.phone.dial();
      await other.hearsSpeech();
      expect((await operate(line, other.callSid, 'hangup')).status).toBe(202);
      await other.untilEnded();
      expect((await operate(line, other.callSid, 'hangup')).status).toBe(409);
      const unknown = await operate(line, 'CA0', 'hangup');
      expect(unknown.status).toBe(404);
      expect(unknown.headers.get('content-type')).toContain('application/problem+json');
    }),
  );

  it.concurrent(
    'is listed by pages when it is over',
    onOwnLines(async (open) => {
      const { line, call: first } = await greeted(open);
      await first.hangUp();
      for (let more = 0; more < 2; more += 1) {
        const call = await line.phone.dial();
        await call.hearsSpeech();
        await call.hangUp();
      }
      const everyone = line.phone.calls.map(({ callSid }) => callSid).toReversed();
      await line.app.app.get(CallSnapshots).flush();
      const page = await line.get<CallsPage>('/calls?state=ended&limit=2');
      const rest = await line.get<CallsPage>(
        `/calls?state=ended&limit=2&cursor=${page.nextCursor}`,
      );
      expect([...page.calls, ...rest.calls].map(({ callSid }) => callSid)).toEqual(everyone);
      expect(rest.nextCursor).toBeNull();
      for (const cursor of ['junk', Buffer.from('junk').toString('base64url')]) {
        await expect(line.get(`/calls?cursor=${cursor}`)).rejects.toThrow('answered 400');
      }
    }),
  );
});

describe('Many calls', () => {
  it.concurrent(
    'are kept apart',
    onOwnLines(async (open) => {
      const line = await open({ scenario: SCENARIO });
      const calls = await Promise.all(Array.from({ length: 5 }, () => line.phone.dial()));
      await Promise.all(
        calls.map(async (call) => {
          await call.hearsSpeech();
          await call.untilQuiet(300);
          await call.say('Are you open today?');
          await call.hearsSpeech();
          await call.untilQuiet(300);
        }),
      );
      for (const { callSid } of calls) {
        const { transcript } = await viewOf(line, callSid);
        expect(transcript).toHaveLength(3);
      }
    }),
  );

  it.concurrent(
    'beyond the capacity get the busy answer, and the others go on',
    onOwnLines(async (open) => {
      const line = await open({ scenario: SCENARIO, env: { MAX_CONCURRENT_CALLS: '1' } });
      const call = await line.phone.dial();
      await call.hearsSpeech();
      const refused = await line.phone.dial();
      await refused.untilEnded();
      expect(refused.said).toHaveLength(1);
      expect(refused.streams).toEqual([]);
      expect(call.outcome).toBeUndefined();
      expect(await line.get('/status')).toMatchObject({
        calls: { active: 1, rejected: 1, max: 1 },
      });
    }),
  );

  it.concurrent(
    'of one caller are limited',
    onOwnLines(async (open) => {
      const line = await open({
        scenario: SCENARIO,
        env: { RATE_LIMIT_CALLS_PER_CALLER: '1/60' },
      });
      const first = await line.phone.dial();
      const second = await line.phone.dial();
      const other = await line.phone.dial({ from: '+15551230199' });
      expect([first, second, other].map(({ streams }) => streams.length)).toEqual([1, 0, 1]);
    }),
  );

  it.concurrent(
    'without a telephone number are limited together, and nobody else with them',
    onOwnLines(async (open) => {
      const line = await open({
        scenario: SCENARIO,
        env: { RATE_LIMIT_CALLS_PER_CALLER: '1/60', RATE_LIMIT_HIDDEN_CALLERS: '3/60' },
      });
      const admitted = async (from: string): Promise<boolean> =>
        (await line.phone.dial({ from })).streams.length === 1;
      for (const from of ['+266696687', 'anonymous', '+17378742833']) {
        expect([from, await admitted(from)]).toEqual([from, true]);
      }
      for (const from of ['+8656696', '', 'client:alice', 'sip:bob@pbx.example.com', '74663']) {
        expect([from, await admitted(from)]).toEqual([from, false]);
      }
      for (const [from, again] of [
        ['+15551230100', '+1 (555) 123-0100'],
        ['+15551230101', '+15551230101'],
      ] as const) {
        expect([from, await admitted(from), await admitted(again)]).toEqual([from, true, false]);
      }
    }),
  );
});
