import { linesWith, lastLine } from '../line-changes.js';
import type { Flow } from '../ivr-state.js';
import type { OrderedLine } from '../tool-results.js';
import type { Turn } from '../turn.js';
import { parse } from './amend-dishes.js';
import { bare } from '../../understanding/commands.js';
import type { Utterance } from '../../understanding/utterance.js';
import { plain } from '../../understanding/words.js';

/**
 * "Put olives on the one with the thin crust": the line that alone has it becomes the one spoken of
 * last, and stands as "it" in what was said. As it was said when no line or several are meant.
 */
export function* pointed(turn: Turn, utterance: Utterance): Flow<Utterance> {
  const { changes } = turn.vocabulary;
  const said = plain(utterance.raw);
  const matches = changes.pointsAt.flatMap((pattern) => [...said.matchAll(pattern)]);
  if (matches.length !== 1) return utterance;
  const order = yield* turn.order();
  if (order.lines.length < 2) return utterance;
  const [[whole, called = '']] = matches as [RegExpExecArray];
  const words = called.split(' ');
  for (let count = words.length; count > 0; count--) {
    const wanted = words.slice(0, count).join(' ');
    const { itemRequests, optionRequests } = parse(turn, wanted);
    const plainly = itemRequests.length === 0 && changes.plain.test(wanted);
    if (!plainly && (itemRequests.length > 0 || optionRequests.length === 0)) continue;
    const line = only(
      plainly
        ? order.lines.filter((one) => isPlain(turn, one))
        : linesWith(turn, order.lines, optionRequests),
    );
    if (!line) continue;
    if (line.lineId !== lastLine(turn, order)?.lineId) turn.set({ lastLineId: line.lineId });
    const behind = whole.startsWith(called, whole.length - called.length);
    const rest = behind ? ` ${words.slice(count).join(' ')}` : '';
    // "No, the one with thin crust should be small" denies nothing.
    const told = said.endsWith(whole) && rest === ' ' ? said : said.replace(changes.denies, '');
    const raw = told.replace(whole, `${changes.it}${rest}`).trim();
    return { ...utterance, raw, text: bare(raw, turn.vocabulary) };
  }
  return utterance;
}

function only(lines: readonly OrderedLine[]): OrderedLine | null {
  return lines.length === 1 ? (lines[0] ?? null) : null;
}

/** Whether a line has nothing that it could do without. */
function isPlain({ context: { menu } }: Turn, { itemId, optionIds, note }: OrderedLine): boolean {
  const free = menu.item(itemId)?.groups.filter(({ min }) => min === 0) ?? [];
  const extras = free.flatMap(({ options }) => options.map(({ id }) => id));
  return extras.length > 0 && note === '' && !optionIds.some((id) => extras.includes(id));
}

/** "The vegetable one", right after a vegetable soup: that one, rather than a dish of that name. */
export function* pointsAtLast(turn: Turn, raw: string): Flow<boolean> {
  const { words, menu } = turn.context;
  const said = bare(raw, turn.vocabulary);
  const line = lastLine(turn, yield* turn.order());
  const item = menu.item(line?.itemId ?? '');
  if (!line || !item || turn.state.step.kind !== 'more') return false;
  const isLast = turn.vocabulary.changes.pointsAt.some((pattern) => {
    const [[whole, called = ''] = []] = [...said.matchAll(pattern)];
    const tokens = words.tokens(called);
    const covers = tokens.length > 0 && words.coverage(item, tokens).exact === tokens.length;
    return whole === said && covers && !words.isDish(called);
  });
  if (isLast) turn.say('changed', { line: turn.lineInWords(line) });
  return isLast;
}
