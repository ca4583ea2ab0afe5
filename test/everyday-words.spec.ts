import { readFileSync } from 'node:fs';
import { Menu } from '../src/menu/catalogue/menu.js';
import type { MenuDocument } from '../src/menu/catalogue/menu-document.js';
import { MenuSearch } from '../src/menu/menu-search.js';
import { parseItemRequests } from '../src/understanding/item-request-parser.js';
import { menuWords } from '../src/understanding/menu-words.js';
import { vocabularyOf } from '../src/understanding/vocabulary/languages.js';
import { BURGERS, CHINESE, TAQUERIA } from './support/doubles/small-menus.js';

const SAMPLE = JSON.parse(readFileSync('data/menu.json', 'utf8')) as MenuDocument;

const MENUS: readonly (readonly [string, MenuDocument])[] = [
  ['the sample menu', SAMPLE],
  ['burgers', BURGERS],
  ['chinese', CHINESE],
  ['taqueria', TAQUERIA],
];

const LANGUAGES = [
  ['english', 'en', (word: string) => `and some ${word} please`],
  ['spanish', 'es', (word: string) => `y también ${word} por favor`],
] as const;

/** The commonest words of a language, beside those that the vocabulary has as everyday ones. */
function wordsOf(language: string): readonly string[] {
  const file = new URL(`./fixtures/everyday-words/${language}.txt`, import.meta.url);
  return readFileSync(file, 'utf8').trim().split(/\s+/);
}

describe.each(MENUS)('Everyday words and %s', (_, document) => {
  const menu = new Menu(structuredClone(document));
  const search = new MenuSearch(menu);

  it.each(LANGUAGES)('%s words find no dish by their sound', (language, code, sentence) => {
    const vocabulary = vocabularyOf(code);
    const words = menuWords(menu, vocabulary);
    const common = [...new Set([...wordsOf(language), ...vocabulary.food.everyday])];
    const found = common.flatMap((word) => {
      const { itemRequests } = parseItemRequests(
        sentence(word),
        words,
        (query) => search.search({ query }).items,
      );
      return itemRequests.flatMap(({ itemIds }) =>
        itemIds.flatMap((id) => {
          const item = menu.item(id);
          const own = item && words.coverage(item, words.tokens(word)).exact > 0;
          return own ? [] : [`${word}: ${id}`];
        }),
      );
    });
    expect(common.length).toBeGreaterThan(1_000);
    expect(found).toEqual([]);
  });
});
