import { allergenTokens } from '../menu/allergens/allergen-words.js';
import type { AllergyWords } from './vocabulary/allergy-words.js';
import type { Vocabulary } from './vocabulary/vocabulary.js';
import { plain } from './words.js';

/** What a caller has said of allergies, and the rest of what they said. */
export interface AllergyStatement {
  readonly stated: readonly string[];
  /** Said to be none; empty as well for "no allergies". */
  readonly denied: readonly string[];
  /** An allergy was mentioned, but not to what. */
  readonly open: boolean;
  /** Empty: nothing else was said. */
  readonly rest: string;
}

/** Most statements of one utterance. */
const MAX_STATEMENTS = 4;
/** Most words of one thing that is no allergen of the menu. */
const MAX_OWN_WORDS = 2;
/** How far before the allergy its person may begin: "my little cousin Vinny". */
const MAX_PERSON_WORDS = 4;

/** One statement, cut out of what is before and after it. */
interface Cut {
  readonly allergies: readonly string[];
  readonly denied: boolean;
  readonly head: readonly string[];
  readonly tail: readonly string[];
}

/**
 * The allergies in what was said; null when it is about none.
 *
 * @param those the allergens spoken of before: "he can't have that".
 */
export function allergyStatement(
  raw: string,
  { allergies: words }: Vocabulary,
  those: readonly string[] = [],
): AllergyStatement | null {
  const stated = new Set<string>();
  const denied = new Set<string>();
  let said = marked(raw);
  if (words.takenOff) said = said.replace(words.takenOff, 'take off $<what>');
  let open = false;
  let count = 0;
  for (; count < MAX_STATEMENTS; count += 1) {
    const cut = cutOne(said, words, those);
    if (cut === null) break;
    for (const allergy of cut.allergies) (cut.denied ? denied : stated).add(allergy);
    open ||= cut.allergies.length === 0 && !cut.denied;
    const tail = cut.tail.every((token) => words.around.has(token)) ? [] : cut.tail;
    const head = cut.denied
      ? tokensOf(`${cut.head.join(' ')} `.replace(words.denied, ''))
      : cut.head;
    said = joined(withoutPerson(head, words), withoutJoints(tail, words));
  }
  if (count === 0) return null;
  const asks = tokensOf(said).some((token) => /^(?:what|which|que|cual|cuales)$/.test(token));
  if (!asks && saysNoMore(said, words)) said = '';
  const rest = said.replace(/ ([,|])/g, (_, mark) => (mark === '|' ? '.' : ',')).trim();
  return { stated: [...stated], denied: [...denied], open: open && stated.size === 0, rest };
}

/** An allergy that a caller corrects: what it is, and what it is not. */
export interface AllergyCorrection {
  readonly stated: readonly string[];
  /** Empty: what was noted last. */
  readonly denied: readonly string[];
}

/** "No, not nuts, I said dairy"; null for any other text, or when something in it is no allergen. */
export function allergyCorrection(
  raw: string,
  { allergies: words }: Vocabulary,
): AllergyCorrection | null {
  const said = plain(raw).replace(words.beforeCorrection, '');
  for (const pattern of words.corrections) {
    const groups = pattern.exec(said)?.groups;
    const stated = groups && allergensOnly(groups['what'] ?? '', words);
    const denied = groups && allergensOnly(groups['not'] ?? '', words);
    if (stated && stated.length > 0 && denied) return { stated, denied };
  }
  return null;
}

/** The allergens that a text names; null when it has any other word. */
function allergensOnly(text: string, words: AllergyWords): readonly string[] | null {
  const tokens = tokensOf(text);
  const { allergies, length } = listAt(tokens, words, false);
  return length === tokens.length ? allergies : null;
}

/** What a caller answers who was asked what they are allergic to. */
export function allergiesNamed(raw: string, { allergies: words }: Vocabulary): readonly string[] {
  const tokens = marked(raw).split(' ');
  const from = tokens.findIndex(
    (token) => !words.around.has(token) && !words.stops.has(token) && !words.joints.has(token),
  );
  return from < 0 ? [] : listAt(tokens.slice(from), words, true).allergies;
}

/** Plain words, with ` , ` for a pause and ` | ` for the end of a sentence. */
export function marked(raw: string): string {
  const parts = raw.split(/([,;:.!?¿\n]+)/).map((part, at) => {
    if (at % 2 === 0) return plain(part);
    return /[.!?¿\n]/.test(part) ? '|' : ',';
  });
  return parts.filter((part) => part !== '').join(' ');
}

