import {
  ACCOUNT_SID,
  type EdgePhone,
  type RunningEdge,
  startEdge,
  webhook,
} from './support/start-edge.js';
import type { RecordingSession } from './support/doubles/recording-calls.js';

const CALL = 'CA00000000000000000000000000000002';
const STREAM = 'MZ00000000000000000000000000000003';
const FRAME = Buffer.alloc(160, 0xff).toString('base64');
const OPEN = { TWILIO_WEBHOOK_VALIDATION: 'false' };

function media(timestampMs: number, streamSid = STREAM, payload = FRAME): string {
  const chunk = timestampMs / 20 + 1;
  return `{"event":"media","sequenceNumber":"${chunk + 1}","media":{"track":"inbound","chunk":"${chunk}","timestamp":"${timestampMs}","payload":"${payload}"},"streamSid":"${streamSid}"}`;
}

function start(token: string, start: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    event: 'start',
    sequenceNumber: '1',
    start: {
      accountSid: ACCOUNT_SID,
      streamSid: STREAM,
      callSid: CALL,
      tracks: ['inbound'],
      mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
      customParameters: { token },
      ...start,
    },
    streamSid: STREAM,
  };
}

/** Asks `/voice` as Twilio does and takes the token out of its TwiML. */
async function tokenFor(edge: RunningEdge, callSid = CALL): Promise<string> {
  const twiml = await (await edge.post('/voice', webhook(callSid))).text();
  return /name="token" value="([\w-]+)"/.exec(twiml)?.[1] ?? '';
}

/** A phone whose stream has begun, and the session it got. */
async function begin(
  edge: RunningEdge,
  callSid = CALL,
): Promise<{ phone: EdgePhone; session: RecordingSession }> {
  const token = await tokenFor(edge, callSid);
  const phone = await edge.dial();
  const before = edge.calls.sessions.length;
  phone.send({ event: 'connected', protocol: 'Call', version: '1.0.0' });
  phone.send(start(token, { callSid }));
  await edge.calls.until(() => edge.calls.sessions.length > before);
  const session = edge.calls.sessions.at(-1);
  if (session === undefined) throw new Error('unreachable: a session was awaited');
  return { phone, session };
}

