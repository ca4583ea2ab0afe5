import { spokenChoice } from '../understanding/words.js';
import { bare } from '../understanding/commands.js';
import type { Turn } from './turn.js';

/** Most of one thing that can be asked for; the order refuses more. */
const MAX_QUANTITY = 50;
/** "Two of those". */
const WORDS = 3;

/** "The small one then, two of those": how many of the dish there shall be; null: it is not said. */
export function countOfThose({ vocabulary }: Turn, raw: string): number | null {
  const end = bare(raw, vocabulary).split(' ').slice(-WORDS).join(' ');
  const [, number = ''] = vocabulary.changes.soMany.exec(end) ?? [];
  const several = spokenChoice(number, vocabulary);
  return several !== null && several <= MAX_QUANTITY ? several : null;
}
