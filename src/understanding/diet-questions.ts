import { allergenTokens, allergiesIn } from '../menu/allergens/allergen-words.js';
import { DIETARY_TAGS } from '../menu/catalogue/menu-document.js';
import type { Vocabulary } from './vocabulary/vocabulary.js';
import { isQuestion } from './commands.js';
import { contentsQuestion } from './contents-question.js';
import { plain } from './words.js';

type DietaryTag = (typeof DIETARY_TAGS)[number];

/** A question about the dishes that go with what somebody does not eat. */
export type DietQuestion =
  /**
   * Dishes without something, or with it. `rest`: the other words, in which a part of the menu may
   * stand. `asks`: it is no order.
   */
  | {
      readonly kind: 'without' | 'having';
      /** As an order keeps allergies. `mine`: those of the caller. */
      readonly what: readonly string[] | 'mine';
      readonly rest: string;
      readonly asks: boolean;
    }
  /** Dishes that the menu marks so, or whether it marks a dish so. `asks`: it is no order. */
  | {
      readonly kind: 'tags';
      readonly tags: readonly DietaryTag[];
      readonly rest: string;
      readonly asks: boolean;
      /** The caller keeps this diet. */
      readonly own: boolean;
      /** Those that are not so are wanted: "nothing spicy". */
      readonly not: boolean;
    }
  /** Dishes for a diet that no menu marks, or whether one is for it. */
  | { readonly kind: 'unmarked'; readonly tag: string; readonly rest: string }
  /** What the kitchen uses; `dish`: empty when none is named. */
  | { readonly kind: 'uses'; readonly dish: string };

/** Tags that are answered by the tags alone; the others are allergens, and answered by those. */
const BY_TAG: readonly DietaryTag[] = ['vegetarian', 'vegan', 'halal', 'kosher', 'spicy'];
/** Most words of one ingredient. */
const MAX_WORDS = 3;

/** What a caller asks about diets; null for any other text. */
export function dietQuestion(raw: string, vocabulary: Vocabulary): DietQuestion | null {
  const { diets, allergies } = vocabulary;
  const said = plain(raw).replace(allergies.beforeQuestion, '');
  const uses = first(diets.uses, said);
  if (uses) return { kind: 'uses', dish: uses.groups?.['dish'] ?? '' };
  const unmarked = diets.unmarked.exec(said);
  if (unmarked)
    return { kind: 'unmarked', tag: unmarked[0], rest: said.replace(unmarked[0], '').trim() };
  const mine = first(diets.mine, said);
  if (mine) return { kind: 'without', what: 'mine', rest: mine.groups?.['kind'] ?? '', asks: true };
  const refused = diets.doesNotEat.exec(said)?.groups?.['what'];
  const lists = diets.asks.test(said);
  const lacks = lists ? first(diets.without, said)?.groups?.['what'] : undefined;
  const meatless = [refused, lacks].some((what) => what !== undefined && diets.meat.test(what));
  const asked = first(diets.having, said)?.groups;
  // "Which pasta has any", after a stated allergy; "which pasta has no egg" asks for the others.
  if (asked && (asked['what'] === undefined || allergies.sameWhat.test(asked['what']))) {
    return { kind: 'having', what: 'mine', rest: asked['kind'] ?? '', asks: true };
  }
  // "¿Qué pasta tienen vegana?" asks for no ingredient.
  const named = asked?.['what'] ?? '';
  const isTag = tagsIn(named, true, vocabulary).length > 0;
  const had =
    asked && !isTag && !diets.no.test(said) && ingredients(asked['what'] ?? '', vocabulary);
  if (had) return { kind: 'having', what: had, rest: asked['kind'] ?? '', asks: true };
  const tags = meatless ? (['vegetarian'] as const) : tagsIn(said, lists, vocabulary);
  if (tags.length > 0) {
    const asks =
      lists ||
      meatless ||
      diets.mayEat.test(said) ||
      diets.keeps.test(said) ||
      vocabulary.questions.asks.test(said);
    const own = diets.own.test(said) && (diets.keeps.test(said) || refused !== undefined);
    const not = tags.includes('spicy') && diets.notSpicy.test(said);
    return { kind: 'tags', tags, rest: withoutTags(said, vocabulary), asks, own, not };
  }
  const avoided = refused === undefined ? null : ingredients(refused, vocabulary);
  if (avoided) return { kind: 'without', what: avoided, rest: '', asks: true };
  if (isAboutDish(raw, vocabulary)) return null;
  for (const pattern of [...(lists ? diets.without : []), diets.free]) {
    const match = pattern.exec(said);
    const what = match && ingredients(match.groups?.['what'] ?? '', vocabulary);
    if (!match || !what) continue;
    if (pattern === diets.free && !what.every((one) => isAllergen(one, vocabulary))) continue;
    return { kind: 'without', what, rest: said.replace(match[0], ' '), asks: lists };
  }
  return null;
}

