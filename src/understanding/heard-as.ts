import { editDistance } from '../common/nearest.js';
import type { CatalogueItem, Menu } from '../menu/catalogue/menu.js';
import { soundOf } from './sounding.js';
import type { Vocabulary } from './vocabulary/vocabulary.js';
import { plain } from './words.js';

/** Most words that one name is heard as, and most words of an utterance that is looked at. */
const MAX_WINDOW = 4;
const MAX_WORDS = 14;
/** Most letters of a name as it was heard. */
const MAX_LETTERS = 40;
/** Names of fewer consonants sound like too much else. */
const LEAST_SOUND = 3;

/** A dish as it was heard, and what was said beside it. */
export interface HeardDish {
  readonly item: CatalogueItem;
  readonly rest: string;
}

const known = new WeakMap<
  Menu,
  readonly { readonly item: CatalogueItem; readonly sound: string }[]
>();

/**
 * The dish whose name sounds as what was said, whatever words recognition made of it: "the avila"
 * for Diavola, "panic otter" for panna cotta. Null: none, or several.
 *
 * @param sure recognition was sure of the words, so that fewer others come into question.
 */
export function heardAs(
  raw: string,
  menu: Menu,
  { food }: Vocabulary,
  sure: boolean,
): HeardDish | null {
  const words = plain(raw).split(' ');
  if (words.length > MAX_WORDS) return null;
  const names = soundsOf(menu);
  let best: (HeardDish & { readonly score: number }) | null = null;
  for (let length = Math.min(MAX_WINDOW, words.length); length > 0; length--) {
    for (let at = 0; at + length <= words.length; at++) {
      const window = words.slice(at, at + length);
      if (window.every((word) => food.everyday.has(word) || food.fillers.has(word))) continue;
      const joined = window.join('');
      if (joined.length > MAX_LETTERS) continue;
      const heard = soundOf(joined);
      for (const { item, sound } of names) {
        const exact = heard === sound;
        const near = sound.length > LEAST_SOUND && editDistance(heard, sound) <= 1;
        if (!exact && (sure || !near)) continue;
        if (sure && sound.length <= LEAST_SOUND) continue;
        const score = 2 * sound.length - (exact ? 0 : 3);
        if (best !== null && best.score >= score) continue;
        const rest = [...words.slice(0, at), ...words.slice(at + length)].join(' ');
        best = { item, rest, score };
      }
    }
  }
  return best;
}

function soundsOf(menu: Menu): readonly { readonly item: CatalogueItem; readonly sound: string }[] {
  const sounds =
    known.get(menu) ??
    menu.items.flatMap((item) =>
      [item.name, ...item.aliases]
        .map((name) => soundOf(plain(name).replaceAll(' ', '')))
        .filter(({ length }) => length >= LEAST_SOUND)
        .map((sound) => ({ item, sound })),
    );
  known.set(menu, sounds);
  return sounds;
}
