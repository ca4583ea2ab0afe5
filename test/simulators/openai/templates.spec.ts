import type { BrainItem } from './brain.js';
import { fillText, fillValue } from './templates.js';

function ran(callId: string, name: string, output: unknown): BrainItem[] {
  return [
    { kind: 'tool-call', callId, name, arguments: '{}' },
    { kind: 'tool-output', callId, output: JSON.stringify(output) },
  ];
}

const ITEMS = [
  ...ran('c1', 'add_item', { lineId: 'L1' }),
  ...ran('c2', 'view_order', { lines: [{ id: 'a', count: 3 }], open: true }),
  ...ran('c3', 'add_item', { lineId: 'L2' }),
];

describe('templates', () => {
  it('are filled from the latest result of the tool', () => {
    expect(fillText('Line {{add_item.lineId}}.', ITEMS)).toEqual({
      value: 'Line L2.',
      missing: [],
    });
  });

  it('reach into objects and lists', () => {
    const text = '{{view_order.lines[0].id}} and {{ view_order.lines.0.count }}';
    expect(fillText(text, ITEMS).value).toBe('a and 3');
  });

  it('keep the type of a value that they are the whole of', () => {
    const value = { n: '{{view_order.lines[0].count}}', list: ['{{view_order.open}}', 'x'], z: 1 };
    expect(fillValue(value, ITEMS).value).toEqual({ n: 3, list: [true, 'x'], z: 1 });
  });

  it('name what they did not find and leave it as it was written', () => {
    expect(fillText('{{place_order.id}} {{add_item.nothing}}', ITEMS)).toEqual({
      value: '{{place_order.id}} {{add_item.nothing}}',
      missing: ['place_order.id', 'add_item.nothing'],
    });
    expect(fillValue({ id: '{{add_item.a.b}}' }, ITEMS)).toEqual({
      value: { id: '{{add_item.a.b}}' },
      missing: ['add_item.a.b'],
    });
  });
});
