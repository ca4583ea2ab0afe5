import { changeLines, linesWith, optionChange, sendChange } from '../line-changes.js';
import type { Draft, Flow } from '../ivr-state.js';
import type { OrderedLine } from '../tool-results.js';
import type { Turn } from '../turn.js';
import type { OptionRequest } from '../../understanding/item-request.js';
import { amendDraft, fits, parse } from './amend-dishes.js';
import { DISH, dishesIn, type Mention, type Outline } from './outline.js';
import { lastExtra } from './set-numbers.js';
import { framed } from './take-back.js';

/** A dish that is named, with the words before it. */
const ON_ANY = /(?:\b(?:on|en|from|to|a|the|la|el) )*@/g;

/** What is put on which dish, and which one shall not have it. */
interface Move {
  readonly to: Mention;
  readonly from: Mention | null;
  /** What was said beside the dishes. */
  readonly rest: string;
}

/**
 * "No, the jalapeños should be on the diavola", "not on the margherita": a wish goes from one dish
 * of the order to another. False: nothing of the kind was said.
 */
export function* moveWishes(turn: Turn, outline: Outline, draft: Draft | null): Flow<boolean> {
  const { moves } = turn.vocabulary;
  // "The veggie one" counts nothing.
  const text = outline.text.replaceAll(`${DISH} 1`, DISH);
  const adds = moves.adds?.test(text) ?? false;
  if ((!adds && !moves.moves.test(text)) || (moves.keeps.test(text) && !adds)) return false;
  const move = moveIn(turn, { ...outline, text });
  if (move === null) return false;
  const { to, from, rest } = move;
  const { itemRequests, optionRequests } = parse(turn, rest);
  if (itemRequests.length > 0) return false;
  const of = optionRequests.length > 0 ? optionRequests : movedLast(turn, outline, to, rest);
  if (of === null) return false;
  const [target] = to.lines;
  const dish = draft && to.ofDraft ? draft : target;
  if (!dish || of.length === 0) {
    if (of.length > 0) return false;
    turn.say('soFar', { order: turn.orderInWords(yield* turn.order()) });
    return true;
  }
  const put = optionChange(null, of);
  if (!fits(turn, dish, put)) return false;
  const { step } = turn.state;
  if (!adds) yield* takeFrom(turn, from && from !== to ? from.lines : others(outline, to), of);
  if (draft) turn.goTo(step);
  if (draft && to.ofDraft) return yield* amendDraft(turn, draft, put);
  yield* changeLines(turn, to.lines, put, to.words);
  return true;
}

/** Null: other dishes are named as well, or none that is on the order. */
function moveIn(turn: Turn, { text: said, mentions }: Outline): Move | null {
  const { moves } = turn.vocabulary;
  // "No, a la diavola" denies nothing of the diavola.
  const text = dishesIn(said) === 1 ? said.replace(moves.lead, '') : said;
  const off = moves.offDish.exec(text);
  const kept = off ? text.replace(off[0], ' '.repeat(off[0].length)) : text;
  const [place] = moves.onDish
    .flatMap((pattern) => [...kept.matchAll(pattern)])
    .toSorted((one, other) => other.index - one.index);
  if (!place) return null;
  const at = dishesIn(text.slice(0, place.index));
  const to = mentions[at];
  const from = off ? mentions[dishesIn(text.slice(0, off.index))] : mentions.slice(0, at).at(-1);
  // "The jalapeños on the margherita should be on the diavola."
  const known = from ? [to, from] : [to];
  if (!to || known.length < mentions.length) return null;
  if (known.some((one) => one?.lines.length === 0 && !one.ofDraft)) return null;
  const rest = [...moves.onDish, ON_ANY, moves.says]
    .reduce((left, pattern) => left.replace(pattern, ' '), kept.replace(moves.lead, ''))
    .replace(/ +/g, ' ')
    .trim();
  return { to, from: from ?? null, rest };
}

/** "No, on the diavola": what was put on the dish spoken of last; empty: nothing was. */
function movedLast(
  turn: Turn,
  { text, last }: Outline,
  to: Mention,
  rest: string,
): readonly OptionRequest[] | null {
  if (!framed(turn, rest) || !last || text === '') return null;
  const wish = to.lines.includes(last) ? null : lastExtra(turn, last);
  return wish === null ? [] : [{ words: wish, minus: false }];
}

function others({ lines }: Outline, to: Mention): readonly OrderedLine[] {
  return lines.filter((line) => !to.lines.includes(line));
}

/** Takes what was added by these wishes off the one of the lines that has it. */
function* takeFrom(turn: Turn, lines: readonly OrderedLine[], of: readonly OptionRequest[]): Flow {
  const { menu, words } = turn.context;
  if (of.some(({ minus, note }) => minus || note === true)) return;
  const [line, ...more] = linesWith(turn, lines, of);
  const item = menu.item(line?.itemId ?? '');
  if (!line || !item || more.length > 0) return;
  const gone = of.flatMap((one) =>
    words.optionsCalled(item, one.words, false).map(({ option }) => option.id),
  );
  const options = line.optionIds.filter((id) => !gone.includes(id));
  if (options.length < line.optionIds.length) yield* sendChange(turn, line.lineId, { options });
}
