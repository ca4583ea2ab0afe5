import { truncate } from '../../common/truncate.js';
import type { CatalogueItem } from '../../menu/catalogue/menu.js';
import type { OptionRequest } from '../ivr-state.js';
import type { MenuWords } from './menu-words.js';

/** The options and the kitchen note of a dish after some requests were applied. */
export interface AppliedOptions {
  readonly optionIds: readonly string[];
  /** Note for the kitchen: what to leave out where no option says so. */
  readonly note: string;
  /** Requests that cannot be met, as the caller named them. */
  readonly unmet: readonly string[];
}

/** Longest note, in characters. */
const MAX_NOTE_LENGTH = 120;

/**
 * Applies option requests to a dish. In a group with room for one option the last request counts.
 * Leaving something out that no option covers becomes a note, if the dish's description has it.
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
  for (const optionRequest of optionRequests) {
    // The opposite request of before is taken back: extra olives by "no olives", and the reverse.
    const contrary = words
      .optionsCalled(item, optionRequest.words, !optionRequest.minus)
      .map(({ option }) => option.id);
    const before = optionIds.length;
    optionIds = optionIds.filter((id) => !contrary.includes(id));
    const takenBack = optionIds.length < before;
    const inDish = contains(words, item, optionRequest.words);
    if (optionRequest.minus && takenBack && !inDish) continue;

    const option = words.optionsCalled(item, optionRequest.words, optionRequest.minus)[0];
    if (option && option.option.soldOut !== true) {
      optionIds = withOption(item, optionIds, option.option.id);
    } else if (optionRequest.minus && inDish) {
      note = [note, food.without(optionRequest.words)].filter((part) => part !== '').join(', ');
    } else if (!takenBack) {
      unmet.push(optionRequest.minus ? food.without(optionRequest.words) : optionRequest.words);
    }
  }
  return { optionIds, note: truncate(note, MAX_NOTE_LENGTH), unmet };
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

/** Whether the dish is described as having it. */
function contains(words: MenuWords, item: CatalogueItem, called: string): boolean {
  const described = words.named(`${item.name} ${item.description}`);
  return words.tokens(called).every((token) => described.includes(token));
}
