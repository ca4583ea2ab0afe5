import { change, changeLine, changeLines, lastLine, linesCalled } from './changing.js';
import type { Draft, Flow, LineChange, Mod } from './ivr-state.js';
import { modified } from './modifiers.js';
import { drop, proceed } from './ordering.js';
import type { Turn } from './turn.js';
import { parseWishes, type Wishes } from './wish-parser.js';
import { numberOf, tokensOf } from './words.js';

/** `failed`: it was meant as a change, but of nothing that is there. `none`: it was no change. */
export type Amended = 'done' | 'failed' | 'none';

type Change = Extract<LineChange, { readonly kind: 'change' }>;

const THAT = '(?:that|it|this|those|these|them|(?:the )?last one|that one|the last)';
const ONLY_THAT = new RegExp(`^${THAT}$`);
const SAME_AGAIN =
  /^(?:another one|one more|1 more|(?:the )?same again|one more of (?:those|these|them|that))$/;
const SO_MANY = /^(.+?) (?:of )?(?:those|these|them|that)(?: ones)?$/;
const SOME_OF_THEM = /\b(?:one|two|half|some) of (?:those|these|them)\b/;
const MAKE = new RegExp(`^(?:make|change|turn|switch)(?: ${THAT})?(?: (?:to|into|be))? (.+)$`);
const REMOVE =
  /^(?:remove|delete|take (?:off|out|away)|cancel|drop|scratch|get rid of|forget|lose|i dont want|i do not want|dont want|no more|leave out|leave off|skip|hold|no|without|minus) (.+?)(?: (?:from|off|of) (?:my |the )?order)?$/;
const TAKE_OFF = /^take (.+?) (?:off|out|away)(?: (?:of )?(?:my |the )?order)?$/;
/** It is about something on a dish, rather than about a dish. */
const LEAVES_OUT = /^(?:no|without|minus|hold|skip|leave (?:out|off)) /;
const ON = / (?:on|from|in|to|onto) (?:the |my )?/;
const PUT_ON = /^(?:add |put |want |get |have )?(.+?) (?:on|to|onto) (?:the |my |both )?(.+)$/;
const ARTICLES = /^(?:the |my |any |some |extra |more )+/;

/**
 * Changes by voice: "make that two", "no onions", "add olives to the margherita", "remove the
 * cola", "change the cola to a sprite". They are about the dish half chosen or the newest line,
 * unless another one is named.
 */
export function* amend(turn: Turn, text: string, draft: Draft | null): Flow<Amended> {
  const many = SO_MANY.exec(text)?.[1];
  const quantity = many === undefined ? null : numberOf(tokensOf(many).join(' '));
  if (quantity !== null) return outcome(yield* amendLast(turn, draft, change(quantity)));
  if (SAME_AGAIN.test(text)) return outcome(yield* oneMore(turn, draft));
  const made = MAKE.exec(text)?.[1];
  if (made !== undefined) return yield* remake(turn, draft, made);
  const removed = (REMOVE.exec(text) ?? TAKE_OFF.exec(text))?.[1];
  if (removed !== undefined) {
    return outcome(yield* remove(turn, draft, LEAVES_OUT.test(text), removed));
  }
  const [, what, on] = PUT_ON.exec(text) ?? [];
  if (what === undefined || on === undefined) return 'none';
  const put = modsIn(what, false);
  return (yield* amendNamed(turn, draft, on, change(null, put))) ? 'done' : 'none';
}

/** Options or a number for what was spoken of last. False: they do not go with it. */
export function* amendLast(turn: Turn, draft: Draft | null, wanted: LineChange): Flow<boolean> {
  if (wanted.kind === 'remove') return false;
  if (draft) return yield* amendDraft(turn, draft, wanted);
  const line = lastLine(turn, yield* turn.order());
  if (!line || !fits(turn, line, wanted)) return false;
  yield* changeLine(turn, line, wanted);
  return true;
}

function outcome(done: boolean): Amended {
  return done ? 'done' : 'failed';
}

/** "Make it large", "make the cola two", "change the cola to a sprite". */
function* remake(turn: Turn, draft: Draft | null, words: string): Flow<Amended> {
  if (SOME_OF_THEM.test(words)) return 'failed';
  const [before, after] = words.split(/ (?:to|into) (?=\S)/, 2);
  const wanted = parse(turn, after ?? words);
  const [wish] = wanted.wishes;
  const quantity = wanted.quantity ?? wish?.quantity ?? null;
  const mods = [...wanted.mods, ...(wish?.mods ?? [])];
  if (after === undefined) {
    if (!wish) return outcome(yield* amendLast(turn, draft, change(quantity, mods)));
    return (yield* amendNamed(turn, draft, wish.heard, change(quantity, mods))) ? 'done' : 'none';
  }
  const target = (before ?? '').replace(ARTICLES, '');
  if (!wish) return outcome(yield* amendNamed(turn, draft, target, change(quantity, mods)));
  if (draft || wish.itemIds.length !== 1) return 'failed';
  const [line, ...others] = linesCalled(turn, yield* turn.order(), target);
  if (!line || others.length > 0) return 'failed';
  if (line.itemId === wish.itemIds[0]) yield* changeLine(turn, line, change(quantity, mods));
  else {
    yield* changeLine(turn, line, { kind: 'remove' });
    turn.set({ pending: wanted.wishes });
  }
  return 'done';
}

