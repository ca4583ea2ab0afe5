import { CallRecovery } from '../src/calls/ownership/call-recovery.js';
import { Call, type CallSnapshot } from '../src/calls/call/call.js';
import { Restaurant, type Result } from './support/restaurant.js';
import { loadVoiceScript } from '../src/config/voice-script.js';
import { VOICE_FIXTURE } from './support/voice-fixture.js';

const SCRIPT = loadVoiceScript(VOICE_FIXTURE);

const CALL = 'CA1';
const CALLER = { callSid: CALL, from: '+12125550187', to: '+12125550100' };

describe('A call whose replica died while a tool was running', () => {
  let restaurant: Restaurant;
  let confirmationId: string;

  beforeEach(async () => {
    restaurant = await Restaurant.open();
    await restaurant.ring();
    await restaurant.result('add_item', {
      itemId: 'margherita',
      quantity: 1,
      options: ['small'],
    });
    await restaurant.result('set_customer', { name: 'Ben', fulfilment: 'pickup' });
    ({ confirmationId } = (await restaurant.result('read_back_order')) as Result & {
      confirmationId: string;
    });
  });
  afterEach(async () => {
    await restaurant.close();
  });

  /** The call as its owner left it, and what recovery makes of it. */
  async function recovered(
    tool: string,
    args: object,
    left: Partial<CallSnapshot> = {},
  ): Promise<{ readonly call: Call; readonly output: Result }> {
    const before = new Call(CALLER, 'one', 1);
    before.conversation.toolCalled('t1', tool, JSON.stringify(args));
    const snapshot = { ...before.snapshot(), ...left };
    const call = new Call(CALLER, 'two', 2, snapshot);
    const recovery = new CallRecovery(restaurant.orders, restaurant.toolBox, SCRIPT);
    await recovery.inherit(call, snapshot);
    await recovery.makeReady(call);
    const [{ output } = { output: null }] = call.conversation
      .replay()
      .filter((item) => item.kind === 'tool-call');
    return { call, output: JSON.parse(output ?? 'null') as Result };
  }

  async function placedOrders(): Promise<readonly { readonly id: string }[]> {
    const page = await restaurant.orders.list({ limit: 10 });
    return 'items' in page ? page.items : [];
  }

  it('hears that the order is placed, when it was', async () => {
    const placed = await restaurant.result('place_order', { confirmationId });
    const { call, output } = await recovered('place_order', { confirmationId });
    expect(output).toEqual(placed);
    expect(call.order?.state).toBe('placed');
    expect(await placedOrders()).toHaveLength(1);
  });

  it('hears that it is not, when it was not, and nothing is placed for it', async () => {
    const { output } = await recovered('place_order', { confirmationId });
    expect(output).toMatchObject({ ok: false, error: 'interrupted' });
    expect(output['message']).toMatch(/is not placed/);
    expect(await placedOrders()).toEqual([]);
  });

  it('is told to look before it does anything else again', async () => {
    const { output } = await recovered('add_item', { itemId: 'margherita', quantity: 1 });
    expect(output).toMatchObject({ ok: false, error: 'interrupted' });
    expect((await restaurant.orders.current(CALL))?.lines).toHaveLength(1);
  });

  it('has the order that only the dead replica knew', async () => {
    const order = await restaurant.orders.current(CALL);
    if (!order) throw new Error('There is no order');
    const unsaved = { ...order, id: 'from-elsewhere', callSid: 'CA2' };
    await recovered('view_order', {}, { unsavedOrders: [unsaved] });
    expect(await restaurant.orders.current('CA2')).toMatchObject({ id: 'from-elsewhere' });
  });

  it('cannot be written to any more by whoever had it', async () => {
    await restaurant.orders.take(CALL, 2);
    const stale = await Restaurant.open({ DATA_DIR: restaurant.folder });
    await stale.orders.take(CALL, 1);
    expect(await stale.orders.place(CALL, confirmationId)).toMatchObject({ error: 'moved' });
    await stale.close();
    expect(await placedOrders()).toEqual([]);
  });
});
