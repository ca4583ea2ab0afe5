import { Logger } from '@nestjs/common';
import { dialogueWorlds } from '../../test/support/doubles/dialogue-worlds.js';
import { standIn } from '../../test/support/doubles/stand-in.js';
import { LocalSharedStore } from '../cluster/local-shared-store.js';
import { readEnvironment } from '../config/environment.js';
import type { ToolBox } from '../menu/tools/tool-box.js';
import type { ToolOutcome } from '../menu/tools/tool.js';
import { CallerTraces } from '../ops/caller-traces.js';
import type { BrainOutcome, BrainReply, BrainRequest } from './brain.js';
import type { DialogueContexts } from './dialogue-context.js';
import { IvrMemory } from './ivr-memory.js';
import type { IvrInput } from './ivr-state.js';
import { IvrService, type IvrTurn } from './ivr.service.js';

const START: IvrInput = { start: true, resumed: false };
const COKE: IvrInput = { speech: 'how long does it take' };
const REPLY: BrainReply = {
  kind: 'answered',
  brain: 'chat',
  prompt: 'What would you like?',
  confirmationId: null,
  end: null,
};

const worlds = dialogueWorlds();

describe('The order line with a brain that is asked first', () => {
  let store: LocalSharedStore;
  let asked: BrainRequest[];
  let ran: string[];
  let outcome: BrainOutcome | Promise<BrainOutcome>;

  const replica = (instance = 'a'): IvrService => {
    const memory = new IvrMemory(
      store,
      readEnvironment({ INSTANCE_ID: instance }),
      new CallerTraces(),
    );
    const run = (name: string): Promise<ToolOutcome> => {
      ran.push(name);
      return Promise.resolve({ result: { ok: true, lines: [] }, effect: null, order: null });
    };
    return new IvrService(memory, standIn<DialogueContexts>(worlds), standIn<ToolBox>({ run }));
  };
  const ask = (ivr: IvrService, turn: number, input: IvrInput | null): Promise<IvrTurn | null> =>
    ivr.turn(
      { callSid: 'CA1', callerNumber: '+15551230100', turn, input, language: () => null },
      () => Promise.resolve(null),
      async (request) => {
        asked.push(request);
        return outcome;
      },
    );

  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(['log', 'error', 'warn']));
  beforeEach(() => {
    store = new LocalSharedStore(() => 0);
    asked = [];
    ran = [];
    outcome = REPLY;
  });

  it('says what the brain says, once however often a turn is requested, on any replica', async () => {
    const [a, b] = [replica('a'), replica('b')];
    expect(await ask(a, 0, START)).toMatchObject({ prompt: REPLY.prompt, brain: 'chat', asks: 1 });
    let answer: (reply: BrainReply) => void = () => undefined;
    outcome = new Promise((resolve) => (answer = resolve));
    const first = ask(a, 1, COKE);
    const repeated = ask(a, 1, COKE);
    while (asked.length < 2) await new Promise(setImmediate);
    expect(await ask(b, 1, COKE)).toBeNull();
    answer({ ...REPLY, prompt: 'Until ten.' });
    expect(await first).toMatchObject({ prompt: 'Until ten.', repeated: false });
    expect(await repeated).toMatchObject({ prompt: 'Until ten.', repeated: true });
    expect(await b.answered('CA1', 1)).toMatchObject({ prompt: 'Until ten.', repeated: true });
    expect(asked).toHaveLength(2);
  });

  it.each<BrainOutcome>([{ kind: 'declined' }, { kind: 'failed', acted: false, tells: [] }])(
    'has the dialogue answer the same words of the turn: %j',
    async (given) => {
      const ivr = replica();
      await ask(ivr, 0, START);
      outcome = given;
      const turn = await ask(ivr, 1, COKE);
      expect(turn?.brain).toBeUndefined();
      expect(turn?.prompt).toContain('Pickup takes about');
    },
  );

  it('does not run the words again once a tool of the brain has changed something', async () => {
    const ivr = replica();
    await ask(ivr, 0, START);
    outcome = { kind: 'failed', acted: true, tells: ['Please note: it contains milk.'] };
    const turn = await ask(ivr, 1, COKE);
    expect(turn?.prompt).toMatch(/^Please note: it contains milk\. .*I'm back/);
    expect(turn?.prompt).not.toContain('Pickup takes about');
  });

  it('asks the brain no more after two failures in a call', async () => {
    const ivr = replica();
    outcome = { kind: 'failed', acted: false, tells: [] };
    await ask(ivr, 0, START);
    await ask(ivr, 1, COKE);
    expect(asked).toHaveLength(2);
    await ask(ivr, 2, COKE);
    expect(asked).toHaveLength(2);
  });

  it('does not ask it for a turn that another replica has begun and not finished', async () => {
    await ask(replica('a'), 0, START);
    await store.setIfAbsent('ivr-begun:CA1:1', 'dead', 60_000);
    const turn = await ask(replica('b'), 1, COKE);
    expect(turn?.prompt).toBe(REPLY.prompt);
    expect(asked).toHaveLength(1);
  });
});
