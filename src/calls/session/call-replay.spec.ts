import { Call } from '../call/call.js';
import { TurnState } from '../../realtime/turn-state.js';
import { CallReplay } from './call-replay.js';
import type { SessionServices } from './session-services.js';

const VIEWED = {
  kind: 'tool-call',
  callId: 'v1',
  name: 'view_order',
  arguments: '{}',
  output: '{"items":2}',
} as const;

const services: Pick<SessionServices, 'text' | 'tools'> = {
  text: (name) => `<${name}>`,
  tools: {
    run: () => Promise.reject(new Error('no tool is run')),
    viewOrder: () => Promise.resolve(VIEWED),
  },
};
const newCall = () => new Call({ callSid: 'CA1', from: '', to: '' }, 'test', 1);
const turnOf = () => new TurnState(false);

describe('What a new session is told', () => {
  it('is to greet the caller of a new call', async () => {
    const replay = new CallReplay(newCall(), services, turnOf());
    expect(replay.resumed).toBe(false);
    expect(await replay.read()).toEqual({
      history: [],
      opening: { kind: 'follow', instruction: '<greeting>' },
    });
  });

  it('is to take up a call that an earlier stream began, until it is heard', async () => {
    const call = newCall();
    call.conversation.callerSaid('t1', 'Two pizzas.');
    const replay = new CallReplay(call, services, turnOf());
    expect(replay.resumed).toBe(true);
    const { opening } = await replay.read();
    expect(opening).toEqual({ kind: 'follow', instruction: '<resumed>' });
    replay.begun();
    expect((await replay.read()).opening).toEqual({ kind: 'answer' });
  });

  it('is to answer, to go on or to listen, by where the conversation stands', async () => {
    const call = newCall();
    const turn = turnOf();
    const replay = new CallReplay(call, services, turn);
    replay.begun();
    const opening = async () => (await replay.read()).opening;
    call.conversation.callerSaid('t1', 'Two pizzas.');
    expect(await opening()).toEqual({ kind: 'answer' });
    turn.callerBegan();
    expect(await opening()).toEqual({ kind: 'listen' });
    turn.callerEnded();
    call.conversation.assistantAudio('a', 400);
    call.conversation.assistantSaid('a', 'Two pizzas, and');
    expect(await opening()).toEqual({ kind: 'follow', instruction: '<continue>' });
    call.conversation.turnDone();
    expect(await opening()).toEqual({ kind: 'listen' });
  });

  it('ends with the order as it stands when running tools have ended', async () => {
    const call = newCall();
    call.conversation.callerSaid('t1', 'Two pizzas.');
    call.order = { id: 'o1', state: 'draft', totalCents: 0 };
    let end = () => undefined as void;
    call.toolsDone = new Promise((resolve) => (end = resolve));
    let read = false;
    const reading = new CallReplay(call, services, turnOf()).read().then((replay) => {
      read = true;
      return replay;
    });
    await new Promise(setImmediate);
    expect(read).toBe(false);
    end();
    const { history } = await reading;
    expect(history.at(-1)).toEqual(VIEWED);
  });
});