function cutOne(said: string, words: AllergyWords, those: readonly string[]): Cut | null {
  for (const [pattern, own] of [
    [words.before, true],
    [words.beforeAllergen, false],
  ] as const) {
    const match = pattern.exec(said);
    if (match === null) continue;
    const head = tokensOf(said.slice(0, match.index));
    const after = tokensOf(said.slice(match.index + match[0].length));
    const { allergies, length } = listAt(after, words, own);
    const refers = words.those.has(after[0] ?? '');
    const named = refers ? leftOut(head, words) : [];
    const meant = refers && named.length === 0 ? those : named;
    const isOpen = own && refers;
    if (allergies.length + meant.length === 0 && !isOpen) continue;
    const tail = after.slice(allergies.length > 0 ? length : 1);
    return { allergies: [...allergies, ...meant], denied: isDenied(head, words), head, tail };
  }
  const illness = words.illness.exec(said);
  if (illness !== null) {
    const head = tokensOf(said.slice(0, illness.index));
    const tail = tokensOf(said.slice(illness.index + illness[0].length));
    const allergies = words.lexicon.in(allergenTokens(illness[0]));
    return { allergies, denied: isDenied(head, words), head, tail };
  }
  for (const [pattern, own] of [
    [words.afterAllergen, false],
    [words.after, true],
  ] as const) {
    const match = pattern.exec(said);
    if (match === null) continue;
    const whole = tokensOf(said.slice(0, match.index));
    const isPart = (token: string) => token !== ',' && (own || !words.linksBack.has(token));
    const before = whole.slice(0, whole.findLastIndex(isPart) + 1);
    // "Does it have fish, because that makes me sick": the question stays.
    const asked = !own && before.length < whole.length && before.length > 1;
    const tail = tokensOf(said.slice(match.index + match[0].length));
    const isNoun = /(?:y|ies|ce)$/.test(match[0]) && before.length === whole.length;
    const { allergies, length } = listBefore(before, words, own && isNoun);
    const head = asked ? before : before.slice(0, before.length - length);
    const denied = !asked && isDenied(head, words);
    // "No nuts allergic" is no denial, unless something is taken back.
    const bare =
      allergies.length > 0 &&
      /^(?:no|sin|without)$/.test(head.at(-1) ?? '') &&
      !words.takesBack.test(head.join(' '));
    if (bare) return { allergies, denied: false, head: head.slice(0, -1), tail };
    if (allergies.length > 0 || denied) return { allergies, denied, head, tail };
    // "Which dishes have celery", then "it makes me sick".
    const refers = whole.every((one) => words.around.has(one) || words.linksBack.has(one));
    if (!own && refers && those.length > 0) return { allergies: those, denied, head: [], tail };
    if (own) {
      const named = leftOut(head, words);
      return { allergies: named.length > 0 ? named : those, denied: false, head, tail };
    }
  }
  return null;
}

/** What is left only repeats the allergy: "no nuts please", "in our group". */
export function saysNoMore(said: string, words: AllergyWords): boolean {
  const tokens = tokensOf(
    said.replaceAll(words.without, ' ').replace(/ (?:please|por favor)\b/g, ''),
  );
  const singles = tokens.map(single);
  const left = tokens.filter(
    (token, at) =>
      !words.around.has(token) &&
      !words.joints.has(token) &&
      token !== '|' &&
      words.lexicon.at(singles, at)?.byName !== true,
  );
  return tokens.length > 0 && left.length === 0;
}

function isDenied(head: readonly string[], { denied }: AllergyWords): boolean {
  return denied.test(`${head.join(' ')} `);
}

/** The things at the beginning of some words that a caller may be allergic to. */
export function listAt(
  tokens: readonly string[],
  words: AllergyWords,
  own: boolean,
): { readonly allergies: readonly string[]; readonly length: number } {
  const allergies: string[] = [];
  let length = 0;
  for (let at = 0; at < tokens.length;) {
    while (words.determiners.has(tokens[at] ?? '')) at += 1;
    // "I'm allergic to nuts, the cannoli have any": what is asked about is no allergy.
    if (allergies.length > 0 && isAsked(tokens.slice(at), words)) break;
    const named = words.lexicon.at(tokens.map(single), at);
    const taken = named?.length ?? (own ? ownLength(tokens, at, words) : 0);
    if (taken === 0) break;
    allergies.push(...(named?.allergens ?? [tokens.slice(at, at + taken).join(' ')]));
    at += taken;
    length = at;
    if (!words.joints.has(tokens[at] ?? '')) break;
    while (words.joints.has(tokens[at] ?? '')) at += 1;
  }
  return { allergies: [...new Set(allergies)], length };
}

/** A question begins here: up to the next pause a word says that something is in a dish. */
function isAsked(tokens: readonly string[], { joints, holds }: AllergyWords): boolean {
  const end = tokens.findIndex((token) => token === '|' || joints.has(token));
  return (end < 0 ? tokens : tokens.slice(0, end)).some((token) => holds.has(token));
}

/** How many words at a place are the caller's own word for something. */
function ownLength(tokens: readonly string[], at: number, words: AllergyWords): number {
  const end = tokens.findIndex(
    (token, index) =>
      index >= at &&
      (words.stops.has(token) ||
        words.joints.has(token) ||
        words.orders?.test(token) === true ||
        /\d/.test(token)),
  );
  return Math.min(MAX_OWN_WORDS, (end < 0 ? tokens.length : end) - at);
}

