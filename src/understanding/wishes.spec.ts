import { ENGLISH } from './vocabulary/english.js';
import { SPANISH } from './vocabulary/spanish.js';
import { maskWishes, namesLikeWishes, wishBehind } from './wishes.js';

describe('maskWishes', () => {
  it.each([
    ['a large veggie and go light on the cheese', 'light on the cheese'],
    ['fries, extra crispy please', 'extra crispy'],
    ['a margherita, cut it into squares', 'cut into squares'],
    ['not too much sauce on that', 'less sauce'],
    ['the dressing on the side', 'dressing on the side'],
    ['a coke with no ice', 'no ice'],
    ["please don't cut it", 'uncut'],
  ])('finds the wish in "%s"', (text, note) => {
    expect(maskWishes(text, ENGLISH).notes).toEqual([note]);
  });

  it.each([
    ['una grande con poco queso', 'poco queso'],
    ['que esté bien dorada', 'bien dorada'],
    ['con la salsa aparte', 'salsa aparte'],
    ['cortada en cuadros', 'cortada en cuadros'],
    ['una coca sin hielo', 'sin hielo'],
  ])('finds the wish in "%s", in Spanish', (text, note) => {
    expect(maskWishes(text, SPANISH).notes).toEqual([note]);
  });

  it.each([
    ['a crispy salmon', []],
    ['one crispy salmon, extra crispy', ['extra crispy']],
    ['a salmon, crispy please', ['crispy']],
    ['two well done burgers well done', ['well done']],
  ])('leaves the names of dishes alone: "%s"', (text, notes) => {
    const names = namesLikeWishes(['Crispy Salmon', 'Well Done Burger', 'Cola'], ENGLISH);
    expect(names).toEqual(['crispy salmon', 'well done burger']);
    expect(maskWishes(text, ENGLISH, names).notes).toEqual(notes);
  });

  it('leaves one word for each wish, which stands for it', () => {
    const { text, notes } = maskWishes('Small Hawaiian well done, light sauce', ENGLISH);
    expect(text).toMatch(/^small hawaiian wish\d wish\d$/);
    expect(text.split(' ').map((word) => wishBehind(word, notes))).toEqual([
      null,
      null,
      'well done',
      'light on the sauce',
    ]);
  });

  it.each(['extra cheese', 'no onions', 'a small salad', "I'm done", 'a pepperoni on the side'])(
    'finds none in "%s"',
    (text) => {
      expect(maskWishes(text, ENGLISH).notes).toEqual([]);
    },
  );
});
