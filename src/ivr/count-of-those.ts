import { MAX_QUANTITY } from '../orders/order-changes.js';
import { spokenChoice } from '../understanding/words.js';
import { bare } from '../understanding/commands.js';
import type { Turn } from './turn.js';

/** Words at the end that say it: "two of those". */
const LAST_WORDS = 3;

/** "The small one then, two of those": how many of the dish there shall be; null: it is not said. */
export function countOfThose({ vocabulary }: Turn, raw: string): number | null {
  const end = bare(raw, vocabulary).split(' ').slice(-LAST_WORDS).join(' ');
  const [, number = ''] = vocabulary.changes.soMany.exec(end) ?? [];
  const several = spokenChoice(number, vocabulary);
  return several !== null && several <= MAX_QUANTITY ? several : null;
}
