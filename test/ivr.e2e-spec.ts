import type { Scenario } from './simulators/scenario.js';
import { PhoneSimulator } from './simulators/phone/phone-simulator.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import type { CallView } from './support/call-view.js';
import { ACCOUNT_SID, AUTH_TOKEN } from './support/account.js';
import { eventually } from './support/eventually.js';
import { startLine } from './support/line.js';
import { startApp, type RunningApp } from './support/start-app.js';

const HUMAN = '+15550009999';

interface OrderList {
  readonly orders: readonly {
    readonly state: string;
    readonly callSid: string;
    readonly totalCents: number;
    readonly readyAt: string | null;
    readonly allergies: readonly string[];
    readonly customer: {
      readonly name: string;
      readonly phone: string;
      readonly fulfilment: string;
    };
    readonly lines: readonly { readonly itemId: string; readonly quantity: number }[];
  }[];
}
async function get<T>(app: RunningApp, path: string): Promise<T> {
  const response = await fetch(app.url + path, { headers: app.authorization });
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

/** What the line says once it listens again. */
async function asked(call: SimulatedCall): Promise<string> {
  await call.untilGathering();
  return call.said.slice(-2).join(' ');
}

describe('The order line without any key', () => {
  let app: RunningApp;
  let phone: PhoneSimulator;

  const start = async (env: Record<string, string> = {}) => {
    app = await startApp(env);
    phone = new PhoneSimulator({
      url: app.url,
      publicUrl: app.config.http.publicUrl,
      accountSid: ACCOUNT_SID,
      authToken: AUTH_TOKEN,
    });
    return phone.dial();
  };

  afterEach(async () => {
    expect(phone.calls.flatMap(({ violations }) => violations)).toEqual([]);
    await phone.close();
    await app.close();
  });

  it('takes an order by keys alone', async () => {
    const call = await start();
    expect(await asked(call)).toContain("Thanks for calling Luigi's.");
    // Menu, pizzas, Margherita, large, no extras, two, finish, pickup, no name.
    for (const key of ['1', '1', '1', '3', '1', '2', '3', '1', '1']) {
      await call.press(key);
      await call.untilGathering();
    }
    expect(await asked(call)).toContain(
      'You have two Margherita, large 16 inch; for pickup, under the name Caller.',
    );
    // What was read back is not said again, and is agreed to all the same.
    call.keepSilent();
    expect(await asked(call)).toContain(
      'change it. I did not hear anything. Shall I place the order?',
    );
    await call.press('1');
    expect(await call.untilEnded()).toBe('server-hung-up');
    expect(call.said.at(-1)).toMatch(/Your order number is (\w+ )+\w+\. It will be ready in about/);

    const { orders } = await get<OrderList>(app, '/orders');
    expect(orders).toMatchObject([
      {
        state: 'placed',
        callSid: call.callSid,
        totalCents: 4028,
        customer: { name: 'Caller', phone: '+15551230100', fulfilment: 'pickup' },
        lines: [{ itemId: 'margherita', quantity: 2 }],
      },
    ]);
  });

  it('takes an order by voice, and keeps what was said', async () => {
    const began = Date.now();
    const call = await start();
    for (const words of [
      "I'd like two large pepperoni pizzas with extra cheese and a coke please.",
      'a can',
      'Oh, and my son is allergic to milk.',
      'No, that is all.',
      'My card is 4111 1111 1111 1111, pickup in two hours.',
      'Anna',
    ]) {
      await call.say(words);
      await call.untilGathering();
    }
    expect(await asked(call)).toContain(
      'under the name Anna. The kitchen is told of an allergy to milk. The total is',
    );
    expect(call.said.join(' ')).toContain('Please note: the Pepperoni contains milk');
    await call.say('Yes, that is right.');
    expect(await call.untilEnded()).toBe('server-hung-up');

    const { orders } = await get<OrderList>(app, '/orders');
    const wait = Date.parse(orders[0]?.readyAt ?? '') - began;
    expect(Math.abs(wait - 120 * 60_000)).toBeLessThan(2 * 60_000);
    expect(orders[0]?.allergies).toEqual(['milk']);
    expect(orders[0]?.lines).toMatchObject([
      { itemId: 'pepperoni', quantity: 2 },
      { itemId: 'coca-cola', quantity: 1 },
    ]);
    const detail = await get<CallView>(app, `/calls/${call.callSid}`);
    expect(detail).toMatchObject({
      state: 'ended',
      outcome: 'finished',
      provider: 'ivr',
      order: { state: 'placed', totalCents: orders[0]?.totalCents },
    });
    const said = detail.transcript.map(({ role, text }) => `${role}: ${text}`);
    expect(said).toContain('caller: My card is ****, pickup in two hours.');
    expect(said).toContain('caller: Anna');
    expect(said.at(-1)).toMatch(/^assistant: Thank you\. Your order number is/);
  });

  it('keeps nothing of a card that is told in parts', async () => {
    const call = await start();
    await call.say('My card number is four one one one, 1111.');
    await call.untilGathering();
    await call.say('uno uno doble uno');
    await call.untilGathering();
    await call.say('and then one one one one. The security code is 123.');
    await call.untilGathering();
    await call.hangUp();
    await eventually(async () => {
      const detail = await get<CallView>(app, `/calls/${call.callSid}`);
      expect(detail.transcript.filter(({ role }) => role === 'caller')).toMatchObject([
        { text: 'My card number is ****.' },
        { text: '****' },
        { text: 'and then ****. The security code is ****.' },
      ]);
      expect(JSON.stringify(detail)).not.toMatch(/1111|one one|uno uno|123\./);
    });
  });

  it('helps a silent caller, then listens to keys alone, and ends at last', async () => {
    const call = await start();
    for (const hint of ['I did not hear anything.', 'You can say a dish', 'keys of your phone']) {
      await call.untilGathering();
      call.keepSilent();
      expect(await asked(call)).toContain(hint);
    }
    const [gather] = call.twiml.at(-1)?.verbs ?? [];
    expect(gather?.attributes['input']).toBe('dtmf');
    call.keepSilent();
    expect(await call.untilEnded()).toBe('server-hung-up');
    expect(call.said.at(-1)).toContain('Please call again.');
  });

  it('puts the caller through on key 0', async () => {
    const call = await start({ HUMAN_TRANSFER_NUMBER: HUMAN });
    await call.press('0');
    expect(await call.untilEnded()).toBe('dialled');
    expect(call.dialled).toEqual([HUMAN]);
    const { outcome } = await get<CallView>(app, `/calls/${call.callSid}`);
    expect(outcome).toBe('transferred');
  });

  it('says that nobody can come when there is no number, and goes on', async () => {
    const call = await start();
    await call.press('0');
    expect(await asked(call)).toContain('nobody can come to the phone right now');
    await call.press('1');
    expect(await asked(call)).toContain('Which part of the menu?');
  });

  it('gives speech recognition the words of the menu, within Twilio’s limits', async () => {
    const call = await start();
    await call.press('1');
    await call.untilGathering();
    const [gather] = call.twiml.at(-1)?.verbs ?? [];
    const hints = (gather?.attributes['hints'] ?? '').split(',');
    expect(hints.slice(0, 2)).toEqual(['Pizzas', 'Calzones and strombolis']);
    expect(hints).toEqual(expect.arrayContaining(['Margherita', 'Thin crust', 'a person']));
    expect(hints.length).toBeLessThanOrEqual(500);
    expect(Math.max(...hints.map(({ length }) => length))).toBeLessThanOrEqual(100);
  });
});

describe('The order line after a lost stream', () => {
  const SCENARIO: Scenario = {
    name: 'begun',
    greeting: 'Hello, what would you like?',
    turns: [
      {
        caller: 'A large Margherita please.',
        steps: [
          {
            tools: [{ name: 'add_item', arguments: { itemId: 'margherita', options: ['large'] } }],
          },
          { say: 'One large Margherita. Anything else?' },
        ],
      },
    ],
  };

  it('goes on with what was ordered before', async () => {
    const line = await startLine({
      scenario: SCENARIO,
      env: { VOICE_PROVIDERS: 'openai-realtime,ivr', MAX_RECONNECT_ATTEMPTS: '0' },
    });
    try {
      const call = await line.phone.dial();
      await call.hearsSpeech();
      await call.untilQuiet(300);
      await call.say('A large Margherita please.');
      await call.hearsSpeech();
      await call.untilQuiet(300);
      line.openai.connections[0]?.drop();
      expect(await asked(call)).toContain('So far you have one Margherita, large 16 inch.');
      for (const words of ['make that two', "that's all", 'pickup', 'Bo', 'yes']) {
        await call.say(words);
      }
      expect(await call.untilEnded()).toBe('server-hung-up');
      const { orders } = await line.get<OrderList>('/orders');
      expect(orders).toMatchObject([
        { callSid: call.callSid, lines: [{ itemId: 'margherita', quantity: 2 }] },
      ]);
      const { transcript } = await line.get<CallView>(`/calls/${call.callSid}`);
      expect(transcript.map(({ text }) => text)).toEqual(
        expect.arrayContaining(['A large Margherita please.', 'make that two']),
      );
      expect(line.violations()).toEqual([]);
    } finally {
      await line.close();
    }
  });
});
