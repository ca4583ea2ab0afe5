/**
 * Finds words about the price in what a caller has had written on an order. Nothing that is found
 * changes the total: it is for the kitchen to look at.
 */

/** Words that go before "free" and say what a dish is without. */
const DISH_IS_FREE_OF = new Set(
  (
    'gluten sugar dairy lactose fat milk egg fish shellfish seafood mollusc mollusk peanut nut ' +
    'treenut soy soya sesame mustard celery lupin sulphite sulfite wheat grain yeast corn meat pork ' +
    'alcohol caffeine salt sodium msg cage antibiotic hormone cruelty carb calorie oil onion ' +
    'garlic cheese butter additive preservative allergen contamination seed bone skin smoke ' +
    'fragrance perfume scent histamine nightshade tomato mushroom fructose fodmap gmo pepper chili ' +
    'chilli spice coconut kiwi strawberry citrus pineapple banana avocado casein whey rye barley oat ' +
    'buckwheat pea bean legume chickpea lentil honey gelatin nitrate nitrite dye cilantro ' +
    'hand hands feel stress care plastic latex'
  ).split(' '),
);
/** What follows a "free" that is not about the price: "free range", "free from". */
const AFTER_FREE =
  /^[ -](range|run|standing|form|from|of(?! (any )?(charge|cost|fee|price|payment)))\b/;
/** A word with a hyphen before "free" is what the dish is without, unless it is one of these. */
const NO_SUBSTANCE = new Set(
  'for it its be is are make made get all everything order delivery pizza totally completely and or the a'.split(
    ' ',
  ),
);

/** Phrases that say that something costs nothing, or less, or is paid for. */
const PHRASES = [
  String.raw`comp(s|ed|d|ing)?`,
  'compl[ei]mentary',
  'on the house',
  '(is|its|are|be|this|that|all|one) on us(?![ -]*(highway|hwy|route|[0-9]))',
  'fre{3,}',
  'price (override|change|adjust(ed|ment)?)',
  '(bogo|buy (one|1) get (one|1))',
  '(for|at|make it|por) (just |only |solo )?(a|an|1|one|un) (cent|penny|centavo)',
  'for nothing',
  'freebies?',
  'gratis',
  '(no|without|zero|free of|at no)( any| extra| additional| further| delivery)*[ -](charges?|costs?|fees?|payment)',
  '(dont|do not|never|not|wont|will not|without)( be| to| get| me| us| them)* (charg(e|ed|ing)|bill(ed|ing)?|pay(ing)?)',
  'discount(s|ed)?',
  'half[ -](price|off)',
  String.raw`\d+ ?(%|percent|per cent) (off|less)`,
  String.raw`\$ ?\d+([.,]\d+)? (off|less)`,
  String.raw`[a-z\d]+ (dollars?|bucks|cents) (off|less)`,
  String.raw`(\$ ?0|0 ?\$|zero dollars|0 dollars)`,
  'waived?',
  'refund(s|ed)?',
  '(coupon|voucher|promo code)s?',
  '(already|was|been|is|pre)[ -]?paid',
  'paid (for )?(already|online|in full|before)',
  // Spanish.
  'gratuit(es?|[oa]s?|amente)?',
  '(de regalo|obsequi(o|ado|ada)s?)',
  'libres? de (cargos?|costos?|costes?|cobros?)',
  'sin( ningun| ninguna)? (cargos?|costos?|costes?|cobros?|cobrar(lo|la|me|nos)?|pagar)',
  'no (me |nos |le |les |se |lo |la )*(cobr(e|en|es|ar|an)|pag(o|a|ue|uen|ar|amos))',
  '(la )?casa (lo |la |los |las |nos |me )?invita',
  'invitan?( a)?( de)? la casa',
  '(por|a) cuenta de la casa',
  'cortesia',
  'descuentos?',
  'rebaj(a|as|ado|ada)',
  'mitad de precio',
  '(ya|esta|fue)( esta| fue)? pagad[oa]s?',
  'pagad[oa]s? ya',
  'cupon(es)?',
  'regalad[oa]s?',
];

const PRICE_PHRASES = new RegExp(`(?<![a-z\\d])(?:${PHRASES.join('|')})(?![a-z\\d])`, 'g');

/** An option of the menu that costs extra. */
export interface PricedOption {
  readonly optionId: string;
  readonly name: string;
}

/** What is on the line that a note belongs to. */
export interface NotedLine {
  readonly name: string;
  readonly options: readonly { readonly optionId: string }[];
}

/** The phrases about a lower price or none in a text, as they were said, each once. */
export function freeWords(text: string): readonly string[] {
  const said = plain(text);
  return [...new Set([said, disguised(text)].flatMap(freeWordsIn))];
}

function freeWordsIn(said: string): readonly string[] {
  const found = [...said.matchAll(PRICE_PHRASES)].map(([phrase]) => phrase);
  for (const { index } of said.matchAll(/(?<![a-z\d])free(?![a-z\d])/g)) {
    if (isFree(said.slice(0, index), said.slice(index + 'free'.length))) found.push('free');
  }
  return found;
}

/**
 * The priced options that a note names and its line does not have. One that is left out ("no
 * onions"), that the dish is called by, or that an allergy is about does not count.
 */
