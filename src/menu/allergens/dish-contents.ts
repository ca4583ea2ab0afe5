import type { MenuOption } from '../catalogue/menu-document.js';
import type { CatalogueItem } from '../catalogue/menu.js';
import { ALL_ALLERGENS, allergenTokens } from './allergen-words.js';
import { ALLERGENS } from '../catalogue/menu-document.js';

/**
 * Whether something is in a dish: it is; the menu states the allergens and this one is not among
 * them; the menu does not say. The second is no promise: a kitchen has traces.
 */
export type Presence = 'contained' | 'unlisted' | 'unknown';

/** A dish, or an option by itself, with the options that were chosen for it. */
export interface Dish {
  readonly item: Pick<CatalogueItem, 'name' | 'description' | 'allergens'>;
  readonly options: readonly MenuOption[];
}

/** Leave something out of a dish, in the name of an option or in a description. */
const WITHOUT = new Set(['no', 'without', 'sin', 'hold']);
const FREE = new Set(['free', 'libre']);

const KNOWN: readonly string[] = ALLERGENS;

/**
 * Whether a dish has something in it, by the data of the menu alone: an allergen by its id from the
 * allergens of the dish and its options, and from the description where they are not stated; any
 * other ingredient from name, description and options.
 */
export function presenceOf(what: string, { item, options }: Dish): Presence {
  const stated = [item, ...options].map(({ allergens }) => allergens);
  if (stated.some((allergens) => allergens?.includes(what))) return 'contained';
  const texts = ingredientWords({ item, options });
  if (!KNOWN.includes(what)) {
    const wanted = allergenTokens(what);
    return texts.some((tokens) => stands(wanted, tokens)) ? 'contained' : 'unknown';
  }
  if (!stated.includes(null)) return 'unlisted';
  const described = texts.some((tokens) => ALL_ALLERGENS.in(tokens).some((one) => one === what));
  return described ? 'contained' : 'unknown';
}

/** The words of name, description and options that may be ingredients, without what is left out. */
export function ingredientWords({ item, options }: Dish): readonly (readonly string[])[] {
  return [item.name, item.description, ...options.map(({ name }) => name)].map(present);
}

/** The words of a text, without those of which it says that they are left out: "no cheese". */
function present(text: string): readonly string[] {
  const tokens = allergenTokens(text);
  return tokens.filter(
    (_, at) => !WITHOUT.has(tokens[at - 1] ?? '') && !FREE.has(tokens[at + 1] ?? ''),
  );
}

function stands(phrase: readonly string[], tokens: readonly string[]): boolean {
  return (
    phrase.length > 0 &&
    tokens.some((_, at) => phrase.every((token, index) => tokens[at + index] === token))
  );
}
