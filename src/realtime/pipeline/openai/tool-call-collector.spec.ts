import { ToolCallCollector } from './tool-call-collector.js';

describe('The collector of function calls', () => {
  it('puts calls together from fragments that are mixed', () => {
    const collector = new ToolCallCollector();
    collector.add({
      index: 1,
      id: 'b',
      type: 'function',
      function: { name: 'two', arguments: '' },
    });
    collector.add({
      index: 0,
      id: 'a',
      type: 'function',
      function: { name: 'one', arguments: '{' },
    });
    collector.add({ index: 1, function: { arguments: '{"x":' } });
    collector.add({ index: 0, function: { arguments: '}' } });
    collector.add({ index: 1, function: { arguments: '1}' } });
    expect(collector.known(true)).toEqual([
      { callId: 'a', name: 'one', arguments: '{}', finished: true },
      { callId: 'b', name: 'two', arguments: '{"x":1}', finished: true },
    ]);
    expect(collector.unusable).toBe(false);
  });

  it('leaves out what cannot be answered', () => {
    const collector = new ToolCallCollector();
    collector.add({ index: 0, function: { arguments: '{}' } });
    collector.add({ index: 1, id: 'b', function: { arguments: '{}' } });
    expect(collector.known(true)).toEqual([]);
    expect(collector.unusable).toBe(true);
  });

  it('makes no more calls than anybody would ask for', () => {
    const collector = new ToolCallCollector();
    for (let index = 0; index < 100; index += 1) {
      collector.add({ index, id: `c${index}`, function: { name: 'one', arguments: '{}' } });
    }
    expect(collector.known(true)).toHaveLength(32);
    expect(collector.unusable).toBe(true);
  });

  const begun = (args: unknown, more: object = { id: 'a' }) => ({
    index: 0,
    ...more,
    function: { name: 'one', arguments: args },
  });

  it.each([
    ['{"x":1}', true],
    ['{"x":{"y":"}"}} ', true],
    ['{}', true],
    ['', false],
    ['{', false],
    ['{"x":1', false],
    ['{"x":{"y":1}', false],
    ['{"x":"}', false],
    ['[1]', false],
    ['}', false],
  ])('knows of the arguments %j of a cut answer that they are whole: %p', (args, finished) => {
    const collector = new ToolCallCollector();
    collector.add(begun(args));
    expect(collector.known(false)).toMatchObject([{ arguments: args, finished }]);
    expect(collector.known(true)).toMatchObject([{ arguments: args, finished: true }]);
  });

  it('gives a call without an id one of its own, and keeps it', () => {
    const collector = new ToolCallCollector();
    collector.add(begun('{}', {}));
    expect(collector.known(false)).toEqual([]);
    const [call] = collector.known(true);
    expect(call?.callId).toMatch(/^call_/);
    expect(collector.known(true)).toEqual([call]);
  });

  it('finds the call of a fragment without an index', () => {
    const collector = new ToolCallCollector();
    const start = (id: string, name: string) => ({ id, function: { name, arguments: '' } });
    expect(collector.add(start('a', 'one'))).toBe(false);
    collector.add({ function: { arguments: '{"x":' } });
    collector.add(start('b', 'two'));
    collector.add({ index: null, function: { arguments: '{}' } });
    collector.add({ id: 'a', function: { arguments: '1}' } });
    expect(collector.known(false)).toEqual([
      { callId: 'a', name: 'one', arguments: '{"x":1}', finished: true },
      { callId: 'b', name: 'two', arguments: '{}', finished: true },
    ]);
  });

  it.each([null, 7, 'text', [], {}, { index: 'first' }])('can use nothing of %j', (fragment) => {
    const collector = new ToolCallCollector();
    expect(collector.add(fragment)).toBe(false);
    expect(collector.known(true)).toEqual([]);
  });

  it.each([{ x: 1 }, ['{}'], 7])('takes no call for whole whose arguments were %j', (args) => {
    const collector = new ToolCallCollector();
    expect(collector.add(begun(args))).toBe(false);
    collector.add({ index: 0, function: { arguments: '{}' } });
    expect(collector.known(true)).toMatchObject([{ callId: 'a', finished: false }]);
  });
});
