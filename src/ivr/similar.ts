import { plain } from '../understanding/words.js';
import type { Turn } from './turn.js';

/** Most dishes that are told of in the place of one that the menu does not have. */
const MAX_TOLD = 3;

/** Says that the menu does not have something, and what it has that is like it. */
export function tellNotFound(turn: Turn, words: string): void {
  turn.say('notFound', { words });
  const names = similarTo(turn, words);
  if (names.length > 0) turn.say('similar', { items: turn.spoken.list(names) });
}

/** The names of dishes that are like what was asked for, and can be had. */
function similarTo(turn: Turn, asked: string): readonly string[] {
  const { words, menu } = turn.context;
  const said = plain(asked);
  const [, likes = []] = turn.vocabulary.details.similar.find(([one]) => one.test(said)) ?? [];
  const found = likes.flatMap((like) => {
    const tokens = words.tokens(like);
    const named = words.itemAt(tokens, 0);
    if (named?.length === tokens.length) return named.found.slice(0, 1);
    const part = words.categoryOf(tokens[0] ?? '');
    return menu.items.filter(({ category }) => category.id === part);
  });
  const open = [...new Set(found)].filter((item) => turn.unavailable(item) === null);
  return open.slice(0, MAX_TOLD).map(({ name }) => name);
}
