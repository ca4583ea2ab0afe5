import { Call } from '../call/call.js';
import { CallReplay } from './call-replay.js';
import type { SessionServices } from './session-services.js';

const services: Pick<SessionServices, 'text' | 'tools'> = {
  text: (name) => `<${name}>`,
  tools: {
    run: () => Promise.reject(new Error('no tool is run')),
    orderText: () => Promise.resolve('{"items":2}'),
  },
};
const newCall = () => new Call({ callSid: 'CA1', from: '', to: '' }, 'test', 1);
const turn = (hasSpoken: boolean, callerSpeaking = false) => ({ hasSpoken, callerSpeaking });

describe('What a new session is told', () => {
  it('is to greet the caller of a new call', async () => {
    const replay = new CallReplay(newCall(), services);
    expect(replay.resumed).toBe(false);
    expect(await replay.read(() => turn(false))).toEqual({
      history: [],
      opening: { kind: 'follow', instruction: '<greeting>' },
    });
  });

  it('is to take up a call that an earlier stream began, until it is heard', async () => {
    const call = newCall();
    call.conversation.callerSaid('t1', 'Two pizzas.');
    const replay = new CallReplay(call, services);
    expect(replay.resumed).toBe(true);
    const { opening } = await replay.read(() => turn(false));
    expect(opening).toEqual({ kind: 'follow', instruction: '<resumed>' });
  });

  it('is to answer, to go on or to listen, by where the conversation stands', async () => {
    const call = newCall();
    const replay = new CallReplay(call, services);
    const opening = async (callerSpeaking = false) =>
      (await replay.read(() => turn(true, callerSpeaking))).opening;
    call.conversation.callerSaid('t1', 'Two pizzas.');
    expect(await opening()).toEqual({ kind: 'answer' });
    expect(await opening(true)).toEqual({ kind: 'listen' });
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
    let asked = false;
    const reading = new CallReplay(call, services).read(() => {
      asked = true;
      return turn(true);
    });
    await new Promise(setImmediate);
    expect(asked).toBe(false);
    end();
    const { history } = await reading;
    expect(history.at(-1)).toEqual({
      kind: 'message',
      role: 'system',
      text: 'The order as it stands: {"items":2}',
    });
  });
});
