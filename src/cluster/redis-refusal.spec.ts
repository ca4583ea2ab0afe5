import { ReplyError } from 'ioredis';
import { isElsewhere, refusalKind } from './redis-refusal.js';

const said = (message: string): Error => new ReplyError(message) as Error;

describe('What a Redis server says', () => {
  it.each([
    'MOVED 3999 127.0.0.1:6381',
    'ASK 3999 127.0.0.1:6381',
    'TRYAGAIN Multiple keys request during rehashing of slot',
    'CLUSTERDOWN Hash slot not served',
  ])('%s: the keys are elsewhere', (message) => {
    expect(isElsewhere(said(message))).toBe(true);
    expect(refusalKind(said(message))).toBeNull();
  });

  it.each(["READONLY You can't write against a read only replica.", 'ERR value MOVED', 'OOM'])(
    '%s: they are here',
    (message) => {
      expect(isElsewhere(said(message))).toBe(false);
    },
  );

  it('is nothing without an error', () => {
    expect(isElsewhere(undefined)).toBe(false);
    expect(isElsewhere('MOVED')).toBe(false);
  });
});
