import fc from 'fast-check';
import { maskCardNumbers, maskCardParts, maskCards, maskCardsInJson } from './card-numbers.js';

const CARD = '4111111111111111';
const ENGLISH = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const SPANISH = ['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'];

/** Card numbers of the networks: prefix, other digits, check digit. */
const cards = fc
  .constantFrom(
    ['4', 16],
    ['4', 19],
    ['51', 16],
    ['2221', 16],
    ['37', 15],
    ['36', 14],
    ['6011', 16],
    ['3530', 16],
    ['62', 19],
  )
  .chain(([prefix, length]) =>
    fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: 18, maxLength: 18 })
      .map((digits) => `${prefix}${digits.join('')}`.slice(0, Number(length) - 1))
      .map((front) => `${front}${checkDigit(front.split('').map(Number))}`),
  );

/** What may stand between the digits of one number: characters and words. */
const SEPARATORS =
  '| |  |-| - |. |.|/|\\|_|, |…|\n|\r\n|\t|\u200b|\u00ad|\u2060|\ufeff|\u00a0|\u2013|\u2014|\u3000|\u2028';
const SAID = ' and | dash | then |, um, | dot | y | guion | guión | and then |dash|-and-';
const gaps = fc.constantFrom(...SEPARATORS.split('|'), ...SAID.split('|'));

/** The ten digits of a script or style, by the code point of its zero. */
const zeros = fc.constantFrom(
  0x30,
  0xff10,
  0x660,
  0x6f0,
  0x966,
  0x9e6,
  0xe50,
  0x1040,
  0x17e0,
  0x1d7ce,
  0x1d7f6,
  0x104a0,
);

/** A number in groups of 1 to 6 digits. */
function grouped(number: string, sizes: readonly number[]): readonly string[] {
  const groups: string[] = [];
  for (let at = 0, index = 0; at < number.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    groups.push(number.slice(at, at + size));
    at += size;
  }
  return groups;
}
const groupings = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 });