/** The same at the end of some words: "peanut and kiwi" before "allergy". */
function listBefore(
  tokens: readonly string[],
  words: AllergyWords,
  own: boolean,
): { readonly allergies: readonly string[]; readonly length: number } {
  const allergies: string[] = [];
  const singles = tokens.map(single);
  let length = 0;
  for (let end = tokens.length; end > 0;) {
    const taken = [4, 3, 2, 1].find(
      (size) => size <= end && words.lexicon.at(singles.slice(0, end), end - size)?.length === size,
    );
    const word = tokens[end - 1] ?? '';
    const isOwn = own && isOwnWord(tokens[end - 1], words) && mayBeListed(tokens, end, words);
    if (taken === undefined && !isOwn) break;
    const from = end - (taken ?? 1);
    allergies.push(...(words.lexicon.at(singles, from)?.allergens ?? [word]));
    end = from;
    length = tokens.length - from;
    while (words.determiners.has(tokens[end - 1] ?? '')) end -= 1;
    if (!words.joints.has(tokens[end - 1] ?? '')) break;
    end -= 1;
  }
  return { allergies: [...new Set(allergies)], length };
}

function isOwnWord(token: string | undefined, words: AllergyWords): boolean {
  return (
    token !== undefined &&
    /\p{L}/u.test(token) &&
    ![words.stops, words.around, words.determiners].some((set) => set.has(token))
  );
}

/** Before a pause a word by itself may be one of a list: "kiwi, mango and peach", and no dish. */
function mayBeListed(tokens: readonly string[], end: number, words: AllergyWords): boolean {
  if (tokens[end] !== ',') return true;
  const goesOn = tokens.slice(end + 1).some((token) => token !== ',' && words.joints.has(token));
  return goesOn && !isOwnWord(tokens[end - 2], words);
}

/** What was to be left out: "no nuts please, I'm allergic"; otherwise the allergens named. */
function leftOut(head: readonly string[], words: AllergyWords): readonly string[] {
  const said = `${head.join(' ')} `;
  const left = [...said.matchAll(words.without)].flatMap(
    ({ index, 0: without }) =>
      listAt(tokensOf(said.slice(index + without.length)), words, true).allergies,
  );
  if (left.length > 0) return [...new Set(left)];
  // "Does the calamari have fish, I can't eat it": the calamari is the dish.
  const singles = head.map(single);
  const named = singles.flatMap((_, at) => {
    const found = words.lexicon.at(singles, at);
    return found?.byName ? found.allergens : [];
  });
  return named.length > 0 ? [...new Set(named)] : words.lexicon.in(singles);
}

/** Words before an allergy, without those that say whose it is. */
function withoutPerson(head: readonly string[], words: AllergyWords): readonly string[] {
  if (words.asksWhat.has(head[0] ?? '') && !head.includes(',') && !head.includes('|')) {
    return questionBefore(head, words);
  }
  const rest = trimmed(head, words);
  const from = rest.findLastIndex((token) => words.whose.has(token));
  const isPerson = !words.stops.has(rest.at(-1) ?? '');
  const near = from >= 0 && isPerson && rest.length - from <= MAX_PERSON_WORDS;
  const clause = near && !rest.slice(from).some((token) => token === '|' || token === ',');
  return clause ? trimmed(rest.slice(0, from), words) : rest;
}

/** "What can my son have, he is": the question, without what leads to the allergy. */
function questionBefore(head: readonly string[], words: AllergyWords): readonly string[] {
  const end = head.findLastIndex((token) => !words.subjects.has(token)) + 1;
  const verb = head.findIndex((token) => token === 'have');
  const rest = head.slice(0, verb >= end ? verb + 1 : end);
  const from = rest.findLastIndex((token) => words.whose.has(token));
  const isPerson = from > 3 && rest.length - from <= 2 && verb < from;
  return isPerson ? rest.slice(0, from) : rest;
}

/** Words without those at their end that only lead to the allergy: no question loses its verb. */
function trimmed(tokens: readonly string[], words: AllergyWords): readonly string[] {
  const { around, joints, asksWhat } = words;
  const pause = Math.max(tokens.lastIndexOf(','), tokens.lastIndexOf('|'));
  const last = tokens.findLastIndex(
    (token, at) =>
      (!around.has(token) && !joints.has(token) && token !== '|') ||
      (at < pause && asksWhat.has(tokens[0] ?? '')),
  );
  return tokens.slice(0, last + 1);
}

/** Words after an allergy, without what only joins them to it. */
function withoutJoints(
  after: readonly string[],
  { joints, place }: AllergyWords,
): readonly string[] {
  const tail = tokensOf(after.join(' ').replace(place, ''));
  const first = tail.findIndex(
    (token) =>
      !joints.has(token) && !/^(?:\||so|but|too|very|badly|though|pero|asi|muy)$/.test(token),
  );
  return first < 0 ? [] : tail.slice(first);
}

function joined(head: readonly string[], tail: readonly string[]): string {
  const mark = head.length > 0 && tail.length > 0 ? ['|'] : [];
  return [...head, ...mark, ...tail].join(' ');
}

export function tokensOf(text: string): readonly string[] {
  return text.split(' ').filter((token) => token !== '');
}

/** A token as the lexicons have it; marks stay. */
export function single(token: string): string {
  return allergenTokens(token)[0] ?? token;
}
