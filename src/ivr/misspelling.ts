import { editDistance } from '../common/nearest.js';
import { singular } from '../menu/plain-words.js';
import { plain } from '../understanding/words.js';

/** Share of its letters in which a word may differ from another one that it misspells. */
const MAX_DIFFERENCE = 0.35;

/** Letters that sound alike, by their sound. Applied in this order, to plain words. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/(.)\1+/g, '$1'],
  [/^(?:kn|gn)|gn/g, 'n'],
  [/c(?=e|i|y|ae)|z|x|sh/g, 's'],
  [/g(?=e|i|y)/g, 'j'],
  [/[cqg]h?/g, 'k'],
  [/ph|v/g, 'f'],
  [/[aeiouyhw\s]/g, ''],
];

/**
 * Whether an alias is another spelling of a name or of a word in it ("tira misu", "nyoki"), rather
 * than another name. Such aliases help to find the dish in what recognition wrote; as hints they
 * would teach recognition to write them.
 */
export function misspells(alias: string, name: string): boolean {
  const [said, called] = [plain(alias).split(' '), plain(name).split(' ')];
  // "Tira misu", "pannacotta".
  const runTogether =
    said.length > 1
      ? called.some((one) => sameSound(said.join(''), one))
      : called.length > 1 && sameSound(said.join(''), called.join(''));
  return runTogether || said.some((word) => misspellsOne(word, called));
}

function misspellsOne(word: string, called: readonly string[]): boolean {
  const known = called.some((one) => singular(one) === singular(word));
  return !known && called.some((one) => sameSound(word, one));
}

function sameSound(one: string, other: string): boolean {
  const longer = Math.max(one.length, other.length);
  if (one[0] === other[0] && editDistance(one, other) / longer <= MAX_DIFFERENCE) return true;
  const sound = skeleton(one);
  const told = sound.length > 2 || (sound.length === 2 && one.length > 4);
  return told && sound === skeleton(other);
}

/** The consonants as they sound. */
function skeleton(word: string): string {
  return SOUNDS.reduce((rest, [letters, sound]) => rest.replace(letters, sound), word);
}
