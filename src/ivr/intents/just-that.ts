import { numberOf, plain } from '../../understanding/words.js';
import { checkout } from '../checkout.js';
import type { Flow } from '../ivr-state.js';
import { linesCalled } from '../line-changes.js';
import type { Turn } from '../turn.js';

/**
 * "Just the pizza then", of what is on the order: adds nothing. Where that is all of the order, it
 * is the end of it; otherwise the order is told. False: nothing of the kind was said.
 */
export function* justThat(turn: Turn, raw: string): Flow<boolean> {
  const { answers, changes } = turn.vocabulary;
  const words = answers.justThat.exec(plain(raw))?.[1];
  // "Just the one lasagna" is a number of them.
  if (words === undefined || numberOf(turn.context.words.tokens(words)[0]) !== null) return false;
  const order = yield* turn.order();
  const parts = words.split(changes.and).map((one) => one.replace(changes.articles, ''));
  const called = parts.map((part) => linesCalled(turn, order, part));
  if (called.some(({ length }) => length === 0)) return false;
  if (new Set(called.flat()).size === order.lines.length) yield* checkout(turn);
  else turn.say('soFar', { order: turn.orderInWords(order) });
  return true;
}
