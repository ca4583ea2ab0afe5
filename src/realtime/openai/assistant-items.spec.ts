import { AssistantItems } from './assistant-items.js';

const message = (itemId: string, text: string) => ({ itemId, text });

describe('The items of the assistant', () => {
  let items: AssistantItems;

  beforeEach(() => {
    items = new AssistantItems();
  });

  it('are said once audio of them was passed on', () => {
    expect(items.said('a', 'One')).toBeNull();
    expect(items.received('a', 200)).toBe('One');
    expect(items.received('a', 200)).toBeNull();
    expect(items.said('a', ' two')).toBe('One two');
    expect(items.finished(message('a', 'One two.'))).toBe('One two.');
  });

  it.each([
    ['nothing of it came', () => undefined],
    ['only its text came', () => items.said('a', 'Written.')],
  ])('were not heard when %s', (_, arrives) => {
    arrives();
    expect(items.finished(message('a', 'Written.'))).toBeNull();
  });

  it.each(['', 'One', 'One two'])('never lose what was told of them to "%s"', (text) => {
    items.received('a', 200);
    items.said('a', 'One two three');
    expect(items.finished(message('a', text))).toBe('One two three');
  });

  it('were heard when audio came that did not tell its item', () => {
    items.received('', 200);
    expect(items.finished(message('a', 'One.'))).toBe('One.');
  });

  it('are cut at what was heard, never beyond what was received; the unheard are deleted', () => {
    items.received('a', 300.5);
    items.received('a', 200);
    items.received('b', 100);
    items.said('c', 'Nothing of it was passed on.');
    expect(
      items.cut([
        { itemId: 'a', heardMs: 900 },
        { itemId: 'b', heardMs: 0.5 },
        { itemId: 'c', heardMs: 0 },
        { itemId: 'filler-1', heardMs: 80 },
      ]),
    ).toEqual([
      { type: 'conversation.item.truncate', item_id: 'a', content_index: 0, audio_end_ms: 500 },
      { type: 'conversation.item.delete', item_id: 'b' },
    ]);
  });
});