describe('maskCardNumbers', () => {
  it.each([
    ['my card is 4111 1111 1111 1111 thanks', 'my card is **** thanks'],
    ['4111-1111-1111-1111', '****'],
    ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', '****'],
    ['378282246310005', '****'],
    ['it is 2 4111111111111111', 'it is ****'],
    ['two, 4111111111111111 12/26', '****'],
    ['visa4111111111111111', 'visa****'],
    ['+4111 1111 1111 1111', '+****'],
    ['It is 4111, then 1111, dash 1111 and the last four 1111. Ok?', 'It is ****. Ok?'],
    ['④①①① ①①①① ①①①① ①①①①', '****'],
    ['4️⃣1️⃣1️⃣1️⃣ 1111 1111 1111!', '****!'],
    ['four triple one, double one double one, double one double one, quadruple one', '****'],
    ['forty-one eleven eleven eleven eleven eleven eleven eleven, thanks', '****, thanks'],
    ['four thousand one hundred eleven, 1111, 1111, eleven eleven', '****'],
    ['for one one one 1111 1111 1111', '****'],
    ['4111 got it 1111 next is 1111 and my last 1111', '****'],
    ['four one one one, yes, one one one one, right, one one one one, sorry, 1111', '****'],
    ['4111+1111=1111@1111', '****'],
    ['4111, uh-huh, 1111, sí, 1111, perdón, 1111', '****'],
    ['cuatro mil ciento once, mil ciento once, mil ciento once, mil ciento once', '****'],
    ['cuarenta y uno once, doble uno once, once once, once once', '****'],
  ])('hides the card number in "%s"', (text, masked) => {
    expect(maskCardNumbers(text)).toBe(masked);
  });

  it.each([
    'call me at +1 212 555 0142',
    'call me at +49 1512 3456789 or 0049 30 1234567',
    '212 555 0142 and 646 555 0178',
    'two one two five five five oh one four two, or six four six five five five oh one seven eight',
    '118 Mulberry Street, New York 10013',
    'Calle de Alcalá 45, 3º B, 28014 Madrid',
    'two large pizzas and one for my wife, and three cokes',
    'dos pizzas grandes y una coca cola para las ocho',
    '$12.99, $14.50, $100.00 and $3.25',
    '12.99 14.50 13.25 9.99',
    'twenty dollars and ninety nine cents, that is 20.99',
    'on 11/26/2026 at 15:20, until 12/31/2026 23:59',
    '2026-11-26T15:20:32.123Z',
    'order 41112222-4333-4444-8555-666677778888',
    'order 0b5c1a2e-4111-4111-8111-111111111111',
    'order number four one one',
    '4112 Main Street, 1111 Park Avenue and 1111 Elm, 1111',
    '$411 $1111 $1111 $1111 $1111',
    'call 212 555 0142, my wife has 646 555 0178, we are at 118 Mulberry, 10013',
    'two for me, one for my wife, one to go, 4 for later, one 12 inch, 1 small, 1 large, 1 cola',
    'CA4111111111aa11111111bb4111111111',
    // Sixteen digits that fail the check.
    '3416 7211 0684 0388',
    'the gate code is 1234',
    'the security code for the gate is 1234',
    'It is 1234. The security code of the building is on my phone.',
    'we expect you on december 24',
  ])('leaves "%s" as it is', (text) => {
    expect(maskCardNumbers(text)).toBe(text);
  });

  it.each([
    ['cvv 123', 'cvv ****'],
    ['CVC: 1234.', 'CVC: ****.'],
    ['the c v v is 1-2-3', 'the c v v is ****'],
    ['my security code is one two three please', 'my security code is **** please'],
    ['the three digits on the back are 123', 'the three digits on the back are ****'],
    ['cvv123', 'cvv****'],
    ['my ccv is 123', 'my ccv is ****'],
    ['the three digit code is one two three', 'the three digit code is ****'],
    ['el código de tres dígitos es 123', 'el código de tres dígitos es ****'],
    ['123 is the cvv', '**** is the cvv'],
    ['el código de seguridad es uno dos tres', 'el código de seguridad es ****'],
    ['los números de atrás son 123', 'los números de atrás son ****'],
    ['4111111111111111, cvv 123', '****, cvv ****'],
  ])('hides the security code in "%s"', (text, masked) => {
    expect(maskCardNumbers(text)).toBe(masked);
  });

  it.each([
    ['4111 1111 1111 1111, expires 12/26', '****, expires ****'],
    ['4111 1111 1111 1111 december 2026', '**** ****'],
    ['**** and the expiry date is december twenty twenty six', '**** and the expiry date is ****'],
    ['4111 1111 1111 1111 vence en diciembre de 2026', '**** vence en ****'],
    ['expires 12/26', 'expires 12/26'],
    [
      '**** the milk expires in my fridge, and I am 26',
      '**** the milk expires in my fridge, and I am 26',
    ],
  ])('knows an expiry date beside a card: "%s"', (text, masked) => {
    expect(maskCardNumbers(text)).toBe(masked);
  });

  it('hides every number with a valid check digit, however it is grouped', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 18 });
    fc.assert(
      fc.property(digits, fc.constantFrom('', ' ', '-', '. '), (front, gap) => {
        const number = [...front, checkDigit(front)];
        const masked = maskCardNumbers(`pay with ${number.join(gap)} please`);
        expect(masked).toBe('pay with **** please');
      }),
    );
  });

  it('hides the numbers of card networks in any script, with any gaps and groups', () => {
    fc.assert(
      fc.property(
        cards,
        groupings,
        zeros,
        fc.array(gaps, { minLength: 1, maxLength: 5 }),
        (card, sizes, zero, between) => {
          const text = grouped(card, sizes)
            .map((group) => group.replace(/\d/g, (d) => String.fromCodePoint(zero + Number(d))))
            .reduce((all, group, index) => all + (between[index % between.length] ?? '') + group);
          expect(maskCardNumbers(`Pay with ${text}!`)).toBe('Pay with ****!');
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['English', ENGLISH],
    ['Spanish', SPANISH],
  ])('hides numbers in %s words, mixed with figures', (_, names) => {
    const figures = fc.array(fc.boolean(), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(cards, figures, fc.constantFrom(' ', ', ', '-', '\n'), (card, isFigure, gap) => {
        const text = card
          .split('')
          .map((d, index) => (isFigure[index % isFigure.length] === true ? d : names[Number(d)]))
          .join(gap);
        expect(maskCardNumbers(`pay with ${text}.`)).toBe('pay with ****.');
      }),
    );
  });

  it('changes nothing of a text without numbers', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/\p{N}/u.test(text.normalize('NFKD')));
        expect(maskCardNumbers(text)).toBe(text);
      }),
    );
  });

  it('leaves every order id and phone number as it is', () => {
    const phone = fc.integer({ min: 2_000_000_000, max: 9_999_999_999 }).map(String);
    fc.assert(
      fc.property(
        fc.uuid(),
        phone,
        phone,
        fc.constantFrom(' or ', ' and ', ', ', '\n'),
        (id, one, other, gap) => {
          const text = `${id} +1${one}${gap}(${one.slice(0, 3)}) ${one.slice(3, 6)}-${one.slice(6)}${gap}${other}`;
          expect(maskCardNumbers(text)).toBe(text);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes time linear in the text, whatever is repeated in it', () => {
    const part = fc.oneof(
      fc.constantFrom('4 ', 'one ', '1', 'cvv is ', 'exp ', '****', ' the ', '1 and ', '٤', '12/'),
      fc.constantFrom(
        'double ',
        'last ',
        'c v ',
        'digits on the back ',
        'mil ',
        'forty ',
        '-',
        '+',
      ),
      fc.string({ minLength: 1, maxLength: 8, unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const unit = parts.join('');
        const text = unit.repeat(Math.ceil(4_000 / unit.length)).slice(0, 4_000);
        const startedAt = process.cpuUsage().user;
        maskCardNumbers(text);
        expect(process.cpuUsage().user - startedAt).toBeLessThan(250_000);
      }),
      { numRuns: 60 },
    );
  });
});

describe('maskCards', () => {
  it('finds a number that is spread over texts, words and figures mixed', () => {
    const said = [
      'My card is 4111 one one',
      '11',
      'and 1111 then',
      '[The caller pressed the keys 1 1 1 1.]',
    ];
    expect(maskCards([...said, 'two colas'])).toEqual({
      texts: [
        'My card is ****',
        '****',
        'and **** then',
        '[The caller pressed the keys ****.]',
        'two colas',
      ],
      numbers: [CARD],
    });
  });

  it('finds every number that is cut anywhere', () => {
    fc.assert(
      fc.property(
        cards,
        fc.uniqueArray(fc.integer({ min: 1, max: 13 }), { maxLength: 13 }),
        (card, cuts) => {
          const at = [0, ...cuts.toSorted((a, b) => a - b), card.length];
          const texts = at.slice(1).map((end, index) => card.slice(at[index], end));
          expect(maskCards(texts)).toEqual({
            texts: texts.map(() => '****'),
            numbers: expect.arrayContaining([card]) as unknown,
          });
        },
      ),
    );
  });

  it('finds a number that is said digit by digit, each in a turn of its own', () => {
    const said = CARD.split('').map((digit) => ENGLISH[Number(digit)] ?? '');
    for (const texts of [CARD.split(''), said]) {
      expect(maskCards(texts)).toEqual({ texts: texts.map(() => '****'), numbers: [CARD] });
    }
  });

  it('spares what else is said in turn: numbers to choose by, a street number, a phone number', () => {
    const texts = ['3', '4', '1', '118', '10013', '212 555 0142', 'two', 'yes'];
    expect(maskCards(texts).texts).toEqual(texts);
    const keys = CARD.split('').map((key) => `[The caller pressed the keys ${key}.]`);
    expect(maskCards(keys).texts).toEqual(keys);
  });

  it('knows a security code that was asked for', () => {
    const texts = ['What is the security code on the back?', 'Sure, one two three.'];
    expect(maskCards(texts).texts).toEqual([texts[0], 'Sure, ****.']);
    const keyed = ['And the CVV?', '[The caller pressed the keys 1 2 3.]'];
    expect(maskCards(keyed).texts).toEqual([keyed[0], '[The caller pressed the keys ****.]']);
    const slowly = ['the cvv', 'it is 1', '2', '3'];
    expect(maskCards(slowly).texts).toEqual(['the cvv', 'it is ****', '****', '****']);
  });

  it('has as many texts as it was given', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(CARD, '4111', 'cvv', '123', '', 'so')), (texts) => {
        expect(maskCards(texts).texts).toHaveLength(texts.length);
      }),
    );
  });
});

