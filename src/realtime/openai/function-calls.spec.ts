import { CALL_CUT_OFF, MAX_TOOL_ROUNDS, SPEAK_NOW } from '../tool-rounds.js';
import { FunctionCalls } from './function-calls.js';

const call = (callId: string, finished = true) => ({
  callId,
  name: 'add_item',
  arguments: finished ? '{}' : '{"it',
  finished,
});
const idle = () => false;

describe('The function calls of a session', () => {
  let calls: FunctionCalls;

  const ids = (...args: Parameters<FunctionCalls['sort']>) => {
    const { run, refused, goesOn } = calls.sort(...args);
    return {
      run: run.map(({ callId }) => callId),
      refused: refused.map(({ callId }) => callId),
      goesOn,
    };
  };
  const exhaust = () => {
    for (let round = 1; round <= MAX_TOOL_ROUNDS; round += 1) calls.sort([call(`r${round}`)], idle);
  };

  beforeEach(() => {
    calls = new FunctionCalls();
  });

  it('are run when they are whole and answered as not done when they are not', () => {
    expect(calls.sort([call('a'), call('b', false)], idle)).toEqual({
      run: [{ callId: 'a', name: 'add_item', arguments: '{}' }],
      refused: [{ callId: 'b', output: CALL_CUT_OFF }],
      goesOn: true,
    });
  });

  it('end the turn when there are none', () => {
    expect(ids([], idle)).toEqual({ run: [], refused: [], goesOn: false });
  });

  it.each([
    ['twice whole', [call('a'), call('a')], { run: ['a'], refused: [] }],
    ['twice cut off', [call('a', false), call('a', false)], { run: [], refused: ['a'] }],
    ['cut off and whole', [call('a', false), call('a')], { run: ['a'], refused: [] }],
    ['whole and cut off', [call('a'), call('a', false)], { run: ['a'], refused: [] }],
  ])('get one answer when an id is there %s', (_, both, expected) => {
    expect(ids(both, idle)).toEqual({ ...expected, goesOn: true });
  });

  it('need nothing while they run', () => {
    calls.sort([call('a')], idle);
    expect(ids([call('a')], () => true)).toEqual({ run: [], refused: [], goesOn: true });
  });

  it.each([true, false])(
    'are answered from what is known when they are known (whole: %s)',
    (finished) => {
      calls.sort([call('a')], idle);
      calls.remember('b');
      exhaust();
      expect(ids([call('a', finished), call('b', finished)], idle)).toEqual({
        run: ['a', 'b'],
        refused: [],
        goesOn: false,
      });
    },
  );

  it('are answered "speak now" beyond the bound, until something new was said', () => {
    exhaust();
    expect(calls.exhausted).toBe(true);
    expect(calls.sort([call('x')], idle)).toEqual({
      run: [],
      refused: [{ callId: 'x', output: SPEAK_NOW }],
      goesOn: false,
    });
    calls.restart();
    expect(calls.exhausted).toBe(false);
    expect(ids([call('y')], idle)).toEqual({ run: ['y'], refused: [], goesOn: true });
  });
});
