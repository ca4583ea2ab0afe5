import type { Vocabulary } from './vocabulary/vocabulary.js';
import { plain } from './words.js';

/** A text in which each wish for the kitchen is one word that holds its place in `notes`. */
export interface MaskedWishes {
  readonly text: string;
  readonly notes: readonly string[];
}

const MASK = /^wish(\d+)$/;

/**
 * Takes wishes for the kitchen such as "light on the cheese" or "well done" out of what was said,
 * so that no word of them is taken for a dish, an option or an answer.
 *
 * @param names those on the menu that hold such words, which are no wish there: "crispy salmon".
 */
export function maskWishes(
  text: string,
  { food }: Vocabulary,
  names: readonly string[] = [],
): MaskedWishes {
  const notes: string[] = [];
  const masked = food.wishes.reduce(
    (said, [pattern, note]) =>
      said.replace(pattern, (...match: readonly string[]) => {
        const [words = ''] = match;
        if (names.some((name) => isPartOf(name, said, Number(match.at(-2)), words))) return words;
        notes.push(
          note.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '').trim(),
        );
        return ` wish${notes.length - 1} `;
      }),
    plain(text),
  );
  return { text: masked.replace(/ +/g, ' ').trim(), notes };
}

/** Of these names those in which words stand that may also be a wish. */
export function namesLikeWishes(names: readonly string[], { food }: Vocabulary): readonly string[] {
  return names.map(plain).filter((name) => food.wishes.some(([wish]) => name.search(wish) >= 0));
}

/** The name is said at this place, and the words are among those of it. */
function isPartOf(name: string, said: string, offset: number, words: string): boolean {
  const at = name.indexOf(words);
  return at >= 0 && said.startsWith(name, offset - at);
}

/** The wish that a word of a masked text stands for; null for any other word. */
export function wishBehind(token: string, notes: readonly string[]): string | null {
  const index = MASK.exec(token)?.[1];
  return index === undefined ? null : (notes[Number(index)] ?? null);
}
