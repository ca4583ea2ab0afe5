import { Logger } from '@nestjs/common';
import { LocalSharedStore } from '../cluster/local-shared-store.js';
import { readEnvironment } from '../config/environment.js';
import { ENGLISH_SPOKEN } from '../menu/spoken/english.js';
import { CallerTraces } from '../ops/caller-traces.js';
import { loadVoiceScript } from '../config/voice-script.js';
import type { OrderSummary } from '../orders/order.js';
import type { ToolBox } from '../menu/tools/tool-box.js';
import type { ToolContext, ToolOutcome } from '../menu/tools/tool.js';
import { dialogueWorlds } from '../../test/support/doubles/dialogue-worlds.js';
import { standIn } from '../../test/support/doubles/stand-in.js';
import type { DialogueContexts } from './dialogue-context.js';
import { CLAIM_LIFE_MS, IvrMemory } from './ivr-memory.js';
import type { IvrInput } from './ivr-state.js';
import { IvrService, type IvrTurn } from './ivr.service.js';

const script = loadVoiceScript('data/voice.json');
const worlds = dialogueWorlds();

const START: IvrInput = { start: true, resumed: false };
const language = (): string | null => null;
const taken = (): Promise<IvrTurn['end']> => Promise.resolve(null);

/** Answers like tools without an order, and remembers who asked. */
class RecordingTools implements Pick<ToolBox, 'run'> {
  readonly ran: { name: string; args: unknown; context: ToolContext }[] = [];
  gate: Promise<void> = Promise.resolve();
  order: OrderSummary = { id: 'order-1', state: 'draft', totalCents: 0 };

  async run(name: string, args: string, context: ToolContext): Promise<ToolOutcome> {
    this.ran.push({ name, args: JSON.parse(args) as unknown, context });
    await this.gate;
    return { result: { ok: true, lines: [] }, effect: null, order: this.order };
  }
}

/** Holds work up until it is opened. */
class Gate {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}

