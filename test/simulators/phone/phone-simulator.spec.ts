import twilio from 'twilio';

import { PhoneSimulator, type PhoneOptions } from './phone-simulator.js';
import { ScriptedServer } from './scripted-server.js';

const PUBLIC_URL = 'https://voice.example.com';
const AUTH_TOKEN = '12345';

const connect = (attributes = '', inside = ''): string =>
  `<Connect action="${PUBLIC_URL}/voice/next"><Stream url="wss://voice.example.com/ws/media"` +
  ` statusCallback="${PUBLIC_URL}/stream/status"${attributes}>${inside}</Stream></Connect>`;
const twiml = (body: string): string => `<?xml version="1.0"?><Response>${body}</Response>`;

describe('PhoneSimulator', () => {
  let server: ScriptedServer;
  const phones: PhoneSimulator[] = [];

  const newPhone = (options: Partial<PhoneOptions> = {}): PhoneSimulator => {
    const phone = new PhoneSimulator({
      url: server.url,
      publicUrl: PUBLIC_URL,
      authToken: AUTH_TOKEN,
      ...options,
    });
    phones.push(phone);
    return phone;
  };

  beforeEach(async () => {
    server = await ScriptedServer.start();
    server.answers.set('/voice', twiml(connect()));
    server.answers.set('/voice/next', twiml('<Hangup/>'));
  });

  afterEach(async () => {
    await Promise.all(phones.splice(0).map((phone) => phone.close()));
    await server.close();
  });

  describe('webhooks', () => {
    it('signs every webhook over the public URL as Twilio does', async () => {
      const call = await newPhone().dial();
      await call.untilStreaming();
      await call.hangUp();
      const paths = server.webhooks.map(({ path }) => path);
      expect(paths).toEqual(['/voice', '/stream/status', '/stream/status', '/call/status']);
      for (const { path, parameters, signature } of server.webhooks) {
        expect(
          twilio.validateRequest(AUTH_TOKEN, signature ?? '', PUBLIC_URL + path, parameters),
        ).toBe(true);
      }
    });

    it('sends no signature without a token', async () => {
      await newPhone({ authToken: null }).dial();
      expect(server.webhooks[0]?.signature).toBeUndefined();
    });

    it('sends the parameters of an incoming call, ringing first', async () => {
      const call = await newPhone().dial({ from: '+15557654321' });
      await call.untilStreaming();
      server.streams[0]?.socket.close(1000);
      await call.untilEnded();
      expect(server.webhooksAt('/voice')[0]?.parameters).toMatchObject({
        CallSid: call.callSid,
        AccountSid: 'AC00000000000000000000000000000001',
        From: '+15557654321',
        CallStatus: 'ringing',
        Direction: 'inbound',
        ApiVersion: '2010-04-01',
      });
      expect(server.webhooksAt('/voice/next')[0]?.parameters).toMatchObject({
        CallStatus: 'in-progress',
      });
      expect(server.webhooksAt('/call/status')[0]?.parameters).toMatchObject({
        CallStatus: 'completed',
        CallDuration: '1',
      });
    });

    it('turns to the fallback URL when TwiML cannot be had', async () => {
      server.answers.set('/voice', { status: 500 });
      server.answers.set('/voice/fallback', twiml('<Say>Sorry</Say>'));
      const call = await newPhone().dial();
      expect(await call.untilEnded()).toBe('server-hung-up');
      expect(call.said).toEqual(['Sorry']);
      expect(call.violations).toEqual(['11200 /voice answered 500']);
      expect(server.webhooksAt('/voice/fallback')[0]?.parameters).toMatchObject({
        ErrorCode: '11200',
        ErrorUrl: `${PUBLIC_URL}/voice`,
      });
    });

    it('ends in an application error when nothing answers', async () => {
      const phone = newPhone();
      await server.close();
      const call = await phone.dial();
      expect(call.outcome).toBe('application-error');
      expect(call.unreachable).toHaveLength(3);
      server = await ScriptedServer.start();
    });
  });

  describe('TwiML', () => {
    it('obeys the verbs in order and ends with the document', async () => {
      server.answers.set(
        '/voice',
        twiml(
          '<Say>Hello &amp; <emphasis>welcome</emphasis></Say><Pause length="0"/>' +
            `<Play>${PUBLIC_URL}/tone.wav</Play><Redirect>${PUBLIC_URL}/more</Redirect><Say>no</Say>`,
        ),
      );
      server.answers.set('/more', twiml('<Dial timeout="20"><Number>+15550009999</Number></Dial>'));
      const call = await newPhone().dial();
      expect(await call.untilEnded()).toBe('dialled');
      expect(call.said).toEqual(['Hello & welcome']);
      expect(call.playedUrls).toEqual([`${PUBLIC_URL}/tone.wav`]);
      expect(call.dialled).toEqual(['+15550009999']);
      expect(call.twiml.map(({ source }) => source)).toEqual(['/voice', '/more']);
      expect(call.violations).toEqual([]);
    });

    it.each([
      ['an unknown verb', '<Sing/>', '12200 <Sing> is not allowed here'],
      [
        'an unknown attribute',
        '<Say tune="c">a</Say>',
        '12200 <Say> has the unknown attribute tune',
      ],
      ['a relative URL', '<Redirect>/more</Redirect>', '15004 <Redirect> text is not an absolute'],
      ['a track on the stream', connect(' track="both_tracks"'), '31941 '],
      ['a noun in the wrong place', '<Gather><Dial>1</Dial></Gather>', '12200 <Dial> is not'],
      [
        'text in a parameter',
        connect('', '<Parameter name="a" value="b">c</Parameter>'),
        '12200 <',
      ],
      ['an unclosed element', '<Say>', '12100 document parse failure'],
      [
        'a query string in the stream URL',
        '<Connect><Stream url="wss://voice.example.com/ws/media?a=1"/></Connect>',
        '31920 <Stream> url has a query string',
      ],
      [
        'a stream without TLS',
        '<Connect><Stream url="ws://voice.example.com/ws/media"/></Connect>',
        '31923 <Stream> url is ws:',
      ],
    ])('complains of %s', async (_name, body, violation) => {
      server.answers.set('/voice', twiml(body));
      const call = await newPhone().dial();
      expect(call.violations).toHaveLength(1);
      expect(call.violations[0]).toContain(`/voice: ${violation}`);
    });

    it('complains of a foreign content type and of a slow answer', async () => {
      const body = twiml('<Reject/>');
      server.answers.set('/voice', { status: 200, contentType: 'application/json', body });
      const call = await newPhone({ answerLimitMs: 0 }).dial();
      expect(await call.untilEnded()).toBe('rejected');
      expect(call.violations).toContainEqual(expect.stringContaining('/voice answered after'));
      expect(call.violations).toContain('/voice answered with content type "application/json"');
    });

    it('complains of a status callback that is answered with something to do', async () => {
      server.answers.set('/voice', twiml('<Hangup/>'));
      server.answers.set('/call/status', twiml('<Say>Hello</Say>'));
      const call = await newPhone().dial();
      await call.untilEnded();
      expect(call.violations).toEqual(['/call/status answered 200 to a status callback']);
    });

    it('gives speech, keys and silence to a gather', async () => {
      const gather = twiml(
        `<Gather input="speech dtmf" numDigits="2" action="${PUBLIC_URL}/turn"><Say>What?</Say>` +
          '</Gather><Say>Nothing.</Say>',
      );
      server.answers.set('/voice', gather);
      server.answers.set('/turn', gather);
      const call = await newPhone().dial();
      await call.untilGathering();
      await call.say('a large pizza');
      await call.until('the second gather', () => call.twiml.length === 2);
      await call.press('123');
      await call.until('the third gather', () => call.twiml.length === 3);
      await call.untilGathering();
      call.keepSilent();
      expect(await call.untilEnded()).toBe('server-hung-up');
      const turns = server.webhooksAt('/turn').map(({ parameters }) => parameters);
      expect(turns[0]).toMatchObject({ SpeechResult: 'a large pizza', Confidence: '0.95' });
      expect(turns[1]).toMatchObject({ Digits: '12' });
      expect(call.said).toEqual(['What?', 'What?', 'What?', 'Nothing.']);
    });

    it('falls through a gather that times out', async () => {
      server.answers.set('/voice', twiml('<Gather timeout="2"/><Say>Goodbye</Say>'));
      const call = await newPhone({ speed: 50 }).dial();
      expect(await call.untilEnded()).toBe('server-hung-up');
      expect(call.clock.now() - call.startedAt).toBeGreaterThanOrEqual(2_000);
      expect(call.said).toEqual(['Goodbye']);
    });

    it('leaves a voicemail and reports it to the action', async () => {
      server.answers.set('/voice', twiml(`<Record action="${PUBLIC_URL}/voice/next"/>`));
      const call = await newPhone().dial();
      await call.untilEnded();
      expect(server.webhooksAt('/voice/next')[0]?.parameters['RecordingUrl']).toBe(
        call.recordings[0],
      );
    });
  });

  it('gives up a wait at its limit with a message that tells the state', async () => {
    const call = await newPhone().dial();
    await call.untilStreaming();
    await expect(call.hearsSpeech({ limitMs: 30 })).rejects.toThrow(
      /Waited 30 ms until assistant speech was heard\. Call CA\w+: up, 1 documents, 1 streams/,
    );
  });

  it('gives up a wait for speech as soon as the call is over', async () => {
    const call = await newPhone().dial();
    await call.untilStreaming();
    const heard = call.hearsSpeech().catch(String);
    await call.hangUp();
    expect(await heard).toContain('The call is over.');
  });
});
