import { changeLines, optionChange, splitLine } from '../line-changes.js';
import type { Draft, Flow } from '../ivr-state.js';
import type { OrderedLine } from '../tool-results.js';
import type { Turn } from '../turn.js';
import { amendDraft } from './amend-dishes.js';
import { dishesIn, type Mention, type Outline } from './outline.js';
import { namesNothingElse } from './take-back.js';

/**
 * The number of a dish that is on the order: "i only want one lasagna", "one lasagna, not two",
 * "you have two, i asked for one", "one less lasagna". False: nothing of the kind was said.
 */
export function* setNumber(turn: Turn, outline: Outline, draft: Draft | null): Flow<boolean> {
  const { corrections } = turn.vocabulary;
  const { text, mentions, last } = outline;
  if (!namesNothingElse(turn, text)) return false;
  const [mention] = mentions;
  const lines = mention ? mention.lines : last ? [last] : [];
  if (lines.length > 0 && mention?.asNamed === false) return false;
  const one = mentions.every((other) => other.lines[0] === lines[0]);
  if (!one || (mention && lines.length === 0 && !mention.ofDraft)) return false;
  const less = corrections.fewerOnly.test(text) && corrections.fewer.test(text);
  const number = less
    ? groupIn(corrections.fewer, text)
    : wantedIn(turn, text, draftOrLine(lines, draft, mention));
  if (number === null) return false;
  const limits = mention ? corrections.limits : corrections.limitsLast;
  const sets = mention ? limits : turn.vocabulary.recounts.setsLast;
  if (!less && !limits.test(text) && !sets.test(text)) return false;
  if (draft && (!mention || mention.ofDraft)) {
    const quantity = less ? (draft.quantity ?? 1) - number : number;
    return quantity > 0 && (yield* amendDraft(turn, draft, optionChange(quantity)));
  }
  const { step } = turn.state;
  const [line] = lines;
  if (!line) return false;
  const quantity = less ? line.quantity - number : number;
  const change = quantity > 0 ? optionChange(quantity) : ({ kind: 'remove' } as const);
  yield* changeLines(turn, lines, change, mention?.words ?? line.name);
  if (draft) turn.goTo(step);
  return true;
}

/** The dish that is spoken of. */
function draftOrLine(
  [line]: readonly OrderedLine[],
  draft: Draft | null,
  mention: Mention | undefined,
): Pick<OrderedLine, 'quantity'> | undefined {
  if (draft && (!mention || mention.ofDraft)) return { quantity: draft.quantity ?? 1 };
  return line;
}

/**
 * The one number that is not said to be wrong. "No son dos", recognized without its comma, says how
 * many there are to be, unless there are so many.
 */
function wantedIn(
  { vocabulary }: Turn,
  text: string,
  line: Pick<OrderedLine, 'quantity'> | undefined,
): number | null {
  const right = text.replace(vocabulary.corrections.notSoMany, ' ');
  const numbers = new Set(numbersIn(right));
  const [only] = numbers;
  if (only !== undefined) return numbers.size === 1 ? only : null;
  const [first, ...others] = numbersIn(text);
  const isNot = line?.quantity === first;
  return first === undefined || isNot || others.length > 1 ? null : first;
}

function numbersIn(text: string): readonly number[] {
  return (text.match(/(?<![\w])\d+(?!\w)/g) ?? []).map(Number);
}

/** "No, just on one": the last wish is for so many of the line only. */
export function* onSomeOnly(turn: Turn, { text, mentions, last }: Outline): Flow<boolean> {
  const number = groupIn(turn.vocabulary.corrections.onSome, text);
  const line = mentions[0]?.lines[0] ?? last;
  if (number === null || !line || line.quantity <= number || dishesIn(text) > 1) return false;
  const wish = lastExtra(turn, line);
  if (wish === null) return false;
  yield* splitLine(turn, line, line.quantity - number, [{ words: wish, minus: true }]);
  return true;
}

/** What was put on a line last, of that which it can do without. */
export function lastExtra({ context: { menu, words } }: Turn, line: OrderedLine): string | null {
  const item = menu.item(line.itemId);
  const extra = line.optionIds.findLast((id) =>
    item?.groups.some(({ min, options }) => min === 0 && options.some((one) => one.id === id)),
  );
  const request = extra === undefined ? null : words.requestFor(extra);
  return request && !request.minus ? request.words : null;
}

/** The number in the group that matches; one where none does. */
function groupIn(pattern: RegExp, text: string): number | null {
  const match = pattern.exec(text);
  if (!match) return null;
  const group = match.slice(1).find((one) => one !== undefined);
  return group === undefined ? 1 : Number(group);
}
