import { plain } from './words.js';

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Words that hold a sentence together, by the code of the language that alone has them. */
const OWN: Readonly<Record<string, ReadonlySet<string>>> = {
  en: set(
    'the i im id ill ive you your youre can could would will want need please is are was it its that thats this these my we our ' +
      'what whats how when where do does did dont have for with without of in on get got like make give and or not just ' +
      'also add some any be gonna there here all everything actually yes yeah thanks thank him her them they about from',
  ),
  es: set(
    'el la los las un una unos unas de del al por para con sin y que es son esta estan soy quiero quisiera quiere dame deme ' +
      'le lo les nos mi mis su sus tu pero tambien favor hola buenas buenos gracias como cuanto cuando donde cual tiene ' +
      'tienen hay puede pueden puedo podria ponme pongame quitale eso esa ese todo nada mas muy si porque voy en',
  ),
};
/** Fewer words may be a name or a thing of the menu. */
const FEWEST_WORDS = 3;
const FEWEST_OWN = 2;
/** At least this share of what was said holds the sentence together: of a clear one, of a likely one. */
const CLEAR_SHARE = 0.25;
const LIKELY_SHARE = 0.15;

/** How surely a sentence is in another language than the one that is spoken. */
export interface LanguageHeard {
  readonly language: string;
  /** `clear`: the words of a whole sentence; `likely`: a few words, which may be something else. */
  readonly how: 'clear' | 'likely';
}

/**
 * The language of a sentence without one word of the language that is spoken; null for that one, for
 * a mixture of both and for names alone.
 *
 * @param isName says of a word whether it is in a name on the menu, which tells no language.
 */
export function languageHeard(
  text: string,
  spoken: string,
  isName: (word: string) => boolean,
): LanguageHeard | null {
  const words = plain(text).split(' ');
  const count = (own: ReadonlySet<string> | undefined): number =>
    words.filter((word) => own?.has(word) === true && !isName(word)).length;
  const code = spoken.split('-')[0] ?? '';
  if (count(OWN[code]) > 0) return null;
  for (const [language, own] of Object.entries(OWN)) {
    const found = language === code ? 0 : count(own);
    const share = found / words.length;
    if (share < LIKELY_SHARE) continue;
    const clear = words.length >= FEWEST_WORDS && found >= FEWEST_OWN && share >= CLEAR_SHARE;
    return { language, how: clear ? 'clear' : 'likely' };
  }
  return null;
}
