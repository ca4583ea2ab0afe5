import type { Flow, IvrStep } from './ivr-state.js';
import { statesAllergy } from '../understanding/commands.js';
import { fulfilmentIn } from '../understanding/fulfilment.js';
import { parseItemRequests } from '../understanding/item-request-parser.js';
import { languageHeard } from '../understanding/language-heard.js';
import { languageWish, type LanguageWish } from '../understanding/language-wish.js';
import { utteranceOf, type Utterance } from '../understanding/utterance.js';
import { plain } from '../understanding/words.js';
import type { Turn } from './turn.js';

/** What is left to answer once a wish for a language was dealt with. */
export interface LanguageTaken {
  /** Null: nothing that has a meaning by itself. */
  readonly rest: Utterance | null;
}

/**
 * Goes on in the language that the caller wishes, or says that it cannot be had. Null: there is no
 * such wish in what was said.
 */
export function* takeLanguage(turn: Turn, said: Utterance): Flow<LanguageTaken | null> {
  const wish = languageWish(said.raw, turn.context.language);
  if (wish === null || isOnMenu(turn, wish)) return null;
  const { language, alone } = wish;
  // Said alone, the name of the language that is spoken is a surname there.
  const known = language === turn.context.language;
  if (known && alone !== null && turn.state.step.kind === 'name') return null;
  if (known) turn.say('speaking');
  else if (language === null || !(yield* changeLanguage(turn, language))) {
    turn.say(turn.context.otherLanguage ? 'twoLanguages' : 'otherLanguage');
    if (turn.context.person) turn.say('personKey');
  }
  return { rest: meaningful(turn, wish.rest) };
}

/**
 * Goes on in the language that a caller has begun to speak, without a word about it, and gives back
 * what was said as it is read in that one. Null: it is the one that is spoken, or not to be told.
 *
 * @param how `likely`: a few words are enough, of which the language that is spoken made nothing.
 */
export function* followLanguage(
  turn: Turn,
  { raw, doubtful }: Utterance,
  how: 'clear' | 'likely',
): Flow<Utterance | null> {
  const { menu, language } = turn.context;
  // The name of a street or of a person tells no language.
  if (turn.state.step.kind === 'address' || raw === '') return null;
  const names = new Set(
    menu.items.flatMap(({ name, aliases }) => plain([name, ...aliases].join(' ')).split(' ')),
  );
  const heard = languageHeard(raw, language, (word) => names.has(word));
  if (heard === null || (how === 'clear' && heard.how === 'likely')) return null;
  if (!(yield* speakFrom(turn, heard.language))) return null;
  return utteranceOf({ speech: raw, confidence: doubtful ? 0 : 1 }, turn.vocabulary);
}

/** Goes on in a language by its code and says so; false when the line does not speak it. */
export function* changeLanguage(turn: Turn, language: string): Flow<boolean> {
  if (!(yield* speakFrom(turn, language))) return false;
  turn.say('speaking');
  return true;
}

function* speakFrom(turn: Turn, language: string): Flow<boolean> {
  const next = turn.context.speaking(language);
  if (next === null || !(yield* turn.run('set_language', { language })).ok) return false;
  turn.speakIn(next);
  turn.goTo(unheard(turn.state.step));
  turn.set({ readBackFor: undefined });
  return true;
}

/** Said alone, the name of a language that stands on the menu means what is on the menu. */
function isOnMenu(turn: Turn, { alone }: LanguageWish): boolean {
  const { menu } = turn.context;
  const names = [...menu.items, ...menu.modifierGroups.flatMap(({ options }) => options)];
  return alone !== null && names.some(({ name }) => plain(name).split(' ').includes(alone));
}

/** A read-back that was heard in the one language is read again in the other. */
function unheard(step: IvrStep): IvrStep {
  return step.kind === 'confirm' ? { kind: 'confirm', confirmationId: null } : step;
}

/** Words around a wish are courtesy unless they order, tell of the customer or of an allergy. */
function meaningful(turn: Turn, text: string): Utterance | null {
  const { words } = turn.context;
  const { vocabulary } = words;
  const utterance = utteranceOf({ speech: text }, vocabulary);
  if (utterance === null) return null;
  const { itemRequests } = parseItemRequests(utterance.raw, words, () => []);
  const tells =
    itemRequests.some(({ itemIds, categoryId }) => itemIds.length > 0 || categoryId !== null) ||
    vocabulary.names.given.test(utterance.raw) ||
    fulfilmentIn(utterance.raw, vocabulary.fulfilment) !== null ||
    statesAllergy(utterance.raw, vocabulary);
  return tells ? utterance : null;
}
