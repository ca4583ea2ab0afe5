import { truncate } from '../common/truncate.js';
import type { MenuOption, ModifierGroup } from '../menu/catalogue/menu-document.js';
import type { CatalogueItem } from '../menu/catalogue/menu.js';
import type { OptionRequest } from './item-request.js';
import type { MenuWords } from './menu-words.js';

/** The options and the kitchen note of a dish after some requests were applied. */
export interface AppliedOptions {
  readonly optionIds: readonly string[];
  /** Note for the kitchen: what to leave out where no option says so. */
  readonly note: string;
  /** Requests that cannot be met, as the caller named them. */
  readonly unmet: readonly string[];
  /** Options that the dish has, and no room for beside those it has got. */
  readonly full: readonly { readonly group: ModifierGroup; readonly option: MenuOption }[];
  /** What shall be left out of a dish that does not have it, though it could. */
  readonly absent: readonly string[];
}

/** Longest note, in characters. */
export const MAX_NOTE_LENGTH = 120;

/**
 * Applies option requests to a dish. In a group with room for one option the last request counts.
 * Leaving something out that no option covers becomes a note, if the dish's description has it;
 * a wish for the kitchen always does.
 */
export function applyOptionRequests(
  words: MenuWords,
  item: CatalogueItem,
  optionRequests: readonly OptionRequest[],
  from: { readonly optionIds: readonly string[]; readonly note: string },
): AppliedOptions {
  const { food } = words.vocabulary;
  let { optionIds, note } = from;
  const unmet: string[] = [];
  const absent: string[] = [];
  const full: { group: ModifierGroup; option: MenuOption }[] = [];
  const noted = (words: string) => {
    const parts = note === '' ? [] : note.split(', ');
    note = [...parts.filter((part) => part !== words), words].join(', ');
  };
  const chosen = () => optionIds.filter((id) => !from.optionIds.includes(id));
  for (const optionRequest of optionRequests) {
    if (optionRequest.note) {
      const aside = asideOf(words, item, optionRequest.words);
      if (aside !== '') noted(aside);
      continue;
    }
    // The opposite request of before is taken back: extra olives by "no olives", and the reverse.
    const contrary = words
      .optionsCalled(item, optionRequest.words, !optionRequest.minus)
      .map(({ option }) => option.id);
    const before = optionIds.length;
    optionIds = optionIds.filter((id) => !contrary.includes(id));
    const takenBack = optionIds.length < before;
    const inDish = contains(words, item, optionRequest.words);
    if (optionRequest.minus && takenBack && !inDish) continue;

    const option =
      words.optionsCalled(item, optionRequest.words, optionRequest.minus)[0] ??
      (optionRequest.minus
        ? (freeOf(words, item, optionRequest.words) ?? partOf(words, item, optionRequest.words))
        : undefined);
    if (option && option.option.soldOut !== true) {
      if (hasRoom(option.group, optionIds, option.option.id))
        optionIds = withOption(item, optionIds, option.option.id);
      else full.push(option);
    } else if (optionRequest.minus && !option && (inDish || isExtra(words, item, optionRequest))) {
      noted(food.without(optionRequest.words));
    } else if (optionRequest.minus && contrary.length > 0) {
      if (!isDecided(item, chosen(), contrary)) absent.push(optionRequest.words);
    } else if (
      !takenBack &&
      !food.plainly.has(optionRequest.words) &&
      !isPacking(words, optionRequest.words) &&
      !isSizeOf(words, item, optionRequest.words, optionRequests) &&
      !isKind(words, item, optionRequest, optionIds)
    ) {
      unmet.push(optionRequest.minus ? food.without(optionRequest.words) : optionRequest.words);
    }
  }
  return {
    optionIds,
    note: truncate(note, MAX_NOTE_LENGTH),
    unmet: [...new Set(unmet)],
    full,
    absent,
  };
}

/**
 * A note without what the options say: a dip is on the side anyhow, so nothing is left, and "ranch
 * on the side" of a salad with ranch is "dressing on the side".
 */
function asideOf(words: MenuWords, item: CatalogueItem, note: string): string {
  const { aside, dips } = words.vocabulary.food;
  const tokens = words.tokens(note);
  const said = aside.find((phrase) => tokens.slice(-phrase.length).join() === phrase.join());
  const thing = tokens.slice(0, -(said?.length ?? 0)).join(' ');
  const [option] = said ? words.optionsCalled(item, thing, false) : [];
  const kinds = words.named(option?.group.name ?? '');
  if (!option || !said) return note;
  if (kinds.some((kind) => dips.has(kind))) return '';
  return option.group.min > 0 ? [kinds.at(-1) ?? thing, ...said].join(' ') : note;
}

/** "A bottle of water", which comes in nothing else. */
function isPacking(words: MenuWords, called: string): boolean {
  return words.tokens(called).every((token) => words.vocabulary.food.everyday.has(token));
}

