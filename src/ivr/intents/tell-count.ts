import type { Turn } from '../turn.js';
import type { Outline } from './outline.js';

/** "How many lasagnas is that": tells what is on the order of a dish, and offers none. False: not asked. */
export function tellCount(turn: Turn, { text, mentions, lines }: Outline): boolean {
  if (lines.length === 0 || mentions.length === 0) return false;
  if (!turn.vocabulary.corrections.asksCount.test(text)) return false;
  const asked = lines.filter(({ lineId }) =>
    mentions.some((mention) => mention.lines.some((line) => line.lineId === lineId)),
  );
  if (asked.length > 0)
    turn.say('soFar', { order: asked.map((line) => turn.lineInWords(line)).join('; ') });
  else turn.say('notInOrder', { words: mentions.map(({ words }) => words).join(', ') });
  return true;
}