function* oneMore(turn: Turn, draft: Draft | null): Flow<boolean> {
  if (draft) return yield* amendDraft(turn, draft, change((draft.quantity ?? 1) + 1));
  const line = lastLine(turn, yield* turn.order());
  return line !== null && (yield* amendLast(turn, null, change(line.quantity + 1)));
}

/** A change of the dish that is called so. With a dish half chosen, it goes on with that one. */
function* amendNamed(
  turn: Turn,
  draft: Draft | null,
  words: string,
  wanted: Change,
): Flow<boolean> {
  if (ONLY_THAT.test(words)) return yield* amendLast(turn, draft, wanted);
  if (draft && parse(turn, words).wishes[0]?.itemIds.includes(draft.itemId)) {
    return yield* amendDraft(turn, draft, wanted);
  }
  const called = linesCalled(turn, yield* turn.order(), words);
  const lines = called.filter((line) => fits(turn, line, wanted));
  if (lines.length === 0 || (draft && lines.length > 1)) return false;
  const { step } = turn.state;
  yield* changeLines(turn, lines, wanted, words);
  if (draft) turn.goTo(step);
  return true;
}

function* amendDraft(turn: Turn, draft: Draft, wanted: Change): Flow<boolean> {
  const item = turn.world.menu.item(draft.itemId);
  if (!item || !fits(turn, draft, wanted)) return false;
  const { optionIds, note, unmet } = modified(turn.world.words, item, wanted.mods, draft);
  if (unmet.length > 0) turn.say('notPossible', { words: unmet.join(', '), item: item.name });
  yield* proceed(turn, { ...draft, optionIds, note, quantity: wanted.quantity ?? draft.quantity });
  return true;
}

/** Takes a dish off the order, or something off a dish. */
function* remove(
  turn: Turn,
  draft: Draft | null,
  leavesOut: boolean,
  words: string,
): Flow<boolean> {
  const [said = '', on] = words.split(ON, 2);
  const what = said.replace(ARTICLES, '').replace(/^an? /, '');
  const without = change(null, modsIn(what, true));
  if (on !== undefined) return yield* amendNamed(turn, draft, on, without);
  if (draft) {
    if (!ONLY_THAT.test(what)) return yield* amendDraft(turn, draft, without);
    yield* drop(turn, draft);
    return true;
  }
  const order = yield* turn.order();
  const last = lastLine(turn, order);
  if (!last) {
    turn.say('orderEmpty');
    return true;
  }
  if (ONLY_THAT.test(what)) {
    yield* changeLine(turn, last, { kind: 'remove' });
    return true;
  }
  const lines = linesCalled(turn, order, what);
  if (fits(turn, last, without) && (leavesOut || lines.length === 0)) {
    yield* changeLine(turn, last, without);
    return true;
  }
  const [line, ...others] = lines;
  const fewer = parse(turn, said).wishes[0]?.quantity ?? null;
  if (line && others.length === 0 && fewer !== null && fewer < line.quantity) {
    yield* changeLine(turn, line, change(line.quantity - fewer));
    return true;
  }
  if (!line && parse(turn, what).wishes.every(({ itemIds }) => itemIds.length === 0)) return false;
  yield* changeLines(turn, lines, { kind: 'remove' }, what);
  return true;
}

/** Whether a number is given or at least one of the wishes can be met on the dish. */
function fits(
  turn: Turn,
  dish: {
    readonly itemId: string;
    readonly optionIds: readonly string[];
    readonly note: string;
  },
  { quantity, mods }: Change,
): boolean {
  if (quantity !== null) return true;
  const item = turn.world.menu.item(dish.itemId);
  return (
    item !== undefined && modified(turn.world.words, item, mods, dish).unmet.length < mods.length
  );
}

/** "Onions and olives" as two wishes. */
function modsIn(words: string, minus: boolean): readonly Mod[] {
  return words
    .split(/ (?:and|or) (?:no )?/)
    .map((one) => ({ words: tokensOf(one.replace(ARTICLES, '')).join(' ').slice(0, 60), minus }))
    .slice(0, 10);
}

function parse(turn: Turn, text: string): Wishes {
  return parseWishes(text, turn.world.words, turn.world.search);
}
