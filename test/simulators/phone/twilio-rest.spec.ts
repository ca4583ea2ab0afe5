import twilio from 'twilio';

import { PhoneSimulator } from './phone-simulator.js';
import { ScriptedServer } from './scripted-server.js';
import type { SimulatedCall } from './simulated-call.js';
import { TwilioRest } from './twilio-rest.js';

/** The client's own HTTP, led to the stand-in. */
class LocalClient extends twilio.RequestClient {
  constructor(private readonly baseUrl: string) {
    super();
  }

  override request<T>(
    options: Parameters<typeof twilio.RequestClient.prototype.request<T>>[0],
  ): ReturnType<typeof twilio.RequestClient.prototype.request<T>> {
    return super.request({ ...options, uri: this.baseUrl + new URL(options.uri).pathname });
  }
}

describe('TwilioRest', () => {
  let server: ScriptedServer;
  let phone: PhoneSimulator;
  let rest: TwilioRest;
  let call: SimulatedCall;

  const update = (
    parameters: Readonly<Record<string, string>>,
    token = 'secret',
    callSid = call.callSid,
  ): Promise<Response> =>
    fetch(`${rest.url}/2010-04-01/Accounts/${phone.accountSid}/Calls/${callSid}.json`, {
      method: 'POST',
      headers: {
        Authorization: `Basic ${Buffer.from(`${phone.accountSid}:${token}`).toString('base64')}`,
      },
      body: new URLSearchParams(parameters),
    });

  beforeEach(async () => {
    server = await ScriptedServer.start();
    server.answers.set(
      '/voice',
      `<Response><Connect><Stream url="${server.url.replace('http', 'ws')}/ws/media"/></Connect></Response>`,
    );
    phone = new PhoneSimulator({ url: server.url, publicUrl: server.url, authToken: null });
    rest = await TwilioRest.start({
      accountSid: phone.accountSid,
      authToken: 'secret',
      find: (callSid) => phone.find(callSid),
    });
    call = await phone.dial();
    await call.untilStreaming();
  });

  afterEach(async () => {
    await phone.close();
    await rest.close();
    await server.close();
  });

  it('hangs the call up as the twilio client asks it to', async () => {
    const client = twilio(phone.accountSid, 'secret', { httpClient: new LocalClient(rest.url) });
    const { status } = await client.calls(call.callSid).update({ status: 'completed' });
    expect(status).toBe('completed');
    expect(await call.untilEnded()).toBe('ended-by-rest');
    expect(rest.requests).toEqual([
      {
        path: `/2010-04-01/Accounts/${phone.accountSid}/Calls/${call.callSid}.json`,
        authorized: true,
        parameters: { Status: 'completed' },
      },
    ]);
  });

  it('lets other TwiML take over, which ends the stream', async () => {
    await update({ Twiml: '<Response><Dial>+15550002222</Dial></Response>' });
    expect(await call.untilEnded()).toBe('dialled');
    expect(call.dialled).toEqual(['+15550002222']);
    expect(call.stream?.end?.by).toBe('phone');
  });

  it('refuses wrong credentials, unknown calls and calls that are over', async () => {
    expect((await update({ Status: 'completed' }, 'wrong')).status).toBe(401);
    const unknown = await update({ Status: 'completed' }, 'secret', 'CA0');
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({ code: 20404, status: 404 });
    await call.hangUp();
    expect(await (await update({ Status: 'completed' })).json()).toMatchObject({ code: 21220 });
  });

  it('fails as often as it is told to', async () => {
    rest.failNext('too-many', 2);
    expect((await update({ Status: 'completed' })).status).toBe(429);
    expect((await update({ Status: 'completed' })).status).toBe(429);
    expect((await update({ Status: 'completed' })).status).toBe(200);
  });
});
