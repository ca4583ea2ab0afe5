import { readFileSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import { loadVoiceScript } from '../../config/voice-script.js';
import { parseMenu } from '../catalogue/parse-menu.js';
import type { ToolBox } from '../tool-box.js';
import type { ToolContext, ToolOutcome } from '../tool.js';
import { InProcessIvrMemory, IvrMemory } from './ivr-memory.js';
import { NEW_STATE, type IvrState } from './ivr-state.js';
import { IvrService } from './ivr.service.js';
import type { IvrWorlds } from './ivr-world.js';
import { menuWords } from './menu-words.js';

const parsed = parseMenu(readFileSync('data/menu.json', 'utf8'));
if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
const { menu } = parsed;
const script = loadVoiceScript('data/voice.json');

const worlds: Pick<IvrWorlds, 'now'> = {
  now: () => ({
    menu,
    words: menuWords(menu),
    search: () => [],
    unavailable: () => null,
    person: false,
    sentence: (name, values = {}) => {
      const shared = name === 'goodbye' || name === 'noHuman' || name === 'transferring';
      const text = shared ? script[name] : script.ivr[name];
      return script.render(text, { ...values, restaurant: menu.business.name });
    },
  }),
};

/** Answers like tools without an order, and remembers who asked. */
class RecordingTools implements Pick<ToolBox, 'run'> {
  readonly ran: { name: string; args: unknown; context: ToolContext }[] = [];
  gate: Promise<void> = Promise.resolve();

  async run(name: string, args: string, context: ToolContext): Promise<ToolOutcome> {
    this.ran.push({ name, args: JSON.parse(args) as unknown, context });
    await this.gate;
    const order = { id: 'order-1', state: 'draft', totalCents: 0 } as const;
    return { result: { ok: true, lines: [] }, effect: null, order };
  }
}

/** Has lost its connection. */
class BrokenMemory extends IvrMemory {
  load(): Promise<IvrState | null> {
    return Promise.reject(new Error('connection lost'));
  }

  save(): Promise<void> {
    return Promise.reject(new Error('connection lost'));
  }

  forget(): Promise<void> {
    return Promise.reject(new Error('connection lost'));
  }
}

describe('IvrService', () => {
  let tools: RecordingTools;
  const service = (memory: IvrMemory = new InProcessIvrMemory()) =>
    new IvrService(memory, worlds as IvrWorlds, tools as unknown as ToolBox);

  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(['log', 'error', 'warn']));
  beforeEach(() => {
    tools = new RecordingTools();
  });

  it('remembers each call by itself from turn to turn', async () => {
    const ivr = service();
    await ivr.turn('CA1', '+1', { start: true, resumed: false });
    await ivr.turn('CA2', '+1', { start: true, resumed: false });
    await ivr.turn('CA1', '+1', { digits: '1' });
    const pizzas = await ivr.turn('CA1', '+1', { digits: '1' });
    expect(pizzas.prompt).toContain('Margherita');
    const other = await ivr.turn('CA2', '+1', { digits: '2' });
    expect(other.prompt).toContain('nothing in your order');
  });

  it('runs tools for the call and its number, and tells of its order', async () => {
    const { order } = await service().turn('CA1', '+15551230100', { start: true, resumed: true });
    expect(tools.ran).toContainEqual({
      name: 'view_order',
      args: {},
      context: { callSid: 'CA1', callerNumber: '+15551230100' },
    });
    expect(order).toEqual({ id: 'order-1', state: 'draft', totalCents: 0 });
  });

  it('begins anew with a call that it does not know', async () => {
    const { prompt, end } = await service().turn('CA1', '+1', { digits: '5' });
    expect(prompt).toContain(script.ivr.mainKeys);
    expect(end).toBeNull();
  });

  it('forgets a call that has ended', async () => {
    const memory = new InProcessIvrMemory();
    const ivr = service(memory);
    await ivr.turn('CA1', '+1', { start: true, resumed: false });
    expect(await memory.load('CA1')).not.toBeNull();
    expect((await ivr.turn('CA1', '+1', { speech: 'goodbye' })).end).toBe('hang-up');
    expect(await memory.load('CA1')).toBeNull();
  });

  it('takes the turns of a call one after the other', async () => {
    const ivr = service();
    let open = (): void => undefined;
    tools.gate = new Promise((resolve) => (open = resolve));
    const first = ivr.turn('CA1', '+1', { start: true, resumed: false });
    const second = ivr.turn('CA1', '+1', { digits: '1' });
    open();
    expect((await first).prompt).toContain(script.ivr.mainKeys);
    expect((await second).prompt).toContain(script.ivr.categories);
  });

  it('says a sentence when its memory is lost', async () => {
    const { prompt, end, expects } = await service(new BrokenMemory()).turn('CA1', '+1', {
      speech: 'a pizza',
    });
    expect(prompt).toBe(script.ivr.failed);
    expect([end, expects]).toEqual([null, 'speech dtmf']);
  });

  it.each([
    [{ speech: 'My card is 4111 1111 1111 1111' }, 'My card is ****'],
    [{ digits: '4111111111111111' }, '[The caller pressed the keys ****.]'],
    [{ digits: '12' }, '[The caller pressed the keys 1 2.]'],
    [{ speech: '  ' }, null],
    [{ nothing: true as const }, null],
  ])('writes %j down as %j', async (input, heard) => {
    expect((await service().turn('CA1', '+1', input)).heard).toBe(heard);
  });
});

describe('InProcessIvrMemory', () => {
  it('forgets the calls that were silent longest', async () => {
    const memory = new InProcessIvrMemory();
    for (let call = 0; call <= 2_000; call++) {
      await memory.save(`CA${call}`, NEW_STATE);
      if (call === 1_000) await memory.save('CA0', NEW_STATE);
    }
    expect(await memory.load('CA1')).toBeNull();
    expect(await memory.load('CA0')).toEqual(NEW_STATE);
    expect(await memory.load('CA2000')).toEqual(NEW_STATE);
  });
});
