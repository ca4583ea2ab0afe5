import { setTimeout as delay } from 'node:timers/promises';
import { VoiceScript } from '../src/config/voice-script.js';
import { CALL_CUT_OFF, MAX_TOOL_ROUNDS, SPEAK_NOW } from '../src/realtime/tool-rounds.js';
import type { BrainInput, BrainStep } from './simulators/openai/brain.js';
import type { ConnectionEars } from './simulators/openai/ears.js';
import type { FaultRule, ResponseFault } from './simulators/openai/response-faults.js';
import { untilCall, type CallView } from './support/call-view.js';
import { OwnConnections } from './support/own-connection.js';
import { startLine, type Line } from './support/line.js';

/** With tax. */
const ONE_PIZZA_CENTS = 1361;
const ADD: BrainStep = {
  say: 'I have added that.',
  tools: [
    { name: 'add_item', arguments: { itemId: 'margherita', quantity: 1, options: ['small'] } },
  ],
};
const LOOK: BrainStep = { tools: [{ name: 'view_order', arguments: {} }] };

/** What callers ask for, and what the model does about it, by the outputs that it has. */
const REQUESTS: Readonly<Record<string, (outputs: readonly string[]) => BrainStep>> = {
  'A small Margherita, please.': (outputs) =>
    outputs.some(succeeded) ? { say: 'Anything else?' } : ADD,
  'The same pizza as always, please.': (outputs) =>
    outputs.filter(succeeded).length < 2 ? ADD : { say: 'Anything else?' },
  'What is in my order?': (outputs) =>
    outputs.length < MAX_TOOL_ROUNDS ? LOOK : { say: 'Your order is empty.' },
  'Look again and again.': (outputs) =>
    outputs.includes(SPEAK_NOW) ? { say: 'Your order is empty.' } : LOOK,
  // Long enough to be cut off before it has all arrived.
  'Which dishes do you have?': () => ({
    say: 'We have pizza and pasta, and salads, and a few things to drink. '.repeat(6),
  }),
};
const [ORDER, REGULAR, QUESTION, INSISTENT, DISHES] = Object.keys(REQUESTS) as [
  string,
  string,
  string,
  string,
  string,
];

function succeeded(output: string): boolean {
  return output.includes('"ok":true');
}

function brain({ items }: BrainInput): BrainStep {
  const asked = items.findLast((item) => item.kind === 'user');
  if (asked?.kind !== 'user') return { say: 'Hello.' };
  const outputs = items.flatMap((item) => (item.kind === 'tool-output' ? [item.output] : []));
  return REQUESTS[asked.text ?? '']?.(outputs) ?? { say: 'Pardon?' };
}

/** The output of each call that was answered, in the order of the answers. */
function answers(ears: ConnectionEars | undefined): { callId: string; output: string }[] {
  return (ears?.ofType('conversation.item.create') ?? []).flatMap(({ body }) => {
    const { item } = body as { item: { type: string; call_id: string; output: string } };
    return item.type === 'function_call_output'
      ? [{ callId: item.call_id, output: item.output }]
      : [];
  });
}

const toolsRun = ({ timeline }: CallView): number =>
  timeline.filter(({ event }) => event === 'tool').length;

