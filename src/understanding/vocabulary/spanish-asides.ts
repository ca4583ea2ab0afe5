import type { Replacement } from './vocabulary.js';

const SIZE = '(?:chi[cq]|pequeñ|median|grand|familiar|individual)\\p{L}*';
/** Whose taste is told of. */
const WHOM =
  '(?:a (?:(?:mis?|los|las|la|el|tus?|sus?) \\p{L}+|[eé]l|ell[ao]s?|m[ií]|nosotr[ao]s|tod[ao]s) )';

const said = (pattern: string, by: string): Replacement => [
  new RegExp(`(?<!\\p{L})(?:${pattern})(?!\\p{L})`, 'giu'),
  by,
];

/** Words among others that ask for nothing: "vale" that costs nothing, a reason, a little "dale". */
export const SPANISH_ASIDES: readonly Replacement[] = [
  // "Para las nueve: una pepperoni".
  [/:(?=\s)/g, ','],
  said('^(?:(?:ah|ay|ok|okay|bueno|pues|s[ií]|no),? )*vale(?: vale)?,? (?=(?!la pena)\\p{L})', ''),
  said(`(?:,? )(?:dale|viste|sabes|¿?vale\\??|¿?s[ií]\\?|¿?no\\?)(?=,)`, ''),
  // "Que a mi marido le encantan", "que no le gusta a mi mujer".
  said(
    `,? (?:que|porque|pues|es que) (?:${WHOM}no (?:le|les|me|nos) (?:gust|cae|encant)\\p{L}*(?: nada| mucho)?|${WHOM}?(?:le|les|me|nos) (?:gust|encant|fascin)\\p{L}*(?: mucho)?(?: ${WHOM.slice(0, -2)}))?|no (?:le|les|me|nos) gust\\p{L}*(?: nada| mucho)?(?: ${WHOM.slice(0, -2)}))?)(?= *(?:$|[,.;]| y | pero ))`,
    '',
  ),
  said('ali[ñn]o', 'aderezo'),
  // "No mejor paso yo", "no no a domicilio": no "not" of what follows.
  said('no (?=(?:mejor|yo) )', 'no, '),
  said('^no,? no,? (?=\\p{L})', 'no, no, '),
  // "Una vegana chica" is a pizza, and no question for a diet.
  said(
    `(?<=(?:una?|dos|tres|otra|la|${SIZE}) )vegana(s?)(?= ${SIZE})|(?<=${SIZE} )vegana(s?)`,
    'pizza vegana$1$2',
  ),
];
