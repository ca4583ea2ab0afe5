import { isQuestion } from '../../understanding/commands.js';
import type { Utterance } from '../../understanding/utterance.js';
import type { Turn } from '../turn.js';

/** "The one with pineapple", of which one of the dishes has its name; null: of none, or several. */
export function toldApart(
  { context: { words }, vocabulary }: Turn,
  itemIds: readonly string[],
  { raw, key, command }: Utterance,
): string | null {
  const { fillers, determiners, articles, turns, plus } = vocabulary.food;
  if (key !== null || command !== null || isQuestion(raw, vocabulary)) return null;
  const silent = [fillers, determiners, articles, turns, plus, vocabulary.answers.idle];
  const tokens = words.tokens(raw).filter((token) => !silent.some((set) => set.has(token)));
  if (tokens.length === 0 || words.itemAt(tokens, 0) !== null) return null;
  const told = words.suited(tokens, []).filter(({ id }) => itemIds.includes(id));
  return told.length === 1 ? (told[0]?.id ?? null) : null;
}
