import { PhoneSimulator, type DialOptions } from './phone-simulator.js';
import { ScriptedServer } from './scripted-server.js';
import type { SimulatedCall } from './simulated-call.js';

const PUBLIC_URL = 'https://voice.example.com';
const GATHER = `<Gather input="dtmf" action="${PUBLIC_URL}/turn?turn=7"/>`;
const REDIRECT = `<Redirect>${PUBLIC_URL}/more</Redirect>`;

const twiml = (body: string): string => `<?xml version="1.0"?><Response>${body}</Response>`;

describe('a caller who hangs up', () => {
  let server: ScriptedServer;
  let phone: PhoneSimulator;

  beforeEach(async () => {
    server = await ScriptedServer.start();
    phone = new PhoneSimulator({ url: server.url, publicUrl: PUBLIC_URL, authToken: '12345' });
  });

  afterEach(async () => {
    await phone.close();
    await server.close();
  });

  async function hangUp(document: string, options: DialOptions = {}): Promise<SimulatedCall> {
    server.answers.set('/voice', twiml(document));
    const call = await phone.dial(options);
    await call.hangUp();
    return call;
  }

  const heard = (): unknown[] =>
    server.webhooks.slice(1).map(({ path, parameters }) => [path, parameters['CallStatus']]);

  it('is reported to the status callback alone', async () => {
    await hangUp(GATHER);
    expect(heard()).toEqual([['/call/status', 'completed']]);
  });

  it.each([
    ['a <Gather> that listens', GATHER, '/turn?turn=7'],
    ['a <Redirect> that comes next', `<Pause length="9"/>${REDIRECT}`, '/more'],
    ['the <Gather> before the <Redirect>', `${GATHER}${REDIRECT}`, '/turn?turn=7'],
  ])('is reported to %s when the knob is on', async (_what, document, path) => {
    const call = await hangUp(document, { reportsHangUp: true });
    expect(heard()).toEqual([
      [path, 'completed'],
      ['/call/status', 'completed'],
    ]);
    expect(call.outcome).toBe('caller-hung-up');
    expect(call.violations).toEqual([]);
  });

  it('is told no TwiML any more, and complains of an answer that is none', async () => {
    server.answers.set('/turn?turn=7', twiml('<Say>Hello?</Say>'));
    expect((await hangUp(GATHER, { reportsHangUp: true })).said).toEqual([]);
    server.answers.set('/turn?turn=7', { status: 500 });
    const call = await hangUp(GATHER, { reportsHangUp: true });
    expect(call.violations).toEqual(['11200 /turn answered 500']);
  });

  it('is reported with another final status', async () => {
    await hangUp(GATHER, { reportsHangUp: true, finalStatus: 'canceled' });
    expect(heard()).toEqual([
      ['/turn?turn=7', 'canceled'],
      ['/call/status', 'canceled'],
    ]);
  });

  it('is not reported when the call ends in another way', async () => {
    server.answers.set('/voice', twiml(GATHER));
    const call = await phone.dial({ reportsHangUp: true });
    call.end('ended-by-rest');
    await call.untilEnded();
    expect(heard()).toEqual([['/call/status', 'completed']]);
  });
});
