/** British English puts no comma before the last word of a list. */
const FORMATS = {
  and: new Intl.ListFormat('en-GB', { type: 'conjunction' }),
  or: new Intl.ListFormat('en-GB', { type: 'disjunction' }),
};

/** Words as one phrase: "gluten, milk and egg". One word stays as it is; none give an empty text. */
export function englishList(words: readonly string[], last: 'and' | 'or' = 'and'): string {
  return FORMATS[last].format(words);
}
