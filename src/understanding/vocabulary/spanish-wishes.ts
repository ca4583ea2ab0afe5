import type { Replacement } from './vocabulary.js';

/** Words of that shape which tell nothing of a dish. */
const NO_QUALITY =
  '(?:agradecid|apurad|ocupad|cansad|enojad|perdid|cerrad|buen|herman|querid|contad|sabid|casad|medi|pas|tod|mism|pedid|curios|generos)';

/** Wishes of any words of a known shape, noted as they were said. */
export const SPANISH_WISHES: readonly Replacement[] = [
  [
    new RegExp(
      `\\b((?:bien|muy|un poco|un poquito|extra|no (?:muy|tan)|mas|menos|medio|media) (?:hech(?:it)?[oa]s?|(?!${NO_QUALITY})[a-z]{2,}(?:it|ad|id|os)[oa]s?))\\b`,
      'g',
    ),
    '$1',
  ],
  [
    /\b((?:tuest|tost|dor|quem|calient|horn|cuez|frian?|gratin)[a-z]*(?:l[aeo]s?)(?: (?:un|poco|poquito|bien|mas|mucho))*)(?= |$)/g,
    '$1',
  ],
];
