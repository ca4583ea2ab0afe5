import type { Menu } from '../menu/catalogue/menu.js';
import { answerKind, type AnswerKind } from './answer-kind.js';
import type { DialogueContext } from './dialogue-context.js';
import { LANGUAGE_HINTS } from '../understanding/language-wish.js';
import type { IvrState } from './ivr-state.js';
import { misspells } from './misspelling.js';
import { numberOf } from '../understanding/words.js';

/** Twilio's limits of `hints`: so many phrases, and so many characters each. */
export const MAX_HINTS = 500;
/** Longest phrase, in characters. */
export const MAX_HINT_LENGTH = 100;
/** All hints together, in bytes: half of what Twilio takes for a document (error 11750). */
export const MAX_HINT_BYTES = 32 * 1024;

/** Answers of which any words may come: hints would put those of the menu into their place. */
const UNFORESEEN: readonly AnswerKind[] = ['name', 'address'];
/** Most of one dish that callers say as a word. */
const MAX_NUMBER = 12;

/**
 * What the caller is likely to say next, for speech recognition: yes and no where that is asked,
 * the choices just read out, the answers of every turn, numbers, and the plain words of the menu.
 * Misspelled aliases are left out.
 */
export function hintsFor({ step, choices }: IvrState, context: DialogueContext): string {
  const { menu, words, otherLanguage, language } = context;
  const kind = answerKind(step);
  if (UNFORESEEN.includes(kind)) return '';
  const { vocabulary } = words;
  // The answer may be another address.
  if (step.kind === 'address-check') return vocabulary.yesNoHints.join(',');
  const options = menu.modifierGroups.flatMap((group) => group.options);
  const named = [...menu.items, ...menu.categories, ...options];
  const offered = choices.flatMap((id) => named.filter((one) => one.id === id));
  const phrases = [
    ...(kind === 'yes-no' ? vocabulary.yesNoHints : []),
    ...offered.map(({ name }) => plainName(name)),
    ...vocabulary.hints,
    ...((otherLanguage && LANGUAGE_HINTS[language]) || []),
    ...vocabulary.numbers.units.slice(1, MAX_NUMBER + 1),
    ...options.map(({ name }) => plainName(name)),
    ...menu.items.map(({ name }) => name),
    ...menu.categories.map(({ name }) => name),
    ...aliasesOf(menu),
  ];
  const distinct = new Map<string, string>();
  for (const phrase of phrases) {
    const key = phrase.toLowerCase();
    if (!distinct.has(key)) distinct.set(key, asHint(phrase));
  }
  let bytes = 0;
  return [...distinct.values()]
    .filter((phrase) => phrase !== '' && phrase.length <= MAX_HINT_LENGTH)
    .slice(0, MAX_HINTS)
    .filter((phrase) => (bytes += Buffer.byteLength(phrase) + 1) <= MAX_HINT_BYTES)
    .join(',');
}

const aliases = new WeakMap<Menu, readonly string[]>();

/** The other names of dishes, which callers say and which are spelled as they are said. */
function aliasesOf(menu: Menu): readonly string[] {
  const known = aliases.get(menu);
  if (known !== undefined) return known;
  const found = menu.items.flatMap((item) =>
    item.aliases.filter((alias) => !misspells(alias, item.name)),
  );
  aliases.set(menu, found);
  return found;
}

/** "Large" for "Large 16 inch": callers do not say the measure. */
function plainName(name: string): string {
  const words = name.split(' ');
  const measure = words.findIndex((word, at) => at > 0 && numberOf(word) !== null);
  return measure < 0 ? name : words.slice(0, measure).join(' ');
}

/** Commas separate hints, and `$` begins Twilio's word classes. */
function asHint(phrase: string): string {
  return phrase.replace(/[,$\s]+/g, ' ').trim();
}
