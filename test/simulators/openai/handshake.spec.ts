import { WebSocket } from 'ws';
import { HANDSHAKE_REFUSALS, type HandshakeRefusal } from './handshake.js';
import { OpenAiStandIn } from './open-ai-stand-in.js';

interface Answer {
  readonly status: number | undefined;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

describe('a refused handshake', () => {
  let openai: OpenAiStandIn;

  beforeEach(async () => {
    openai = await OpenAiStandIn.start();
  });
  afterEach(() => openai.stop());

  function upgrade(key = 'sk-test'): Promise<Answer> {
    const headers = { authorization: `Bearer ${key}` };
    const socket = new WebSocket(`${openai.url}?model=gpt-live-1`, { headers });
    socket.on('error', () => undefined);
    return new Promise((resolve, reject) => {
      socket.once('open', () => reject(new Error('the upgrade was accepted')));
      socket.once('unexpected-response', (_, response) => {
        let body = '';
        response.on('data', (part: Buffer) => (body += part.toString()));
        response.on('end', () => {
          const retryAfter = response.headers['retry-after'];
          resolve({ status: response.statusCode, retryAfter, body });
        });
      });
    });
  }

  it.each(Object.entries<HandshakeRefusal>(HANDSHAKE_REFUSALS))(
    'is an HTTP answer with a JSON body: %s',
    async (_name, refusal) => {
      openai.nextConnections(1, { refuseHandshake: refusal });
      const { status, retryAfter, body } = await upgrade();
      const { code, message, type = 'invalid_request_error', param = null } = refusal;
      expect(status).toBe(refusal.status);
      expect(JSON.parse(body)).toEqual({ error: { code, message, type, param } });
      expect(retryAfter).toBe(refusal.retryAfterSeconds?.toString());
      expect(openai.ears.connections[0]?.closed?.code).toBe(refusal.status);
    },
  );

  it('may hold something else than JSON', async () => {
    openai.knobs.refuseHandshake = { status: 502, code: null, rawBody: '<h1>Bad Gateway – ü</h1>' };
    expect(await upgrade()).toMatchObject({ status: 502, body: '<h1>Bad Gateway – ü</h1>' });
  });

  it('says of a wrong key that it is wrong', async () => {
    const { status, body } = await upgrade('sk-other');
    expect(status).toBe(401);
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'invalid_api_key' } });
  });
});
