import { join } from 'node:path';
import { ATTENTIVE_WORDS, attentiveBrain } from './simulators/openai/attentive-brain.js';
import { MAX_TOOL_ROUNDS } from '../src/realtime/tool-rounds.js';
import { differences } from './simulators/differences.js';
import type { Brain } from './simulators/openai/brain.js';
import type { ResponseCause } from './simulators/openai/response-faults.js';
import type { ChatFault, ChatFaultRule } from './simulators/openai/rest/chat-faults.js';
import type { RestRequest } from './simulators/openai/rest/exchange.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { readScenario, type Scenario } from './simulators/scenario.js';
import { speak } from './simulators/speech/speak.js';
import { untilCall, viewOf } from './support/call-view.js';
import { onOwnLines, type Line } from './support/line.js';

const SHORT = readScenario(join(import.meta.dirname, 'scenarios/short.json'));
const QUESTION = 'What do you have?';
const ANSWER = 'Pizza and pasta.';
const RIGHT = 'One Margherita, total thirteen sixty-one?';
/** The order of `short.json` with a question before it, and read back in fewer words. */
const SCENARIO: Scenario = {
  ...SHORT,
  turns: [
    { caller: QUESTION, steps: [{ say: ANSWER }] },
    ...SHORT.turns.map((turn) => ({
      ...turn,
      steps: turn.steps.map((step) => (step.say?.includes('spoken') ? { say: RIGHT } : step)),
    })),
  ],
};
const [, ORDER, YES] = SCENARIO.turns.map(({ caller }) => caller) as [string, string, string];
const SPOKEN = [SCENARIO.greeting, ANSWER, RIGHT, ATTENTIVE_WORDS.unknown, 'Thank you, goodbye!'];
/** Contract: the caller hears speech or a tone within this. */
const MAX_SILENCE_MS = 3_000;
const TURN_LIMIT_MS = 20_000;
/** Nobody speaks for so long until the caller is asked. */
const STILL_THERE_S = 2;

/** One of the moments at which an answer gives nothing; `calls`: an answer that calls tools. */
interface Moment {
  readonly name: string;
  readonly cause: ResponseCause;
  readonly nth: number;
  readonly calls?: boolean;
}
const MOMENTS: readonly Moment[] = [
  { name: 'greeting', cause: 'greeting', nth: 1 },
  { name: 'after a note', cause: 'turn', nth: 1 },
  { name: 'answering', cause: 'turn', nth: 2 },
  { name: 'after a tool', cause: 'tool-results', nth: 2 },
  { name: 'still there', cause: 'still-there', nth: 1 },
  { name: 'confirming', cause: 'turn', nth: 4, calls: true },
];

/** A way to give nothing; in an answer that calls tools it may look different. */
interface Kind {
  readonly name: string;
  readonly fault: ChatFault;
  readonly inCalls?: ChatFault;
  /** What the timeline says of it. */
  readonly reason: string | null;
}
const KINDS: readonly Kind[] = [
  { name: 'is empty', fault: { kind: 'empty' }, reason: null },
  { name: 'is markup alone', fault: { kind: 'text', text: ' **…** \n[silence]' }, reason: null },
  {
    name: 'is cut before a word',
    fault: { kind: 'cut', reason: 'content_filter', afterCharacters: 0 },
    reason: 'content_filter',
  },
  {
    name: 'is cut in mid-sentence or in a call',
    fault: { kind: 'cut', reason: 'length', afterCharacters: 7 },
    inCalls: { kind: 'call-cut', by: 'length' },
    reason: 'length',
  },
];

interface ChatBody {
  readonly tool_choice?: string;
  readonly messages: readonly { readonly role: string; readonly content: string | null }[];
}
const bodyOf = ({ body }: RestRequest) => body as ChatBody;

/** Resolves when the caller has been given so many answers and hears no more. */
async function given(line: Line, call: SimulatedCall, count: number): Promise<void> {
  await untilCall(line, call.callSid, ({ turns, outcome }) => turns >= count || outcome !== null, {
    what: `answer ${count}`,
    limitMs: TURN_LIMIT_MS,
  });
  await call.untilQuiet(300, { limitMs: TURN_LIMIT_MS });
}

/** What is wrong with the order that the line has; empty is right. */
async function wrongOrder(line: Line): Promise<readonly string[]> {
  const { orders } = await line.get<{ orders: unknown[] }>('/orders');
  if (orders.length !== 1) return [`${orders.length} orders were placed`];
  return differences(orders[0], SCENARIO.expect?.order);
}

