import { words } from '../plain-words.js';
import { SPANISH_TRANSLATIONS } from './spanish-translations.js';

/** Most words of a phrase of the table. */
const LONGEST = 6;
const WITHOUT: readonly string[] = ['no', 'without'];

/** Dishes with one of these in their names are masculine, such as "Spinach Calzone"; pizzas are not. */
const MASCULINE = new Set(
  (
    'tiramisu cannoli cannolo calzone calzones stromboli strombolis bread pan espresso expresso cappuccino ' +
    'latte macchiato americano cafe coffee tea te gelato helado cheesecake cake pastel pay flan brownie affogato ' +
    'sorbet pesto alfredo gnocchi spaghetti fettuccine linguine penne ravioli risotto calamari burger taco ' +
    'burrito sandwich sub wrap panini rice arroz roll dip juice jugo milkshake shake smoothie water agua vino ' +
    'combo nacho ceviche pollo steak salmon churro jarrito guacamole pastor ziti rigatoni tortellini'
  ).split(' '),
);
const FEMININE = new Set(
  'pizza salad ensalada soup sopa lasagna lasagne quesadilla torta coke cola soda sprite'.split(
    ' ',
  ),
);
/** Dishes that come as several pieces; a number of them counts portions. */
const PLURAL = new Set(
  (
    'fries wings knots sticks rings nuggets tenders vegetables veggies meatballs papas alitas nachos chips ' +
    'verduras skewers dumplings bites nudos palitos aros rolls wontons beans frijoles tacos'
  ).split(' '),
);
/** Of several pieces, yet ordered by the piece. */
const COUNTED = new Set(['tacos', 'rolls']);

/** How dishes of a name are counted: "un tiramisú", "una hawaiana", "una orden de papas". */
export function spanishCountOf(name: string): 'un' | 'una' | 'orden' {
  const called = words(name);
  const is = (set: ReadonlySet<string>) => called.some((word) => set.has(word));
  const last = called.at(-1) ?? '';
  const first = called[0] ?? '';
  if ([first, last].some((word) => PLURAL.has(word) && !COUNTED.has(word))) return 'orden';
  if (is(FEMININE)) return 'una';
  return is(MASCULINE) || is(COUNTED) ? 'un' : 'una';
}

/**
 * A name of the menu in Spanish, where all of its words are known; otherwise as it is written. What
 * describes a thing follows it: "Thin crust" is "masa delgada".
 */
export function spanishName(name: string): string {
  const said = translated(words(name));
  if (said === null) return name;
  return /^\p{Lu}/u.test(name) ? said.charAt(0).toUpperCase() + said.slice(1) : said;
}

/** Between the parts of a description. */
const BETWEEN = /(,?\s+(?:and|with|on|in)\s+|,\s*)/;
const JOINTS: Readonly<Record<string, string>> = { and: 'y', with: 'con', on: 'sobre', in: 'en' };

/** A description of the menu in Spanish, where all that it lists is known; otherwise as it is written. */
export function spanishDescription(text: string): string {
  const parts = text
    .replace(/\.\s*$/, '')
    .split(BETWEEN)
    .map((part, index) => {
      if (index % 2 === 0) return translated(words(part));
      const joint = part.replace(',', '').trim();
      return joint === '' ? ', ' : ` ${JOINTS[joint] ?? joint} `;
    });
  if (parts.includes(null)) return text;
  const said = parts.join('');
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}

function translated(name: readonly string[]): string | null {
  const whole = sayingOf(name.join(' '));
  if (whole !== null) return whole;
  const [first = '', ...rest] = name;
  if (name.length < 2) return null;
  if (WITHOUT.includes(first)) return joined('sin', translated(rest));
  if (first === 'extra') return joined(translated(rest) ?? rest.join(' '), 'extra');
  const inches = name.at(-1) === 'inch' ? name.at(-2) : undefined;
  if (inches !== undefined) {
    const size = name.length > 2 ? translated(name.slice(0, -2)) : '';
    return size === null ? null : `${size} de ${inches} pulgadas`.trim();
  }
  const parts: string[] = [];
  for (let at = 0; at < name.length;) {
    const found = phraseAt(name, at);
    if (found === null) return null;
    parts.unshift(found.said);
    at += found.length;
  }
  return parts.join(' ');
}

function phraseAt(name: readonly string[], at: number): { said: string; length: number } | null {
  for (let length = Math.min(LONGEST, name.length - at); length > 0; length -= 1) {
    const said = sayingOf(name.slice(at, at + length).join(' '));
    if (said !== null) return { said, length };
  }
  return null;
}

/** The most common way to say a phrase of a menu. */
function sayingOf(phrase: string): string | null {
  const said = Object.hasOwn(SPANISH_TRANSLATIONS, phrase)
    ? SPANISH_TRANSLATIONS[phrase]?.split('|')[0]
    : undefined;
  return said ?? null;
}

function joined(first: string | null, second: string | null): string | null {
  return first === null || second === null ? null : `${first} ${second}`;
}
