import { readEnvironment } from './environment.js';
import { readRedisAddress } from './redis-address.js';

const OPEN = { tls: false, username: null, password: null };

describe('readRedisAddress', () => {
  it.each(['redis://localhost', 'rediss://u:p@cache:6380/2', 'redis://:p%40ss@10.0.0.1:6379'])(
    'takes %s as it is',
    (url) => {
      expect(readRedisAddress(url)).toEqual({ kind: 'single', url });
    },
  );

  it('reads the nodes of a cluster', () => {
    expect(readRedisAddress('redis+cluster://a:7000,b,[::1]:7002')).toEqual({
      kind: 'cluster',
      nodes: [
        { host: 'a', port: 7000 },
        { host: 'b', port: 6379 },
        { host: '::1', port: 7002 },
      ],
      ...OPEN,
    });
    expect(readRedisAddress('REDISS+Cluster://app:p%40s%3As@a/')).toEqual({
      kind: 'cluster',
      nodes: [{ host: 'a', port: 6379 }],
      tls: true,
      username: 'app',
      password: 'p@s:s',
    });
  });

  it('reads sentinels, the name of the primary, and both passwords', () => {
    expect(readRedisAddress('redis+sentinel://a,b:26380/mymaster')).toEqual({
      kind: 'sentinel',
      sentinels: [
        { host: 'a', port: 26379 },
        { host: 'b', port: 26380 },
      ],
      name: 'mymaster',
      db: 0,
      sentinelUsername: null,
      sentinelPassword: null,
      ...OPEN,
    });
    expect(
      readRedisAddress(
        'rediss+sentinel://:one@a/mymaster/3?sentinel_username=watch&sentinel_password=t%26wo',
      ),
    ).toEqual({
      kind: 'sentinel',
      sentinels: [{ host: 'a', port: 26379 }],
      name: 'mymaster',
      db: 3,
      sentinelUsername: 'watch',
      sentinelPassword: 't&wo',
      tls: true,
      username: null,
      password: 'one',
    });
  });

  it.each([
    'localhost:6379',
    'http://cache',
    'redis://a:1,b:2',
    'redis+cluster://',
    'redis+cluster://a,,b',
    'redis+cluster://a:70000',
    'redis+cluster://a/1',
    'redis+cluster://a?tls=1',
    'redis+cluster://:p%@a',
    'redis+cluster://:p/w@a',
    'redis+sentinel://a',
    'redis+sentinel://a/',
    'redis+sentinel://a/mymaster/x',
    'redis+sentinel://a/mymaster/0/1',
    'redis+sentinel://a/mymaster?password=p',
    'redis+other://a/mymaster',
  ])('refuses %s', (url) => {
    expect(readRedisAddress(url)).toBeNull();
  });

  it.each([
    'redis//:hunter2@cache',
    'redis+cluster://:hunter2@a,,b',
    'redis+sentinel://a?sentinel_password=hunter2',
  ])('is asked for without the password of %s, with the forms that there are', (REDIS_URL) => {
    let line = '';
    try {
      readEnvironment({ REDIS_URL });
    } catch (error) {
      line = String(error);
    }
    expect(line).toContain('redis+cluster://host:6379,host:6379');
    expect(line).toContain('redis+sentinel://host:26379,host:26379/name');
    expect(line).not.toContain('hunter2');
  });
});