describe('maskCardParts', () => {
  it('masks what repeats a part of a known number, and nothing else', () => {
    const text = 'So that is 4111 11, ending in one one one one. 4112 pizzas, 12 o’clock?';
    const masked = 'So that is ****, ending in ****. 4112 pizzas, 12 o’clock?';
    expect(maskCardParts(text, [CARD])).toBe(masked);
    expect(maskCardParts(text, [])).toBe(text);
  });
});

describe('maskCardsInJson', () => {
  it('keeps nothing of what is nested too deeply to be read', () => {
    const [open, close] = ['['.repeat(10_000), ']'.repeat(10_000)];
    expect(maskCardsInJson(`${open}"4111\\u00201111 1111 1111"${close}`)).toBe('{}');
  });

  it.each([
    [String.raw`{"note":"4111\n1111\u00201111 1111","q":2}`, '{"note":"****","q":2}'],
    [`{"a":${CARD},"b":[1,{"${CARD}":null}]}`, '{"a":"****","b":[1,{"****":null}]}'],
    [`{"broken": "${CARD}`, '{"broken": "****'],
    ['{ "a": 4028,  "b": ["x"] }', '{ "a": 4028,  "b": ["x"] }'],
  ])('masks %s', (json, masked) => {
    expect(maskCardsInJson(json)).toBe(masked);
  });
});

/** What makes the digits before it fulfil the Luhn check. */
function checkDigit(front: readonly number[]): number {
  const sum = front.toReversed().reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
