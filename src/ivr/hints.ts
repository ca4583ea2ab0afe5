import type { Menu } from '../menu/catalogue/menu.js';
import { answerKind, type AnswerKind } from './answer-kind.js';
import type { DialogueContext } from './dialogue-context.js';
import { LANGUAGE_HINTS } from '../understanding/language-wish.js';
import type { IvrState } from './ivr-state.js';
import { misspells } from './misspelling.js';
import type { MenuWords } from '../understanding/menu-words.js';
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
  const named = [...menu.items, ...menu.categories, ...optionsOf(menu)];
  const offered = choices.flatMap((id) => named.filter((one) => one.id === id));
  const asked = [
    ...(kind === 'yes-no' ? vocabulary.yesNoHints : []),
    ...offered.map(({ name }) => plainName(name)),
    ...((otherLanguage && LANGUAGE_HINTS[language]) || []),
  ];
  const phrases = new Map(asked.map(asHint));
  for (const [key, phrase] of wordsOfEveryTurn(menu, words)) {
    if (!phrases.has(key)) phrases.set(key, phrase);
  }
  let bytes = 0;
  return [...phrases.values()]
    .filter((phrase) => phrase !== '' && phrase.length <= MAX_HINT_LENGTH)
    .slice(0, MAX_HINTS)
    .filter((phrase) => (bytes += Buffer.byteLength(phrase) + 1) <= MAX_HINT_BYTES)
    .join(',');
}

type Hint = readonly [key: string, phrase: string];

/** A menu has hundreds of phrases, and each question asks for them. */
const known = new WeakMap<MenuWords, readonly Hint[]>();

/** What may be said at any question: answers of every turn, numbers, and the words of the menu. */
function wordsOfEveryTurn(menu: Menu, words: MenuWords): readonly Hint[] {
  const already = known.get(words);
  if (already !== undefined) return already;
  const { vocabulary } = words;
  const hints = [
    ...vocabulary.hints,
    ...vocabulary.numbers.units.slice(1, MAX_NUMBER + 1),
    ...optionsOf(menu).map(({ name }) => plainName(name)),
    ...menu.items.map(({ name }) => name),
    ...menu.categories.map(({ name }) => name),
    // Other names of dishes, spelled as they are said.
    ...menu.items.flatMap(({ name, aliases }) =>
      aliases.filter((alias) => !misspells(alias, name)),
    ),
  ].map(asHint);
  known.set(words, hints);
  return hints;
}

function optionsOf(menu: Menu) {
  return menu.modifierGroups.flatMap(({ options }) => options);
}

/** "Large" for "Large 16 inch": callers do not say the measure. */
function plainName(name: string): string {
  const words = name.split(' ');
  const measure = words.findIndex((word, at) => at > 0 && numberOf(word) !== null);
  return measure < 0 ? name : words.slice(0, measure).join(' ');
}

/** Commas separate hints, and `$` begins Twilio's word classes. */
function asHint(phrase: string): Hint {
  return [phrase.toLowerCase(), phrase.replace(/[,$\s]+/g, ' ').trim()];
}
