import type { Replacement } from './vocabulary.js';

const NUMBER =
  '(?:una?|un[ao]s|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|\\d+|otr[ao]s?|media)(?!\\p{L})';
/** Before so many of something. */
const COUNTED = `(?= (?:(?:tambi[eé]n|ah[ií]|luego|porfa|por favor|pues) )*${NUMBER})`;
/** Stems of verbs by which a dish is ordered. */
const GIVE =
  '(?:p[oó]n|[eé]ch|reg[aá]l|s[ií]rv|prep[aá]r|ap[uú]nt|an[oó]t|v[eé]nd|d[eé]j|ag[eé]nd|m[aá]rc|m[aá]rch|c[oó]br)';
const SIZE = '(?:chic|pequeñ|median|grand|familiar|individual)\\p{L}*';

const said = (pattern: string, by: string): Replacement => [
  new RegExp(`(?<!\\p{L})(?:${pattern})(?!\\p{L})`, 'giu'),
  by,
];

/**
 * What is run together or shortened in speech, the forms of other countries, and the many ways to
 * say "give me" and "put on it", each as the one that the other patterns know.
 */
export const SPANISH_COLLOQUIAL: readonly Replacement[] = [
  said(
    'se me (?:olvid[oó]|pas[oó])(?: (?:pedir|pedirle|agregar|decirle))?(?= (?:una?|el|la|un[ao]s|dos|tres)\\b)(?!.* (?:en (?:el|la|su) (?:restaurante|local|mesa)|ah[ií]|all[aá])(?!\\p{L}))',
    'quiero',
  ),
  // "Las tres medianas."
  said(
    '^(?:(?:s[ií]|pues|ah|bueno|este),? )*l[ao]s (?:dos|tres|cuatro|cinco)(?= (?:chic|median|grand|peque|familiar)\\p{L}*(?:$|[.,]| por| porfa))',
    'todas',
  ),
  // "A ver, no, dos cocas nada más."
  said('^(?:(?:ah|ay|este),? )?a ver,?(?= no )', ''),
  said('l[eé][ea]me l[ao]s (\\p{L}+)$', 'qué $1 tienen'),
  // "Que no esté muy salada", "que no pique tanto".
  said('que no (?:est[eé]|sea|quede|salga|venga|vaya)n?(?= (?:muy|tan) )', 'no'),
  said('que no (?:pique|piquen|pica)(?: (?:tanto|mucho|demasiado))', 'no muy picante'),
  said('(?:y )?de (?:tomar|beber|postre) nada(?: m[aá]s)?', 'nada más'),
  // Of the Caribbean: "klk dame do pizza", "ta to", "la paso a bucá".
  said('(?:d[ií]melo,? )?(?:klk|qu[eé] lo (?:qu[eé]|k))', 'hola'),
  said('do(?= (?!you|i |we |they |it )\\p{L})', 'dos'),
  said('mim([ao]s?)', 'mism$1'),
  said('^ta to(?:do)?', 'es todo'),
  said('buc[aá]r?(?=$|[,.]| por| ahora| yo)', 'buscar'),
  // "Jamón y queso ¿no tienen?"
  [
    /^(?:y |pero |oiga |oye )?((?!(?:es que|porque|si|ya|yo|que|como) )[^,.]+?),? ¿?no (?:tienes|tienen|tendr[aá]n?|hay|manejan|venden)\??$/giu,
    'tienen $1',
  ],
  said("pa['’]?l(?= \\p{L})", 'para el'),
  said("pa['’]?(?= \\p{L})", 'para'),
  said('(?<=\\b(?:es|eso|esto|ser[ií]a|ya|con) )to(?= lo que|$|[ ,.])', 'todo'),
  said('na', 'nada'),
  said('^ni modo,?(?: pues)?(?= \\p{L})', 'no,'),
  said('(?:m|hm)m+,?(?= \\p{L})', ''),
  said('(?<=^|no |as[ií] )ta(?= bien)', 'está'),
  said('^n?ombre,? no(?: n?ombre)?|^no,? n?ombre(?: no)?', 'no'),
  // "Para mi papá una arrabiata" are no potatoes.
  said('(?<=(?:mi|tu|su) )pap[aá](?= (?:una?|un[ao]s|dos|tres|deme|póngale)(?!\\p{L}))', 'padre'),
  // Greetings that ask for nothing.
  said(
    '(?:qu[eé] (?:onda|hubo|pas[oó]|tal)|qui[uú]bo)(?=,? (?:me|nos|te|le|quiero|quisiera|p[oó]n|dame|deme|una?|dos|tres|para|mira|mire|oye|oiga)(?!\\p{L}))',
    'hola',
  ),
  said('^(?:nel|nop|n?ombre)(?=,? \\p{L})', 'no'),
  // "Que no lleve jamón", "que vaya bien tostadita", "que me la corten en cuadritos": wishes.
  said('^que no (?:le )?(?:lleve|tenga|traiga|ponga)[ns]?(?= \\p{L})', 'sin'),
  said(
    '^que (?:(?:me|nos|l[ao]s?) )*(?:vaya|venga|salga|quede|est[eé])n?(?= (?:bien|muy|poco|un poco|m[aá]s) )',
    '',
  ),
  said('^que (?:(?:me|nos|l[ao]s?) )*(?:cort|part)[ea]n?(?= en )', 'cortada'),
  said('no (?:le|les|me|nos) (?:v(?:aya|ayan) a )?(?:p[oó]ng|ech|m[eé]t)\\p{L}*(?= \\p{L})', 'sin'),
  // "Tenéis", "podés".
  said('ten[eé]is', 'tienen'),
  said('pod[eé]is', 'pueden'),
  said('quer[eé]is', 'quieren'),
  said('(?!(?:diec|veint)?is(?:e|é)is)(\\p{L}{2,})[aá]is', '$1an'),
  said('(?!s[eé]is|(?:diec|veint)is[eé]is)(\\p{L}{2,})[eé]is', '$1en'),
  said('ten[eé]s', 'tienes'),
  // "Me pones", "ve poniéndome", "te voy a encargar".
  said(
    `(?:(?:me|nos) (?:l[aeo]s? )?(?:v(?:a|as|an) )?(?:a )?|(?:(?:me|nos) )?(?:pued|podr)\\p{L}+ )${GIVE}\\p{L}*${COUNTED}`,
    'deme',
  ),
  said(`(?:(?:ve|vaya|vete) )?${GIVE}\\p{L}{0,5}(?:me|nos)${COUNTED}`, 'deme'),
  said(
    `(?:(?:te|le|les) (?:voy a |vamos a |quiero |quer[ií]a )?(?:encarg|ped)\\p{L}*|me encarg\\p{L}*|me llevo|me voy (?:a ir )?(?:por|con)|(?:voy|vamos) a ir(?:me|nos)? (?:por|con)|vamos con|me (?:inclino|decido|decid[ií]|quedo|quedar[ií]a) (?:por|con)|me ir[ií]a (?:por|con)|me voy a llevar|me apetecen?|se me antoj\\p{L}*)${COUNTED}`,
    'deme',
  ),
  // "De postre tres cannoli" orders them and asks for no list.
  said(
    `(?:y )?(?:de|para|como) (?:postre|entrad[ao]|entrante|primero|segundo|plato fuerte|guarnici[oó]n|acompañamiento|acompañar|bebida|beber|tomar|comer|cenar|picar|botana|aperitivo)s?${COUNTED}`,
    'y',
  ),
  // "¿Y de beber?"
  said('(?:de|para) (?:beber|tomar)(?=\\s*[.?!]*$)', 'bebidas'),
  // "Que me la traigan".
  said(
    'que (?:me|nos) l[ao]s? (?:tra[ei]|mand|llev|entreg|env[ií])\\p{L}*',
    'mándenmela a domicilio',
  ),
  // "Échele", "le pones", "métele".
  said('(?<!(?:qu[eé]|no|si) )(?:[eé]ch|m[eé]t|s[uú]m|p[oó]n)[aeo]n?les?', 'póngale'),
  said(
    '(?<!(?:qu[eé]|no|ni|se) )les? (?:ech|pon|met|sum|agreg|añad)(?:as?|es?|en|an|gas?|gan|gu?es?)(?= \\p{L})',
    'póngale',
  ),
  said(
    `(?:a|para) (mis? \\p{L}+|[eé]l|ell[ao]s?) (?:póngale|d[eé]les?|m[aá]ndeles?|tr[aá]igales?)${COUNTED}`,
    'para $1 deme',
  ),
  said(`(?:y |pero )?(?:aparte|aparte de eso|encima|de paso)${COUNTED}`, 'y también'),
  said('querr[ií]a(?:mos)?|quisi[eé]semos|quisiese', 'quisiera'),
  said(`hac[eé]me${COUNTED}`, 'deme'),
  // "Lo que viene siendo un tiramisú".
  said('lo que (?:es|son|ser[ií]an?|viene(?:n)? (?:siendo|a ser))(?= \\p{L})', ''),
  said('hart([ao]s?)', 'much$1'),
  said(
    `(?<=(?:una?|dos|tres|otra|la|${SIZE}) )vegetariana(s?)(?= ${SIZE})|(?<=(?:una|dos|tres|otra) )vegetariana(s?)(?=$|[,.]| y | con | sin )|(?<=${SIZE} )vegetariana(s?)`,
    'pizza vegetariana$1$2$3',
  ),
];

/** Endings that make a word small, large or dear, with what goes between: "caf-ec-ito". */
const ENDING = /^(.{2,}?)(?:e?c)?(?:it|ot|az|isim)([oae])$/;
/** As a stem is written before "i", and before other letters. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/qu$/, 'c'],
  [/gu$/, 'g'],
  [/c$/, 'z'],
];

/**
 * What a diminutive or augmentative may come from, in plain singular: "coquita" from "coca",
 * "cafecito" from "cafe", "grandota" from "grande". None for any other word.
 */
export function spanishBaseForms(word: string): readonly string[] {
  const [, stem, vowel = ''] = ENDING.exec(word) ?? [];
  if (stem === undefined) return [];
  const stems = [stem, ...SPELLINGS.map(([end, by]) => stem.replace(end, by))];
  return [...new Set(stems)].flatMap((one) =>
    [vowel, 'e', '', 'a', 'o'].map((end) => `${one}${end}`),
  );
}
