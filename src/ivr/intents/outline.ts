import type { Draft, Flow } from '../ivr-state.js';
import type { CatalogueItem } from '../../menu/catalogue/menu.js';
import type { CurrentOrder, OrderedLine } from '../tool-results.js';
import type { Turn } from '../turn.js';
import { lastLine, nthLine } from '../line-changes.js';
import { contains } from '../../understanding/option-requests.js';
import type { MenuWords } from '../../understanding/menu-words.js';
import { portionSizes } from '../portions.js';
import { numberOf, plain } from '../../understanding/words.js';

/** Most words of a correction; a longer utterance is a story, or an order. */
const MAX_WORDS = 30;
/** In characters. */
const MAX_LENGTH = 240;

/** Stands for a dish in the text of an outline. */
export const DISH = '@';

/** A dish, or a kind of dish, that is named in an utterance. */
export interface Mention {
  /** As the caller called it. */
  readonly words: string;
  /** Dishes of the menu that are called so. */
  readonly itemIds: readonly string[];
  /** Of the order, in the caller's words; empty: it is not on the order. */
  readonly lines: readonly OrderedLine[];
  /** The lines have all that was named with the dish, such as a size. */
  readonly asNamed: boolean;
  /** The dish that is being put together is meant. */
  readonly ofDraft: boolean;
  /** Places among the dishes that wait. */
  readonly waiting: readonly number[];
  /** "The lasagnas". */
  readonly plural: boolean;
}

/** What was said, with each dish as `@` and numbers in digits: "I didn't order two @". */
export interface Outline {
  readonly text: string;
  readonly mentions: readonly Mention[];
  /** The lines of the order. */
  readonly lines: readonly OrderedLine[];
  readonly last: OrderedLine | null;
}

/** The outline of what was said, by the order as it stands; null for what is no correction. */
export function* outlineOf(turn: Turn, raw: string, draft: Draft | null): Flow<Outline | null> {
  const { words } = turn.context;
  const { numbers, food } = turn.vocabulary;
  const inDigits = numbers.amounts.reduce(
    (text, [amount, n]) => text.replace(amount, n),
    plain(raw),
  );
  const said = inDigits.split(' ').filter((word) => !food.dropped.has(word));
  if (said.length > MAX_WORDS || raw.length > MAX_LENGTH) return null;
  if (!turn.vocabulary.corrections.cues.test(said.join(' '))) return null;
  const order = yield* turn.order();
  const last = lastLine(turn, order);
  const tokens = said.map((word) => words.tokens(word)[0] ?? '');
  const heads = headsOf(turn, order.lines, tokens);
  const text: string[] = [];
  const mentions: Mention[] = [];
  const about = turn.context.menu.item(draft?.itemId ?? last?.itemId ?? '');
  for (let at = 0; at < tokens.length;) {
    const counted = nthAt(turn, said.slice(at).join(' '), order);
    if (counted) {
      mentions.push(counted.mention);
      text.push(said[at] ?? '', DISH);
      at += counted.length;
      continue;
    }
    const portion = portionAt(turn, said[at] ?? '', order);
    if (portion) {
      mentions.push(portion);
      text.push(DISH);
      at++;
      continue;
    }
    const found = dishAt(turn, tokens, at, heads, about ?? null);
    if (found) {
      const before = sizeBefore(turn, tokens.slice(0, at), found.items[0]);
      text.splice(text.length - before, before);
      const end = at + found.length;
      const mine = order.lines.filter(({ itemId }) => found.items.some(({ id }) => id === itemId));
      const sizes = tokens.slice(at - before, at);
      const exact = mine.filter((line) => hasAll(turn, line, sizes));
      mentions.push({
        words: said.slice(at - before, end).join(' '),
        itemIds: found.items.map(({ id }) => id),
        lines: exact.length > 0 ? exact : mine,
        asNamed: exact.length > 0,
        ofDraft: draft !== null && found.items.some(({ id }) => id === draft.itemId),
        waiting: turn.state.pending.flatMap(({ itemIds }, index) =>
          found.items.some(({ id }) => itemIds.includes(id)) ? [index] : [],
        ),
        plural: said[end - 1] !== tokens[end - 1],
      });
      text.push(DISH);
      at = end;
      const kind = tokens[at] ?? '';
      if (found.items.some((item) => words.isKindOf(kind, item))) at++;
      continue;
    }
    const word = said[at] ?? '';
    const number = numbers.single.includes(word) ? 1 : numberOf(tokens[at]);
    text.push(number === null ? word : String(number));
    at++;
  }
  return { text: text.join(' '), mentions, lines: order.lines, last };
}

