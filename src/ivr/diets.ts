import { ALL_ALLERGENS, allergenTokens } from '../menu/allergens/allergen-words.js';
import { presenceOf, type Presence } from '../menu/allergens/dish-contents.js';
import { ALLERGENS } from '../menu/catalogue/menu-document.js';
import type { CatalogueItem } from '../menu/catalogue/menu.js';
import { dietQuestion, type DietQuestion } from '../understanding/diet-questions.js';
import { contentsQuestion, followUp } from '../understanding/contents-question.js';
import { isQuestion } from '../understanding/commands.js';
import type { Utterance } from '../understanding/utterance.js';
import { plain } from '../understanding/words.js';
import { browse, partCalled } from './browsing.js';
import { answerTags, answerUnmarked, tellTagged } from './diet-tags.js';
import { itemsOf, MAX_OFFERED, offerAll, shortened } from './dish-lists.js';
import type { Flow } from './ivr-state.js';
import { choiceCalled, groupsCalled, tellChoices } from './choice-answers.js';
import { dishCalled, namesDish, offerDish, subjectOf } from './subjects.js';
import { tellNotice, warnOf } from './warnings.js';
import type { Turn } from './turn.js';

const KNOWN: readonly string[] = ALLERGENS;

type ListQuestion = Extract<DietQuestion, { readonly kind: 'without' | 'having' }>;

/**
 * Answers which dishes go with a diet or an allergy, by the data of the menu alone, and never that
 * one can be eaten. Gives back what is left to answer; null: nothing.
 */
export function* answerDiets(turn: Turn, utterance: Utterance): Flow<Utterance | null> {
  const { raw, command } = utterance;
  if (command !== null && command !== 'browse') return utterance;
  if (isAboutOne(turn, raw)) return utterance;
  const question =
    dietQuestion(raw, turn.vocabulary) ?? listFollowUp(turn, raw) ?? behindAllergy(turn, utterance);
  if (question === null) return utterance;
  if (question.kind === 'tags') return yield* answerTags(turn, question, utterance);
  if (question.kind === 'unmarked') return yield* answerUnmarked(turn, question, utterance);
  if (question.kind === 'uses') {
    yield* answerUses(turn, question.dish);
    return null;
  }
  const groups = question.asks ? groupsCalled(turn, question.rest) : [];
  const isOfChoices = groups.length > 0;
  if (question.what !== 'mine' && !isOfChoices && namesDish(turn, question.rest)) return utterance;
  const what = question.what === 'mine' ? (yield* turn.order()).allergies : question.what;
  if (question.what === 'mine' && what.length === 0) {
    // "One of us is vegan, what can she have" is answered already.
    if (turn.hasSpoken) return null;
    const { diets: tags = [] } = turn.state;
    if (tags.length > 0) tellTagged(turn, tags, question.rest);
    // "¿Qué masas tienen?" is about choices.
    else if (question.kind === 'having' && partCalled(turn, question.rest) === null)
      return utterance;
    else browse(turn, question.rest);
    return null;
  }
  // "Which pizzas have no meat" is about none of the Meat Lovers.
  if (question.kind === 'without' && question.asks && isMeat(turn, what)) {
    tellTagged(turn, ['vegetarian'], question.rest);
    return null;
  }
  // "What comes with the wings" is about a dish.
  const dishes =
    !(question.kind === 'without' && question.asks) &&
    what.some((one) => !KNOWN.includes(one) && namesDish(turn, one));
  if (what.length === 0 || dishes) return utterance;
  turn.set({ asked: { about: question.kind, what: question.what, within: question.rest } });
  if (isOfChoices && what.every((one) => KNOWN.includes(one))) {
    tellChoices(turn, groups, what, question.kind === 'without');
    return null;
  }
  if (question.kind === 'having') return tellHaving(turn, question, what) ? null : utterance;
  const asksPart = isQuestion(raw, turn.vocabulary) && partCalled(turn, question.rest) !== null;
  if (question.asks || asksPart) {
    tellWithout(turn, question, what);
    return null;
  }
  // "A gluten free pizza please": there is a choice for it, or there is not.
  if (partCalled(turn, question.rest) === null) return utterance;
  if (choicesFree(what, turn.context.menu.items).length === 0) {
    tellWithout(turn, question, what);
    return null;
  }
  tellNotice(turn);
  return utterance;
}

/** "I'm celiac, what pizzas do you have": of those, the ones without it. */
function behindAllergy(turn: Turn, { raw, command }: Utterance): ListQuestion | null {
  const { allergiesNoted: what = [] } = turn.state;
  const { advice } = turn.vocabulary.questions;
  if (what.length === 0 || namesDish(turn, raw) || advice.suggests.test(plain(raw))) return null;
  const asksPart = isQuestion(raw, turn.vocabulary) && partCalled(turn, raw) !== null;
  return command === 'browse' || asksPart ? { kind: 'without', what, rest: raw, asks: true } : null;
}