/**
 * What follows a diet that is told before an order: "I'm vegetarian, a medium margherita please". A
 * question is about the diet, and stays with it. Null: it is nothing of the kind.
 */
export function behindDiet(
  raw: string,
  vocabulary: Vocabulary,
): { readonly tags: readonly DietaryTag[]; readonly rest: string } | null {
  const { diets } = vocabulary;
  const [head = '', ...others] = raw.split(/[,.;]\s*/);
  const rest = others.join(', ').trim();
  const said = plain(head);
  const isOwn = diets.keeps.test(said) && diets.own.test(said);
  if (!isOwn || rest === '' || dietQuestion(rest, vocabulary)) return null;
  if (/\?\W*$/.test(raw) || isQuestion(rest, vocabulary)) return null;
  return { tags: tagsIn(said, false, vocabulary), rest };
}

/** What is left when what somebody does not like is cut out: no order and no allergy. */
export function withoutDislikes(raw: string, { diets }: Vocabulary): string {
  const spaced = raw.toLowerCase().replace(/['’]/g, '');
  if (spaced.replace(diets.dislikes, '') === spaced) return raw;
  return spaced
    .replace(diets.dislikes, ' ')
    .replace(/^[\s,.;]*(?:so|but|and|asi que|entonces|pero|y)?\b/, '')
    .trim();
}

/** Whether the dish under discussion is asked about: "is it dairy free". */
function isAboutDish(raw: string, vocabulary: Vocabulary): boolean {
  const dish = contentsQuestion(raw, vocabulary)?.dish ?? '';
  return dish !== '' && vocabulary.allergies.thatDish.test(dish);
}

function isAllergen(one: string, { allergies }: Vocabulary): boolean {
  return allergies.lexicon.in(allergenTokens(one.replaceAll('-', ' '))).length > 0;
}

function ingredients(
  text: string,
  { allergies: { beforeWhat, afterWhat, noWhat } }: Vocabulary,
): readonly string[] | null {
  const cleaned = text.replace(beforeWhat, '').replace(afterWhat, '');
  const what = noWhat.test(cleaned) ? [] : allergiesIn(cleaned);
  const few = what.every((one) => one.split(' ').length <= MAX_WORDS);
  return what.length > 0 && few ? what : null;
}

function tagsIn(said: string, lists: boolean, { questions }: Vocabulary): readonly DietaryTag[] {
  return BY_TAG.filter(
    (tag) =>
      (tag !== 'spicy' || lists || questions.asks.test(said)) &&
      questions.dietary[tag].some((words) => ` ${said} `.includes(` ${words} `)),
  );
}

function withoutTags(said: string, { questions }: Vocabulary): string {
  const named = BY_TAG.flatMap((tag) => questions.dietary[tag]);
  return said
    .split(' ')
    .filter((word) => !named.includes(word))
    .join(' ');
}

function first(patterns: readonly RegExp[], said: string): RegExpExecArray | null {
  for (const pattern of patterns) {
    const match = pattern.exec(said);
    if (match) return match;
  }
  return null;
}
