import { plain } from './words.js';

/** A wish for a language, taken out of what was said. */
export interface LanguageWish {
  /** Code of the language; null for one that no order line speaks. */
  readonly language: string | null;
  /** The name of the language, where a clause holds nothing else that counts; otherwise null. */
  readonly alone: string | null;
  /** What else was said; empty for nothing. */
  readonly rest: string;
}

/** What callers call a language; on plain text. */
const NAMES: Readonly<Record<string, string>> = {
  en: 'english|ingles',
  es: 'spanish|espanol|castellano|espanish|espanyol|espaniol',
};
/** How callers are likely to ask for the other language, by the code of the one that is spoken. */
export const LANGUAGE_HINTS: Readonly<Record<string, readonly string[]>> = {
  en: ['español', 'hablo español', 'en español', 'Spanish', 'in Spanish'],
  es: ['English', 'in English', 'inglés', 'en inglés'],
};
const OTHERS =
  'french|frances|italian|italiano|chinese|chino|cantonese|mandarin|polish|polaco|russian|ruso|german|aleman|' +
  'portuguese|portugues|arabic|arabe|hindi|korean|coreano|japanese|japones|vietnamese|vietnamita|tagalog|creole|' +
  'another language|otro idioma';

/** Verbs of speaking and understanding. */
const SPEAK =
  '(?:speaks?|speaking|spoken|talks?|talking|converse|understands?|habl(?:o|as?|an|amos|ar|arme|arte|e|en|eme|ame|ando)|' +
  'ablo|abla|habla(?:me|rme)?|entiend(?:o|es?|en)|entender|atiend(?:e|en|a|an)(?:me)?|atender(?:me)?|platicar|conversar)';
/** What may be between such a verb and the language; nothing that names a dish. */
const BETWEEN =
  '(?:(?:in|en|any|some|a|little|bit|of|only|just|solo|solamente|un|una|poco|poquito|de|mas|more|better|mejor|good|' +
  'well|much|mucho|bien|fluent|mostly|you|usted|ustedes|alguien|somebody|someone|anyone|anybody|me|us|nos|conmigo|' +
  'to|with|con|here|aqui|the|el|al|guys|there|who|that|really|even|nothing|but|also|tambien|is|it|this|order|your) )*';
/** What may follow a language that something is to be said in. */
const AFTER =
  '(?= (?:please|thanks|thank|instead|if|because|for|now|today|ok|okay|and|i|im|id|ill|my|can|could|would|but|or|so|it|is|' +
  'sir|maam|will|we|you|not|por|porfa|gracias|mejor|si|y|me|mi|quiero|quisiera|podria|puedo|puede|es|o|porque)\\b|$)';
/** Words around a language that is said by itself; each fits in one way, so matching is quick. */
const ALONE =
  '(?:please|por|favor|porfa|porfavor|gracias|thanks|thank|you|hi|hello|hey|hola|buenas|buenos|buen|dia|dias|tardes|noches|yes|yeah|si|no|' +
  'ok|okay|sorry|perdon|disculpe|um|uh|eh|in|en|al?|to|for|para|only|solo|just|better|mejor|i|we|id|would|like|want|need|prefer|rather|' +
  'prefiero|preferimos|quiero|quisiera|quisieramos|necesito|gustaria|me|can|could|have|got|do|does|is|are|there|any|anyone|anybody|' +
  'somebody|someone|tiene|tienen|hay|alguien|opcion|option|speaker|speakers|speaking|language|idioma|line|version|menu|instead|the|el|' +
  'switch|change|cambi\\w*|pas\\w*|continu\\w*|segu\\w*|sig\\w*|go|back|now|ahora|again|otra|vez|volver|vuelv\\w*|regres\\w*|let|lets|' +
  'use|us|with|con|vamos|entonces|then|press|it|this|sir|maam|senor|senora|senorita|que|se|puede|puedo|podemos|podria|podriamos|mas|' +
  'more|comfortable|comodo|comoda|facil|easier|lo|esto|bien)';
/** The caller does not speak it. */
const UNABLE =
  /\b(?:no|not|dont|doesnt|cant|cannot|never|isnt|nunca|tampoco) (?:me |se |le |lo |i |mucho |very |really |muy )*$/;