function isMeat({ vocabulary }: Turn, what: readonly string[]): boolean {
  return what.length > 0 && what.every((one) => vocabulary.diets.meats.test(one));
}

/** "Is the pasta gluten free", "do the pizzas have nuts": of the dishes of a part of the menu. */
export function answerPart(turn: Turn, part: string, what: readonly string[], without: boolean) {
  const question = { kind: without ? 'without' : 'having', what, rest: part, asks: true } as const;
  turn.set({ asked: { about: question.kind, what, within: part } });
  if (without) tellWithout(turn, question, what);
  else tellHaving(turn, question, what);
}

/** "And the desserts", "what about soy": the question for a list of dishes goes on. */
function listFollowUp(turn: Turn, raw: string): ListQuestion | null {
  const { asked } = turn.state;
  const next = followUp(raw, turn.vocabulary);
  if (!next || !asked || asked.what === 'all') return null;
  const { about: kind, what, within = '' } = asked;
  if (kind === 'dish' || kind === 'allergy') return null;
  if (next.what.length > 0) return { kind, what: next.what, rest: within, asks: true };
  const isPart = partCalled(turn, next.rest) !== null && !namesDish(turn, next.rest);
  return isPart || groupsCalled(turn, next.rest).length > 0
    ? { kind, what, rest: next.rest, asks: true }
    : null;
}

/** The dishes without something, to choose from; or those with it, when there are fewer of them. */
function tellWithout(turn: Turn, { rest }: ListQuestion, what: readonly string[]): void {
  const { allergies } = turn.spoken;
  const items = itemsOf(turn, rest);
  const { contained, unknown, unlisted } = sorted(items, what);
  // Of what is no allergen the menu can only tell that it is there.
  const isKnown = what.every((one) => KNOWN.includes(one));
  const few = unlisted.length <= MAX_OFFERED;
  const [having, moreHaving] = shortened(contained);
  const [open, moreOpen] = shortened(unknown);
  const [lacking, moreLacking] = few ? shortened(unlisted, MAX_OFFERED) : shortened(unlisted);
  // Of many without and few with it, those with it are told.
  const tellsOthers = isKnown && !few && contained.length > 0 && contained.length <= MAX_OFFERED;
  if (isKnown) {
    if (unlisted.length === 0) turn.tell(allergies.noneUnlisted(what));
    else if (isNowhere(turn, what)) turn.tell(allergies.nowhereListed(what));
    else if (!tellsOthers) turn.tell(allergies.unlistedOf(lacking, what, moreLacking));
  }
  if (contained.length > 0 && (!isKnown || tellsOthers)) {
    turn.tell(allergies.containing(having, what, moreHaving));
  }
  if (unknown.length > 0) turn.tell(unknownOf(turn, open, what, moreOpen));
  if (tellsOthers) turn.tell(allergies.othersUnlisted(what));
  if (isKnown) {
    if (unlisted.some((item) => addsByChoice(item, what))) turn.tell(allergies.choicesMayAdd(what));
    const choices = choicesFree(what, items);
    if (choices.length > 0) turn.tell(turn.spoken.diets.choices(choices));
  }
  tellNotice(turn);
  if (isKnown && !tellsOthers && !isNowhere(turn, what)) offerAll(turn, unlisted);
}

/** Says which dishes of a part of the menu have what the caller is allergic to. */
export function* warnOfPart(turn: Turn, categoryId: string): Flow {
  const { allergies } = yield* turn.order();
  if (allergies.length === 0) return;
  const { contained } = sorted(turn.available(categoryId), allergies);
  const [names, more] = shortened(contained);
  if (names.length > 0) turn.tell(turn.spoken.allergies.containing(names, allergies, more));
}

/** The menu lists it for no dish and no choice, and leaves none open. */
function isNowhere({ context: { menu } }: Turn, what: readonly string[]): boolean {
  const { contained, unknown } = sorted(menu.items, what);
  const isOpen = menu.items.some((item) => addsByChoice(item, what));
  return contained.length + unknown.length === 0 && !isOpen;
}

/** "These" are several. */
function unknownOf(
  { spoken: { allergies } }: Turn,
  names: readonly string[],
  what: readonly string[],
  more: number,
): string {
  const [only = '', ...others] = names;
  return others.length + more === 0
    ? allergies.unknown(only, what)
    : allergies.unknownOf(names, what, more);
}

