import { readFileSync } from 'node:fs';
import { parseMenu } from '../menu/catalogue/parse-menu.js';
import type { DialogueContext } from './dialogue-context.js';
import { hintsFor } from './hints.js';
import { menuWords } from '../understanding/menu-words.js';
import { NEW_STATE, type IvrState, type IvrStep } from './ivr-state.js';
import { misspells } from './misspelling.js';
import { ENGLISH } from '../understanding/vocabulary/english.js';
import { SPANISH } from '../understanding/vocabulary/spanish.js';
import type { Vocabulary } from '../understanding/vocabulary/vocabulary.js';

const parsed = parseMenu(readFileSync('data/menu.json', 'utf8'));

function hintsAt(step: IvrStep, vocabulary: Vocabulary, choices: readonly string[] = []) {
  if (!parsed.ok) throw new Error(parsed.faults.join());
  const { menu } = parsed;
  const context = { menu, words: menuWords(menu, vocabulary) } as DialogueContext;
  const state: IvrState = { ...NEW_STATE, step, choices };
  return hintsFor(state, context).split(',');
}

describe('hintsFor', () => {
  const main: IvrStep = { kind: 'main' };

  it.each([
    ['English', ENGLISH, ['half', 'two', 'twelve', 'half a dozen']],
    ['Spanish', SPANISH, ['la mitad', 'dos', 'doce', 'media docena']],
  ])('has the plain words in %s', (_, vocabulary, words) => {
    expect(hintsAt(main, vocabulary)).toEqual(
      expect.arrayContaining([...words, 'Large', 'Mushrooms', 'Thin crust', 'coke', 'Margherita']),
    );
    expect(hintsAt(main, vocabulary)).not.toContain('Large 16 inch');
  });

  it.each(['peperoni', 'pepper oni', 'nyoki', 'lazanya', 'seizer salad', 'tira misu', 'jelato'])(
    'teaches recognition no "%s"',
    (alias) => {
      expect(hintsAt(main, ENGLISH)).not.toContain(alias);
    },
  );

  it('begins with yes and no where that is asked, and with the choices where one is', () => {
    const confirm: IvrStep = { kind: 'confirm', confirmationId: 'c1' };
    expect(hintsAt(confirm, ENGLISH).slice(0, 2)).toEqual(['yes', 'no']);
    expect(hintsAt({ kind: 'leave' }, SPANISH).slice(0, 2)).toEqual(['sí', 'no']);
    const categories: IvrStep = { kind: 'categories', page: 0 };
    expect(hintsAt(categories, ENGLISH, ['pasta', 'large']).slice(0, 2)).toEqual([
      'Pasta',
      'Large',
    ]);
  });

  it('has none where any words may come', () => {
    expect(hintsAt({ kind: 'name' }, ENGLISH)).toEqual(['']);
    expect(hintsAt({ kind: 'address' }, ENGLISH)).toEqual(['']);
    const check: IvrStep = { kind: 'address-check', address: '5 Spring Street' };
    expect(hintsAt(check, ENGLISH)).toEqual(ENGLISH.yesNoHints);
  });
});

describe('misspells', () => {
  it.each([
    ['garlic nuts', 'Garlic Knots'],
    ['brusketta', 'Bruschetta'],
    ['caprizi', 'Caprese'],
    ['teeramisoo', 'Tiramisu'],
    ['anti pasto', 'Antipasto Salad'],
    ['quatro formagi', 'Quattro Formaggi'],
    ['expresso', 'Espresso'],
    ['bolognaise', 'Bolognese'],
    ['sopriso', 'Soprizzo'],
    ['mozarela sticks', 'Mozzarella Sticks'],
  ])('knows "%s" for %s', (alias, name) => {
    expect(misspells(alias, name)).toBe(true);
  });

  it.each([
    ['coke', 'Coca-Cola'],
    ['cola', 'Coca-Cola'],
    ['wings', 'Chicken Wings'],
    ['knots', 'Garlic Knots'],
    ['four cheese pizza', 'Quattro Formaggi'],
    ['ice cream', 'Gelato'],
    ['chips', 'French Fries'],
    ['seven up', 'Sprite'],
    ['garlic toast', 'Garlic Bread'],
    ['sparkling water', 'San Pellegrino'],
    ['spicy salami pizza', 'Diavola'],
    ['diet cola', 'Diet Coke'],
  ])('takes "%s" for another name of %s', (alias, name) => {
    expect(misspells(alias, name)).toBe(false);
  });
});
