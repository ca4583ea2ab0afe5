import { jest } from '@jest/globals';
import type { Knobs } from './knobs.js';
import { OpenAiStandIn } from './open-ai-stand-in.js';
import { RawClient, type SeenEvent } from './raw-client.js';
import {
  causeOf,
  type FaultRule,
  type ResponseFacts,
  type ResponseFault,
} from './response-faults.js';

/** The first run synthesises every sentence. */
jest.setTimeout(30_000);

const ADDED = 'That is added. What else would you like to have with your pizza today?';
const ORDER = 'A large pizza, please.';
const QUICK = { thinkMs: 5, deltaEveryMs: 1, transcriptMs: 5 };

interface Done {
  readonly id: string;
  readonly status: string;
  readonly status_details: { readonly reason?: string; readonly error?: object };
  readonly output: readonly {
    readonly id: string;
    readonly type: string;
    readonly status: string;
    readonly call_id?: string;
    readonly arguments?: string;
    readonly content?: readonly Record<string, unknown>[];
  }[];
  readonly usage: { readonly output_tokens: number };
}

describe('a response that a rule strikes', () => {
  let openai: OpenAiStandIn;
  let client: RawClient;

  async function start(rules: readonly FaultRule[], knobs: Partial<Knobs> = {}): Promise<void> {
    openai = await OpenAiStandIn.start({
      vocabulary: [ORDER],
      knobs: { ...QUICK, ...knobs, faultResponses: rules },
      brain: ({ items }) =>
        items.at(-1)?.kind === 'user'
          ? { say: 'One moment.', tools: [{ name: 'add_item', arguments: { itemId: 'pizza' } }] }
          : { say: ADDED },
    });
    client = await RawClient.phone(openai.url, ['add_item']);
  }

  afterEach(async () => {
    client.close();
    await openai.stop();
  });

  async function answered(): Promise<Done> {
    const from = client.mark;
    client.send({ type: 'response.create' });
    return (await client.until('response.done', from)).response as Done;
  }

  function item(body: Readonly<Record<string, unknown>>): void {
    client.send({ type: 'conversation.item.create', item: body });
  }

  const order = (): void =>
    item({ type: 'message', role: 'user', content: [{ type: 'input_text', text: ORDER }] });
  const output = (callId: string | undefined): void =>
    item({ type: 'function_call_output', call_id: callId, output: '{"ok":true}' });
  const deltas = (): SeenEvent[] => client.all('response.output_audio.delta');

  it('is completed without output', async () => {
    await start([{ fault: { kind: 'empty' }, cause: 'greeting' }]);
    expect(await answered()).toMatchObject({ status: 'completed', output: [] });
    expect(deltas()).toEqual([]);
    expect(await answered()).toMatchObject({ status: 'completed', output: [{ type: 'message' }] });
  });

  it.each([
    [undefined, ADDED],
    ['Written only.', 'Written only.'],
  ])('is completed with a written message alone (%j)', async (text, written) => {
    await start([{ fault: { kind: 'text-only', ...(text !== undefined && { text }) } }]);
    const done = await answered();
    expect(done.output).toMatchObject([{ content: [{ type: 'output_text', text: written }] }]);
    expect(done).toMatchObject({ status: 'completed', output_modalities: ['audio'] });
    expect(client.all('response.output_text.done')).toMatchObject([{ text: written }]);
    expect(deltas()).toEqual([]);
    client.send({ type: 'conversation.item.delete', item_id: done.output[0]?.id });
    await client.until('conversation.item.deleted');
  });

  it.each(['content_filter', 'max_output_tokens'] as const)(
    'is cut before a word by %s',
    async (reason) => {
      await start([{ fault: { kind: 'incomplete', reason, afterMs: 0 } }]);
      expect(await answered()).toMatchObject({
        status: 'incomplete',
        status_details: { type: 'incomplete', reason },
        output: [],
      });
      expect(deltas()).toEqual([]);
    },
  );

  it('is cut in mid-sentence', async () => {
    const fault = { kind: 'incomplete', reason: 'content_filter', afterMs: 600 } as const;
    await start([{ fault }]);
    const done = await answered();
    expect(done).toMatchObject({ status: 'incomplete', output: [{ status: 'incomplete' }] });
    const transcript = String(done.output[0]?.content?.[0]?.['transcript']);
    expect(ADDED.startsWith(transcript)).toBe(true);
    expect(transcript.length).toBeGreaterThan(5);
    const ms = deltas().reduce((sum, { delta }) => sum + String(delta).length * 0.75, 0) / 8;
    expect(ms).toBeGreaterThanOrEqual(600);
    expect(ms).toBeLessThan(1100);
    expect(client.all('response.output_audio.done')).toHaveLength(1);
  });

  it.each([
    ['cancelled', 'completed', 'turn_detected'],
    ['cancelled', 'incomplete', 'turn_detected'],
    ['incomplete', 'completed', 'max_output_tokens'],
    ['incomplete', 'in_progress', 'max_output_tokens'],
  ] as const)('is %s with a call that is %s', async (status, call, reason) => {
    await start([{ fault: { kind: 'call-cut', status, call } }]);
    order();
    const done = await answered();
    expect(done).toMatchObject({ status, status_details: { type: status, reason } });
    expect(done.output).toMatchObject([
      { type: 'message', status: 'completed' },
      { type: 'function_call', name: 'add_item', status: call },
    ]);
    const json = String(done.output[1]?.arguments);
    expect(json === '{"itemId":"pizza"}').toBe(call === 'completed');
    const ended = client.all('response.function_call_arguments.done');
    expect(ended).toHaveLength(call === 'completed' ? 1 : 0);
    expect(client.all('response.output_item.done')).toHaveLength(call === 'in_progress' ? 1 : 2);
    output(done.output[1]?.call_id);
    expect((await answered()).status).toBe('completed');
    expect(openai.ears.violations).toEqual([]);
  });

  it('repeats the id of a call, which may then be answered again, but not more often', async () => {
    await start([{ fault: { kind: 'call-again' } }]);
    order();
    const first = (await answered()).output[1]?.call_id;
    output(first);
    order();
    const second = await answered();
    expect(second.output[1]).toMatchObject({ type: 'function_call', call_id: first });
    expect(openai.ears.responses.map(({ fault }) => fault?.kind)).toEqual([
      undefined,
      'call-again',
    ]);
    output(first);
    await answered();
    expect(openai.ears.violations).toEqual([]);
    output(first);
    await openai.waitFor(({ violations }) => violations.length === 1, 2000);
  });

  it('is done twice', async () => {
    await start([{ fault: { kind: 'done-twice' } }]);
    const { id } = await answered();
    const twice = (): boolean => client.all('response.done').length === 2;
    await client.untilEvent(twice, 'second response.done');
    expect(client.all('response.done')).toMatchObject([{ response: { id } }, { response: { id } }]);
  });

  it('fails with a message that names a wait', async () => {
    const message = 'Rate limit reached. Please try again in 1.8s.';
    const fault: ResponseFault = { kind: 'failed', code: 'rate_limit_exceeded', message };
    await start([{ fault, cause: 'greeting' }]);
    expect(await answered()).toMatchObject({
      status: 'failed',
      status_details: { error: { code: 'rate_limit_exceeded', message } },
    });
  });

  it.each([false, true])('makes its first sound late (announced: %j)', async (announced) => {
    await start([{ fault: { kind: 'slow', firstSoundMs: 400, announced } }]);
    client.send({ type: 'response.create' });
    await client.until('response.created');
    const from = performance.now();
    await client.until('response.output_item.added');
    const announcedMs = performance.now() - from;
    await client.until('response.output_audio.delta');
    expect(performance.now() - from).toBeGreaterThan(380);
    expect(announcedMs < 200).toBe(announced);
    await client.until('response.done');
  });

  it('is the one that the rule means: by what asked for it, by its place, as often as it says', async () => {
    await start([
      { fault: { kind: 'empty' }, cause: 'tool-results' },
      { fault: { kind: 'text-only' }, cause: 'note', nth: 2, times: 2 },
    ]);
    const kinds = (): (string | null)[] =>
      openai.ears.responses.map(({ fault }) => fault?.kind ?? null);
    await answered();
    order();
    output((await answered()).output[1]?.call_id);
    await answered();
    for (let note = 0; note < 4; note += 1) {
      const content = [{ type: 'input_text', text: `Note ${note}.` }];
      item({ type: 'message', role: 'system', content });
      await answered();
    }
    expect(kinds()).toEqual([null, null, 'empty', null, 'text-only', 'text-only', null]);
    expect(openai.ears.responses.map(({ cause }) => cause)).toEqual([
      'greeting',
      'request',
      'tool-results',
      ...Array<string>(4).fill('note'),
    ]);
  });

  it('leaves responses outside the conversation alone unless it names them', async () => {
    await start([
      { fault: { kind: 'empty' } },
      { fault: { kind: 'done-twice' }, cause: 'outside' },
    ]);
    const from = client.mark;
    client.send({ type: 'response.create', response: { conversation: 'none', input: [] } });
    await client.until('response.done', from);
    expect(openai.ears.responses[0]?.fault).toEqual({ kind: 'done-twice' });
    expect((await answered()).output).toEqual([]);
  });
});

describe('what asked for a response', () => {
  const facts = (more: Partial<ResponseFacts>): ResponseFacts => ({
    items: [],
    instructions: null,
    trigger: 'request',
    outside: false,
    step: {},
    ...more,
  });
  const user = { kind: 'user', text: 'Hi.' } as const;
  const note = { kind: 'system', text: 'The caller pressed 1.' } as const;
  const result = { kind: 'tool-output', callId: 'c', output: '' } as const;

  it.each([
    ['greeting', { items: [note] }],
    ['turn', { items: [user], trigger: 'turn' }],
    ['tool-results', { items: [user, result] }],
    ['note', { items: [user, note] }],
    ['still-there', { items: [user], trigger: 'idle' }],
    ['still-there', { items: [user], instructions: 'Ask whether they are still there.' }],
    ['still-there', { items: [{ kind: 'system', text: 'Say: ¿Sigue ahí?' }] }],
    ['request', { items: [user, { kind: 'assistant', text: 'Yes?' }] }],
    ['outside', { outside: true }],
  ] as const)('%s', (cause, more) => {
    expect(causeOf(facts(more))).toBe(cause);
  });
});
