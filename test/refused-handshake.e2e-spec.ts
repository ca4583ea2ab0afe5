import { HANDSHAKE_REFUSALS, type HandshakeRefusal } from './simulators/openai/handshake.js';
import { viewOf } from './support/call-view.js';
import { onOwnLines } from './support/line.js';

const BRAIN = { brain: () => ({ say: 'Hello.' }) };
const HELLO_FROM_PIPELINE = { VOICE_PROVIDERS: 'openai-realtime,openai-pipeline' };

describe('A refused handshake', () => {
  it.concurrent.each([
    ['a spent quota', HANDSHAKE_REFUSALS.noQuota],
    ['a model of another API', HANDSHAKE_REFUSALS.invalidModel],
    ['a spent balance', { status: 429, code: null, type: 'credit_balance_exhausted' }],
    ['a long wait', { ...HANDSHAKE_REFUSALS.rateLimited, retryAfterSeconds: 20 }],
    [
      'a long wait in words',
      { status: 429, code: 'rate_limit_exceeded', message: 'Please try again in 20s.' },
    ],
  ])(
    'for %s has the next provider taken at once',
    onOwnLines(async (open, _why: string, refuseHandshake: HandshakeRefusal) => {
      const line = await open({ ...BRAIN, knobs: { refuseHandshake }, env: HELLO_FROM_PIPELINE });
      const call = await line.phone.dial();
      await call.hearsSpeech();
      expect(line.openai.ears.connections).toHaveLength(1);
      expect(call.longestSilenceMs()).toBeLessThan(3_000);
      const { timeline } = await viewOf(line, call.callSid);
      const moved = timeline.find(({ event }) => event === 'next-provider');
      const code = refuseHandshake.code ?? refuseHandshake.type;
      expect(moved).toMatchObject({ provider: 'openai-pipeline', code });
    }),
  );

  it.concurrent(
    'for a short while is tried again after it, and not sooner',
    onOwnLines(async (open) => {
      const line = await open({ ...BRAIN, env: HELLO_FROM_PIPELINE });
      line.openai.nextConnections(1, { refuseHandshake: HANDSHAKE_REFUSALS.rateLimited });
      const call = await line.phone.dial();
      await line.openai.waitFor(({ responses }) => responses[0]?.doneAt, 8_000);
      const [first, second] = line.openai.ears.connections.map(({ openedAt }) => openedAt);
      expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(2_000);
      expect(line.openai.ears.connections).toHaveLength(2);
      await call.hearsSpeech();
      expect(call.longestSilenceMs()).toBeLessThan(3_000);
    }),
  );

  it.concurrent.each([
    ['no JSON', { status: 502, code: null, rawBody: '<h1>Bad Gateway</h1>' }, 'http_502'],
    ['much more than an error', { status: 500, code: null, rawBody: 'x'.repeat(1e6) }, 'http_500'],
  ])(
    'with %s for a body is one by its status',
    onOwnLines(async (open, _what: string, refuseHandshake: HandshakeRefusal, code: string) => {
      const env = { MAX_RECONNECT_ATTEMPTS: '0', ENABLE_REALTIME_FALLBACK: 'false' };
      const line = await open({ ...BRAIN, knobs: { refuseHandshake }, env });
      const call = await line.phone.dial();
      expect(await call.untilEnded()).toBe('server-hung-up');
      const { timeline } = await viewOf(line, call.callSid);
      expect(timeline.find(({ event }) => event === 'provider-lost')?.code).toBe(code);
    }),
  );
});
