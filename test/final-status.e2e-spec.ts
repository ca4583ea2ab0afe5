import type { HttpAnswer } from './simulators/phone/twilio-http.js';
import type { PhoneSimulator } from './simulators/phone/phone-simulator.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import type { Scenario } from './simulators/scenario.js';
import { type CallsPage, untilCall, viewOf } from './support/call-view.js';
import { until } from './support/eventually.js';
import { onOwnLines } from './support/line.js';
import { startPostgres, type PostgresServer } from './support/postgres.js';
import { onOwnPairs } from './support/replica-pair.js';
import { webhook } from './support/start-edge.js';

const SCENARIO: Scenario = {
  name: 'last words',
  greeting: 'Hello, this is Luigi.',
  turns: [
    {
      caller: 'Goodbye.',
      steps: [
        { tools: [{ name: 'end_call', arguments: {} }] },
        { say: 'Goodbye and thank you for calling us, we are looking forward to seeing you.' },
      ],
    },
    {
      caller: 'A person please.',
      steps: [
        { tools: [{ name: 'transfer_to_human', arguments: {} }] },
        { say: 'I will put you through to one of my colleagues now, please hold the line.' },
      ],
    },
  ],
};
const FINAL = ['completed', 'busy', 'failed', 'no-answer', 'canceled'];
/** No status callback: the webhooks alone tell how a call stands. */
const SILENT = { statusPath: null };
/** What is meant by at once, ms. */
const AT_ONCE = { limitMs: 1_500 };
const over = ({ state }: { state: string }): boolean => state === 'ended';

/** A webhook of this call, as it comes once the call is over. */
const tell = (
  { phone, config }: { phone: PhoneSimulator; config: { http: { publicUrl: string } } },
  path: string,
  callSid: string,
  more: Record<string, string> = {},
): Promise<HttpAnswer> => {
  const form = webhook(callSid, { CallStatus: 'completed', ...more });
  return phone.http.send('POST', config.http.publicUrl + path, form);
};

/** An answer that is TwiML and does nothing but hang up. */
const NOTHING_MORE = expect.objectContaining({
  status: 200,
  contentType: 'text/xml; charset=utf-8',
  body: expect.stringMatching(/<Response>\s*<Hangup\s*\/>\s*<\/Response>$/),
});

/** The order line waits for what the caller says; on a busy machine another turn comes before. */
const untilAsked = ({ twiml }: SimulatedCall): Promise<true> =>
  until(() => twiml.at(-1)?.xml.includes('<Gather'));

describe('A final status in a webhook', () => {
  it.concurrent.each(FINAL)(
    '%s, at the turn that the order line waits for, ends the call at once',
    onOwnLines(async (open, finalStatus: string) => {
      const line = await open({
        env: { VOICE_PROVIDERS: 'ivr', MAX_CONCURRENT_CALLS: '1' },
        phone: { ...SILENT, reportsHangUp: true, finalStatus },
      });
      const call = await line.phone.dial();
      await untilAsked(call);
      await call.hangUp();
      const { outcome } = await untilCall(line, call.callSid, over, AT_ONCE);
      expect(outcome).toBe('hung-up');
      const next = await line.phone.dial({ from: '+15551230102' });
      await untilAsked(next);
    }),
  );

  it.concurrent(
    'ends a call on a stream in any of them, once, and is answered with nothing more to do',
    onOwnLines(async (open) => {
      const line = await open({ scenario: SCENARIO, phone: SILENT });
      const server = { phone: line.phone, config: line.app.config };
      const paths = ['/voice', '/voice/next', '/voice/gather?turn=0', '/process-speech'];
      for (const [index, path] of [...paths, '/voice/fallback'].entries()) {
        const call = await line.phone.dial();
        await call.hearsSpeech();
        const last = { CallStatus: FINAL[index] ?? 'completed' };
        expect([path, await tell(server, path, call.callSid, last)]).toEqual([path, NOTHING_MORE]);
        const { outcome } = await untilCall(line, call.callSid, over, AT_ONCE);
        expect([path, outcome]).toEqual([path, 'hung-up']);
        await call.untilEnded();
        for (const again of paths) {
          expect(await tell(server, again, call.callSid)).toEqual(NOTHING_MORE);
        }
        const { timeline } = await viewOf(line, call.callSid);
        expect(timeline.filter(({ event }) => event === 'ended')).toHaveLength(1);
      }
      expect(await line.get('/status')).toMatchObject({ calls: { active: 0 } });
    }),
    30_000,
  );

  it.concurrent.each([
    ['Goodbye.', 'finished'],
    ['A person please.', 'transferred'],
  ])(
    'leaves a call that was on its way out after "%s" the outcome %s',
    onOwnLines(async (open, words: string, outcome: string) => {
      const env = { HUMAN_TRANSFER_NUMBER: '+15550009999' };
      const line = await open({ scenario: SCENARIO, env, phone: SILENT });
      const call = await line.phone.dial();
      await call.hearsSpeech();
      await call.untilQuiet(300);
      await call.say(words);
      await call.hearsSpeech();
      const server = { phone: line.phone, config: line.app.config };
      expect(await tell(server, '/voice/next', call.callSid)).toEqual(NOTHING_MORE);
      expect(await untilCall(line, call.callSid, over, AT_ONCE)).toMatchObject({ outcome });
    }),
  );

  it.concurrent(
    'keeps the message that it comes with',
    onOwnLines(async (open) => {
      const env = { VOICE_PROVIDERS: 'ivr', MAX_CONCURRENT_CALLS: '1', BUSY_POLICY: 'voicemail' };
      const line = await open({ env, phone: SILENT });
      await line.phone.dial();
      const refused = await line.phone.dial({ from: '+15551230102' });
      await refused.untilEnded();
      const message = { RecordingSid: 'RE7', RecordingUrl: 'https://api.twilio.com/RE7' };
      const server = { phone: line.phone, config: line.app.config };
      const answer = await tell(server, '/voice/next', refused.callSid, message);
      expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('<Hangup') });
      const { outcome } = await untilCall(line, refused.callSid, ({ timeline }) =>
        timeline.some(({ event, recordingSid }) => event === 'voicemail' && recordingSid === 'RE7'),
      );
      expect(outcome).toBe('rejected');
    }),
  );

  it.concurrent(
    'opens no record of a call that was over before it was answered',
    onOwnLines(async (open) => {
      const line = await open({ env: { VOICE_PROVIDERS: 'ivr' } });
      const server = { phone: line.phone, config: line.app.config };
      const canceled = { CallStatus: 'canceled' };
      expect(await tell(server, '/voice', 'CA0', canceled)).toEqual(NOTHING_MORE);
      expect(await line.get<CallsPage>('/calls')).toMatchObject({ count: 0 });
    }),
  );

  describe('that reaches another replica', () => {
    let postgres: PostgresServer;
    beforeAll(async () => {
      postgres = await startPostgres();
    }, 60_000);
    afterAll(() => postgres.close());

    it(
      'ends the call at the one that has it',
      onOwnPairs(
        () => postgres,
        async (open) => {
          const pair = await open({ scenario: SCENARIO });
          const call = await pair.phone.dial();
          await pair.completed(call, 1);
          pair.target = pair.two;
          const server = { phone: pair.phone, config: pair.two.config };
          expect(await tell(server, '/voice/next', call.callSid)).toEqual(NOTHING_MORE);
          const { outcome, instance } = await pair.until(call, over, 'the end');
          expect({ outcome, instance }).toEqual({ outcome: 'hung-up', instance: 'one' });
        },
      ),
      60_000,
    );
  });
});
