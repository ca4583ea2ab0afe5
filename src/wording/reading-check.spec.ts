import * as fc from 'fast-check';
import { numberAt } from './number-words.js';
import { ReadingCheck } from './reading-check.js';

const MENU = ['Margherita', 'small', 'large', 'Bistecca alla Fiorentina', 'jalapeño'];

const verdict = (text: string, said: string): string => new ReadingCheck(text, MENU).verdict(said);

describe('numberAt', () => {
  const whole = (text: string) => {
    const words = text.split(' ');
    const found = numberAt(words, 0);
    return found?.length === words.length ? found.value : found;
  };

  it.each([
    ['sixty one', 61],
    ['one hundred and five', 105],
    ['nine hundred ninety nine', 999],
    ['two thousand twenty six', 2026],
    ['five thousand two hundred', 5200],
    ['hundred', 100],
    ['doce', 12],
    ['treinta y dos', 32],
    ['ciento cincuenta y tres', 153],
    ['mil doscientos', 1200],
    ['dos mil veintiseis', 2026],
    ['cero', 0],
  ])('reads %s', (text, value) => expect(whole(text)).toBe(value));

  it.each([
    ['six thirty', 6, 1],
    ['twenty twenty six', 20, 1],
    ['one two three', 1, 1],
    ['nine and a half', 9, 1],
    ['dos y media', 2, 1],
  ])('reads of %s no more than one number', (text, value, length) => {
    expect(whole(text)).toEqual({ value, length });
  });

  it('reads nothing where there is no number', () => expect(whole('pizza')).toBeNull());
});

describe('A transcript that says the text', () => {
  it.each([
    ['Your total is nine dollars.', 'Your total is $9.'],
    ['Your total is $13.61.', 'Your total is thirteen dollars and sixty-one cents.'],
    ['Your total is $13.61.', "Your total's thirteen sixty-one"],
    ['It costs $0.50.', 'It costs fifty cents.'],
    ['$1,250 in all', 'one thousand two hundred and fifty dollars in all'],
    ['Two 10-inch Margheritas', 'Two ten inch Margheritas.'],
    ['It is ready at 6:30 p.m.', "It's ready at six thirty PM"],
    ['We close at 10:00.', "We close at ten o'clock."],
    ['Call us at 555-0123.', 'Call us at five five five, zero one two three.'],
    ['Call (212) 555-0178', 'call two one two, five five five, oh one seven eight'],
    ['The 3rd of May', 'the third of May'],
    ['123 Main Street', 'one twenty-three Main St.'],
    ['10% off', 'Ten percent off'],
    ['1/2 pepperoni', 'half pepperoni'],
    ['We do not have it.', "We don't have it!"],
    ['You cannot miss it', "You can't miss it"],
    ['I have added one Margherita', "Okay, I've added one margherita."],
    ['With jalapeño & cheese', 'with jalapeno and cheese'],
    ['For pickup, under the name Ben.', 'for pick-up under the name Ben'],
    ['Check out now', 'Checkout now'],
    ['A 7 Up', 'a seven-up'],
    ['Son $13.61.', 'Son trece dólares con sesenta y un centavos.'],
    ['Son 9,50 €.', 'Son nueve euros con cincuenta.'],
    ['Dos pizzas y 1 ensalada', '2 pizzas y una ensalada'],
    ['3 pizzas y 6 jugos', 'Tres pizzas y seis jugos'],
    ['Son $223.', 'Son doscientos veintitrés dólares.'],
    ['Llega en 45 minutos', 'Llega en cuarenta y cinco minutos.'],
    ['Un 10 % menos', 'Un diez por ciento menos'],
    ['2.5 pounds', 'two point five pounds'],
  ])('%s | %s', (text, said) => {
    expect(verdict(text, said)).toBe('same');
  });

  it('is any text itself that ends with a word, whatever pieces it comes in', () => {
    const word = fc.constantFrom(
      ...'You have one Margherita small 10 inch for $13.61 no pepperoni. Twenty five and sixty-one cents dollars is it? ¿Dos pizzas? treinta y una 6:30 555-0123 1/2 don’t oh point'.split(
        ' ',
      ),
    );
    const text = fc.array(word, { maxLength: 20 }).map((words) => [...words, 'now'].join(' '));
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 12 })), (whole, cuts) => {
        const check = new ReadingCheck(whole, MENU);
        let at = 0;
        let before = 0;
        for (const size of [...cuts, whole.length]) {
          check.push(whole.slice(at, at + size));
          at += size;
          expect(check.verified).toBeGreaterThanOrEqual(before);
          before = check.verified;
        }
        expect(check.verified).toBe(whole.length);
        expect(check.verdict(whole)).toBe('same');
      }),
    );
  });
});

