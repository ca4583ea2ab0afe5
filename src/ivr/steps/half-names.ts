import type { Turn } from '../turn.js';
import { alike, numberOf } from '../../understanding/words.js';

/** "The classic one", where one of the dishes that were read out alone is called so; null: none, or several. */
export function nameAmong({ context, state }: Turn, text: string): string | null {
  const { words, menu } = context;
  const { determiners, fillers, plainly } = words.vocabulary.food;
  const said = words
    .tokens(text)
    .filter((token) => ![determiners, fillers].some((known) => known.has(token)))
    .filter((token) => numberOf(token) !== 1);
  if (said.every((token) => plainly.has(token))) return null;
  const named = state.choices.filter((id) => {
    const name = words.named(menu.item(id)?.name ?? '');
    return said.every((token) => name.some((word) => alike(token, word)));
  });
  return named.length === 1 ? (named[0] ?? null) : null;
}