export function optionsNamed(
  note: string,
  line: NotedLine,
  priced: readonly PricedOption[],
): readonly string[] {
  const clauses = plain(note)
    .split(/[.;!?\n]/)
    .filter((clause) => !/\b(allerg|alerg|intoler)/.test(clause))
    .map(tokensOf);
  const dish = tokensOf(plain(line.name));
  const has = priced
    .filter(({ optionId }) => line.options.some((option) => option.optionId === optionId))
    .flatMap(phrasesOf)
    .map((phrase) => phrase.join(' '));
  const named = priced.filter((option) =>
    phrasesOf(option).some(
      (phrase) =>
        !has.includes(phrase.join(' ')) &&
        !phrase.every((token) => dish.includes(token)) &&
        clauses.some((tokens) => asksFor(tokens, phrase)),
    ),
  );
  return [...new Set(named.map(({ name }) => name))];
}

/** Whether "free" between these two parts of a text is about the price. */
function isFree(before: string, after: string): boolean {
  if (AFTER_FREE.test(after)) return false;
  const [, word = '', gap = ''] = /([a-z\d]+)([ -]+)$/.exec(before) ?? [];
  const about = /^ of (any )?(charge|cost|fee|price|payment)/.test(after);
  if (about || word === '') return true;
  if (gap === '-') return NO_SUBSTANCE.has(word);
  return !DISH_IS_FREE_OF.has(word) && !DISH_IS_FREE_OF.has(singular(word));
}

/** Words of an option's name that say how much of it or what kind of choice it is. */
const QUANTITIES = new Set(
  (
    'a an the of with and or add extra more side some double triple inch size cup bottle piece portion ' +
    'one two three four five six seven eight nine ten eleven twelve twenty con de la el un una y ' +
    'mas doble'
  ).split(' '),
);
/** Words that leave something out, or ask for less of it. */
const LEAVING_OUT = new Set(
  'no not cannot cant leave avoid except without less light easy little hold skip remove minus never dont sin menos poco poca nada quita quitar'.split(
    ' ',
  ),
);
/** Words after which an option is asked for again: "no onions, add olives". */
const ADDING = new Set(
  'add extra more put double with but plus con mas pero agrega agregue pon ponga'.split(' '),
);
/** How far before an option a word that leaves it out may stand, in words. */
const REACH = 4;

/** The ways an option may be named: by its name, and by an id that is made of words. */
function phrasesOf({ optionId, name }: PricedOption): readonly (readonly string[])[] {
  const byName = tokensOf(plain(name));
  const byId = /\d/.test(optionId) ? [] : tokensOf(optionId.replaceAll('-', ' '));
  return [byName, byId]
    .map((tokens) => tokens.filter((token) => !QUANTITIES.has(token) && !/^\d+$/.test(token)))
    .filter((tokens) => tokens.length > 0);
}

function asksFor(tokens: readonly string[], phrase: readonly string[]): boolean {
  return tokens.some((_, at) => {
    if (!phrase.every((token, index) => tokens[at + index] === token)) return false;
    const before = tokens.slice(Math.max(0, at - REACH), at);
    const leaving = before.findLastIndex((token) => LEAVING_OUT.has(token));
    return leaving === -1 || before.slice(leaving).some((token) => ADDING.has(token));
  });
}

function tokensOf(text: string): readonly string[] {
  return text
    .split(/[^a-z\d]+/)
    .filter((token) => token !== '')
    .map(singular);
}

/** A word without its plural s. */
function singular(word: string): string {
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

/** Letters of other scripts that look like Latin ones, and what they look like. */
const LOOKALIKES = new Map(
  [
    'аa',
    'еe',
    'оo',
    'рp',
    'сc',
    'хx',
    'іi',
    'ѕs',
    'гr',
    'яr',
    'мm',
    'тt',
    'αa',
    'εe',
    'οo',
    'ρp',
  ].map(([letter = '', latin = '']) => [letter, latin]),
);
/** Signs that are written for letters. */
const SIGNS = new Map(
  ['0o', '1i', '3e', '4a', '5s', '7t', '€e', '@a', '$s'].map(([sign = '', letter = '']) => [
    sign,
    letter,
  ]),
);

/**
 * Lower case without accents, apostrophes and characters that do not show; letters that are spelled
 * out ("f r e e") as one word.
 */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .normalize('NFD')
    .replace(/[\p{M}\p{Cf}'’`]/gu, '')
    .toLowerCase()
    .replace(/[\u0370-\u04ff]/g, (letter) => LOOKALIKES.get(letter) ?? letter)
    .replace(/(?<![a-z\d])f[^a-z\d]*r[^a-z\d]*e[^a-z\d]*e(?![a-z\d])/g, 'free')
    .replace(/[\u2010-\u2015\u2212_]/g, '-')
    .replace(/(?<![a-z\d])(?:[a-z][ .*-]+){2,}[a-z](?![a-z\d])/g, (spelled) =>
      spelled.replace(/[^a-z]/g, ''),
    )
    .replace(/[^a-z\d.;!?\n%$-]+/g, ' ');
}

/** A text with the letters that signs and digits within its words stand for: "fr33". */
function disguised(text: string): string {
  const word = /(?<![a-z\d])[\d€@$]*[a-z][a-z\d€@$]*/gi;
  return plain(
    text.replace(word, (one) => one.replace(/[013457€@$]/g, (sign) => SIGNS.get(sign) ?? sign)),
  );
}
