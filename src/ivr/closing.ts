import { isQuestion } from '../understanding/commands.js';
import { parseItemRequests } from '../understanding/item-request-parser.js';
import { nameAmong } from '../understanding/names.js';
import { utteranceOf, type Utterance } from '../understanding/utterance.js';
import { GIVEN_NAMES } from '../understanding/vocabulary/given-names.js';
import type { Vocabulary } from '../understanding/vocabulary/vocabulary.js';
import { plain } from '../understanding/words.js';
import { isNoOther, setName } from './customer-details.js';
import { mention, wayIn } from './delivery-details.js';
import type { Flow, IvrStep } from './ivr-state.js';
import type { Turn } from './turn.js';

/** Questions that the end of the order answers. */
const OPEN: readonly IvrStep['kind'][] = ['main', 'more', 'categories', 'items', 'ready-time'];
/** Longest utterance that is looked at, and longest phrase that ends an order, in words. */
const MAX_WORDS = 20;
const MAX_PHRASE = 8;
/** Most words around the end of an order that may say nothing. */
const MAX_IDLE = 5;

/** The end of an order within an utterance. */
interface Ending {
  readonly phrase: string;
  /** What was said before and after it. */
  readonly around: string;
}

/**
 * "That's all for pickup, I'm Gina": notes the name and the way and gives back the end of the order.
 * An utterance that does not end it, or that says anything else, comes back as it is.
 */
export function* noteClosing(turn: Turn, said: Utterance): Flow<Utterance> {
  const { vocabulary, state } = turn;
  if (said.raw === '' || said.command !== null || !OPEN.includes(state.step.kind)) return said;
  if (vocabulary.clauses.justSoMany?.test(plain(said.raw)) === true) return said;
  const ending = endingIn(said.raw, vocabulary);
  const around = utteranceOf({ speech: ending?.around ?? said.raw }, vocabulary);
  const given = around && wayIn(turn, around);
  if (around === null || (ending === null && (given === null || state.lastLineId === null)))
    return said;
  const left = given?.rest ?? around.raw;
  const apart = given !== null || /[,.;]/.test(said.raw);
  const name = nameLeft(turn, left, apart);
  // A way alone goes on with the order; with a name it is the end of it.
  if (name === null && (ending === null || !isIdle(turn, left))) return said;
  if (name !== null && (yield* setName(turn, name))) turn.say('nameNoted', { name });
  if (given !== null) mention(turn, given.way);
  return { ...said, raw: ending?.phrase ?? '', text: plain(ending?.phrase ?? ''), command: 'done' };
}

/** The longest phrase of an utterance that ends an order. */
function endingIn(raw: string, { commands }: Vocabulary): Ending | null {
  const words = raw.split(/\s+/);
  if (words.length > MAX_WORDS) return null;
  const ends = commands.filter(([command]) => command === 'done');
  for (let length = Math.min(MAX_PHRASE, words.length); length > 1; length--) {
    for (let at = 0; at + length <= words.length; at++) {
      const phrase = words.slice(at, at + length).join(' ');
      const said = plain(phrase);
      if (!ends.some(([, pattern]) => pattern.test(said))) continue;
      if (commands.find(([, pattern]) => pattern.test(said))?.[0] !== 'done') continue;
      const around = [words.slice(0, at), words.slice(at + length)].map((part) => part.join(' '));
      return { phrase, around: around.filter((part) => plain(part) !== '').join(', ') };
    }
  }
  return null;
}

/** The name in what was said beside the end of the order; null when it is none, or not surely one. */
function nameLeft(turn: Turn, left: string, apart: boolean): string | null {
  const { names, answers, details, chat } = turn.vocabulary;
  const said = plain(left);
  const name = nameAmong(left.replaceAll(',', ' '), names);
  if (name === null || turn.hasSaid('nameNoted')) return null;
  if (!isNoOther(turn, name) || chat.test(said)) return null;
  const words = plain(name).split(' ');
  if (words.some((word) => answers.idle.has(word))) return null;
  // "That's all folks" names no one.
  return apart || GIVEN_NAMES.has(words[0] ?? '') || details.namesSelf.test(said) ? name : null;
}

/** Words beside the end of the order that name no dish, and neither ask nor deny. */
function isIdle(turn: Turn, left: string): boolean {
  const { context, vocabulary } = turn;
  const { answers, clauses } = vocabulary;
  const words = plain(left)
    .split(' ')
    .filter((word) => word !== '' && !clauses.answers.test(word));
  const open = words.filter((word) => !answers.idle.has(word));
  if (open.length > MAX_IDLE || isQuestion(left, vocabulary) || /\d/.test(left)) return false;
  const said = words.join(' ');
  if (answers.unsettles.test(said) || answers.takes.test(said)) return false;
  const { itemRequests, optionRequests } = parseItemRequests(said, context.words, context.search);
  const names = itemRequests.some(
    ({ itemIds, categoryId }) => itemIds.length > 0 || categoryId !== null,
  );
  return !names && optionRequests.length === 0;
}