describe('A transcript that says something else', () => {
  it.each([
    ['another number', 'Your total is nine dollars.', 'Your total is five dollars.'],
    ['another price', 'Your total is $13.61.', 'Your total is $13.16.'],
    ['a price a hundredfold', 'It is $1.50.', 'It is one hundred fifty dollars.'],
    ['cents for dollars', 'It is $9.', 'It is nine cents.'],
    ['euros for dollars', 'It is 9 dollars.', 'It is 9 euros.'],
    ['numbers run together', 'Two 10-inch pizzas', 'two hundred ten inch pizzas'],
    ['a number more', 'One Margherita', 'One Margherita, two cokes'],
    ['a number less', 'You have 2 items', 'You have items'],
    ['a decimal point lost', '2.5 pounds', '25 pounds'],
    ['another hour', 'Ready at 6:30', 'Ready at six fifteen'],
    ['the other half of the day', 'Ready at 11 a.m.', 'Ready at 11 p.m.'],
    ['another digit', 'Call 555-0123', 'Call five five five, zero one two four'],
    ['another name', 'Under the name Ben.', 'Under the name Dan.'],
    ['another dish', 'a margherita', 'a marinara'],
    ['another size', 'one small pizza', 'one large pizza'],
    ['a negation lost', "We don't have it.", 'We do have it.'],
    ['a negation more', 'We have it.', 'We never have it.'],
    ['otro número', 'Son trece dólares', 'Son tres dólares'],
    ['otro precio', 'Son $13.61', 'Son trece dólares con dieciséis centavos'],
    ['una negación', 'Sin cebolla', 'Con cebolla'],
    ['otro nombre', 'A nombre de María', 'A nombre de Mario'],
    ['nothing', 'It is ready.  One moment.', ''],
  ])('is found out: %s', (_what, text, said) => expect(verdict(text, said)).toBe('altered'));

  it.each([
    ['Your total is $9.', 'The total comes to $9.'],
    ['Anything else?', 'Would you like something else?'],
    ['Perfect, one Margherita.', 'Great, one Margherita.'],
  ])('in other words alone is told apart: %s | %s', (text, said) => {
    expect(verdict(text, said)).toBe('reworded');
  });
});

describe('What is certain of a transcript while it comes', () => {
  const words = fc.array(fc.constantFrom('your', 'pizza', 'for', 'Ben', 'no', 'la', 'mesa'), {
    minLength: 1,
    maxLength: 8,
  });
  const amount = fc.oneof(
    fc.nat({ max: 9_999 }).map(String),
    fc.nat({ max: 99_999 }).map((cents) => `$${(cents / 100).toFixed(2)}`),
    fc.constantFrom('twenty-five', 'twenty', 'cuarenta y dos', 'one hundred', '6:30', '555-0123'),
    // Parts of those above.
    fc.constantFrom('5', '6', '30', '555', '6:15', '12 6', '6 30 5'),
  );

  it('never reaches a number that is another one, whatever pieces it comes in', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
    fc.assert(
      fc.property(words, amount, amount, words, cuts, (before, meant, said, after, sizes) => {
        const [start, end] = [before.join(' '), after.join(' ')];
        const check = new ReadingCheck(`${start} ${meant} ${end}`, []);
        const transcript = `${start} ${said} ${end}`;
        fc.pre(check.verdict(transcript) !== 'same');
        for (let at = 0, turn = 0; at < transcript.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          check.push(transcript.slice(at, at + size));
          at += size;
        }
        expect(check.verified).toBeLessThanOrEqual(start.length + 1);
        expect(check.verdict(transcript)).toBe('altered');
      }),
    );
  });

  const verified = (text: string, said: string): string => {
    const check = new ReadingCheck(text, MENU);
    check.push(said);
    return said.slice(0, check.verified);
  };

  it.each([
    ['the words before the last', 'Your order is ready', 'Your order is rea', 'Your order is '],
    ['no number that may go on', 'You have twenty-five', 'You have twenty', 'You have '],
    ['no number at all at the end', 'Table twenty five now', 'Table twenty ', 'Table '],
    [
      'a number once a word follows',
      'Table 25 is free',
      'Table twenty-five is free',
      'Table twenty-five is free',
    ],
    ['no price that may go on', 'It is $9.50 now', 'It is nine dollars and ', 'It is '],
    ['no part of a time', 'Ready at 6:30 for Ben', 'Ready at 6 for Ben and', 'Ready at '],
    ['no time for its hour', 'Ready at 6 for Ben', 'Ready at 6:30 for Ben and', 'Ready at '],
    ['no part of a price', 'It is $13.61 now', 'It is 13 dollars now or', 'It is '],
    ['no first of two numbers', 'Two 10-inch pizzas now', 'Two large pizzas now', ''],
    ['nothing from the wrong word on', 'A small pizza please now', 'A large pizza ', 'A '],
    ['no price at the end, which may go on', 'It is $9.', 'It is $9.', 'It is '],
    ['all of a text that is said', 'It is $9 now.', 'It is $9 now.', 'It is $9 now.'],
  ])('%s', (_what, text, said, sure) => expect(verified(text, said)).toBe(sure));
});
