import { WebSocket } from 'ws';
import { startLine, type Line } from './support/line.js';

/** The commands and the snippet of the original guide, as they are written there. */
describe('The original guide', () => {
  let line: Line;
  beforeEach(async () => {
    line = await startLine({
      brain: () => ({ say: 'Hello.' }),
      env: { TWILIO_WEBHOOK_VALIDATION: 'false' },
    });
  });
  afterEach(() => line.close());

  it.each(['/health', '/streams', '/realtime/sessions', '/status', '/calls'])(
    'GET %s answers',
    async (path) => {
      const response = await fetch(line.app.url + path);
      expect(response.status).toBe(200);
      expect(typeof (await response.json())).toBe('object');
    },
  );

  it.each([
    [
      'with its ids inside start only',
      { start: { streamSid: 'test-stream', callSid: 'test-call' } },
    ],
    [
      'with its stream id outside, too',
      { streamSid: 'test-stream', start: { streamSid: 'test-stream', callSid: 'test-call' } },
    ],
  ])('a bare start %s opens a call that is answered', async (_how, start) => {
    const socket = new WebSocket(line.app.wsUrl);
    const greeting = new Promise<Record<string, unknown>>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('message', (data: Buffer) =>
        resolve(JSON.parse(data.toString()) as Record<string, unknown>),
      );
    });
    await new Promise((resolve) => socket.on('open', resolve));
    socket.send(JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' }));
    socket.send(JSON.stringify({ event: 'start', ...start }));
    expect(await greeting).toMatchObject({ event: 'media', streamSid: 'test-stream' });
    expect(await line.get('/streams')).toMatchObject({
      count: 1,
      streams: [{ streamSid: 'test-stream', callSid: 'test-call' }],
    });
    socket.close();
  });
});
