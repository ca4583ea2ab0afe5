import type { Replacement } from './vocabulary.js';

const SIZE = '(?:chi[cq]|pequeñ|median|grand|familiar|individual)\\p{L}*';
const RELATIVE =
  'espos[oa]|hij[oa]|niet[oa]|sobrin[oa]|prim[oa]|cuñad[oa]|suegr[oa]|t[ií][oa]|abuel[oa]|mam[aá]|pap[aá]|herman[oa]|amig[oa]|novi[oa]|jef[ea]|marido|mujer|señora|vecin[oa]';
/** Whose taste is told of. */
const WHOM =
  '(?:a (?:(?:mis?|los|las|la|el|tus?|sus?) \\p{L}+|[eé]l|ell[ao]s?|m[ií]|nosotr[ao]s|tod[ao]s) )';

const said = (pattern: string, by: string): Replacement => [
  new RegExp(`(?<!\\p{L})(?:${pattern})(?!\\p{L})`, 'giu'),
  by,
];

/** The same behind another word. */
const behind = (pattern: string, by: string): Replacement => [
  new RegExp(`(?:${pattern})(?!\\p{L})`, 'giu'),
  by,
];

/** Words among others that ask for nothing: "vale" that costs nothing, a reason, a little "dale". */
export const SPANISH_ASIDES: readonly Replacement[] = [
  // "Para las nueve: una pepperoni".
  [/:(?=\s)/g, ','],
  said('^(?:(?:ah|ay|ok|okay|bueno|pues|s[ií]|no),? )*vale(?: vale)?,?(?= (?!la pena)\\p{L})', ''),
  behind(`(?:,? )(?:dale|viste|sabes|¿?vale\\??|¿?s[ií]\\?|¿?no\\?)(?=,)`, ''),
  // "Que a mi marido le encantan", "que no le gusta a mi mujer".
  behind(
    `,? (?:que|porque|pues|es que) (?:${WHOM}no (?:le|les|me|nos) (?:gust|cae|encant)\\p{L}*(?: nada| mucho)?|${WHOM}?(?:le|les|me|nos) (?:gust|encant|fascin)\\p{L}*(?: mucho)?(?: ${WHOM.slice(0, -2)}))?|no (?:le|les|me|nos) gust\\p{L}*(?: nada| mucho)?(?: ${WHOM.slice(0, -2)}))?)(?= *(?:$|[,.;]| y | pero ))`,
    '',
  ),
  said('ali[ñn]o', 'aderezo'),
  // "La pizza sin nada, solo queso."
  said(
    'sin nada(?: m[aá]s)?,? (?:solo|solamente|nada m[aá]s|nom[aá]s|puro)(?: con)?(?= queso)',
    'de',
  ),
  // "La recojo en veinte."
  said(
    'en (diez|quince|veinte|veinticinco|treinta|cuarenta)(?= *(?:$|[,.]| por favor| porfa| m[aá]s o menos))',
    'en $1 minutos',
  ),
  // "Un combo de alitas", "un side de ranch".
  said('(?:un|el|una|la) combo de(?= alit)', 'unas'),
  said('(?:un|el) side de(?= (?:ranch|marinara|blue|queso azul|salsa|mantequilla))', 'con'),
  said('refre[cs]?[ck]?o(s?)', 'refresco$1'),
  // "Mi nieto pasa por ella, se llama Óscar", "pasa mi esposo Raúl".
  behind(
    ',? (?:y )?(?:[eé]l |ella )?se llama(?<=(?:pasa|va|viene|recog)\\p{L}* .*)(?= \\p{L})',
    ', a nombre de',
  ),
  [
    new RegExp(
      `(?<!\\p{L})((?:pasa|va|viene)(?: a recoger\\p{L}*| por \\p{L}+)?) ((?:mi|el|la) (?:${RELATIVE}))(?= (?!Se )\\p{Lu})`,
      'gu',
    ),
    '$2 $1, a nombre de',
  ],
  said('s[aá](?:qu[ea]|ca)n?les?', 'quítele'),
  behind(
    '(?<=(?:l[ao]s?|el) (?:\\p{L}+ )?\\p{L}+) que no (?:le )?(?:lleve|tenga|traiga|ponga)[ns]?(?= \\p{L})',
    ' sin',
  ),
  // "Es un pedido un poco largo", "llamo de una oficina": what is said before an order.
  said(
    '(?:(?:es|va a ser|ser[ií]a|tengo|ser[aá]) un (?:pedido|encargo)(?: (?:un poco|un poquito|medio|algo|bastante|muy))? (?:larg|grand)\\p{L}*|(?:le |les |te )?(?:llamo|hablo|llamamos) de (?:una|la|mi|un|el) \\p{L}+)(?= *(?:$|[,.;¿?]| y ))',
    '',
  ),
  // "La ensalada era de la casa, no caprese".
  said(
    '(?:l[ao]s?|el) (\\p{L}+) (?:era|eran) ((?:de|con|a) .+?),? (?:y )?no(?= \\p{L}+(?: \\p{L}+)?\\W*$)',
    'dije $1 $2, no',
  ),
  // "Súmale dos aguas" adds them, and puts nothing on a dish.
  said(
    '(?:[eé]ch|m[eé]t|s[uú]m|p[oó]n|agr[eé]g|añ[aá]d)[aeo]n?les?(?= (?:una?|un[ao]s|dos|tres|cuatro|cinco|seis|\\d+|otr[ao]s?) )(?! un poco)',
    'agregue',
  ),
  said('ponles?(?= (?:dos|tres|cuatro|cinco|seis|\\d+|otr[ao]s?) )', 'agregue'),
  // "Una gaseosa, una coca", "una gaseosa sprite".
  said('una? (?:gaseosa|refresco|soda),(?= una? )', ''),
  said(
    '(?<=una? )(?:gaseosa|refresco|soda)(?= (?!(?:y|o|e|de|con|en|para|por|que|light|sin) |grand|chic|median)\\p{L})',
    '',
  ),
  said('(?<=no )me le(?= (?:pong|ech|met)\\p{L}*)', 'le'),
  said('bah,?', ''),
  // "No, está cara, mejor la de doce": what is thought of a price.
  said(
    '(?:(?:ay|uy|ah|h[ií]jole|no|pero|qu[eé]),? )*(?:(?:est[aá]n?|es|son|sale|salen|sali[oó]) (?:(?:muy|medio|un poco|bien|tan|algo) )?|qu[eé] )(?:car|barat)[oa]s?,?(?= \\p{L})',
    '',
  ),
  said(
    '(?:me )?(?:pued|podr)\\p{L}+ (?:tomar|levantar|coger|apuntar|anotar)(?:me|nos)? (?:un|el|mi|una) (?:pedido|orden)',
    'quiero hacer un pedido',
  ),
  said(
    '(?:es|ser[ií]a|va a ser) para un[ao]? (?:almuerzo|fiesta|reuni[oó]n|cumple\\p{L}*|comida|cena|evento|junta)(?= *(?:$|[,.;]))',
    '',
  ),
  said('^ok(?:ay|ey)?,? no,?(?= una? )', 'no, mejor'),
  // "Dos docenas de alitas, una búfalo y la otra barbacoa", "dos órdenes de alitas, una de seis bbq y otra de doce búfalo".
  said(
    '(?:dos|2) docenas de (\\p{L}+),? (?:una|1) (?:docena )?(?:de |en )?(\\p{L}+),? y (?:la )?otra(?: docena)?(?: de| en)?(?= \\p{L})',
    'una orden de doce $1 $2 y una orden de doce $1',
  ),
  said(
    '(?:dos|2) [oó]rdenes de (\\p{L}+),? una (?:orden )?de (\\p{L}+) (.+?),? y (?:la )?otra (?:orden )?de (\\p{L}+)(?= \\p{L})',
    'una orden de $2 $1 $3 y una orden de $4 $1',
  ),
  said('barb[ei](?:c?[qk]i?[uú]|qui[uú]|cue?)', 'bbq'),
  // "De qué sabores hay".
  said(
    '(?:y )?(?:de )?qu[eé] (?:sabor|gusto)(?:es|s)? (?:hay|tiene[ns]?|es|son|trae[ns]?|manejan?)(?= *\\W*$)',
    'qué trae',
  ),
  // "No mejor paso yo", "no no a domicilio": no "not" of what follows.
  said('no(?= (?:mejor|yo) )', 'no,'),
  said('^no,? no,?(?= \\p{L})', 'no, no,'),
  // "Una vegana chica" is a pizza, and no question for a diet.
  said(
    `(?<=(?:una?|dos|tres|otra|la|${SIZE}) )vegana(s?)(?= ${SIZE})|(?<=${SIZE} )vegana(s?)`,
    'pizza vegana$1$2',
  ),
];
