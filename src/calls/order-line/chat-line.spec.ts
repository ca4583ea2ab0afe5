import { Logger } from '@nestjs/common';
import { standIn } from '../../../test/support/doubles/stand-in.js';
import { readEnvironment } from '../../config/environment.js';
import { loadVoiceScript } from '../../config/voice-script.js';
import type { MenuService } from '../../menu/menu.service.js';
import type { ToolBox } from '../../menu/tools/tool-box.js';
import type { ChatDone } from '../../realtime/pipeline/chat-model.js';
import type { ChatRung, RealtimeService } from '../../realtime/realtime.service.js';
import type { CallTools } from '../call-tools.js';
import { Call } from '../call/call.js';
import type { OwnedCalls } from '../ownership/owned-calls.js';
import { ChatLine, type ChatLineOutcome } from './chat-line.js';

const HELLO = { heard: 'Hello.', opening: null, goesOn: true } as const;
const DONE: ChatDone = { kind: 'done', status: 'completed', reason: null, usage: null };
const DECLINED = { kind: 'declined' };

describe('The chat line', () => {
  let call: Call | undefined;
  let done: ChatDone;
  let usable: boolean;
  let asked: number;
  let told: string[];

  const rung: ChatRung = {
    name: 'test-chat',
    model: {
      name: 'test',
      async *answer() {
        asked += 1;
        yield { kind: 'text', text: 'Hi.' } as const;
        yield done;
      },
    },
    served: () => told.push('served'),
    gaveUp: ({ code }) => told.push(code),
  };
  const answer = (env: Record<string, string> = {}): Promise<ChatLineOutcome> =>
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
      standIn<CallTools>({}),
      standIn<OwnedCalls>({ get: () => call }),
    ).answer('CA1', HELLO);

  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(['log', 'error', 'warn']));
  beforeEach(() => {
    call = new Call({ callSid: 'CA1', from: '', to: '' }, 'a', 1);
    done = DONE;
    usable = true;
    asked = 0;
    told = [];
  });

  it('answers a turn, and counts it for the rung', async () => {
    expect(await answer()).toMatchObject({ kind: 'answered', brain: 'test-chat', prompt: 'Hi.' });
    expect(told).toEqual(['served']);
    expect(call?.conversation.transcript()).toMatchObject([{ role: 'caller', text: 'Hello.' }]);
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
      expect(await answer()).toEqual({ kind: 'failed', acted: false });
      expect(told).toEqual(blamed);
      expect(call?.snapshot().timeline).toMatchObject([
        { event: 'provider-lost', provider: 'test-chat', code: reason },
      ]);
    },
  );
});