/** The dishes and options that have something in them. */
function tellHaving(turn: Turn, { rest }: ListQuestion, what: readonly string[]): boolean {
  const items = itemsOf(turn, rest);
  const { contained, unknown, unlisted } = sorted(items, what);
  const { menu } = turn.context;
  const options = menu.modifierGroups
    .flatMap((group) => group.options)
    .filter((option) => what.some((one) => option.allergens?.includes(one)));
  const having = [...contained, ...options.filter(() => rest === '')];
  const isKnown = what.every((one) => KNOWN.includes(one));
  if (!isKnown && having.length === 0) return false;
  const { allergies } = turn.spoken;
  const [names, more] = shortened(having);
  if (having.length > 0) turn.tell(allergies.containing(names, what, more));
  if (!isKnown) return true;
  const [open, moreOpen] = shortened(unknown);
  if (unknown.length > 0) turn.tell(unknownOf(turn, open, what, moreOpen));
  // "Which pizzas have it" of most of them: those without are told as well.
  if (having.length > unlisted.length && unlisted.length > 0 && rest !== '')
    turn.tell(
      allergies.unlistedOf(
        unlisted.map(({ name }) => name),
        what,
        0,
      ),
    );
  if (having.length === 0) {
    const [others, moreOthers] = shortened(unlisted);
    if (isNowhere(turn, what)) turn.tell(allergies.nowhereListed(what));
    else if (partCalled(turn, rest) === null) turn.tell(allergies.othersUnlisted(what));
    else if (others.length > 0) turn.tell(allergies.unlistedOf(others, what, moreOthers));
  }
  const adds = rest !== '' && items.some((item) => addsByChoice(item, what));
  if (adds) turn.tell(allergies.choicesMayAdd(what));
  tellNotice(turn);
  return true;
}

/** "What oil do you fry in": no menu says so, but it may describe the dish. */
function* answerUses(turn: Turn, words: string): Flow {
  const order = yield* turn.order();
  const subject = subjectOf(turn, order);
  const isThat = words !== '' && turn.vocabulary.allergies.thatDish.test(words);
  const dish = words === '' ? null : isThat ? subject : dishCalled(turn, words, subject, order);
  if (dish) warnOf(turn, dish, yield* turn.order());
  const described = dish !== null && dish.item.description !== '';
  if (described) turn.tell(`${dish.item.name}: ${turn.spoken.described(dish.item.description)}`);
  turn.tell(turn.spoken.allergies.unsaid);
  tellNotice(turn);
  if (dish) offerDish(turn, dish.item.id, dish !== subject);
}

/** Names of choices that the menu calls free of it: "Gluten-free crust". */
function choicesFree(what: readonly string[], items: readonly CatalogueItem[]): readonly string[] {
  const names = [...new Set(items.flatMap(({ groups }) => groups))]
    .flatMap(({ options }) => options)
    .filter(({ name, allergens }) => {
      const tokens = allergenTokens(name);
      const named = ALL_ALLERGENS.in(tokens).filter((one) => what.includes(one));
      const isFree = tokens.some((token) => ['free', 'libre', 'sin'].includes(token));
      return isFree && named.length > 0 && allergens?.some((one) => what.includes(one)) !== true;
    })
    .map(({ name }) => name);
  return [...new Set(names)];
}

function sorted(
  items: readonly CatalogueItem[],
  what: readonly string[],
): Readonly<Record<Presence, readonly CatalogueItem[]>> {
  const presence = (item: CatalogueItem): Presence => {
    const found = what.map((one) => presenceOf(one, { item, options: [] }));
    if (found.includes('contained')) return 'contained';
    return found.includes('unknown') ? 'unknown' : 'unlisted';
  };
  const those = (wanted: Presence) => items.filter((item) => presence(item) === wanted);
  return {
    contained: those('contained'),
    unknown: those('unknown'),
    unlisted: those('unlisted'),
  };
}

function addsByChoice(item: CatalogueItem, what: readonly string[]): boolean {
  return item.groups
    .flatMap(({ options }) => options)
    .some(({ allergens }) => allergens === null || what.some((one) => allergens.includes(one)));
}

/** What is in one dish or choice that is named: "does the gluten free crust have eggs". */
function isAboutOne(turn: Turn, raw: string): boolean {
  const question = contentsQuestion(raw, turn.vocabulary);
  if (question === null) return false;
  const { dish } = question;
  // "What's in the margherita on the gluten free crust."
  if (typeof question.what === 'string') return namesDish(turn, dish);
  if (turn.vocabulary.allergies.thatDish.test(dish)) return false;
  return (
    choiceCalled(turn, dish, null) !== null || dishCalled(turn, dish, null, { lines: [] }) !== null
  );
}
