import { OpenAI } from 'openai';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { OpenAiStandIn } from '../open-ai-stand-in.js';
import type { ChatFault, ChatFaultRule } from './chat-faults.js';

const WORDS = 'One moment, I add that.';
const ARGUMENTS = { itemId: 'margherita', quantity: 2 };
const TOOL = { type: 'function', function: { name: 'add_item', parameters: {} } } as const;
const ASKED = [{ role: 'user', content: 'Two pizzas.' }] as const;
const KNOWN: readonly ChatCompletionMessageParam[] = [
  ...ASKED,
  {
    role: 'assistant',
    content: null,
    tool_calls: [
      { id: 'call_known', type: 'function', function: { name: 'add_item', arguments: '{}' } },
    ],
  },
  { role: 'tool', tool_call_id: 'call_known', content: '{}' },
  { role: 'user', content: 'And again.' },
];

describe('A chat answer that goes wrong', () => {
  let openai: OpenAiStandIn;

  beforeEach(async () => {
    openai = await OpenAiStandIn.start({
      brain: () => ({ say: WORDS, tools: [{ name: 'add_item', arguments: ARGUMENTS }] }),
    });
  });
  afterEach(async () => {
    expect(openai.ears.violations).toEqual([]);
    await openai.stop();
  });

  async function answered(
    rules: readonly ChatFaultRule[],
    messages: readonly ChatCompletionMessageParam[] = ASKED,
  ) {
    openai.rest.knobs.chat.faults = [...rules];
    const client = new OpenAI({ apiKey: 'sk-test', baseURL: openai.baseUrl, maxRetries: 0 });
    const heard = { text: '', refusal: '', args: '', id: '', finish: '', broke: false };
    try {
      const chunks = await client.chat.completions.create({
        model: 'm',
        messages: [...messages],
        tools: [TOOL],
        stream: true,
      });
      for await (const chunk of chunks) {
        const choice = (chunk as Partial<typeof chunk> | null)?.choices?.[0];
        heard.text += choice?.delta?.content ?? '';
        heard.refusal += choice?.delta?.refusal ?? '';
        const call = choice?.delta?.tool_calls?.[0];
        heard.args += call?.function?.arguments ?? '';
        heard.id ||= call?.id ?? '';
        heard.finish = choice?.finish_reason ?? heard.finish;
      }
    } catch {
      heard.broke = true;
    }
    return heard;
  }
  const struck = (fault: ChatFault) => answered([{ fault }]);

  it('is empty, or made of other text', async () => {
    expect(await struck({ kind: 'empty' })).toMatchObject({ text: '', args: '', finish: 'stop' });
    const text = ' \n';
    expect(await struck({ kind: 'text', text })).toMatchObject({ text, args: '', finish: 'stop' });
  });

  it('is refused outside of its content', async () => {
    const refusal = 'I cannot help.';
    const heard = await struck({ kind: 'refusal', text: refusal });
    expect(heard).toMatchObject({ text: '', refusal, args: '', finish: 'stop' });
  });

  it.each([
    ['length', 0, ''],
    ['content_filter', 6, 'One mo'],
  ] as const)('is cut by %s after %i characters', async (reason, afterCharacters, text) => {
    const heard = await struck({ kind: 'cut', reason, afterCharacters });
    expect(heard).toMatchObject({ text, args: '', finish: reason });
  });

  it('is cut in the arguments of a call, by its limit or with its connection', async () => {
    for (const by of ['length', 'drop'] as const) {
      const heard = await struck({ kind: 'call-cut', by });
      expect(heard).toMatchObject({ text: WORDS, broke: by === 'drop' });
      expect(heard.finish).toBe(by === 'drop' ? '' : 'length');
      expect(JSON.stringify(ARGUMENTS).startsWith(heard.args)).toBe(true);
      expect(heard.args).not.toBe(JSON.stringify(ARGUMENTS));
    }
  });

  it('repeats the id of a known call', async () => {
    const heard = await answered([{ fault: { kind: 'call-again' } }], KNOWN);
    expect(heard).toMatchObject({ id: 'call_known', finish: 'tool_calls' });
  });

  it('calls a function that it must not', async () => {
    const heard = await struck({ kind: 'call-anyway', name: 'end_call' });
    expect(heard).toMatchObject({ text: '', args: '{}', finish: 'tool_calls' });
    expect(heard.id).not.toBe('');
  });

  it('is whole between odd chunks', async () => {
    const heard = await struck({ kind: 'odd' });
    expect(heard).toMatchObject({
      text: expect.stringContaining('moment') as unknown,
      broke: false,
    });
    expect(heard.finish).toBe('tool_calls');
  });

  it('is what a rule says of its cause and its place', async () => {
    const rules = [{ fault: { kind: 'empty' }, cause: 'turn', nth: 2, times: 1 }] as const;
    const note = [
      { role: 'system', content: 'x' },
      { role: 'system', content: 'Say hi.' },
    ] as const;
    const texts: string[] = [];
    for (const messages of [ASKED, note, ASKED, ASKED]) {
      texts.push((await answered(rules, messages)).text);
    }
    expect(texts).toEqual([WORDS, WORDS, '', WORDS]);
    expect(openai.rest.of('chat').map(({ fault }) => fault)).toEqual([null, null, 'empty', null]);
  });
});
