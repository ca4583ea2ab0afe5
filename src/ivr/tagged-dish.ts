import { numberOf, plain } from '../understanding/words.js';
import type { Turn } from './turn.js';

/**
 * "A small vegan pizza" by the name of the one pizza that the menu marks so. Null: there are none or
 * several, or it is not counted, as what is ordered is.
 */
export function dishByTag(turn: Turn, raw: string, tags: readonly string[]): string | null {
  const { menu, words } = turn.context;
  const { dietary } = turn.vocabulary.questions;
  const { articles } = turn.vocabulary.food;
  const called = new Set(Object.values(dietary).flat());
  const spoken = raw.split(/\s+/);
  const said = spoken.map(plain);
  const at = said.findIndex((word) => called.has(word));
  const kindAt = [at - 1, at + 1].find(
    (place) => words.categoryOf(words.tokens(said[place] ?? '')[0] ?? '') !== null,
  );
  if (at < 0 || kindAt === undefined) return null;
  const part = words.categoryOf(words.tokens(said[kindAt] ?? '')[0] ?? '');
  const marked = menu.items.filter(
    ({ category, dietary: has }) =>
      category.id === part && tags.every((tag) => has.some((one) => one === tag)),
  );
  const [only, ...others] = marked;
  const [start, end] = [Math.min(at, kindAt), Math.max(at, kindAt) + 1];
  const counted = said
    .slice(Math.max(0, start - 2), start)
    .some((word) => articles.has(word) || numberOf(words.tokens(word)[0]) !== null);
  if (!only || others.length > 0 || !counted || turn.unavailable(only) !== null) return null;
  return [...spoken.slice(0, start), only.name, ...spoken.slice(end)].join(' ');
}