/** Of others it is a question: "don't you speak Spanish?" */
const ASKS_OTHERS =
  /\b(?:you|ustedes|usted|anyone|anybody|someone|nadie)\b|\b(?:hablan|hablas|atienden)\b/;

const SPOKEN = Object.values(NAMES).join('|');
const ALL = `${SPOKEN}|${OTHERS}`;
const BY_ITSELF = new RegExp(`^(?:${ALONE} )*(?<name>${SPOKEN})(?: ${ALONE})*$`);
const PATTERNS: readonly RegExp[] = [
  BY_ITSELF,
  new RegExp(`\\b${SPEAK} ${BETWEEN}(?:en )?(?<name>${ALL})\\b`),
  new RegExp(`\\b(?<name>${ALL}) (?:speak(?:s|er|ers|ing)?|spoken)\\b`),
  new RegExp(`\\ben (?:el )?(?<name>${SPOKEN})\\b`),
  new RegExp(`\\bin (?<name>${SPOKEN})\\b${AFTER}`),
  new RegExp(
    `\\b(?:switch|change|go|back|cambi\\w*|pas\\w*|volv\\w*|vuelv\\w*|regres\\w*) (?:(?:it|the|language|idioma|el|de|me|this|call|over|back|lo|la|llamada) )*(?:to|into|al?) (?:the )?(?<name>${SPOKEN})\\b${AFTER}`,
  ),
  new RegExp(
    `\\b(?:no|my|mi|with|con|prefer|prefiero) (?:(?:the|el|muy|very|mucho|much|good|buen|hablar|is|es) )*(?<name>${SPOKEN})\\b${AFTER}`,
  ),
];
/** Between two clauses; a title before a name ends none. */
const CLAUSES = /(?<=[,;:?!¿¡]|(?<!\b(?:mrs?|ms|dr|sra?))\.)\s*/i;
/** It is asked what something is called. */
const CALLED =
  /\b(?:how (?:do|would|can) (?:you|i|we) (?:say|call|spell)|called|(?:se|como) (?:dice|llama|diria)|mean|means|significa|quiere decir|whats? .* in|word for)\b/;

/**
 * The wish for a language in what was said, in English, in Spanish or in both; null for none. Dishes
 * and ingredients that are named after a country are none.
 *
 * @param spoken code of the language that the call speaks.
 */
export function languageWish(text: string, spoken: string): LanguageWish | null {
  const clauses = text.split(CLAUSES);
  for (const [index, clause] of clauses.entries()) {
    const wish = inClause(plain(clause), spoken);
    if (wish === null) continue;
    const rest = clauses.with(index, wish.rest).join(' ').trim();
    // "No, no hablo inglés. En español, por favor."
    const more = languageWish(rest, spoken);
    const language = more?.language ?? wish.language;
    return { language, alone: more ? null : wish.alone, rest: more?.rest ?? rest };
  }
  return null;
}

function inClause(said: string, spoken: string): LanguageWish | null {
  if (CALLED.test(said)) return null;
  for (const pattern of PATTERNS) {
    const match = pattern.exec(said);
    if (match === null) continue;
    const before = said.slice(0, match.index);
    const rest = `${before} ${said.slice(match.index + match[0].length)}`.trim();
    const name = match.groups?.['name'] ?? '';
    const code = codeOf(name);
    const alone = pattern === BY_ITSELF ? name : null;
    if (!isUnable(before, match[0])) return { language: code, alone, rest };
    // A caller who does not speak it wants the other one of the two.
    const other = Object.keys(NAMES).find((one) => one !== (code ?? spoken));
    return { language: code === null ? spoken : (other ?? null), alone: null, rest };
  }
  return null;
}

function isUnable(before: string, matched: string): boolean {
  const denies = UNABLE.test(`${before.trim()} `);
  const begins = /^(?:no|my|mi) /.test(matched) && !/^no (?:(?:en|in) )/.test(matched);
  return (denies || begins) && !ASKS_OTHERS.test(`${before} ${matched}`);
}

function codeOf(name: string): string | null {
  const found = Object.entries(NAMES).find(([, names]) => names.split('|').includes(name));
  return found?.[0] ?? null;
}
