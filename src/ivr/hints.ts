import { LANGUAGE_HINTS } from './intents/language-wish.js';
import type { IvrState } from './ivr-state.js';
import type { DialogueContext } from './dialogue-context.js';

/** Twilio's limits of `hints`: so many phrases, and so many characters each. */
export const MAX_HINTS = 500;
/** Longest phrase, in characters. */
export const MAX_HINT_LENGTH = 100;
/** All hints together, in bytes: half of what Twilio takes for a document (error 11750). */
export const MAX_HINT_BYTES = 32 * 1024;

/**
 * What the caller is likely to say next, for speech recognition: the choices just read out first,
 * then the answers of every turn and the words of the menu. Nothing where any words may come.
 */
export function hintsFor({ step, choices }: IvrState, context: DialogueContext): string {
  const { menu, words, otherLanguage, language } = context;
  if (['name', 'address', 'address-check'].includes(step.kind)) return '';
  const options = menu.modifierGroups.flatMap((group) => group.options);
  const named = [...menu.items, ...menu.categories, ...options];
  const offered = choices.flatMap((id) => named.filter((one) => one.id === id));
  const phrases = [
    ...offered.map(({ name }) => name),
    ...words.vocabulary.hints,
    ...((otherLanguage && LANGUAGE_HINTS[language]) || []),
    ...menu.items.map(({ name }) => name),
    ...menu.categories.map(({ name }) => name),
    ...options.map(({ name }) => name),
    ...menu.items.flatMap(({ aliases }) => aliases),
  ];
  const distinct = new Map(phrases.map((phrase) => [phrase.toLowerCase(), asHint(phrase)]));
  let bytes = 0;
  return [...distinct.values()]
    .filter((phrase) => phrase !== '' && phrase.length <= MAX_HINT_LENGTH)
    .slice(0, MAX_HINTS)
    .filter((phrase) => (bytes += Buffer.byteLength(phrase) + 1) <= MAX_HINT_BYTES)
    .join(',');
}

/** Commas separate hints, and `$` begins Twilio's word classes. */
function asHint(phrase: string): string {
  return phrase.replace(/[,$\s]+/g, ' ').trim();
}
