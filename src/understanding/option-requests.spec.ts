import { readFileSync } from 'node:fs';
import { parseMenu } from '../menu/catalogue/parse-menu.js';
import { menuWords } from './menu-words.js';
import { applyOptionRequests } from './option-requests.js';
import { ENGLISH } from './vocabulary/english.js';

const parsed = parseMenu(readFileSync('test/fixtures/menu.json', 'utf8'));
if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
const { menu } = parsed;
const words = menuWords(menu, ENGLISH);

const itemRequest = (
  itemId: string,
  optionIds: readonly string[],
  called: string,
  minus: boolean,
) => {
  const item = menu.item(itemId);
  if (!item) throw new Error(`there is no ${itemId}`);
  return applyOptionRequests(words, item, [{ words: called, minus }], { optionIds, note: '' });
};

describe('Wishes about a dish', () => {
  it('add an option', () => {
    expect(itemRequest('pepperoni', ['large'], 'olives', false).optionIds).toEqual([
      'large',
      'add-olives',
    ]);
  });

  it('take back what was added before, and leave nothing of it', () => {
    const { optionIds, unmet } = itemRequest('pepperoni', ['large', 'add-olives'], 'olives', true);
    expect({ optionIds, unmet }).toEqual({ optionIds: ['large'], unmet: [] });
  });

  it('take the place of another choice where only one is possible', () => {
    expect(itemRequest('pepperoni', ['large'], 'small', false).optionIds).toEqual(['small']);
  });

  it('are told to the caller when nothing can be done', () => {
    expect(itemRequest('pepperoni', ['large'], 'chocolate', false).unmet).toEqual(['chocolate']);
  });
});
