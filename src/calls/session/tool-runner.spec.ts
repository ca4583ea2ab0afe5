import type { ToolOutcome } from '../../menu/tools/tool.js';
import { fault } from '../../orders/order-fault.js';
import type { ToolCall } from '../../common/tool-call.js';
import { Call } from '../call/call.js';
import { ToolRunner } from './tool-runner.js';

const END_CALL: ToolCall = { callId: 'c1', name: 'end_call', arguments: '{}' };
const DONE = JSON.stringify({ ok: true });

describe('A runner of tools', () => {
  let call: Call;
  let runs: string[];
  let answers: { callId: string; output: string; effect: string | null }[];
  let finish: (() => void)[];
  let said: string[];
  let saysIt: boolean;

  const ended: ToolOutcome = { result: { ok: true }, effect: { kind: 'end-call' }, order: null };
  const runner = (outcome = ended): ToolRunner =>
    new ToolRunner(
      call,
      ({ callId }) => {
        runs.push(callId);
        return new Promise<ToolOutcome>((resolve) => {
          finish.push(() => resolve(outcome));
        });
      },
      {
        started: () => undefined,
        ended: () => undefined,
        says: (text) => {
          said.push(text);
          return saysIt;
        },
        answered: (callId, output, effect) =>
          answers.push({ callId, output, effect: effect?.kind ?? null }),
      },
    );
  const settled = () => new Promise(setImmediate);
  const finishAll = async () => {
    await settled();
    for (const end of finish.splice(0)) end();
    await settled();
  };

  beforeEach(() => {
    call = new Call({ callSid: 'CA1', from: '', to: '' }, 'test', 1);
    runs = [];
    answers = [];
    finish = [];
    said = [];
    saysIt = true;
  });

  it.each([true, false])(
    'tells the model what came of a text of ours: said is %s',
    async (isSaid) => {
      saysIt = isSaid;
      const instead = fault('read_aloud', 'You have heard it.');
      const asked = fault('misread', 'Let me read it again.');
      const outcome = { result: asked, aloud: { text: 'One pizza.', result: instead } };
      const tools = runner({ ...outcome, effect: null, order: null });
      tools.add({ ...END_CALL, name: 'place_order' });
      await finishAll();
      expect(said).toEqual(['One pizza.']);
      expect(answers).toEqual([
        { callId: 'c1', output: JSON.stringify(isSaid ? instead : asked), effect: null },
      ]);
    },
  );

  it('runs a call once and reports what it answered and does', async () => {
    const tools = runner();
    tools.add(END_CALL);
    expect(tools.running).toBe(true);
    await finishAll();
    expect(answers).toEqual([{ callId: 'c1', output: DONE, effect: 'end-call' }]);
    expect(tools.running).toBe(false);
  });

  it('answers a call that runs already once, when it is done', async () => {
    const tools = runner();
    tools.add(END_CALL);
    await settled();
    tools.add(END_CALL);
    await finishAll();
    expect(runs).toEqual(['c1']);
    expect(answers).toHaveLength(1);
  });

  it('answers a known call again from what is known, without its effect', async () => {
    const tools = runner();
    tools.add(END_CALL);
    await finishAll();
    tools.add({ ...END_CALL, arguments: '{"cut' });
    await finishAll();
    expect(runs).toEqual(['c1']);
    expect(answers[1]).toEqual({ callId: 'c1', output: DONE, effect: null });
    expect(tools.running).toBe(false);
  });

  it('answers a call that an earlier stream still runs, once it has ended', async () => {
    runner().add(END_CALL);
    await settled();
    runner().add(END_CALL);
    expect(answers).toEqual([]);
    await finishAll();
    expect(runs).toEqual(['c1']);
    expect(answers.map(({ effect }) => effect)).toEqual(['end-call', null]);
  });
});
