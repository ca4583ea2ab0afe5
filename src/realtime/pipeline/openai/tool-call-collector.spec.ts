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
    expect(collector.finish()).toEqual([
      { callId: 'a', name: 'one', arguments: '{}' },
      { callId: 'b', name: 'two', arguments: '{"x":1}' },
    ]);
  });

  it('leaves out what cannot be answered', () => {
    const collector = new ToolCallCollector();
    collector.add({ index: 0, function: { arguments: '{}' } });
    collector.add({ index: 1, id: 'b', function: { arguments: '{}' } });
    expect(collector.finish()).toEqual([]);
  });

  it('makes no more calls than anybody would ask for', () => {
    const collector = new ToolCallCollector();
    for (let index = 0; index < 100; index += 1) {
      collector.add({ index, id: `c${index}`, function: { name: 'one', arguments: '{}' } });
    }
    expect(collector.finish()).toHaveLength(32);
  });
});
