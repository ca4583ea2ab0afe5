import { type Callee, CALLEES, type Dialling } from './callee.js';
import { type DialOptions, PhoneSimulator } from './phone-simulator.js';
import { ScriptedServer } from './scripted-server.js';
import type { SimulatedCall } from './simulated-call.js';

const PUBLIC_URL = 'https://voice.example.com';
const NUMBER = '+15550009999';
const OTHER = '+15550008888';
const CALLER = '+15551230100';
const WHISPER = `url="${PUBLIC_URL}/whisper"`;

const twiml = (body: string): string => `<?xml version="1.0"?><Response>${body}</Response>`;
const dial = (attributes = '', nouns = `<Number ${WHISPER}>${NUMBER}</Number>`): string =>
  twiml(`<Dial action="${PUBLIC_URL}/after" ${attributes}>${nouns}</Dial>`);

describe('<Dial> with a callee', () => {
  let server: ScriptedServer;
  let phone: PhoneSimulator;

  beforeEach(async () => {
    server = await ScriptedServer.start();
    server.answers.set('/voice', dial());
    server.answers.set(
      '/whisper',
      twiml(
        `<Gather numDigits="1" timeout="5" action="${PUBLIC_URL}/accept">` +
          '<Say>A caller with an order. Press 1.</Say></Gather><Hangup/>',
      ),
    );
    server.answers.set('/accept', twiml('<Say>Thank you.</Say>'));
    server.answers.set('/after', twiml('<Say>Back with you.</Say>'));
    phone = new PhoneSimulator({
      url: server.url,
      publicUrl: PUBLIC_URL,
      authToken: '12345',
      speed: 40,
    });
  });

  afterEach(async () => {
    await phone.close();
    await server.close();
  });

  async function call(
    callee: Callee | Dialling['callees'],
    more: Partial<Dialling> = {},
    options: DialOptions = {},
  ): Promise<SimulatedCall> {
    const callees = 'does' in callee ? { [NUMBER]: callee as Callee } : callee;
    return phone.dial({ dialling: { callees, ...more }, ...options });
  }

  const after = (): Readonly<Record<string, string>> =>
    server.webhooksAt('/after')[0]?.parameters ?? {};

  it.each([
    ['busy', CALLEES.busy, 'busy'],
    ['not answering', CALLEES.noAnswer, 'no-answer'],
    ['no number at all', CALLEES.failed, 'failed'],
    ['cancelled', { does: 'canceled' } as const, 'canceled'],
  ])('tells the action that the callee is %s', async (_what, callee, status) => {
    const one = await call(callee);
    expect(await one.untilEnded()).toBe('server-hung-up');
    const [leg] = one.legs;
    expect(after()).toMatchObject({
      CallSid: one.callSid,
      CallStatus: 'in-progress',
      DialCallStatus: status,
      DialCallSid: leg?.callSid,
      DialBridged: 'false',
    });
    expect(after()).not.toHaveProperty('DialCallDuration');
    expect(one.said).toEqual(['Back with you.']);
    expect(leg?.answeredAt).toBeUndefined();
    expect(server.webhooksAt('/whisper')).toEqual([]);
    expect(one.violations).toEqual([]);
  });

  it('joins the legs when the callee accepts, until the callee hangs up', async () => {
    const one = await call({ ...CALLEES.accepts, ringMs: 3_000, talkMs: 4_000 });
    await one.untilEnded();
    const [leg] = one.legs;
    expect(leg).toMatchObject({
      number: NUMBER,
      callerId: CALLER,
      pressed: ['1'],
      said: ['A caller with an order. Press 1.', 'Thank you.'],
      status: 'completed',
    });
    expect(server.webhooksAt('/whisper')[0]?.parameters).toMatchObject({
      CallSid: leg?.callSid,
      ParentCallSid: one.callSid,
      CallStatus: 'in-progress',
      Direction: 'outbound-dial',
      From: CALLER,
      To: NUMBER,
    });
    expect(server.webhooksAt('/accept')[0]?.parameters).toMatchObject({ Digits: '1' });
    expect(after()).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'true' });
    expect(Number(after()['DialCallDuration'])).toBeGreaterThanOrEqual(4);
    expect((leg?.answeredAt ?? 0) - one.startedAt).toBeGreaterThanOrEqual(3_000);
    expect((leg?.endedAt ?? 0) - (leg?.joinedAt ?? 0)).toBeGreaterThanOrEqual(4_000);
    expect(one.longestSilenceMs()).toBeLessThan(2_600);
    expect(one.violations).toEqual([]);
  });

  it.each([
    ['does not press', CALLEES.keepsSilent],
    ['is a machine that talks', CALLEES.machine],
    ['hangs up', { does: 'answers', hangsUpAfterMs: 500 } as const],
  ])('does not join the legs when the callee %s', async (_what, callee) => {
    const one = await call(callee, { declinedStatus: 'no-answer' });
    await one.untilEnded();
    expect(after()).toMatchObject({ DialCallStatus: 'no-answer', DialBridged: 'false' });
    expect(one.legs[0]?.joinedAt).toBeUndefined();
    expect(one.legs[0]?.answeredAt).toEqual(expect.any(Number));
    expect(server.webhooksAt('/accept')).toEqual([]);
  });

  it('does not join them when the server hangs up on the wrong key', async () => {
    server.answers.set('/accept', twiml('<Hangup/>'));
    const one = await call(CALLEES.declines);
    await one.untilEnded();
    expect(server.webhooksAt('/accept')[0]?.parameters).toMatchObject({ Digits: '2' });
    expect(after()).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'false' });
  });

  it('lets a machine accept where speech counts, and swallow a caller without a whisper', async () => {
    server.answers.set(
      '/whisper',
      twiml(`<Gather input="speech dtmf" action="${PUBLIC_URL}/accept"/><Hangup/>`),
    );
    await (await call({ ...CALLEES.machine, greeting: 'Hi, this is Ann.' })).untilEnded();
    expect(server.webhooksAt('/accept')[0]?.parameters).toMatchObject({
      SpeechResult: 'Hi, this is Ann.',
    });
    server.answers.set('/voice', dial('', NUMBER));
    const one = await call(CALLEES.machine);
    await one.untilEnded();
    expect(one.legs[0]?.joinedAt).toEqual(expect.any(Number));
  });

  it('does not join the legs when the whisper cannot be had, or holds what it may not', async () => {
    server.answers.set('/whisper', { status: 500 });
    const first = await call(CALLEES.accepts);
    await first.untilEnded();
    expect(after()).toMatchObject({ DialBridged: 'false' });
    expect(first.violations).toEqual(['whisper: 11200 /whisper answered 500']);
    server.answers.set('/whisper', dial());
    const second = await call(CALLEES.keepsSilent);
    await second.untilEnded();
    expect(second.violations[0]).toBe('whisper: /whisper: 12200 <Dial> is not allowed here');
  });

  it('gives up at its timeout and ends at its limit', async () => {
    server.answers.set('/voice', dial('timeout="4" timeLimit="6"'));
    const first = await call({ ...CALLEES.accepts, ringMs: 6_000 });
    await first.untilEnded();
    expect(after()).toMatchObject({ DialCallStatus: 'no-answer' });
    expect((first.legs[0]?.endedAt ?? 0) - first.startedAt).toBeGreaterThanOrEqual(4_000);
    const second = await call(
      { ...CALLEES.accepts, ringMs: 6_000, talkMs: 60_000 },
      {
        timeoutBufferMs: 5_000,
      },
    );
    await second.untilEnded();
    const { endedAt = 0, joinedAt = 0 } = second.legs[0] ?? {};
    expect(endedAt - joinedAt).toBeGreaterThanOrEqual(6_000);
    expect(endedAt - joinedAt).toBeLessThan(12_000);
  });

  it('dials the next callee of the list at the next attempt', async () => {
    server.answers.set('/after', dial());
    const one = await call({ [NUMBER]: [CALLEES.busy, CALLEES.noAnswer, CALLEES.accepts] });
    await one.until('three legs', () => one.legs.length === 3);
    const heard = server.webhooksAt('/after').map(({ parameters }) => parameters['DialCallStatus']);
    expect(heard).toEqual(['busy', 'no-answer']);
  });

  it('dials several numbers at once and hangs up on all but the first to answer', async () => {
    server.answers.set('/voice', dial('', `<Number>${NUMBER}</Number><Number>${OTHER}</Number>`));
    const one = await call({
      [NUMBER]: { ...CALLEES.accepts, ringMs: 9_000 },
      '*': { ...CALLEES.accepts, ringMs: 1_000 },
    });
    await one.untilEnded();
    expect(one.dialled).toEqual([NUMBER, OTHER]);
    expect(one.legs.map(({ status }) => status)).toEqual(['canceled', 'completed']);
    expect(after()['DialCallSid']).toBe(one.legs[1]?.callSid);
  });

  it('dials several numbers in turn', async () => {
    const nouns = `<Number>${NUMBER}</Number><Number>${OTHER}</Number>`;
    server.answers.set('/voice', dial('sequential="true"', nouns));
    const one = await call({ [NUMBER]: CALLEES.busy, [OTHER]: CALLEES.accepts });
    await one.untilEnded();
    expect(one.legs.map(({ status }) => status)).toEqual(['busy', 'completed']);
    expect(after()).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'true' });
  });

  it('reports the life of the leg to its status callback', async () => {
    const events = 'statusCallbackEvent="initiated ringing answered completed"';
    const callback = `statusCallback="${PUBLIC_URL}/leg" ${events}`;
    server.answers.set('/voice', dial('', `<Number ${WHISPER} ${callback}>${NUMBER}</Number>`));
    const one = await call(CALLEES.accepts);
    await one.untilEnded();
    const heard = server.webhooksAt('/leg').map(({ parameters }) => parameters);
    expect(heard.map(({ CallStatus, SequenceNumber }) => [CallStatus, SequenceNumber])).toEqual([
      ['initiated', '0'],
      ['ringing', '1'],
      ['in-progress', '2'],
      ['completed', '3'],
    ]);
    expect(heard[3]).toMatchObject({ ParentCallSid: one.callSid, CallSid: one.legs[0]?.callSid });
    expect(Number(heard[3]?.['CallDuration'])).toBeGreaterThan(0);
  });

  it('keeps the call ringing with answerOnBridge, unless it was picked up before', async () => {
    server.answers.set('/voice', dial('answerOnBridge="true"'));
    await (await call(CALLEES.busy)).untilEnded();
    expect(after()).toMatchObject({ CallStatus: 'ringing' });
    const said = `<Say>One moment.</Say><Dial answerOnBridge="true" action="${PUBLIC_URL}/two">${NUMBER}</Dial>`;
    server.answers.set('/voice', twiml(said));
    await (await call(CALLEES.busy)).untilEnded();
    expect(server.webhooksAt('/two')[0]?.parameters).toMatchObject({ CallStatus: 'in-progress' });
  });

  it('goes on with the next verb without an action', async () => {
    server.answers.set('/voice', twiml(`<Dial>${NUMBER}</Dial><Say>Nobody there.</Say>`));
    const one = await call(CALLEES.busy);
    await one.untilEnded();
    expect(one.said).toEqual(['Nobody there.']);
  });

  it('tells the action of a caller who hangs up while it rings', async () => {
    const one = await call({ ...CALLEES.accepts, ringMs: 30_000 });
    await one.until('it rings', () => one.legs[0]?.status === 'ringing');
    await one.hangUp();
    expect(one.outcome).toBe('caller-hung-up');
    expect(after()).toMatchObject({ CallStatus: 'completed', DialCallStatus: 'canceled' });
    expect(one.said).toEqual([]);
    expect(one.violations).toEqual([]);
  });

  it('and of one who hangs up while they talk', async () => {
    const one = await call({ ...CALLEES.accepts, talkMs: Infinity });
    await one.until('they talk', () => one.legs[0]?.joinedAt !== undefined);
    await one.hangUp();
    expect(after()).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'true' });
  });

  it('ends without its action when other TwiML takes over', async () => {
    const one = await call({ ...CALLEES.accepts, ringMs: 30_000 });
    await one.until('it rings', () => one.legs[0]?.status === 'ringing');
    one.redirect(twiml('<Say>Instead.</Say>'));
    await one.untilEnded();
    expect(one.said).toEqual(['Instead.']);
    expect(one.legs[0]?.status).toBe('canceled');
    expect(server.webhooksAt('/after')).toEqual([]);
  });

  it('reports what a script wants reported', async () => {
    await (await call({ ...CALLEES.accepts, reports: 'answered' })).untilEnded();
    expect(after()).toMatchObject({ DialCallStatus: 'answered', DialBridged: 'true' });
  });

  it.each([
    ['a withheld number', '', 'anonymous', '"anonymous" is no telephone number'],
    ['one that is spelled', '', '+266696687', '"+266696687" is no telephone number'],
    ['a foreign number', `callerId="${OTHER}"`, CALLER, `${OTHER} is not the account's`],
  ])('fails when it would show %s', async (_what, attributes, from, violation) => {
    server.answers.set('/voice', dial(attributes));
    const one = await call(CALLEES.accepts, {}, { from });
    await one.untilEnded();
    expect(one.violations).toEqual([`13214 <Dial> callerId: ${violation}`]);
    expect(after()).toMatchObject({ DialCallStatus: 'failed' });
  });

  it('shows the called number, or one that was verified', async () => {
    const to = '+15550000001';
    server.answers.set('/voice', dial(`callerId="${to}"`));
    const first = await call(CALLEES.accepts, {}, { from: 'anonymous', to });
    await first.untilEnded();
    expect(first.legs[0]).toMatchObject({ callerId: to, status: 'completed' });
    server.answers.set('/voice', dial(`callerId="${OTHER}"`));
    const second = await call(CALLEES.accepts, { verifiedNumbers: [OTHER] });
    await second.untilEnded();
    expect([...first.violations, ...second.violations]).toEqual([]);
  });

  it.each([
    ['timeout="0"', '12200 <Dial> timeout must not be "0"'],
    ['timeout="20s"', '12200 <Dial> timeout must not be "20s"'],
    ['timeLimit="20000"', '12200 <Dial> timeLimit must not be "20000"'],
    ['answerOnBridge="yes"', '12200 <Dial> answerOnBridge must not be "yes"'],
    ['method="PUT"', '12200 <Dial> method must not be "PUT"'],
    ['patience="3"', '12200 <Dial> has the unknown attribute patience'],
  ])('complains of %s', async (attributes, violation) => {
    server.answers.set('/voice', dial(attributes));
    const one = await phone.dial();
    expect(await one.untilEnded()).toBe('dialled');
    expect(one.violations).toEqual([`/voice: ${violation}`]);
  });

  it.each([
    ['<Number whisper="a">+15550009999</Number>', '12200 <Number> has the unknown attribute'],
    ['<Number url="/whisper">+15550009999</Number>', '15004 <Number> url is not an absolute URL'],
    [
      '<Number statusCallbackEvent="answered,completed">+15550009999</Number>',
      '12200 <Number> statusCallbackEvent must not be',
    ],
    ['<Number>the manager</Number>', '13223 <Dial> "the manager" is no phone number'],
    ['', '13223 <Dial> "" is no phone number'],
    [`<Number>${NUMBER}</Number>`.repeat(11), '12200 <Dial> has more than 10 nouns'],
  ])('complains of %s', async (nouns, violation) => {
    server.answers.set('/voice', dial('', nouns));
    const one = await phone.dial();
    expect(one.violations).toHaveLength(1);
    expect(one.violations[0]).toContain(violation);
  });
});
