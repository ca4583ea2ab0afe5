import { readEnvironment } from '../../config/environment.js';
import { PhoneCalls } from './phone-calls.js';

const callsOf = (env: Record<string, string>): PhoneCalls =>
  new PhoneCalls(readEnvironment({ TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`, ...env }));

describe('PhoneCalls', () => {
  const calls = callsOf({ TWILIO_AUTH_TOKEN: 'secret' });

  it('knows the calls that it made, on every replica, and no other', () => {
    const own = calls.make();
    expect(own).toMatch(/^CA[0-9a-f]{32}$/);
    expect(calls.make()).not.toBe(own);
    expect(calls.has(own)).toBe(true);
    expect(callsOf({ TWILIO_AUTH_TOKEN: 'secret' }).has(own)).toBe(true);
    expect(callsOf({ TWILIO_AUTH_TOKEN: 'other' }).has(own)).toBe(false);
    const wrong = [own.toUpperCase(), `${own}0`, own.slice(0, -1), `CA${'0'.repeat(32)}`, '', null];
    expect(wrong.map((callSid) => calls.has(callSid))).toEqual(wrong.map(() => false));
    expect(calls.has([own])).toBe(false);
  });

  it('knows them while the auth token is changed', () => {
    const tokens = { TWILIO_AUTH_TOKEN: 'new', TWILIO_AUTH_TOKEN_PREVIOUS: 'secret' };
    expect(callsOf(tokens).has(calls.make())).toBe(true);
  });

  it('knows none while the page is off, nor those of another process without a secret', () => {
    const off = callsOf({ TWILIO_AUTH_TOKEN: 'secret', ENABLE_PHONE: 'false' });
    expect(off.has(calls.make())).toBe(false);
    const [one, two] = [callsOf({}), callsOf({})];
    expect([one.has(one.make()), two.has(one.make())]).toEqual([true, false]);
  });
});
