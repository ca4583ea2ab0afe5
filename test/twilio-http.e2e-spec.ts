import { createHash } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import {
  ACCOUNT_SID,
  PREVIOUS_AUTH_TOKEN,
  PUBLIC_URL,
  type RunningEdge,
  sign,
  startEdge,
  webhook,
} from './support/start-edge.js';

const CALL = 'CA00000000000000000000000000000002';
const HUMAN = '+15551230777';

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@' });

/** The `<Response>` of a TwiML answer, after checking that Twilio would accept the envelope. */
async function twiml(response: Response): Promise<Record<string, unknown>> {
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8');
  const document = parser.parse(await response.text()) as { Response: Record<string, unknown> };
  return document.Response;
}

describe('Twilio webhooks', () => {
  let edge: RunningEdge;
  afterEach(() => edge.close());

  describe('/voice', () => {
    it('greets the caller and opens the media stream', async () => {
      edge = await startEdge();
      const answer = await twiml(await edge.post('/voice', webhook(CALL)));
      expect(Object.keys(answer)).toEqual(['Say', 'Connect']);
      expect(answer).toMatchObject({
        Say: { '#text': expect.stringContaining('Luigi & Sons'), '@language': 'en-US' },
        Connect: {
          '@action': `${PUBLIC_URL}/voice/next`,
          Stream: {
            '@url': 'wss://voice.example.com/ws/media',
            '@statusCallback': `${PUBLIC_URL}/stream/status`,
            Parameter: [
              { '@name': 'token', '@value': expect.stringMatching(/^[\w-]{72,120}$/) },
              { '@name': 'track', '@value': 'both_tracks' },
              { '@name': 'statusCallback', '@value': `${PUBLIC_URL}/stream/status` },
            ],
          },
        },
      });
      expect(answer).not.toHaveProperty('Connect.Stream.@track');
      expect(edge.calls.arrivals).toEqual([
        { callSid: CALL, from: '+15551230100', to: '+15551230999' },
      ]);
    });

    it('says that all lines are busy and hangs up', async () => {
      edge = await startEdge();
      edge.calls.arrival = { kind: 'busy' };
      const answer = await twiml(await edge.post('/voice', webhook(CALL)));
      expect(answer).toMatchObject({
        Say: { '#text': expect.stringContaining('busy') },
        Hangup: '',
      });
    });

    it('takes a message when busy with the voicemail policy', async () => {
      edge = await startEdge({ BUSY_POLICY: 'voicemail' });
      edge.calls.arrival = { kind: 'busy' };
      const answer = await twiml(await edge.post('/voice', webhook(CALL)));
      expect(answer).toMatchObject({ Record: { '@action': `${PUBLIC_URL}/voice/next` } });

      const recorded = webhook(CALL, {
        RecordingSid: 'RE1',
        RecordingUrl: 'https://api.twilio.com/recording',
        RecordingDuration: '12',
      });
      expect(await twiml(await edge.post('/voice/next', recorded))).toMatchObject({ Hangup: '' });
      expect(edge.calls.voicemails).toEqual([
        {
          callSid: CALL,
          recordingSid: 'RE1',
          url: 'https://api.twilio.com/recording',
          seconds: 12,
        },
      ]);
    });

    it('says goodbye after a message even when nobody can note it', async () => {
      edge = await startEdge();
      edge.calls.directory = Promise.reject(new Error('the store is away'));
      const recorded = webhook(CALL, {
        RecordingUrl: 'https://api.twilio.com/recording',
        RecordingDuration: '-1',
      });
      expect(await twiml(await edge.post('/voice/next', recorded))).toMatchObject({
        Say: { '#text': expect.stringMatching(/bye/i) },
        Hangup: '',
      });
      expect(edge.calls.voicemails).toMatchObject([{ recordingSid: null, seconds: null }]);
    });

    it('dials the number of the busy policy', async () => {
      edge = await startEdge({ BUSY_POLICY: `dial:${HUMAN}` });
      edge.calls.arrival = { kind: 'busy' };
      const answer = await twiml(await edge.post('/voice', webhook(CALL)));
      expect(JSON.stringify(answer.Dial)).toContain(HUMAN.slice(1));
    });

    it('apologises and hangs up when no provider can be used and nobody can be dialled', async () => {
      edge = await startEdge();
      edge.calls.arrival = { kind: 'no-provider' };
      const answer = await twiml(await edge.post('/voice', webhook(CALL)));
      expect(Object.keys(answer)).toEqual(['Say', 'Hangup']);
    });

    it('dials a person when no provider can be used', async () => {
      edge = await startEdge({ HUMAN_TRANSFER_NUMBER: HUMAN });
      edge.calls.arrival = { kind: 'no-provider' };
      const answer = await twiml(await edge.post('/voice', webhook(CALL)));
      expect(Object.keys(answer)).toEqual(['Say', 'Dial']);
    });

    it('hangs up on a call that is already over', async () => {
      edge = await startEdge();
      edge.calls.arrival = { kind: 'over' };
      expect(await twiml(await edge.post('/voice', webhook(CALL)))).toEqual({ Hangup: '' });
    });

    it('answers in words within a second when the directory hangs', async () => {
      edge = await startEdge();
      edge.calls.directory = new Promise(() => undefined);
      const begun = performance.now();
      const answer = await twiml(await edge.post('/voice', webhook(CALL)));
      expect(performance.now() - begun).toBeLessThan(1000);
      expect(Object.keys(answer)).toEqual(['Say', 'Hangup']);
    });

    it('answers in words when the directory fails', async () => {
      edge = await startEdge();
      edge.calls.directory = Promise.reject(new Error('directory is down'));
      expect(Object.keys(await twiml(await edge.post('/voice', webhook(CALL))))).toEqual([
        'Say',
        'Hangup',
      ]);
      expect(Object.keys(await twiml(await edge.post('/voice/next', webhook(CALL))))).toEqual([
        'Say',
        'Hangup',
      ]);
    });

    it.each([
      ['no CallSid', { CallSid: '' }],
      ['a CallSid with odd letters', { CallSid: 'CA 1/../2' }],
      ['a CallSid of absurd length', { CallSid: 'C'.repeat(65) }],
    ])('answers 400 as a problem to %s', async (_, broken) => {
      edge = await startEdge();
      const response = await edge.post('/voice', webhook(CALL, broken));
      expect(response.status).toBe(400);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(edge.calls.arrivals).toEqual([]);
    });

    it('accepts caller names and fields it has never heard of', async () => {
      edge = await startEdge();
      const odd = webhook(CALL, { From: 'anonymous', NewField: ' kept as it is ', Empty: '' });
      await twiml(await edge.post('/voice', odd));
      expect(edge.calls.arrivals).toMatchObject([{ from: 'anonymous' }]);
    });
  });

  describe('/voice/next', () => {
    it('hangs up a finished call', async () => {
      edge = await startEdge();
      expect(await twiml(await edge.post('/voice/next', webhook(CALL)))).toEqual({ Hangup: '' });
    });

    it('opens a new stream with a new token and without a welcome', async () => {
      edge = await startEdge();
      edge.calls.step = { kind: 'stream' };
      const answer = await twiml(await edge.post('/voice/next', webhook(CALL)));
      expect(Object.keys(answer)).toEqual(['Connect']);
      expect(answer).toMatchObject({
        Connect: { Stream: { Parameter: [{ '@name': 'token' }, {}, {}] } },
      });
    });

    it('ends a lost call in words', async () => {
      edge = await startEdge();
      edge.calls.step = { kind: 'lost' };
      expect(Object.keys(await twiml(await edge.post('/voice/next', webhook(CALL))))).toEqual([
        'Say',
        'Hangup',
      ]);
    });
  });

  describe('/voice/fallback', () => {
    it('dials a person, also when nothing can be found out', async () => {
      edge = await startEdge({ HUMAN_TRANSFER_NUMBER: HUMAN });
      edge.calls.directory = new Promise(() => undefined);
      const form = webhook(CALL, { ErrorCode: '11200', ErrorUrl: `${PUBLIC_URL}/voice` });
      expect(Object.keys(await twiml(await edge.post('/voice/fallback', form)))).toEqual([
        'Say',
        'Dial',
      ]);
    });

    it('rings no person for a caller who has rung too many, and takes the order all the same', async () => {
      edge = await startEdge({ HUMAN_TRANSFER_NUMBER: HUMAN });
      edge.calls.affordable = false;
      const answer = await twiml(await edge.post('/voice/fallback', webhook(CALL)));
      expect(Object.keys(answer)).toEqual(['Gather']);
    });
  });

  describe('after an exception', () => {
    const broken = (): never => {
      throw new TypeError('broken');
    };

    it.each([
      ['/voice', ['Say', 'Hangup']],
      ['/voice/next', ['Say', 'Hangup']],
      ['/voice/fallback', ['Say', 'Hangup']],
      // The dialled person's call: the caller's goes on at `/voice/next`.
      ['/voice/whisper?call=CA1&reason=asked&leg=0', ['Hangup']],
      ['/voice/whisper/key?call=CA1&reason=asked&leg=0', ['Hangup']],
    ])('%s answers TwiML', async (path, verbs) => {
      edge = await startEdge();
      Object.assign(edge.calls, { arrive: broken, next: broken, brief: broken, accepted: broken });
      edge.ivr.turn = broken;
      const answer = await twiml(await edge.post(path, webhook(CALL, { Digits: '1' })));
      expect(Object.keys(answer)).toEqual(verbs);
      expect(await edge.count('webhook_faults_total')).toBe(1);
    });

    it.each(['/stream/status', '/call/status'])('%s takes the report', async (path) => {
      edge = await startEdge();
      Object.assign(edge.calls, { streamEvent: broken, statusEvent: broken });
      expect((await edge.post(path, webhook(CALL))).status).toBe(204);
    });

    it('answers a call whose end cannot be noted', async () => {
      edge = await startEdge();
      Object.assign(edge.calls, { statusEvent: broken });
      const over = webhook(CALL, { CallStatus: 'completed' });
      expect(await twiml(await edge.post('/voice/next', over))).toHaveProperty('Hangup');
    });
  });

  describe('status callbacks', () => {
    it('notes stream events and answers 204', async () => {
      edge = await startEdge();
      const form = webhook(CALL, {
        StreamSid: 'MZ1',
        StreamEvent: 'stream-error',
        StreamError: 'handshake',
      });
      const response = await edge.post('/stream/status', form);
      expect(response.status).toBe(204);
      expect(edge.calls.streamEvents).toEqual([
        {
          callSid: CALL,
          event: { streamSid: 'MZ1', event: 'stream-error', error: 'handshake' },
        },
      ]);
    });

    it('notes the state of the call with its sequence', async () => {
      edge = await startEdge();
      const numbered = webhook(CALL, { CallStatus: 'completed', SequenceNumber: '3' });
      expect((await edge.post('/call/status', numbered)).status).toBe(204);
      expect((await edge.post('/call/status', webhook(CALL))).status).toBe(204);
      expect(edge.calls.statusEvents).toEqual([
        { callSid: CALL, status: 'completed', sequence: 3 },
        { callSid: CALL, status: 'ringing', sequence: null },
      ]);
    });
  });

  describe('signatures', () => {
    const paths = ['/voice', '/voice/next', '/voice/fallback', '/stream/status', '/call/status'];

    it.each(paths)(
      '%s answers 403 without a reason to forged, missing and foreign ones',
      async (path) => {
        edge = await startEdge();
        const form = webhook(CALL);
        const forged = [
          await edge.post(path, form, null),
          await edge.post(path, form, ''),
          await edge.post(path, form, 'AAAAAAAAAAAAAAAAAAAAAAAAAAA='),
          await edge.post(path, form, sign(PUBLIC_URL + path, form, 'another token')),
          await edge.post(path, { ...form, To: '+1999' }, sign(PUBLIC_URL + path, form)),
          await edge.post(path, form, sign(edge.url + path, form)),
          await edge.post(`${path}?a=1`, form, sign(PUBLIC_URL + path, form)),
        ];
        for (const response of forged) {
          expect(response.status).toBe(403);
          expect(await response.text()).not.toMatch(/signature|account|token/i);
        }
        expect(edge.calls.arrivals).toEqual([]);
        expect(edge.calls.statusEvents).toEqual([]);
        expect(await edge.count('webhooks_refused_total')).toBe(forged.length);
      },
    );

    it('does not let the request choose the host that is signed', async () => {
      edge = await startEdge();
      const form = webhook(CALL);
      const signature = sign('https://evil.example.com/voice', form);
      const headers = { 'X-Forwarded-Host': 'evil.example.com', 'X-Forwarded-Proto': 'https' };
      expect((await edge.post('/voice', form, signature, headers)).status).toBe(403);
    });

    it('accepts the previous token during a rotation', async () => {
      edge = await startEdge();
      const form = webhook(CALL);
      const signature = sign(`${PUBLIC_URL}/voice`, form, PREVIOUS_AUTH_TOKEN);
      expect((await edge.post('/voice', form, signature)).status).toBe(200);
    });

    it('signs the query exactly as it was requested', async () => {
      edge = await startEdge();
      expect((await edge.post('/voice?b=2&a=%27x%27', webhook(CALL))).status).toBe(200);
    });

    it('refuses another account even with a valid signature', async () => {
      edge = await startEdge();
      const form = webhook(CALL, { AccountSid: ACCOUNT_SID.replace('1', '2') });
      expect((await edge.post('/voice', form)).status).toBe(403);
    });

    it('verifies a JSON body by its hash', async () => {
      edge = await startEdge();
      const body = JSON.stringify({
        AccountSid: ACCOUNT_SID,
        CallSid: CALL,
        CallStatus: 'ringing',
      });
      const hash = createHash('sha256').update(body).digest('hex');
      const path = `/call/status?bodySHA256=${hash}`;
      const send = (text: string): Promise<Response> =>
        fetch(edge.url + path, {
          method: 'POST',
          headers: {
            'Content-Type': 'application/json',
            'X-Twilio-Signature': sign(PUBLIC_URL + path, {}),
          },
          body: text,
        });
      expect((await send(body)).status).toBe(204);
      expect((await send(body.replace('ringing', 'completed'))).status).toBe(403);
    });

    it('lets everything pass while validation is off', async () => {
      edge = await startEdge({ TWILIO_WEBHOOK_VALIDATION: 'false' });
      expect((await edge.post('/voice', { CallSid: 'local' }, null)).status).toBe(200);
      expect((await edge.post('/voice', {}, null)).status).toBe(400);
    });
  });
});
