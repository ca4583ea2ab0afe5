import twilio from 'twilio';

import { PhoneSimulator, type PhoneOptions } from './phone-simulator.js';
import { ScriptedServer, type ScriptedStream } from './scripted-server.js';
import type { SimulatedCall } from './simulated-call.js';

const TWIML =
  '<Response><Connect action="https://voice.example.com/voice/next">' +
  '<Stream url="wss://voice.example.com/ws/media" statusCallback="https://voice.example.com/stream/status">' +
  '<Parameter name="token" value="t&amp;1"/></Stream></Connect></Response>';
/** A timer is late by less than this on a busy machine; positions are computed, not timed. */
const TIMER_SLACK_MS = 150;

describe('a media stream of the phone', () => {
  let server: ScriptedServer;
  let phone: PhoneSimulator;
  let call: SimulatedCall;
  let far: ScriptedStream;

  const dial = async (options: Partial<PhoneOptions> = {}): Promise<void> => {
    phone = new PhoneSimulator({
      url: server.url,
      publicUrl: 'https://voice.example.com',
      authToken: '12345',
      ...options,
    });
    call = await phone.dial();
    await call.untilStreaming();
    far = server.streams[0] as ScriptedStream;
    await received('start');
  };
  const received = async (event: string, count = 1): Promise<Record<string, unknown>[]> => {
    while (far.of(event).length < count) {
      await new Promise((resolve) => far.socket.once('message', resolve));
    }
    return far.of(event);
  };
  const marks = (): unknown[] => far.of('mark').map(({ mark }) => (mark as { name: string }).name);

  beforeEach(async () => {
    server = await ScriptedServer.start();
    server.answers.set('/voice', TWIML);
    server.answers.set('/voice/next', '<Response><Hangup/></Response>');
  });

  afterEach(async () => {
    await phone.close();
    await server.close();
  });

  it('returns no mark at all when told so, though it plays what it gets', async () => {
    await dial({ returnsMarks: false });
    far.sendAudio(100);
    far.sendMark('a');
    await call.untilHearing(100);
    await call.until('the mark was passed', () => call.marksPending === 0);
    far.sendMark('b');
    await received('media', far.of('media').length + 5);
    expect(marks()).toEqual([]);
    expect(call.violations).toEqual([]);
  });

  it('opens with a signed upgrade, then connected and start in the words of Twilio', async () => {
    await dial();
    const signature = String(far.request.headers['x-twilio-signature']);
    const url = 'wss://voice.example.com/ws/media';
    expect(signature).toBe(twilio.getExpectedTwilioSignature('12345', url, {}));
    const [connected, start] = far.received.map(({ message }) => JSON.stringify(message));
    expect(connected).toBe('{"event":"connected","protocol":"Call","version":"1.0.0"}');
    const sid = call.stream?.streamSid ?? '';
    expect(start).toBe(
      '{"event":"start","sequenceNumber":"1","start":{"accountSid":"AC00000000000000000000000000000001",' +
        `"streamSid":"${sid}","callSid":"${call.callSid}","tracks":["inbound"],"mediaFormat":` +
        '{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},"customParameters":{"token":"t&1"}},' +
        `"streamSid":"${sid}"}`,
    );
  });

  it('sends a frame every 20 ms without drift, numbers as text', async () => {
    await dial();
    const frames = await received('media', 50);
    const sid = call.stream?.streamSid ?? '';
    const silence = Buffer.alloc(160, 0xff).toString('base64');
    expect(JSON.stringify(frames[1])).toBe(
      '{"event":"media","sequenceNumber":"3","media":{"track":"inbound","chunk":"2",' +
        `"timestamp":"20","payload":"${silence}"},"streamSid":"${sid}"}`,
    );
    const times = far.received.filter(({ message }) => message['event'] === 'media');
    const elapsedMs = (times[49]?.at ?? 0) - (times[0]?.at ?? 0);
    expect(elapsedMs).toBeGreaterThan(49 * 20 - TIMER_SLACK_MS);
    expect(elapsedMs).toBeLessThan(49 * 20 + TIMER_SLACK_MS);
  });

  it('speaks frame by frame and pads the last one with silence', async () => {
    await dial();
    const audio = Buffer.alloc(400, 0x31);
    const { startedAt, endedAt } = await call.speak(audio);
    expect(endedAt - startedAt).toBeLessThan(40 + TIMER_SLACK_MS);
    const frames = await received('media', far.of('media').length + 3);
    const heard = Buffer.concat(
      frames.map(({ media }) => Buffer.from((media as { payload: string }).payload, 'base64')),
    );
    const from = heard.indexOf(0x31);
    const expected = Buffer.concat([audio, Buffer.alloc(80, 0xff)]);
    expect(from % 160).toBe(0);
    expect(heard.subarray(from, from + 480).equals(expected)).toBe(true);
  });

  it('lets the timestamps jump over lost frames, not the chunks', async () => {
    await dial({ speed: 5 });
    // A late clock sends several frames at once.
    const { length } = await received('media', 3);
    call.loseFrames(10);
    const frames = await received('media', length + 5);
    const timestamps = frames.map(({ media }) =>
      Number((media as { timestamp: string }).timestamp),
    );
    const chunks = frames.map(({ media }) => Number((media as { chunk: string }).chunk));
    const steps = timestamps.slice(1).map((time, index) => time - (timestamps[index] ?? 0));
    expect(steps.filter((step) => step !== 20)).toEqual([220]);
    expect(chunks).toEqual(chunks.map((_chunk, index) => index + 1));
  });

  it('sends keys as dtmf', async () => {
    await dial({ speed: 10 });
    await call.press('4#');
    const digits = await received('dtmf', 2);
    expect(digits.map(({ dtmf }) => dtmf)).toEqual([
      { track: 'inbound_track', digit: '4' },
      { track: 'inbound_track', digit: '#' },
    ]);
  });

  it('echoes a mark at once when nothing is buffered', async () => {
    await dial();
    far.sendMark('idle');
    await received('mark');
    expect(marks()).toEqual(['idle']);
    expect(call.marksPending).toBe(0);
  });

  it('echoes marks when the audio before them has been played', async () => {
    await dial();
    const sentAt = performance.now();
    far.sendAudio(200);
    far.sendMark('first');
    far.sendAudio(100);
    far.sendMark('second');
    await received('mark', 2);
    expect(marks()).toEqual(['first', 'second']);
    const [first, second] = far.received
      .filter(({ message }) => message['event'] === 'mark')
      .map(({ at }) => at - sentAt);
    expect(first).toBeGreaterThanOrEqual(200);
    expect(first).toBeLessThan(200 + TIMER_SLACK_MS);
    expect(second).toBeGreaterThanOrEqual(300);
    expect(second).toBeLessThan(300 + TIMER_SLACK_MS);
    expect(call.playedMs).toBeCloseTo(300, 5);
    expect(call.playedSinceEmptyMs).toBeCloseTo(300, 5);
  });

  it('echoes marks later over a slow network, still in order', async () => {
    await dial({ networkDelayMs: 80, jitterMs: 40 });
    const sentAt = performance.now();
    for (const name of ['a', 'b', 'c']) far.sendMark(name);
    await received('mark', 3);
    expect(marks()).toEqual(['a', 'b', 'c']);
    expect(performance.now() - sentAt).toBeGreaterThanOrEqual(80);
  });

  it('drops unplayed audio at a clear and echoes every pending mark at once', async () => {
    await dial();
    far.sendAudio(5_000);
    far.sendMark('never-reached');
    await call.untilHearing(100);
    far.send({ event: 'clear' });
    await received('mark');
    const [clear] = call.clears;
    expect(clear?.playedMs).toBeGreaterThanOrEqual(100);
    expect(clear?.playedMs).toBeLessThan(100 + TIMER_SLACK_MS);
    expect((clear?.playedMs ?? 0) + (clear?.droppedMs ?? 0)).toBeCloseTo(5_000, 5);
    expect(call.heardAfter(clear?.at ?? 0)).toBe(0);
    expect(call.playedMs).toBeCloseTo(clear?.playedMs ?? 0, 5);
    await call.untilQuiet(20);
  });

  it('knows when it heard what, and how long it heard nothing', async () => {
    await dial();
    far.sendAudio(60);
    const first = await call.hearsSpeech();
    await call.untilQuiet(100);
    const { startedAt } = await (async () => {
      const again = call.hearsSpeech({ since: call.clock.now() });
      far.sendAudio(60);
      return again;
    })();
    await call.untilQuiet(0);
    const silenceMs = startedAt - first.startedAt - 60;
    expect(silenceMs).toBeGreaterThanOrEqual(100);
    expect(call.longestSilenceMs(first.startedAt, startedAt)).toBeCloseTo(silenceMs, 5);
    expect(call.heardMsBetween(first.startedAt, startedAt)).toBeCloseTo(60, 5);
    expect(call.heard.audioSince(first.startedAt)).toEqual(Buffer.alloc(960, 0x20));
  });

  it('takes digital silence for time, not for something heard', async () => {
    await dial();
    const payload = Buffer.alloc(400, 0xff).toString('base64');
    far.send({ event: 'media', media: { payload } });
    far.sendMark('end');
    await received('mark');
    expect(call.playedMs).toBe(0);
    expect(call.heard.audioSince(call.startedAt)).toHaveLength(400);
  });

  it('complains of every message that is not one of three, and goes on', async () => {
    await dial();
    far.socket.send('not JSON');
    far.socket.send(Buffer.from('{}'), { binary: true });
    far.send({ event: 'clear', extra: 1 });
    far.sendMark('after');
    await received('mark');
    expect(call.violations).toEqual([
      '31951 a message that is not a JSON object',
      '31950 a binary frame',
      '31951 clear with an extra field extra',
    ]);
    expect(call.messages).toHaveLength(4);
  });

  it('asks the action URL when the server closes the stream', async () => {
    await dial();
    far.socket.close(1008, 'bad token');
    expect(await call.untilEnded()).toBe('server-hung-up');
    expect(call.stream?.end).toEqual({
      by: 'server',
      error: null,
      closeCode: 1008,
      closeReason: 'bad token',
    });
    const events = server.webhooksAt('/stream/status').map(({ parameters }) => parameters);
    expect(events.map(({ StreamEvent }) => StreamEvent)).toEqual([
      'stream-started',
      'stream-stopped',
    ]);
    expect(server.webhooksAt('/voice/next')).toHaveLength(1);
  });

  it('reports a refused upgrade as an error and goes on with the TwiML', async () => {
    server.upgradeStatus = 403;
    phone = new PhoneSimulator({
      url: server.url,
      publicUrl: 'https://voice.example.com',
      authToken: '12345',
    });
    call = await phone.dial();
    await call.untilEnded();
    expect(call.stream?.end?.error).toBe('31920 Stream - handshake error: status 403');
    expect(server.webhooksAt('/stream/status')[0]?.parameters).toMatchObject({
      StreamEvent: 'stream-error',
      StreamError: '31920 Stream - handshake error: status 403',
    });
    expect(server.webhooksAt('/voice/next')).toHaveLength(1);
  });

  it('sends stop and closes when the caller hangs up', async () => {
    await dial();
    const closed = new Promise((resolve) => far.socket.once('close', resolve));
    await call.hangUp();
    await closed;
    expect(call.outcome).toBe('caller-hung-up');
    expect(far.of('stop')[0]).toMatchObject({
      stop: { accountSid: phone.accountSid, callSid: call.callSid },
    });
    expect(server.webhooksAt('/voice/next')).toHaveLength(0);
  });

  it('breaks the line without stop, and the call goes on with the action URL', async () => {
    await dial();
    const closed = new Promise((resolve) => far.socket.once('close', resolve));
    call.cutLine();
    await closed;
    await call.untilEnded();
    expect(far.of('stop')).toEqual([]);
    expect(far.closeCode).toBe(1006);
    expect(server.webhooksAt('/voice/next')).toHaveLength(1);
  });
});
