import { XMLParser } from 'fast-xml-parser';
import { PUBLIC_URL, type RunningEdge, startEdge, webhook } from './support/start-edge.js';

const ASKED = { reason: 'asked', index: 0 } as const;
const CALL = 'CA00000000000000000000000000000002';
const HUMAN = '+15551230777';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
});

/** The `<Response>` of a TwiML answer. */
async function twiml(response: Response): Promise<Record<string, unknown>> {
  expect(response.status).toBe(200);
  const document = parser.parse(await response.text()) as { Response: Record<string, unknown> };
  return document.Response;
}

describe('The webhooks of a dialled call', () => {
  let edge: RunningEdge;
  afterEach(() => edge.close());

  describe('/voice/next', () => {
    it('dials for a transfer and comes back for what follows', async () => {
      edge = await startEdge();
      edge.calls.step = { kind: 'transfer', leg: ASKED, number: HUMAN };
      const answer = await twiml(await edge.post('/voice/next', webhook(CALL)));
      const action = `${PUBLIC_URL}/voice/next?reason=asked&leg=0`;
      expect(answer).toMatchObject({ Dial: { '@action': action } });
      expect(JSON.stringify(answer.Dial)).toContain(HUMAN.slice(1));
    });

    it('tells of a dialled call which number of which list it was, and how it ended', async () => {
      edge = await startEdge({ HUMAN_TRANSFER_NUMBER: HUMAN });
      for (const [query, fields] of [
        ['?reason=operator&leg=1', { DialCallStatus: 'completed', DialBridged: 'true' }],
        ['?reason=busy&leg=0', { DialCallStatus: 'completed', DialBridged: 'false' }],
        ['?reason=nonsense&leg=x', { DialCallStatus: 'no-answer' }],
        ['', { DialCallStatus: 'busy' }],
      ] as const) {
        await edge.post(`/voice/next${query}`, webhook(CALL, fields));
      }
      expect(edge.calls.dialled).toEqual([
        [
          { reason: 'operator', index: 1 },
          { status: 'completed', bridged: true },
        ],
        [
          { reason: 'busy', index: 0 },
          { status: 'completed', bridged: false },
        ],
        [ASKED, { status: 'no-answer', bridged: null }],
        [ASKED, { status: 'busy', bridged: null }],
      ]);
    });

    it.each([
      ['fails', () => Promise.reject(new Error('directory is down')), 'asked', ['Say', 'Record']],
      ['hangs', () => new Promise(() => undefined), 'asked', ['Connect']],
      ['hangs', () => new Promise(() => undefined), 'busy', ['Say', 'Record']],
    ])(
      'never rings again at a person, nor ends the call, when the directory %s',
      async (_, directory, reason, begins) => {
        edge = await startEdge({ HUMAN_TRANSFER_NUMBER: HUMAN });
        edge.calls.directory = directory();
        const form = webhook(CALL, { DialCallStatus: 'busy' });
        const answer = await twiml(await edge.post(`/voice/next?reason=${reason}&leg=0`, form));
        expect(Object.keys(answer).slice(0, begins.length)).toEqual(begins);
      },
    );

    it.each([
      [{ kind: 'ivr-missed' } as const, ['Gather']],
      [{ kind: 'message' } as const, ['Say', 'Record', 'Hangup']],
    ])('goes on by %j after a dial that no one took', async (step, verbs) => {
      edge = await startEdge({ HUMAN_TRANSFER_NUMBER: HUMAN });
      edge.calls.step = step;
      const form = webhook(CALL, { DialCallStatus: 'busy' });
      expect(Object.keys(await twiml(await edge.post('/voice/next', form)))).toEqual(verbs);
    });
  });

  describe('/voice/whisper', () => {
    const CHILD = 'CA00000000000000000000000000000009';
    const QUERY = `?call=${CALL}&reason=asked&leg=0`;
    const child = (more: Record<string, string> = {}) =>
      webhook(CHILD, { ParentCallSid: CALL, Direction: 'outbound-dial', ...more });

    it('tells a person of the call that the URL names, and asks for a key', async () => {
      edge = await startEdge();
      edge.calls.briefing = { from: '+15551230147', order: null };
      const answer = await twiml(await edge.post(`/voice/whisper${QUERY}`, child()));
      expect(answer).toMatchObject({
        Gather: {
          '@action': `${PUBLIC_URL}/voice/whisper/key${QUERY}`,
          Say: { '#text': expect.stringContaining('ends in zero one four seven') },
        },
        Hangup: '',
      });
      expect(edge.calls.briefed).toEqual([CALL]);
    });

    it.each([
      ['fails', () => Promise.reject(new Error('directory is down'))],
      ['hangs', () => new Promise(() => undefined)],
    ])('announces a call all the same when the directory %s', async (_, directory) => {
      edge = await startEdge();
      edge.calls.directory = directory();
      const answer = await twiml(await edge.post(`/voice/whisper${QUERY}`, child()));
      expect(JSON.stringify(answer)).toContain('press 1');
    });

    it('joins the two on key 1 alone', async () => {
      edge = await startEdge();
      const verbs = async (Digits: string): Promise<readonly string[]> =>
        Object.keys(await twiml(await edge.post(`/voice/whisper/key${QUERY}`, child({ Digits }))));
      for (const digit of ['2', '0', '*', '#', '']) {
        expect([digit, await verbs(digit)]).toEqual([digit, ['Hangup']]);
      }
      expect(edge.calls.acceptances).toEqual([]);
      expect(await verbs('1')).toEqual(['Say']);
      expect(edge.calls.acceptances).toEqual([CALL]);
    });

    it.each(['/voice/whisper', '/voice/whisper/key'])(
      'refuses forged requests and those for no call at %s',
      async (path) => {
        edge = await startEdge();
        const form = child({ Digits: '1' });
        expect((await edge.post(path + QUERY, form, 'forged')).status).toBe(403);
        expect((await edge.post(`${path}?call=no+call`, form)).status).toBe(400);
        expect((await edge.post(path, form)).status).toBe(400);
        expect(edge.calls.acceptances).toEqual([]);
      },
    );
  });
});
