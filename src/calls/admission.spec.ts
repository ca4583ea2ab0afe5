import { LocalSharedStore } from '../cluster/local-shared-store.js';
import { readEnvironment } from '../config/environment.js';
import { CallerTraces } from '../ops/caller-traces.js';
import type { EventLoopMonitor } from '../ops/event-loop.monitor.js';
import { Admission } from './admission.js';

const MINUTE_MS = 60_000;
const NUMBER = '+15551230100';
/** Callers who present no telephone number of their own. */
const NAMELESS = [
  '',
  ' ',
  '+',
  '+1',
  '911',
  '74663',
  '+74663',
  'anonymous',
  'Restricted',
  '+266696687',
  '+7378742833',
  '+2562533',
  '+8656696',
  '+86282452253',
  '+17378742833',
  'client:alice',
  'client:bob',
  'sip:alice@pbx.example.com',
  'sip:+15551230100@pbx.example.com',
  'sips:bob@10.0.0.1',
  'whatsapp:+15551230100',
  'messenger:4711',
  'alice@example.com',
  '+٠١٢٣٤٥٦٧٨٩',
  '<Number>+19005550100</Number>',
  '\u0000',
  '5551230100',
];
/** One number as different systems write it. */
const WRITTEN = [
  NUMBER,
  '+1 555 123 0100',
  '+1-555-123-0100',
  '+1 (555) 123.0100',
  '0015551230100',
  '%2B15551230100',
  ' 15551230100',
];

function admission(env: Record<string, string> = {}) {
  let now = 0;
  const traces = new CallerTraces();
  const config = readEnvironment({
    PUBLIC_URL: 'https://example.com',
    TWILIO_AUTH_TOKEN: 'secret',
    RATE_LIMIT_CALLS_PER_CALLER: '1/60',
    RATE_LIMIT_HIDDEN_CALLERS: '2/60',
    ...env,
  });
  const calm = { overloaded: false } as EventLoopMonitor;
  const subject = new Admission(config, calm, new LocalSharedStore(() => now), traces);
  return { subject, traces, pass: (ms: number) => (now += ms) };
}

describe('The rate of calls', () => {
  it.each(NAMELESS)('of %p is that of all callers without a number', async (from) => {
    const { subject } = admission();
    await subject.withinRate('sip:one@example.com');
    await subject.withinRate('client:two');
    expect(await subject.withinRate(from)).toBe(false);
    expect(await subject.withinRate(NUMBER)).toBe(true);
  });

  it.each(WRITTEN)('of a number written as %p is one', async (from) => {
    const { subject } = admission();
    expect(await subject.withinRate(NUMBER)).toBe(true);
    expect(await subject.withinRate(from)).toBe(false);
    expect(await subject.withinRate('+15551230101')).toBe(true);
    expect(await subject.withinRate('anonymous')).toBe(true);
  });
});

describe('A call that is not admitted', () => {
  it.each([
    [NUMBER, 1],
    ['anonymous', 2],
  ])('of %s over the rate hears words, then a busy tone', async (from, words) => {
    const { subject, pass } = admission({ BUSY_POLICY: 'dial:+15551230777' });
    const refusal = (callSid: string) => subject.refusal(callSid, from, 'rate');
    for (let call = 0; call < words; call++) expect(await refusal(`CA${call}`)).toBe('busy-words');
    expect(await refusal('CA8')).toBe('busy-tone');
    expect(await subject.refusalAgain('CA0')).toBe('busy-words');
    expect(await subject.refusalAgain('CA8')).toBe('busy-tone');
    pass(MINUTE_MS);
    expect(await refusal('CA9')).toBe('busy-words');
  });

  it.each(['voicemail', 'dial:+15551230777'])(
    'for want of room gets %s five times an hour, and words after that',
    async (policy) => {
      const { subject, pass } = admission({ BUSY_POLICY: policy });
      const refusal = (call: number) => subject.refusal(`CA${call}`, NUMBER, 'capacity');
      for (let call = 0; call < 5; call++) expect(await refusal(call)).toBe('busy');
      expect(await refusal(5)).toBe('busy-words');
      expect(await subject.refusal('CA6', '+15551230101', 'overload')).toBe('busy');
      expect(await subject.refusalAgain('CA0')).toBe('busy');
      expect(await subject.refusalAgain('CA5')).toBe('busy-words');
      pass(60 * MINUTE_MS);
      expect(await refusal(7)).toBe('busy');
    },
  );

  it('is limited with all others, by number and without', async () => {
    const { subject } = admission({ BUSY_POLICY: 'voicemail' });
    const answers = async (calls: number, from: (call: number) => string) => {
      const all = [];
      for (let call = 0; call < calls; call++) {
        all.push(await subject.refusal(from(call), from(call), 'capacity'));
      }
      return all.filter((answer) => answer === 'busy').length;
    };
    expect(await answers(100, (call) => `sip:${call}@example.com`)).toBe(30);
    expect(await answers(200, (call) => `+1555123${1_000 + call}`)).toBe(90);
  });

  it('costs nothing where words are all that the policy has', async () => {
    const { subject } = admission({ BUSY_POLICY: 'say' });
    for (let call = 0; call < 20; call++) {
      expect(await subject.refusal(`CA${call}`, NUMBER, 'capacity')).toBe('busy');
    }
    expect(await subject.mayCost('CA-other', NUMBER)).toBe(true);
  });
});

describe('A message', () => {
  it('that one call may leave it may still leave when it is asked for again', async () => {
    const { subject } = admission();
    expect(await subject.mayCost('CA1', NUMBER)).toBe(true);
    for (let call = 2; call < 9; call++) await subject.mayCost(`CA${call}`, NUMBER);
    expect(await subject.mayCost('CA9', NUMBER)).toBe(false);
    expect(await subject.mayCost('CA1', NUMBER)).toBe(true);
  });

  it('counts no more once its caller is forgotten', async () => {
    const { subject, traces } = admission({ BUSY_POLICY: 'voicemail' });
    await subject.withinRate(NUMBER);
    for (let call = 0; call < 6; call++) await subject.mayCost(`CA${call}`, NUMBER);
    const forget = async (identity: string) =>
      (await traces.remove({ identity, callSids: [] })).rates;
    expect(await forget(NUMBER)).toBe(1);
    expect(await forget(NUMBER)).toBe(0);
    expect(await forget('client:alice')).toBe(0);
    expect(await subject.withinRate(NUMBER)).toBe(true);
    expect(await subject.mayCost('CA9', NUMBER)).toBe(true);
  });
});
