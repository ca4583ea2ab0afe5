import type { CatalogueItem } from '../menu/catalogue/menu.js';
import type { SearchItems } from './item-request-parser.js';

/** Most different searches of one turn: each takes a millisecond or more. */
const MAX_SEARCHES = 40;

/** The same search, which looks for each query once, and for a bounded number of them. */
export function boundedSearch(search: SearchItems): SearchItems {
  const known = new Map<string, readonly CatalogueItem[]>();
  return (query) => {
    const found = known.get(query) ?? (known.size < MAX_SEARCHES ? search(query) : []);
    known.set(query, found);
    return found;
  };
}