describe('On a line', () => {
  let line: Line;
  let calls: OwnConnections;

  beforeAll(async () => {
    line = await startLine({
      brain,
      vocabulary: Object.keys(REQUESTS),
      env: { RECONNECT_DELAY: '0.2', RATE_LIMIT_CALLS_PER_CALLER: '20/60' },
    });
    calls = new OwnConnections(line);
  }, 60_000);
  afterAll(async () => {
    expect(line.violations()).toEqual([]);
    await line.close();
  });

  /** The caller asks, and is answered in words. */
  const asked = async (request: string, faultResponses: readonly FaultRule[] = []) => {
    const { call, ears } = await calls.dial({ faultResponses });
    const turns = (count: number) =>
      untilCall(line, call.callSid, (view) => view.turns >= count || view.outcome !== null);
    await turns(1);
    await call.untilQuiet(300);
    await call.say(request);
    await turns(2);
    // What would come too much comes at once.
    await delay(500);
    const view = await turns(2);
    await call.hangUp();
    return { view, ears };
  };

  const cut = (
    status: 'cancelled' | 'incomplete',
    call: 'completed' | 'incomplete' | 'in_progress',
  ): ResponseFault => ({ kind: 'call-cut', status, call });

  it.concurrent.each([
    { what: 'a cancelled response, whole', fault: cut('cancelled', 'completed'), refused: false },
    { what: 'a cancelled response, cut', fault: cut('cancelled', 'incomplete'), refused: true },
    {
      what: 'an incomplete response, whole',
      fault: cut('incomplete', 'completed'),
      refused: false,
    },
    { what: 'an incomplete response, cut', fault: cut('incomplete', 'in_progress'), refused: true },
    { what: 'a response done twice', fault: { kind: 'done-twice' } as const, refused: false },
  ])(
    'a function call of $what is answered once, and its work is done once',
    async ({ fault, refused }) => {
      const { view, ears } = await asked(ORDER, [{ fault, cause: 'turn' }]);
      expect(view.order?.totalCents).toBe(ONE_PIZZA_CENTS);
      expect(toolsRun(view)).toBe(1);
      const given = answers(ears);
      expect(new Set(given.map(({ callId }) => callId)).size).toBe(given.length);
      expect(given.map(({ output }) => output === CALL_CUT_OFF)).toEqual(
        refused ? [true, false] : [false],
      );
      expect(view.transcript.at(-1)?.text).toBe('Anything else?');
    },
  );

  it.concurrent(
    'a function call made again under a known id is answered from what is known',
    async () => {
      const { view, ears } = await asked(REGULAR, [
        { fault: { kind: 'call-again' }, cause: 'tool-results' },
      ]);
      expect(view.order?.totalCents).toBe(ONE_PIZZA_CENTS);
      expect(toolsRun(view)).toBe(1);
      const [first, again, ...more] = answers(ears);
      expect(first?.output).toContain('"ok":true');
      expect(again).toEqual(first);
      expect(more).toEqual([]);
      expect(view.transcript.at(-1)?.text).toBe('Anything else?');
    },
  );

  it.concurrent.each([
    { request: QUESTION, obeys: true },
    { request: INSISTENT, obeys: false },
  ])(
    'a model has five rounds of tools, then words are asked for (it obeys: $obeys)',
    async ({ request, obeys }) => {
      const { view, ears } = await asked(request);
      expect(toolsRun(view)).toBe(MAX_TOOL_ROUNDS);
      expect(view.transcript.at(-1)?.text).toBe('Your order is empty.');
      const choices = ears.ofType('response.create').map(({ body }) => {
        const { response } = body as { response?: { tool_choice?: string } };
        return response?.tool_choice ?? 'auto';
      });
      // The greeting; what follows each round; once more when no words came.
      const rounds = Array<string>(MAX_TOOL_ROUNDS - 1).fill('auto');
      expect(choices).toEqual(['auto', ...rounds, 'none', ...(obeys ? [] : ['auto'])]);
      const refused = answers(ears).filter(({ output }) => output === SPEAK_NOW);
      expect(refused).toHaveLength(obeys ? 0 : 1);
    },
  );

  it.concurrent('an instruction for the next words leaves persona and rules in force', async () => {
    const { call, ears } = await calls.dial({});
    const script = line.app.app.get(VoiceScript);
    await call.hearsSpeech();
    await call.untilQuiet(300);
    await call.say(DISHES);
    // What is heard first may be a filler, after which there is nothing to go on with.
    await untilCall(line, call.callSid, ({ transcript }) =>
      transcript.some(({ text }) => text.startsWith('We have pizza')),
    );
    line.openai.connections[ears.index]?.drop();
    const holds = (own: ConnectionEars, instruction: string) =>
      JSON.stringify(own.ofType('conversation.item.create').at(-1)?.body ?? '').includes(
        instruction,
      );
    await line.openai.waitFor(
      ({ connections }) =>
        connections.some((own) => holds(own, script.continue)) &&
        holds(ears, 'Greet the caller warmly'),
      10_000,
    );
    await call.hangUp();
    for (const { instructions, sessionInstructions } of line.openai.ears.responses) {
      expect(instructions).toBeNull();
      expect(sessionInstructions).toContain('Never read out ids');
    }
  });
});