/** "The second one", "the last one", of several lines, where no dish is named behind it. */
function nthAt(
  turn: Turn,
  rest: string,
  order: CurrentOrder,
): { readonly mention: Mention; readonly length: number } | null {
  const [words, called] = turn.vocabulary.recounts.nth.exec(rest) ?? [];
  if (words === undefined || called === undefined || order.lines.length < 2) return null;
  const line = nthLine(turn, order, called);
  const behind = turn.context.words.tokens(rest.slice(words.length));
  if (!line || turn.context.words.itemAt(behind, 0) !== null) return null;
  return { mention: mentionOf(line), length: words.split(' ').length };
}

/** Words of an outline, its dishes named again. */
export function inWords({ mentions }: Outline, text: string, first: number): string {
  let next = first;
  return text.replaceAll(DISH, () => mentions[next++]?.words ?? '');
}

/** How many dishes are named in a part of an outline. */
export function dishesIn(text: string): number {
  return text.split(DISH).length - 1;
}

/** The dish that is named at a place, or what only a dish of the order is called: "the shake". */
function dishAt(
  { context: { words }, vocabulary: { moves } }: Turn,
  tokens: readonly string[],
  at: number,
  heads: ReadonlyMap<string, readonly CatalogueItem[]>,
  about: CatalogueItem | null,
): { readonly items: readonly CatalogueItem[]; readonly length: number } | null {
  const named = words.itemAt(tokens, at);
  const token = tokens[at] ?? '';
  const items = named ? [] : (heads.get(token) ?? []);
  if (!named && items.length === 0) return null;
  // "The veggie", with a veggie garden on the order, is that one.
  const ordered = heads.get('') ?? [];
  if (named && !named.found.some((item) => ordered.includes(item))) {
    const called = tokens.slice(at, at + named.length);
    const [only, ...more] = ordered.filter(({ name }) =>
      called.every((one) => words.named(name).includes(one)),
    );
    const { determiners, articles } = words.vocabulary.food;
    const before = tokens[at - 1] ?? '';
    const isDefinite = determiners.has(before) && !articles.has(before);
    if (only && more.length === 0 && isDefinite) return { items: [only], length: named.length };
  }
  const onOrder = named?.found.some((item) => item === about || heads.get('')?.includes(item));
  const option = words.optionAt(tokens, at, about);
  // "No pineapple", of a Hawaiian that is also called by it, takes no pizza away.
  if (named && about && isIngredient(words, about, tokens.slice(at - 1, at + named.length)))
    return null;
  // "Too spicy" is no spicy pizza, and "buffalo" no wings where it is their sauce.
  const called = tokens.slice(at, at + (named?.length ?? 0));
  const isOwn = (item: CatalogueItem) => called.some((one) => words.named(item.name).includes(one));
  if (named && !named.found.some(isOwn)) {
    if (moves.degree.test(tokens[at - 1] ?? '') || (option && onOrder)) return null;
  }
  if (named)
    return onOrder || option === null || named.length > option.length
      ? { items: named.found, length: named.length }
      : null;
  return option === null && words.optionAt(tokens, at, null) === null ? { items, length: 1 } : null;
}

