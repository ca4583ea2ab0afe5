import { once } from 'node:events';
import { WebSocket } from 'ws';
import { freePort } from './simulators/free-port.js';
import { OpenAiStandIn } from './simulators/openai/open-ai-stand-in.js';
import { startRedis, type RedisServer } from './support/redis.js';
import { startApp, type RunningApp } from './support/start-app.js';
import { ACCOUNT_SID, EdgePhone, sign, webhook } from './support/start-edge.js';

const CALL = 'CA00000000000000000000000000000002';
const STREAM = 'MZ00000000000000000000000000000003';
const REFUSED = 1008;

describe('A stream token', () => {
  let openai: OpenAiStandIn;
  let redis: RedisServer;
  let replicas: RunningApp[];

  beforeAll(async () => {
    openai = await OpenAiStandIn.start({ brain: () => ({ say: 'Hello.' }) });
    redis = await startRedis();
  });
  afterAll(async () => {
    await openai.stop();
    await redis.stop();
  });
  beforeEach(() => {
    replicas = [];
  });
  afterEach(async () => {
    for (const replica of replicas) await replica.close();
  });

  const boot = async (redisUrl: string, env: Record<string, string> = {}): Promise<RunningApp> => {
    const replica = await startApp({
      OPENAI_API_KEY: openai.knobs.acceptedKey,
      OPENAI_REALTIME_URL: openai.url,
      VOICE_PROVIDERS: 'openai-realtime',
      REALTIME_WARM_SESSIONS: '0',
      REDIS_URL: redisUrl,
      INSTANCE_ID: `replica-${replicas.length}`,
      ...env,
    });
    replicas.push(replica);
    return replica;
  };

  /** Asks `/voice` as Twilio does and takes the token out of its TwiML. */
  const mintedBy = async ({ url, config }: RunningApp): Promise<string> => {
    const form = webhook(CALL);
    const signature = sign(
      `${config.http.publicUrl}/voice`,
      form,
      config.twilio.authToken ?? undefined,
    );
    const answer = await fetch(`${url}/voice`, {
      method: 'POST',
      headers: { 'X-Twilio-Signature': signature },
      body: new URLSearchParams(form),
    });
    return /name="token" value="([\w-]+)"/.exec(await answer.text())?.[1] ?? 'none';
  };

  /** Opens a stream with the token; resolves with what came of it. */
  const shownTo = async (
    { wsUrl, config }: RunningApp,
    token: string,
    callSid = CALL,
  ): Promise<'accepted' | number> => {
    const signature = sign(config.http.mediaStreamUrl, {}, config.twilio.authToken ?? undefined);
    const socket = new WebSocket(wsUrl, { headers: { 'X-Twilio-Signature': signature } });
    await once(socket, 'open');
    const phone = new EdgePhone(socket);
    const spoken = once(socket, 'message').then(() => 'accepted' as const);
    phone.send({
      event: 'start',
      start: {
        accountSid: ACCOUNT_SID,
        streamSid: STREAM,
        callSid,
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters: { token },
      },
      streamSid: STREAM,
    });
    return Promise.race([spoken, phone.closed.then(({ code }) => code)]);
  };

  it('used on one replica is refused by every replica', async () => {
    const a = await boot(redis.url);
    const b = await boot(redis.url);
    const token = await mintedBy(a);
    expect(await shownTo(a, token)).toBe('accepted');
    expect(await shownTo(b, token)).toBe(REFUSED);
    expect(await shownTo(a, token)).toBe(REFUSED);
  });

  it('is good on another replica than the one that minted it', async () => {
    const a = await boot(redis.url);
    const b = await boot(redis.url);
    const token = await mintedBy(a);
    expect(await shownTo(b, token, 'CA00000000000000000000000000000009')).toBe(REFUSED);
    expect(await shownTo(b, token)).toBe('accepted');
    expect(await shownTo(a, token)).toBe(REFUSED);
  });

  it('is good on every replica while the auth token is changed, one replica after the other', async () => {
    const [former, next] = ['the-auth-token-so-far', 'the-auth-token-to-come'];
    const before = await boot(redis.url, { TWILIO_AUTH_TOKEN: former });
    const during = await boot(redis.url, {
      TWILIO_AUTH_TOKEN: next,
      TWILIO_AUTH_TOKEN_PREVIOUS: former,
    });
    const after = await boot(redis.url, { TWILIO_AUTH_TOKEN: next });
    for (const [minter, asked] of [
      [before, during],
      [during, before],
      [during, after],
      [after, during],
    ] as const) {
      const token = await mintedBy(minter);
      expect(await shownTo(asked, token)).toBe('accepted');
      for (const replica of replicas) expect(await shownTo(replica, token)).toBe(REFUSED);
    }
    // Those two never run at the same time.
    expect(await shownTo(after, await mintedBy(before))).toBe(REFUSED);
  });

  it('is good on another replica while neither can reach Redis', async () => {
    const nowhere = `redis://127.0.0.1:${await freePort()}`;
    const a = await boot(nowhere);
    const b = await boot(nowhere);
    const token = await mintedBy(a);
    expect(await shownTo(b, token)).toBe('accepted');
    expect(await shownTo(b, token)).toBe(REFUSED);
  });

  it('works once on a process that cannot reach Redis', async () => {
    const alone = await boot(`redis://127.0.0.1:${await freePort()}`);
    const token = await mintedBy(alone);
    expect(await shownTo(alone, token)).toBe('accepted');
    expect(await shownTo(alone, token)).toBe(REFUSED);
  });
});