describe('IvrService', () => {
  let now: number;
  let store: LocalSharedStore;
  let tools: RecordingTools;

  const replica = (name = 'a'): IvrService => {
    const memory = new IvrMemory(store, readEnvironment({ INSTANCE_ID: name }), new CallerTraces());
    return new IvrService(memory, standIn<DialogueContexts>(worlds), standIn<ToolBox>(tools));
  };
  const ask = (
    ivr: IvrService,
    turn: number,
    input: IvrInput | null,
    take = taken,
  ): Promise<IvrTurn | null> =>
    ivr.turn({ callSid: 'CA1', callerNumber: '+15551230100', turn, input, language }, take);

  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(['log', 'error', 'warn']));
  beforeEach(() => {
    now = 0;
    store = new LocalSharedStore(() => now);
    tools = new RecordingTools();
  });

  it('goes on from turn to turn, on whichever replica', async () => {
    const [a, b] = [replica('a'), replica('b')];
    expect(await ask(a, 0, START)).toMatchObject({ asks: 1, repeated: false });
    expect(await ask(b, 1, { digits: '1' })).toMatchObject({ asks: 2, repeated: false });
    const pizzas = await ask(a, 2, { digits: '1' });
    expect(pizzas?.prompt).toContain('Margherita');
    expect(await b.asked('CA1')).toBe(3);
    expect(await b.asked('CA2')).toBe(0);
  });

  it('remembers each call by itself', async () => {
    const ivr = replica();
    await ask(ivr, 0, START);
    const other = { callSid: 'CA2', callerNumber: '+1', turn: 0, input: START, language };
    await ivr.turn(other, taken);
    await ask(ivr, 1, { digits: '1' });
    const order = await ivr.turn({ ...other, turn: 1, input: { digits: '2' } }, taken);
    expect(order?.prompt).toContain('nothing in your order');
  });

  it('runs tools for the call and its number, and tells of its order', async () => {
    const turn = await ask(replica(), 0, { start: true, resumed: true });
    expect(tools.ran).toContainEqual({
      name: 'view_order',
      args: {},
      context: {
        callSid: 'CA1',
        callerNumber: '+15551230100',
        trace: null,
        spoken: ENGLISH_SPOKEN,
        readBack: expect.any(Function),
      },
    });
    expect(turn?.order).toEqual(tools.order);
  });

  it('tells tools what the caller was told last, which counts as heard once they answer', async () => {
    const service = replica();
    const first = await ask(service, 0, START);
    const heard = () => tools.ran.at(-1)?.context.readBack?.('c1');
    expect(await heard()).toMatchObject({ heard: '', answered: null });
    await ask(service, 1, { digits: '2' });
    expect(await heard()).toMatchObject({ heard: first?.prompt, answered: first?.prompt });
  });

  it('says how a call ends that has ended elsewhere, and does nothing for it', async () => {
    const service = replica();
    await ask(service, 0, START);
    const ran = tools.ran.length;
    for (const end of ['hang-up', 'transfer'] as const) {
      const turn = await ask(service, 1, { digits: '1' }, () => Promise.resolve(end));
      expect(turn).toMatchObject({ end, repeated: true });
      now += CLAIM_LIFE_MS;
    }
    expect(tools.ran).toHaveLength(ran);
  });

  it('makes the call its own before it runs anything', async () => {
    const gate = new Gate();
    const turn = ask(replica(), 0, START, () => gate.opened.then(taken));
    await new Promise(setImmediate);
    expect(tools.ran).toEqual([]);
    gate.open();
    expect((await turn)?.asks).toBe(1);
    expect(tools.ran).not.toEqual([]);
  });

  it.each(['a', 'b'])('gives the same answer to a repeated request on replica %s', async (name) => {
    const a = replica('a');
    await ask(a, 0, START);
    const first = await ask(a, 1, { speech: 'the menu' });
    const ran = tools.ran.length;
    const again = await ask(name === 'a' ? a : replica(name), 1, { speech: 'the menu' }, () =>
      Promise.reject(new Error('must not be taken')),
    );
    expect(again).toEqual({ ...first, heard: null, order: null, repeated: true });
    expect(tools.ran).toHaveLength(ran);
  });

  it('answers a request for an older turn with what it said last', async () => {
    const ivr = replica();
    await ask(ivr, 0, START);
    await ask(ivr, 1, { digits: '1' });
    const { prompt } = (await ask(ivr, 2, { digits: '1' })) ?? {};
    for (const turn of [0, 1]) {
      expect(await ask(ivr, turn, { digits: '2' })).toMatchObject({ prompt, asks: 3 });
    }
    expect(await ivr.asked('CA1')).toBe(3);
  });

  it('runs a turn that two requests ask for at the same time once', async () => {
    const [a, b] = [replica('a'), replica('b')];
    await ask(a, 0, START);
    const gate = new Gate();
    tools.gate = gate.opened;
    const before = tools.ran.length;
    const here = [ask(a, 1, { digits: '2' }), ask(a, 1, { digits: '2' })];
    await new Promise(setImmediate);
    expect(await ask(b, 1, { digits: '2' })).toBeNull();
    expect(await b.answered('CA1', 1)).toBeNull();
    gate.open();
    const [first, second] = await Promise.all(here);
    expect([first?.repeated, second?.repeated]).toEqual([false, true]);
    expect(tools.ran.length - before).toBe(1);
    expect(await b.answered('CA1', 1)).toEqual(second);
  });

  describe('when the replica at a turn stands still', () => {
    const overtake = async (afterwards: () => void = () => undefined) => {
      const [a, b] = [replica('a'), replica('b')];
      const start = await ask(a, 0, START);
      const asleep = new Gate();
      const stuck = ask(a, 1, { digits: '1' }, () => asleep.opened.then(taken));
      await new Promise(setImmediate);
      expect(await ask(b, 1, null)).toBeNull();
      now = CLAIM_LIFE_MS;
      afterwards();
      return { start, stuck, asleep, b };
    };

    it('asks again on another, and the one that wakes changes nothing', async () => {
      const { start, stuck, asleep, b } = await overtake();
      const again = await ask(b, 1, null);
      expect(again).toMatchObject({ prompt: start?.prompt, asks: 2, repeated: false });
      expect(tools.ran.at(-1)?.name).toBe('view_order');
      const next = await ask(b, 2, { digits: '1' });
      const ran = tools.ran.length;
      asleep.open();
      expect(await stuck).toMatchObject({ prompt: next?.prompt, asks: 3, repeated: true });
      expect(tools.ran).toHaveLength(ran);
      expect(await b.asked('CA1')).toBe(3);
    });

    it('never repeats what a retried request asks for', async () => {
      const { start, b } = await overtake();
      const again = await ask(b, 1, { digits: '1' });
      expect(again).toMatchObject({ prompt: start?.prompt, asks: 2 });
    });

    it('begins from the order when that has changed meanwhile', async () => {
      const { b } = await overtake(() => {
        tools.order = { ...tools.order, totalCents: 1250 };
      });
      const again = await ask(b, 1, null);
      expect(again?.prompt).toContain(script.ivr.resumed);
      expect(again?.asks).toBe(2);
    });

    it('throws away its answer when it wakes after its tools have run', async () => {
      const [a, b] = [replica('a'), replica('b')];
      await ask(a, 0, START);
      const asleep = new Gate();
      tools.gate = asleep.opened;
      const stuck = ask(a, 1, { digits: '2' });
      await new Promise(setImmediate);
      now = CLAIM_LIFE_MS;
      tools.gate = Promise.resolve();
      const again = await ask(b, 1, null);
      asleep.open();
      expect(await stuck).toMatchObject({ prompt: again?.prompt, asks: 2, repeated: true });
    });
  });

  it('begins anew with a call that it does not know', async () => {
    const turn = await ask(replica(), 0, { digits: '5' });
    expect(turn?.prompt).toContain(script.ivr.mainKeys);
    expect(turn).toMatchObject({ end: null, asks: 1 });
  });

  it.each([null, { digits: '1' }])(
    'goes on from the order when it has lost the turn that is asked (%j)',
    async (input) => {
      await ask(replica('a'), 0, START);
      const turn = await ask(replica('b'), 5, input);
      expect(turn?.prompt).toContain(script.ivr.resumed);
      expect(turn?.asks).toBe(6);
    },
  );

  it('says its last words again, and begins anew after them', async () => {
    const ivr = replica();
    await ask(ivr, 0, START);
    const goodbye = await ask(ivr, 1, { speech: 'goodbye' });
    expect(goodbye?.end).toBe('hang-up');
    expect(await ask(ivr, 1, { speech: 'goodbye' })).toMatchObject({ end: 'hang-up' });
    expect(await ask(ivr, 2, { digits: '1' })).toMatchObject({ end: null });
  });

  it('says a sentence when something fails, and stays where it was', async () => {
    const ivr = replica();
    await ask(ivr, 0, START);
    await ask(ivr, 1, { digits: '1' });
    tools.gate = Promise.reject(new Error('connection lost'));
    const failed = await ask(ivr, 2, { speech: 'what do I have' });
    expect(failed).toMatchObject({ prompt: script.ivr.failed, end: null, asks: 3 });
    tools.gate = Promise.resolve();
    expect((await ask(ivr, 3, { digits: '1' }))?.prompt).toContain('Margherita');
  });

  it('says a sentence when the call cannot be taken, and stays where it was', async () => {
    const ivr = replica();
    await ask(ivr, 0, START);
    await ask(ivr, 1, { digits: '1' });
    const lost = () => Promise.reject(new Error('connection lost'));
    expect(await ask(ivr, 2, { digits: '1' }, lost)).toMatchObject({ prompt: script.ivr.failed });
    expect((await ask(ivr, 3, { digits: '1' }))?.prompt).toContain('Margherita');
  });

  it.each([
    [{ speech: 'My card is 4111 1111 1111 1111' }, 'My card is ****'],
    [{ digits: '4111111111111111' }, '[The caller pressed the keys ****.]'],
    [{ digits: '12' }, '[The caller pressed the keys 1 2.]'],
    [{ speech: '  ' }, null],
    [{ nothing: true as const }, null],
  ])('writes %j down as %j', async (input, heard) => {
    expect((await ask(replica(), 0, input))?.heard).toBe(heard);
  });
});