/** "The twelves": the line of a dish that comes in portions of so many. */
function portionAt(turn: Turn, word: string, { lines }: CurrentOrder): Mention | null {
  const { words, menu } = turn.context;
  const singulars = [word.replace(/s$/, ''), word.replace(/es$/, '')];
  const count = singulars.map((one) => numberOf(words.tokens(one)[0])).find((n) => n !== null);
  if (count === undefined || !word.endsWith('s') || numberOf(words.tokens(word)[0]) !== null)
    return null;
  const [line, ...others] = lines.filter(({ itemId, optionIds }) => {
    const item = menu.item(itemId);
    const sizes = item ? portionSizes(words, item) : [];
    return sizes.some((size) => size.count === count && optionIds.includes(size.option.id));
  });
  return line && others.length === 0 ? mentionOf(line) : null;
}

/** Whether "no …" names what a dish comes with, rather than the dish itself. */
function isIngredient(
  words: MenuWords,
  about: CatalogueItem,
  [before = '', ...called]: readonly string[],
): boolean {
  const { minus } = words.vocabulary.food;
  const name = words.named(about.name);
  return (
    minus.has(before) &&
    !called.some((token) => name.includes(token)) &&
    contains(words, about, called.join(' '))
  );
}

function mentionOf(line: OrderedLine): Mention {
  const mention = { itemIds: [line.itemId], lines: [line], asNamed: true, ofDraft: false };
  return { ...mention, words: line.name, waiting: [], plural: false };
}

/** The dishes of the order by the last words of their names and by their kind; all of them by "". */
function headsOf(
  turn: Turn,
  lines: readonly OrderedLine[],
  tokens: readonly string[],
): ReadonlyMap<string, readonly CatalogueItem[]> {
  const { menu, words } = turn.context;
  const ordered = [...new Set(lines.flatMap(({ itemId }) => menu.item(itemId) ?? []))];
  const ends = ordered.map((item) =>
    [item.name, ...item.aliases].map((name) => words.tokens(name).at(-1)),
  );
  const called = (token: string) =>
    ordered.filter(
      (item, index) => ends[index]?.includes(token) || item.category.id === words.categoryOf(token),
    );
  const { frame } = turn.vocabulary.corrections;
  const heads = new Map(
    tokens
      .filter((token) => token.length >= 4)
      .map((token) => {
        const items = called(token);
        const isName = items.length === 0 && token.length >= 5 && !frame.has(token);
        return [token, isName ? onlyCalled(turn, token) : items] as const;
      }),
  );
  return heads.set('', ordered);
}

/** The one dish of the menu whose name ends so: "calamari" of the "fried calamari". */
function onlyCalled({ context: { menu, words } }: Turn, token: string): readonly CatalogueItem[] {
  if (words.isEveryday(token)) return [];
  // "Sauce" is part of what can be left off a pizza, and no pasta.
  const options = menu.modifierGroups.flatMap((group) => group.options);
  if (options.some(({ name }) => words.named(name).includes(token))) return [];
  const found = menu.items.filter((item) =>
    [item.name, ...item.aliases].some((name) => words.tokens(name).at(-1) === token),
  );
  return found.length === 1 ? found : [];
}

/** How many words before a dish say which of its kind: "the large …". */
function sizeBefore(
  { context: { words } }: Turn,
  before: readonly string[],
  item: CatalogueItem | undefined,
): number {
  const size = before.at(-1);
  const [option] = item && size !== undefined ? words.optionsCalled(item, size, false) : [];
  return option && option.group.min > 0 && numberOf(size) === null ? 1 : 0;
}

function hasAll(
  { context: { menu, words } }: Turn,
  { itemId, optionIds }: OrderedLine,
  sizes: readonly string[],
): boolean {
  const item = menu.item(itemId);
  return sizes.every((size) =>
    item
      ? words.optionsCalled(item, size, false).some(({ option }) => optionIds.includes(option.id))
      : false,
  );
}

/** Whether words name a dish by its own name: "no, diavola" does, "no ham" is about what is in one. */
export function isOwnName(
  { context: { menu, words }, vocabulary: { food } }: Turn,
  itemIds: readonly string[],
  said: string,
): boolean {
  const name = words.named(menu.item(itemIds[0] ?? '')?.name ?? '');
  return words
    .tokens(said)
    .filter((token) => numberOf(token) === null && !food.fillers.has(token))
    .some((token) => name.includes(token));
}
