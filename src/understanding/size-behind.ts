import type { OptionRequest } from './item-request.js';
import { numberOf } from './words.js';

/** Finds an option of any dish at a place among words. */
interface Options {
  optionAt(
    tokens: readonly string[],
    at: number,
    item: null,
  ): {
    readonly found: { readonly group: { readonly min: number } };
    readonly length: number;
  } | null;
}

/** What a dish named before this place is to be, where its kind has to be chosen: "veggie mediana". */
export function sizeBehind(
  tokens: readonly string[],
  at: number,
  options: Options,
): readonly OptionRequest[] {
  const option = numberOf(tokens[at]) === null ? options.optionAt(tokens, at, null) : null;
  if (!option || option.found.group.min === 0) return [];
  return [{ words: tokens.slice(at, at + option.length).join(' '), minus: false }];
}
