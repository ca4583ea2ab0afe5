import { isQuestion } from '../understanding/commands.js';
import { parseItemRequests } from '../understanding/item-request-parser.js';
import type { Utterance } from '../understanding/utterance.js';
import { plain } from '../understanding/words.js';
import { isTakenBack } from './taken-back.js';
import type { Turn } from './turn.js';

/** Commands that do not lead away from a question. */
const ANSWERS: readonly Utterance['command'][] = [null, 'yes', 'no'];

/**
 * Where free words are the answer: whether an utterance is about something else all the same, as a
 * command, a question, a request or an order is.
 */
export function isBeside(turn: Turn, utterance: Utterance): boolean {
  const { raw, command } = utterance;
  const { context, vocabulary } = turn;
  if (!ANSWERS.includes(command) || isQuestion(raw, vocabulary)) return true;
  const said = plain(raw);
  if (vocabulary.questions.requests.test(said) || vocabulary.chat.test(said)) return true;
  if (isTakenBack(turn, utterance)) return true;
  // "A large pepperoni" is one; "Pepper" may be a name, and "12 Garlic Street" an address.
  const { itemRequests } = parseItemRequests(raw, context.words, () => []);
  const [first] = itemRequests;
  if (!first || first.itemIds.length === 0) return false;
  const { articles, determiners } = vocabulary.food;
  const opener = said.split(' ')[0] ?? '';
  const counted = first.quantity !== null || articles.has(opener) || determiners.has(opener);
  return counted || first.optionRequests.length > 0;
}