const worst: string[] = [];
function print(cell: string, ms: number): void {
  worst.push(`${String(Math.round(ms)).padStart(6)} ms  ${cell}`);
}

describe('An answer on the pipeline that gives the caller nothing', () => {
  beforeAll(async () => {
    await Promise.all(SPOKEN.map((text) => speak(text, 'assistant')));
  }, 60_000);
  afterAll(() => {
    process.stdout.write(`Worst silence heard by the caller:\n${worst.join('\n')}\n`);
  });

  const open = { brain: attentiveBrain(SCENARIO), vocabulary: [QUESTION, ORDER, YES] };

  it.concurrent.each(KINDS)(
    'costs neither the order nor three seconds at any moment, when it $name',
    onOwnLines(async (openLine, { name, fault, inCalls, reason }: Kind) => {
      const line = await openLine({
        ...open,
        env: {
          VOICE_PROVIDERS: 'openai-pipeline',
          SILENCE_HANGUP_SECONDS: String(STILL_THERE_S),
        },
      });
      const { rest } = line.openai;
      rest.knobs.chat.faults = MOMENTS.map(({ cause, nth, calls }): ChatFaultRule => ({
        fault: calls === true ? (inCalls ?? fault) : fault,
        cause,
        nth,
      }));
      const call = await line.phone.dial();
      await given(line, call, 1);
      await call.press('1#');
      await given(line, call, 2);
      await call.say(QUESTION);
      await given(line, call, 3);
      await call.say(ORDER);
      await given(line, call, 4);
      const quietFrom = call.clock.now();
      await given(line, call, 5);
      await call.say(YES);
      await call.untilEnded({ limitMs: TURN_LIMIT_MS });

      const struck = rest.of('chat').filter((request) => request.fault !== null);
      const lag = call.clock.now() - performance.now();
      const times = struck.map(({ at }) => at + lag);
      for (const [index, at] of times.entries()) {
        const until = index === 3 ? quietFrom : Math.min(at + 3_500, call.clock.now());
        print(`${name} | ${MOMENTS[index]?.name}`, call.longestSilenceMs(at, until));
      }
      // Between them the caller keeps silent, to be asked.
      const silences = [
        call.longestSilenceMs(undefined, quietFrom),
        call.longestSilenceMs(times[4] ?? quietFrom),
      ];
      print(`${name} | the whole call`, Math.max(...silences));

      const { timeline, transcript, outcome } = await viewOf(line, call.callSid);
      const broken = timeline.filter(({ event }) => /gave-nothing|broke-off/.test(event));
      expect({
        outcome,
        order: await wrongOrder(line),
        struck: struck.length,
        reasons: broken.map((entry) => entry.reason),
        lost: timeline.filter(({ event }) => /provider|recover|stuck/.test(event)).slice(1),
      }).toEqual({
        outcome: 'finished',
        order: [],
        struck: MOMENTS.length,
        reasons: MOMENTS.map(() => reason),
        lost: [],
      });
      expect(Math.max(...silences)).toBeLessThanOrEqual(MAX_SILENCE_MS);
      expect(JSON.stringify(transcript)).not.toMatch(/silence|sorry, I cannot/i);
      // What the greeting was to be is told again with the request for it.
      const [greeting, again] = rest.of('chat').map((request) => bodyOf(request).messages);
      expect(again).toContainEqual(greeting?.at(-1));
      // Greeting, "once more" and all: nothing stands in the place of the restaurant's rules.
      for (const request of rest.of('chat')) {
        expect(bodyOf(request).messages[0]?.content).toMatch(/allergens[^]*price[^]*menu/i);
      }
    }),
    90_000,
  );

  it.concurrent.each([
    ['a refused one', { kind: 'refusal', text: 'I am sorry, I cannot help.' }, 'refusal'],
    ['one cut in mid-sentence', { kind: 'cut', reason: 'length', afterCharacters: 7 }, 'length'],
  ] as const)(
    'gives way to the next rung the second time in a row: %s',
    onOwnLines(async (openLine, name: string, fault: ChatFault, reason: string | null) => {
      const line = await openLine({
        ...open,
        env: { VOICE_PROVIDERS: 'openai-pipeline,openai-realtime' },
      });
      const { rest } = line.openai;
      rest.knobs.chat.faults = [
        { fault, cause: 'turn' },
        { fault, cause: 'note' },
      ];
      const call = await line.phone.dial();
      await given(line, call, 1);
      await call.say(QUESTION);
      await given(line, call, 2);
      await call.say(ORDER);
      await given(line, call, 3);
      await call.say(YES);
      await call.untilEnded({ limitMs: TURN_LIMIT_MS });
      const silenceMs = call.longestSilenceMs();
      print(`twice: ${name}`, silenceMs);
      const { timeline, provider } = await viewOf(line, call.callSid);
      expect(timeline.find(({ event }) => event === 'next-provider')).toMatchObject({
        provider: 'openai-realtime',
        code: 'gave_nothing',
      });
      const broken = timeline.filter(({ event }) => /gave-nothing|broke-off/.test(event));
      expect(broken.map((entry) => entry.reason)).toEqual([reason, reason]);
      expect(provider).toBe('openai-realtime');
      expect(await wrongOrder(line)).toEqual([]);
      expect(silenceMs).toBeLessThanOrEqual(MAX_SILENCE_MS);
    }),
    90_000,
  );

  it.concurrent(
    'and whose chunks are odd, or break off in a call, costs neither the order nor the session',
    onOwnLines(async (openLine) => {
      const line = await openLine({ ...open, env: { VOICE_PROVIDERS: 'openai-pipeline' } });
      const { rest } = line.openai;
      rest.knobs.chat.faults = [
        { fault: { kind: 'call-cut', by: 'drop' }, cause: 'turn' },
        { fault: { kind: 'odd' }, times: 100 },
      ];
      const call = await line.phone.dial();
      await given(line, call, 1);
      await call.say(ORDER);
      await given(line, call, 2);
      await call.say(YES);
      await call.untilEnded({ limitMs: TURN_LIMIT_MS });
      print('odd chunks and a call that breaks off', call.longestSilenceMs());
      const { timeline, outcome } = await viewOf(line, call.callSid);
      expect([outcome, await wrongOrder(line)]).toEqual(['finished', []]);
      expect(timeline.filter(({ event }) => /lost|reconnect|next-provider/.test(event))).toEqual(
        [],
      );
      // The first call of the two was whole, and its result is answered without being asked to.
      expect(timeline.map(({ event }) => event)).not.toContain('gave-nothing');
      const cut = rest.of('chat').findIndex(({ fault }) => fault === 'call-cut');
      expect(JSON.stringify(rest.of('chat')[cut + 1]?.body)).toContain('not_done');
      expect(call.longestSilenceMs()).toBeLessThanOrEqual(MAX_SILENCE_MS);
    }),
    90_000,
  );

  it.concurrent(
    'is asked for in words after five rounds of tools; a call in spite of that is not run',
    onOwnLines(async (openLine) => {
      const lookUp = { tools: [{ name: 'view_order', arguments: {} }] };
      const brain: Brain = ({ items }) => {
        const since = items.slice(items.findLastIndex(({ kind }) => kind === 'user') + 1);
        const answered = since.filter(({ kind }) => kind === 'tool-output').length;
        const asked = items.some(({ kind }) => kind === 'user');
        return asked && answered < MAX_TOOL_ROUNDS ? lookUp : { say: ANSWER };
      };
      const line = await openLine({
        brain,
        vocabulary: [QUESTION],
        env: { VOICE_PROVIDERS: 'openai-pipeline' },
      });
      const { rest } = line.openai;
      const fault = { kind: 'call-anyway', name: 'view_order' } as const;
      rest.knobs.chat.faults = [{ fault, cause: 'tool-results', nth: MAX_TOOL_ROUNDS }];
      const call = await line.phone.dial();
      await given(line, call, 1);
      await call.say(QUESTION);
      await given(line, call, 2);
      print('tools without end', call.longestSilenceMs());
      const { timeline, transcript } = await viewOf(line, call.callSid);
      expect(timeline.filter(({ event }) => event === 'tool')).toHaveLength(MAX_TOOL_ROUNDS);
      expect(timeline.filter(({ event }) => event === 'gave-nothing')).toMatchObject([
        { reason: 'calls_not_done' },
      ]);
      expect(transcript.at(-1)?.text).toBe(ANSWER);
      const choices = rest.of('chat').map((request) => bodyOf(request).tool_choice);
      // Greeting, question and four results; then the fifth result and the request once more.
      expect(choices).toEqual([...Array<string>(MAX_TOOL_ROUNDS + 1).fill('auto'), 'none', 'none']);
      expect(call.longestSilenceMs()).toBeLessThanOrEqual(MAX_SILENCE_MS);
    }),
    90_000,
  );
});
