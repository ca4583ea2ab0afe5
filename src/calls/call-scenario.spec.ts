import { Call } from './call/call.js';
import { scenarioOf } from './call-scenario.js';
import { keysNote } from '../common/keys-note.js';

/** A call whose halves are said as a test tells. */
class Told {
  readonly call = new Call({ callSid: 'CA1', from: '+15551230100', to: '' }, 'one', 1);
  private items = 0;

  caller(
    text: string,
    over: { readonly heardMs: number; readonly of: string } | null = null,
  ): this {
    const id = `t${++this.items}`;
    if (over) {
      this.call.conversation.heard(over.of, over.heardMs, true);
      this.call.talk.heard(over.of, over.heardMs, true);
    }
    this.call.callerBegan(false);
    this.call.callerEnded(id, 0);
    this.call.callerSaid(id, text);
    return this;
  }

  says(text: string): string {
    const id = `a${++this.items}`;
    this.call.conversation.assistantAudio(id, 4_000);
    this.call.talk.sent({ id, who: 'assistant', rung: 'one' }, 4_000, 0);
    this.call.conversation.assistantSaid(id, text);
    this.call.conversation.heard(id, 4_000, false);
    this.call.talk.heard(id, 4_000, false);
    return id;
  }

  runs(name: string, args: object, output: object): this {
    const id = `c${++this.items}`;
    this.call.conversation.toolCalled(id, name, JSON.stringify(args));
    this.call.conversation.toolAnswered(id, JSON.stringify(output));
    return this;
  }

  get scenario() {
    return scenarioOf(this.call.snapshot());
  }
}

describe('A call as a scenario', () => {
  it('has the words of both, tools in the answer they belong to, and no number of the caller', () => {
    const told = new Told();
    told.says('Hello.');
    told.caller('A pizza.').runs('add_item', { itemId: 'margherita' }, { ok: true, lineId: 'L1' });
    told.says('Anything else?');
    told.caller('That is all, bye.');
    told.says('Goodbye.');
    told.runs('end_call', {}, { ok: true });
    const { greeting, turns } = told.scenario;
    expect(greeting).toBe('Hello.');
    expect(turns).toMatchObject([
      {
        caller: 'A pizza.',
        steps: [
          { tools: [{ name: 'add_item', arguments: { itemId: 'margherita' } }] },
          { say: 'Anything else?' },
        ],
      },
      {
        caller: 'That is all, bye.',
        steps: [{ say: 'Goodbye.', tools: [{ name: 'end_call', arguments: {} }] }],
      },
    ]);
    expect(JSON.stringify(told.scenario)).not.toContain('15551230100');
  });

  it('writes what is made anew in every call as a field of a result', () => {
    const told = new Told();
    const spoken = 'One Margherita. Is that right?';
    told.caller('A pizza.').runs('add_item', {}, { ok: true, lines: [{ lineId: 'L7' }] });
    told.runs('change_item', { lineId: 'L7', quantity: 2 }, { ok: true });
    told.runs('read_back_order', {}, { ok: true, confirmationId: 'c-123', spoken });
    told.says(`So: ${spoken}`);
    told.caller('Yes.').runs('place_order', { confirmationId: 'c-123' }, { ok: true });
    const [first, second] = told.scenario.turns;
    expect(first?.steps).toMatchObject([
      {},
      { tools: [{ arguments: { lineId: '{{add_item.lines[0].lineId}}', quantity: 2 } }] },
      {},
      { say: 'So: {{read_back_order.spoken}}' },
    ]);
    expect(second?.steps).toMatchObject([
      { tools: [{ arguments: { confirmationId: '{{read_back_order.confirmationId}}' } }] },
    ]);
  });

  it('has interruptions, pauses and keys; noises and masked keys are left out', () => {
    const told = new Told();
    const long = told.says('We have a great many things.');
    told.caller('Stop.', { heardMs: 1_300, of: long });
    told.says('Of course.');
    told.caller('');
    told.call.callerPressed('k1', keysNote('12#'), { over: [], quietMs: 0 });
    told.call.callerPressed('k2', keysNote('4111111111111111'), { over: [], quietMs: 0 });
    expect(told.scenario.turns).toMatchObject([
      { caller: 'Stop.', bargeIn: { afterMs: 1_300 } },
      { caller: '', keys: '12#' },
    ]);
    expect(told.scenario.turns[1]).toHaveProperty('pauseMs');
  });

  it('has no steps where the order line has answered', () => {
    const { call } = new Told();
    call.conversation.lineSaid('line-1', 'What would you like?');
    call.conversation.callerSaid('line-2', 'A pizza.');
    call.conversation.lineSaid('line-2', 'One pizza.');
    expect(scenarioOf(call.snapshot())).toMatchObject({
      greeting: '',
      turns: [{ caller: 'A pizza.', steps: [] }],
    });
  });
});
