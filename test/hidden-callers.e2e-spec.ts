import { PhoneSimulator } from './simulators/phone/phone-simulator.js';
import { AUTH_TOKEN } from './support/account.js';
import { startRedis } from './support/redis.js';
import { startApp } from './support/start-app.js';

describe('Callers who present no number of their own', () => {
  it('share one rate over all replicas, whatever they present', async () => {
    const redis = await startRedis();
    const start = (instance: string) =>
      startApp({
        INSTANCE_ID: instance,
        REDIS_URL: redis.url,
        RATE_LIMIT_CALLS_PER_CALLER: '1/60',
        RATE_LIMIT_HIDDEN_CALLERS: '2/60',
      });
    const replicas = [await start('one'), await start('two')];
    const [one, two] = replicas.map(
      ({ url, config }) =>
        new PhoneSimulator({ url, publicUrl: config.http.publicUrl, authToken: AUTH_TOKEN }),
    );
    const admitted = async (phone: PhoneSimulator | undefined, from: string) => {
      const call = await phone?.dial({ from });
      return call?.twiml[0]?.xml.includes('<Gather');
    };

    expect(await admitted(one, '+266696687')).toBe(true);
    expect(await admitted(two, '+17378742833')).toBe(true);
    expect(await admitted(one, 'Unavailable')).toBe(false);
    expect(await admitted(two, '+12562533')).toBe(false);
    for (const from of [
      'sip:mallory-1@pbx.example.com',
      'sip:mallory-2@pbx.example.com',
      '74663',
    ]) {
      expect([from, await admitted(one, from)]).toEqual([from, false]);
    }
    expect(await admitted(one, '+15551230100')).toBe(true);
    expect(await admitted(two, '+1 (555) 123-0100')).toBe(false);

    await Promise.all([one?.close(), two?.close()]);
    await Promise.all(replicas.map((replica) => replica.close()));
    await redis.close();
  });
});