describe('the media stream', () => {
  let edge: RunningEdge;
  afterEach(() => edge.close());

  describe('start', () => {
    it('with the token of its call connects the call', async () => {
      edge = await startEdge();
      const { session } = await begin(edge);
      expect(session.start).toMatchObject({ callSid: CALL, streamSid: STREAM });
    });

    it('loses no frame that arrives behind it', async () => {
      edge = await startEdge();
      const token = await tokenFor(edge);
      const phone = await edge.dial();
      phone.send(start(token));
      for (let i = 0; i < 100; i += 1) phone.send(media(i * 20));
      await edge.calls.until(() => edge.calls.sessions[0]?.heard.length === 100);
      expect(edge.calls.sessions[0]?.heard.map((frame) => frame.timestampMs)).toEqual(
        Array.from({ length: 100 }, (_, i) => i * 20),
      );
    });

    it.each([
      ['a token that nobody minted', () => start('forged')],
      ['no token', () => start('', { customParameters: {} })],
      ['no parameters', () => start('', { customParameters: undefined })],
      ['the token of another call', (token: string) => start(token, { callSid: 'CA9' })],
      ['no call', (token: string) => start(token, { callSid: undefined })],
      ['another account', (token: string) => start(token, { accountSid: 'AC9' })],
    ])('with %s is closed with 1008 and starts nothing', async (_, message) => {
      edge = await startEdge();
      const token = await tokenFor(edge);
      const phone = await edge.dial();
      phone.send(message(token));
      expect(await phone.closed).toMatchObject({ code: 1008 });
      expect(edge.calls.sessions).toEqual([]);
    });

    it('with a token that was used before is closed with 1008', async () => {
      edge = await startEdge();
      const token = await tokenFor(edge);
      const first = await edge.dial();
      first.send(start(token));
      await edge.calls.until(() => edge.calls.sessions.length === 1);
      const second = await edge.dial();
      second.send(start(token));
      expect(await second.closed).toMatchObject({ code: 1008 });
      expect(edge.calls.sessions).toHaveLength(1);
    });

    it('of a call that is over is closed with 1008', async () => {
      edge = await startEdge();
      edge.calls.refusesConnect = true;
      const phone = await edge.dial();
      phone.send(start(await tokenFor(edge)));
      expect(await phone.closed).toMatchObject({ code: 1008 });
    });

    it.each([
      ['another encoding', { encoding: 'audio/x-l16', sampleRate: 8000, channels: 1 }],
      ['another rate', { encoding: 'audio/x-mulaw', sampleRate: 16000, channels: 1 }],
      ['two channels', { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 2 }],
      ['no format', undefined],
    ])('with %s is closed with 1003 and a reason', async (_, mediaFormat) => {
      edge = await startEdge();
      const phone = await edge.dial();
      phone.send(start(await tokenFor(edge), { mediaFormat }));
      expect(await phone.closed).toEqual({
        code: 1003,
        reason: 'only audio/x-mulaw, 8000 Hz, 1 channel',
      });
      expect(edge.calls.sessions).toEqual([]);
    });

    it('may be bare, as in the original guide, while validation is off', async () => {
      edge = await startEdge(OPEN);
      const phone = await edge.dial({ signature: null });
      phone.send({ event: 'start', start: { streamSid: 'test-stream', callSid: 'test-call' } });
      phone.send(media(0, 'test-stream'));
      await edge.calls.until(() => edge.calls.sessions[0]?.heard.length === 1);
      expect(edge.calls.sessions[0]?.start).toMatchObject({
        callSid: 'test-call',
        streamSid: 'test-stream',
      });
    });

    it('gets a local call when it names none while validation is off', async () => {
      edge = await startEdge(OPEN);
      const phone = await edge.dial({ signature: null });
      phone.send({
        event: 'start',
        start: { streamSid: STREAM, customParameters: { token: 'x' } },
      });
      await edge.calls.until(() => edge.calls.sessions.length === 1);
      expect(edge.calls.sessions[0]?.start.callSid).toMatch(/^local-[\w-]{36}$/);
    });

    it('refuses a wrong format also while validation is off', async () => {
      edge = await startEdge(OPEN);
      const phone = await edge.dial({ signature: null });
      phone.send({
        event: 'start',
        start: { streamSid: STREAM, mediaFormat: { encoding: 'opus' } },
      });
      expect(await phone.closed).toMatchObject({ code: 1003 });
    });
  });

  describe('frames', () => {
    it('reach the session: audio untouched, marks, keys', async () => {
      edge = await startEdge();
      const { phone, session } = await begin(edge);
      phone.send(media(20));
      phone.send({ event: 'mark', sequenceNumber: '3', streamSid: STREAM, mark: { name: 'r:1' } });
      phone.send({
        event: 'dtmf',
        streamSid: STREAM,
        sequenceNumber: '4',
        dtmf: { track: 'inbound_track', digit: '5' },
      });
      await edge.calls.until(() => session.keys.length === 1);
      expect(session.heard).toEqual([{ payload: FRAME, timestampMs: 20 }]);
      expect(session.marks).toEqual(['r:1']);
      expect(session.keys).toEqual(['5']);
    });

    it('that are malformed are counted by reason, dropped, and the call goes on', async () => {
      edge = await startEdge();
      const { phone, session } = await begin(edge);
      const junk: Array<[string, unknown]> = [
        ['json', '{"event":"media",'],
        ['json', ''],
        ['shape', '[{"event":"media"}]'],
        ['shape', '1e999'],
        ['shape', media(0).replace('"timestamp":"0"', `"timestamp":"${'9'.repeat(400)}"`)],
        ['shape', media(0).replace('"timestamp":"0"', '"timestamp":1e308')],
        ['event', { event: 'dance', streamSid: STREAM }],
        ['stream', media(0, 'MZ9')],
        ['stream', { event: 'stop', streamSid: 'MZ9' }],
        ['base64', media(0, STREAM, 'AA*A')],
        ['track', media(0).replace('inbound', 'outbound')],
        ['binary', Buffer.from(media(0))],
        ['unexpected', start('again')],
      ];
      for (const [, message] of junk) phone.send(message);
      phone.send(media(40));
      await edge.calls.until(() => session.heard.length === 1);
      expect(session.heard).toEqual([{ payload: FRAME, timestampMs: 40 }]);
      expect(session.gone).toEqual([]);
      for (const reason of new Set(junk.map(([name]) => name))) {
        expect([reason, await edge.count('media_bad_frames_total', reason)]).toEqual([
          reason,
          junk.filter(([name]) => name === reason).length,
        ]);
      }
      expect(phone.received).toEqual([]);
    });

    it('before start are dropped', async () => {
      edge = await startEdge();
      const token = await tokenFor(edge);
      const phone = await edge.dial();
      phone.send(media(0));
      phone.send(start(token));
      phone.send(media(20));
      await edge.calls.until(() => edge.calls.sessions[0]?.heard.length === 1);
      expect(edge.calls.sessions[0]?.heard[0]?.timestampMs).toBe(20);
      expect(await edge.count('media_bad_frames_total', 'unexpected')).toBe(1);
    });

    it('close the stream with 1008 when fifty in a row are bad', async () => {
      edge = await startEdge();
      const { phone, session } = await begin(edge);
      for (let i = 0; i < 49; i += 1) phone.send('junk');
      phone.send(media(20));
      for (let i = 0; i < 49; i += 1) phone.send('junk');
      phone.send(media(40));
      await edge.calls.until(() => session.heard.length === 2);
      for (let i = 0; i < 50; i += 1) phone.send('junk');
      expect(await phone.closed).toMatchObject({ code: 1008 });
      expect(session.gone).toEqual(['too many bad frames']);
    });

    it('close the stream with 1009 when one is over 64 KiB', async () => {
      edge = await startEdge();
      const { phone, session } = await begin(edge);
      phone.send(media(0, STREAM, 'A'.repeat(65_536)));
      expect(await phone.closed).toMatchObject({ code: 1009 });
      await edge.calls.until(() => session.gone.length > 0);
      expect(session.gone).toEqual(['closed']);
      expect(await edge.count('media_bad_frames_total', 'oversize')).toBe(1);
    });

    it('that break the session are logged and counted; other calls and the socket notice nothing', async () => {
      edge = await startEdge();
      const broken = await begin(edge);
      const sound = await begin(edge, 'CA9');
      broken.session.failure = new Error('a bug');
      for (let i = 0; i < 60; i += 1) broken.phone.send(media(i * 20));
      broken.phone.send({ event: 'mark', streamSid: STREAM, mark: { name: 'after' } });
      await edge.calls.until(() => broken.session.marks.length === 1);
      expect(await edge.count('media_handler_faults_total')).toBe(60);

      broken.session.failure = null;
      broken.phone.send(media(2000));
      sound.phone.send(media(0));
      await edge.calls.until(
        () => broken.session.heard.length === 1 && sound.session.heard.length === 1,
      );
      expect(broken.phone.received).toEqual([]);
      expect(sound.phone.received).toEqual([]);
      expect(broken.session.gone).toEqual([]);
    });
  });

  describe('the phone leg', () => {
    it('sends exactly what Twilio accepts', async () => {
      edge = await startEdge();
      const { phone, session } = await begin(edge);
      session.phone.play(FRAME);
      session.phone.mark('quote " and \\ in a name');
      session.phone.clear();
      session.phone.end();
      expect(await phone.closed).toMatchObject({ code: 1000 });
      expect(phone.received.map((text) => JSON.parse(text) as unknown)).toEqual([
        { event: 'media', streamSid: STREAM, media: { payload: FRAME } },
        { event: 'mark', streamSid: STREAM, mark: { name: 'quote " and \\ in a name' } },
        { event: 'clear', streamSid: STREAM },
      ]);
    });

    it('hangs up through the telephone network once, then closes the stream', async () => {
      edge = await startEdge();
      const { phone, session } = await begin(edge);
      session.phone.hangUp();
      session.phone.hangUp();
      expect(await phone.closed).toMatchObject({ code: 1000 });
      expect(edge.hungUp).toEqual([CALL]);
    });

    it('does nothing once the socket is gone', async () => {
      edge = await startEdge();
      const { phone, session } = await begin(edge);
      phone.socket.terminate();
      await edge.calls.until(() => session.gone.length > 0);
      session.phone.play(FRAME);
      session.phone.mark('late');
      session.phone.clear();
      session.phone.end();
      expect(session.gone).toEqual(['closed']);
    });

    it('gives up a link that does not take the audio', async () => {
      edge = await startEdge();
      const { phone, session } = await begin(edge);
      phone.socket.pause();
      const second = Buffer.alloc(48_000, 0xff).toString('base64');
      let played = 0;
      while (session.gone.length === 0 && played < 10_000) {
        session.phone.play(second);
        played += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(session.gone).toEqual(['closed']);
      expect(session.phone.backlogBytes).toBeLessThan(2 * 1024 * 1024);
      phone.socket.resume();
      expect(await phone.closed).toMatchObject({ code: 1006 });
    });
  });

  describe('the end', () => {
    it('comes once by stop and close together', async () => {
      edge = await startEdge();
      const { phone, session } = await begin(edge);
      phone.send({ event: 'stop', streamSid: STREAM, stop: { callSid: CALL } });
      phone.send({ event: 'stop', streamSid: STREAM, stop: { callSid: CALL } });
      expect(await phone.closed).toMatchObject({ code: 1000 });
      expect(session.gone).toEqual(['stop']);
    });

    it('comes by the close alone', async () => {
      edge = await startEdge();
      const { phone, session } = await begin(edge);
      phone.socket.close();
      await edge.calls.until(() => session.gone.length > 0);
      expect(session.gone).toEqual(['closed']);
    });

    it('comes by itself when no frame arrives for WEBSOCKET_TIMEOUT', async () => {
      edge = await startEdge({ WEBSOCKET_TIMEOUT: '1' });
      const { phone, session } = await begin(edge);
      const begun = performance.now();
      expect(await phone.closed).toMatchObject({ code: 1008 });
      expect(performance.now() - begun).toBeGreaterThan(500);
      expect(session.gone).toEqual(['timeout']);
    });
  });
});