/** "A big bottle", of a can and a bottle: it is the dearest of them anyhow. */
function isSizeOf(
  words: MenuWords,
  item: CatalogueItem,
  size: string,
  optionRequests: readonly OptionRequest[],
): boolean {
  if (!words.vocabulary.answers.choice.large.test(size)) return false;
  const wanted = optionRequests.flatMap((one) => words.optionsCalled(item, one.words, one.minus));
  return wanted.some(
    ({ group, option }) =>
      group.min > 0 &&
      group.options.every(
        (other) => other === option || other.priceDeltaCents < option.priceDeltaCents,
      ),
  );
}

/** "No sauce", where the one thing that can be left out and is called so is the tomato sauce. */
function partOf(words: MenuWords, item: CatalogueItem, called: string): FoundOption | undefined {
  const tokens = words.tokens(called);
  return onlyOption(item, ({ id }) => {
    const request = words.requestFor(id);
    const named = request?.minus === true ? words.tokens(request.words) : [];
    return tokens.length > 0 && tokens.every((token) => named.includes(token));
  });
}

/** "Con la pasta sin gluten": the one choice of a dish that is called free of it. */
function freeOf(words: MenuWords, item: CatalogueItem, called: string): FoundOption | undefined {
  const tokens = words.tokens(called);
  return onlyOption(item, ({ name }) => {
    const named = words.named(name);
    return named.includes('free') && tokens.every((token) => named.includes(token));
  });
}

interface FoundOption {
  readonly group: ModifierGroup;
  readonly option: MenuOption;
}

/** The one option of a dish that is meant; none or several are none. */
function onlyOption(
  item: CatalogueItem,
  isMeant: (option: MenuOption) => boolean,
): FoundOption | undefined {
  const [found, ...others] = item.groups.flatMap((group) =>
    group.options.filter(isMeant).map((option) => ({ group, option })),
  );
  return others.length === 0 ? found : undefined;
}

/** "No parmesan", which may be added to the dish: the kitchen is told not to. */
function isExtra(words: MenuWords, item: CatalogueItem, { words: called }: OptionRequest): boolean {
  const found = words.isDish(called) ? [] : words.optionsCalled(item, called, false);
  return found.some(({ group }) => group.min === 0 && group.max > 1);
}

/** "Buffalo, not barbecue", where there can be but one sauce. */
function isDecided(
  { groups }: CatalogueItem,
  chosen: readonly string[],
  unwanted: readonly string[],
): boolean {
  const group = groups.find(({ options }) => options.some(({ id }) => unwanted.includes(id)));
  return group?.max === 1 && group.options.some(({ id }) => chosen.includes(id));
}

/** Whether a group takes this option too. One with room for one alone takes it for the other. */
function hasRoom(
  { max, options }: ModifierGroup,
  optionIds: readonly string[],
  optionId: string,
): boolean {
  const others = options.filter(({ id }) => id !== optionId && optionIds.includes(id));
  return max <= 1 || others.length < max;
}

/** The options with one more, in place of another one where a group has room for one alone. */
export function withOption(
  item: CatalogueItem,
  optionIds: readonly string[],
  optionId: string,
): readonly string[] {
  const group = item.groups.find(({ options }) => options.some(({ id }) => id === optionId));
  const rivals = group?.max === 1 ? group.options.map(({ id }) => id) : [optionId];
  return [...optionIds.filter((id) => !rivals.includes(id)), optionId];
}

/**
 * What a dish has, as requests for another one: what that one has to be asked for anyhow, such as
 * a size, is left out where it has none.
 */
export function requestsLike(
  words: MenuWords,
  { optionIds, note }: { readonly optionIds: readonly string[]; readonly note: string },
  item: CatalogueItem,
  from: CatalogueItem | undefined,
): readonly OptionRequest[] {
  const options = optionIds.flatMap((id) => {
    const group = from?.groups.find((one) => one.options.some((option) => option.id === id));
    const lost = group !== undefined && group.min > 0 && !item.groups.includes(group);
    return lost ? [] : (words.requestFor(id) ?? []);
  });
  return note === '' ? options : [...options, { words: note, minus: false, note: true }];
}

/** "With dressing", of which there is a choice, and the "sauce" of a dip that was named. */
function isKind(
  words: MenuWords,
  { groups }: CatalogueItem,
  wish: OptionRequest,
  chosen: readonly string[],
): boolean {
  const { dips, dipWords } = words.vocabulary.food;
  return groups.some(({ min, name, options }) => {
    const kinds = words.named(name);
    const isDip = dipWords.has(wish.words) && kinds.some((kind) => dips.has(kind));
    const isDecided = options.some(({ id }) => chosen.includes(id));
    return !wish.minus && (min > 0 || isDecided) && (isDip || kinds.includes(wish.words));
  });
}

/** Whether the dish is described as having it. */
export function contains(words: MenuWords, item: CatalogueItem, called: string): boolean {
  const described = words.named(`${item.name} ${item.description}`);
  return words.tokens(called).every((token) => described.includes(token));
}
