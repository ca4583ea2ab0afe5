import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { standIn } from '../../../test/support/doubles/stand-in.js';
import { readEnvironment } from '../../config/environment.js';
import { loadVoiceScript } from '../../config/voice-script.js';
import type { MenuService } from '../../menu/menu.service.js';
import type { ToolBox } from '../../menu/tools/tool-box.js';
import type { ChatDone, ChatMessage } from '../../realtime/pipeline/chat-model.js';
import { ASK_BACK } from '../../realtime/steering.js';
import type { ChatRung, RealtimeService } from '../../realtime/realtime.service.js';
import type { CallTools } from '../call-tools.js';
import { Call } from '../call/call.js';
import type { OwnedCalls } from '../ownership/owned-calls.js';
import { ChatLine, type ChatLineOutcome, type ChatLineRequest } from './chat-line.js';

const HELLO = { heard: 'Hello.', opening: null, goesOn: true, doubtful: false } as const;
const DONE: ChatDone = { kind: 'done', status: 'completed', reason: null, usage: null };
/** How long a tool takes. */
const TOOL_MS = 20;
const DECLINED = { kind: 'declined' };

describe('The chat line', () => {
  let call: Call | undefined;
  let done: ChatDone;
  let usable: boolean;
  let asked: number;
  let messages: readonly ChatMessage[];
  let told: string[];
  /** Called by the model before it speaks. */
  let tools: string[];

  const rung: ChatRung = {
    name: 'test-chat',
    model: {
      name: 'test',
      async *answer(request) {
        asked += 1;
        messages = request.messages;
        const calls = tools.splice(0).map((name) => ({
          callId: name,
          name,
          arguments: '{}',
          finished: true,
        }));
        if (calls.length > 0) yield { kind: 'calls', calls } as const;
        else yield { kind: 'text', text: 'Hi.' } as const;
        yield done;
      },
    },
    served: () => told.push('served'),
    gaveUp: ({ code }) => told.push(code),
  };
  const answer = (
    env: Record<string, string> = {},
    request: ChatLineRequest = HELLO,
  ): Promise<ChatLineOutcome> =>
    new ChatLine(
      readEnvironment(env),
      loadVoiceScript('data/voice.json'),
      {
        get chat() {
          return usable ? rung : null;
        },
      } as RealtimeService,
      standIn<MenuService>({ restaurantName: 'Luigi', briefing: () => 'MENU' }),
      standIn<ToolBox>({ definitions: () => [] }),
      standIn<CallTools>({
        run: async () => {
          await sleep(TOOL_MS);
          return { result: { ok: true }, effect: null, order: null };
        },
      }),
      standIn<OwnedCalls>({ get: () => call }),
    ).answer('CA1', request);

  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(['log', 'error', 'warn']));
  beforeEach(() => {
    call = new Call({ callSid: 'CA1', from: '', to: '' }, 'a', 1);
    done = DONE;
    usable = true;
    asked = 0;
    told = [];
    tools = [];
  });

  it('answers a turn, and counts it for the rung', async () => {
    expect(await answer()).toMatchObject({ kind: 'answered', brain: 'test-chat', prompt: 'Hi.' });
    expect(told).toEqual(['served']);
    expect(call?.conversation.transcript()).toMatchObject([{ role: 'caller', text: 'Hello.' }]);
  });

  it('measures how long the caller waited, and the tools in it', async () => {
    tools = ['view_order'];
    await answer();
    const [latency] = call?.snapshot().latency ?? [];
    const { responseMs = 0, toolsMs = 0, providerMs = 0 } = latency ?? {};
    expect(toolsMs).toBeGreaterThanOrEqual(TOOL_MS - 1);
    expect(providerMs + toolsMs).toBeCloseTo(responseMs, 1);
    done = { ...DONE, status: 'incomplete', reason: 'length' };
    await answer();
    expect(call?.snapshot().latency).toHaveLength(2);
  });

  it('has the model ask back where recognition was in doubt', async () => {
    await answer({}, { ...HELLO, heard: 'a panic otter', doubtful: true });
    expect(messages.slice(-2)).toMatchObject([
      { role: 'user', text: 'a panic otter' },
      { role: 'system', text: ASK_BACK },
    ]);
    await answer();
    expect(messages.at(-1)).toMatchObject({ role: 'user', text: 'Hello.' });
    expect(messages).not.toContainEqual(expect.objectContaining({ text: ASK_BACK }));
  });

  it('measures nothing for first words, which no caller has waited for', async () => {
    await answer({}, { ...HELLO, heard: null, opening: 'greeting' });
    expect(call?.snapshot().latency).toEqual([]);
  });

  it.each<[string, () => void, Record<string, string>]>([
    ['is another replica’s', () => (call = undefined), {}],
    ['has no model to ask', () => (usable = false), {}],
    ['was not let in', () => call && (call.overRate = true), {}],
    [
      'has cost too much',
      () => call && (call.usage = { ...call.usage, knownCostUsd: 9 }),
      { MAX_CALL_COST_USD: '1' },
    ],
  ])('asks nothing for a call that %s', async (_what, change, env) => {
    change();
    expect(await answer(env)).toEqual(DECLINED);
    expect([asked, told]).toEqual([0, []]);
  });

  it.each([
    ['length', ['length']],
    ['content_filter', []],
    ['refusal', []],
  ])(
    'gives up an answer that ends by %s; the rung is blamed only for its own',
    async (reason, blamed) => {
      done = { ...DONE, status: 'incomplete', reason };
      expect(await answer()).toEqual({ kind: 'failed', acted: false, tells: [] });
      expect(told).toEqual(blamed);
      expect(call?.snapshot().timeline).toMatchObject([
        { event: 'provider-lost', provider: 'test-chat', code: reason },
      ]);
    },
  );
});
