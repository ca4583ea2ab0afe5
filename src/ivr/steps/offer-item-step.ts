import type { CatalogueItem } from '../../menu/catalogue/menu.js';
import { commandOf, isQuestion } from '../../understanding/commands.js';
import { understand } from '../intents/intents.js';
import { parseItemRequests } from '../../understanding/item-request-parser.js';
import { utteranceOf } from '../../understanding/utterance.js';
import { cutAll, plain } from '../../understanding/words.js';
import { behindRefusal } from '../dismissal.js';
import { tellItem, tellPrice } from '../information.js';
import type { Flow, StepOf } from '../ivr-state.js';
import type { ItemRequest, OptionRequest } from '../../understanding/item-request.js';
import { beginDish, homeStep, nextRequest } from '../ordering.js';
import { portionSizes, portionsOf } from '../portions.js';
import { isTakenBack } from '../taken-back.js';
import type { Turn } from '../turn.js';
import type { Step } from './step.js';

/** Most wishes that are kept for a dish in question. */
const MAX_WISHES = 10;

/** Whether the dish that was asked about shall be ordered. */
export const offerItemStep: Step<'offer-item'> = {
  help: 'helpYesNo',
  back: homeStep,
  ask(turn) {
    turn.set({ choices: [] });
    turn.say('offerItem');
    turn.sayKeys('yesNoKeys');
  },
  *hear(turn, step, utterance) {
    const { key, command, raw, number } = utterance;
    const { words, search, menu } = turn.context;
    const item = menu.item(step.itemId);
    if (!item) return false;
    if (key === '2' || command === 'no') {
      turn.goTo(homeStep(turn));
      return true;
    }
    // "That's it", where nothing else is ordered, takes it.
    const isAll = command === 'done' && turn.state.lastLineId === null;
    if (key === '1' || command === 'yes' || isAll) {
      yield* beginDish(turn, item, { quantity: 1, optionRequests: step.optionRequests });
      return true;
    }
    const said = plain(raw);
    // "Switch the lasagna to that" changes the order.
    const { into, onlyThat } = turn.vocabulary.changes;
    const [, goal] = utterance.text.split(into);
    if (goal !== undefined && onlyThat.test(goal)) return false;
    if (key !== null || command !== null || turn.vocabulary.chat.test(said)) return false;
    if (isTakenBack(turn, utterance)) {
      turn.goTo(homeStep(turn));
      return true;
    }
    const { takes, further, declines, rather } = turn.vocabulary.answers;
    // Halves are told of with all that was said.
    if (said.search(turn.vocabulary.food.halves) >= 0 && !words.hasHalves) return false;
    const behind = yield* behindRefusal(turn, raw);
    if (behind !== null) {
      yield* declined(turn, behind);
      return true;
    }
    if (declines.test(said)) return yield* declined(turn, said.replace(declines, ' '));
    const { agreed, both, rest } = afterYes(turn, said);
    const named = parseItemRequests(rest, words, search);
    const others = named.itemRequests.filter(({ itemIds }) => menu.item(itemIds[0] ?? ''));
    const same = others.filter(({ itemIds }) => itemIds[0] === item.id && itemIds.length === 1);
    const wishes = [...named.optionRequests, ...same.flatMap((one) => one.optionRequests)];
    const optionRequests = [...step.optionRequests, ...wishes].slice(-MAX_WISHES);
    const asks = isQuestion(rest, words.vocabulary) || further.test(rest);
    const alone = named.itemRequests.every((one) => same.includes(one) || isIdle(turn, one));
    // "I don't want the calamari."
    if (alone && refuses(turn, said, same.length > 0)) {
      turn.goTo(homeStep(turn));
      return true;
    }
    const counts = [number, named.quantity, ...named.itemRequests.map((one) => one.quantity)];
    const quantity = counts.find((count) => count !== null) ?? null;
    // "And the twenty-four", after the price of wings: what so many cost.
    const portion = quantity === null ? 'portions' : portionsOf(words, item, quantity);
    if (alone && further.test(said) && !takes.test(said) && typeof portion === 'object') {
      const wish = words.requestFor(portion.option.id);
      if (wish) return priced(turn, step, [...unportioned(turn, item, step.optionRequests), wish]);
    }
    if (asks && alone && wishes.length > 0) return priced(turn, step, optionRequests);
    const [other, ...more] = others;
    // "And the minestrone", after a price: what that one costs.
    if (further.test(said) && other && more.length === 0 && other.quantity === null) {
      const asked = menu.item(other.itemIds.length === 1 ? (other.itemIds[0] ?? '') : '');
      if (asked && !takes.test(said)) {
        yield* tellItem(turn, asked, false, other.optionRequests);
        return true;
      }
    }
    if (asks && !both) return false;
    if (others.length > 0 && same.length === 0 && !both && (agreed || rather.test(said)))
      return yield* declined(turn, agreed ? rest : cutAll(rather, said));
    if (both && others.length > 0 && same.length === 0) {
      turn.set({ pending: [...others, ...turn.state.pending] });
      yield* beginDish(turn, item, { quantity: 1, optionRequests: step.optionRequests });
      return true;
    }
    // "Two mediums, one with mushrooms" are two lines of the one dish.
    if (alone && same.length > 1) {
      turn.goTo(homeStep(turn));
      turn.set({ pending: [...same, ...turn.state.pending] });
      yield* nextRequest(turn);
      return true;
    }
    if (alone && (quantity !== null || (agreed && wishes.length > 0) || takes.test(said))) {
      const wanted =
        typeof portion === 'object' ? unportioned(turn, item, optionRequests) : optionRequests;
      yield* beginDish(turn, item, { quantity: quantity ?? 1, optionRequests: wanted });
      return true;
    }
    return alone && wishes.length > 0 ? priced(turn, step, optionRequests) : false;
  },
};

/** Wishes without the portion that was priced before another one is named. */
function unportioned(
  { context: { words } }: Turn,
  item: CatalogueItem,
  wishes: readonly OptionRequest[],
): readonly OptionRequest[] {
  const sizes = portionSizes(words, item).map(({ option }) => option.id);
  return wishes.filter(
    (one) =>
      one.note === true ||
      !words
        .optionsCalled(item, one.words, one.minus)
        .some(({ option }) => sizes.includes(option.id)),
  );
}

/** @param named the dish that is offered is named. */
function refuses({ vocabulary }: Turn, said: string, named: boolean): boolean {
  const { remove, denies } = vocabulary.changes;
  return remove.test(said) || (named && denies.test(said));
}

/**
 * What follows a yes; all of it where it does not begin with one. `both`: another dish that is named
 * comes beside the one that is offered, as in "okay, and a coke"; "okay, a marinara" and "yeah, I'll
 * have the gnocchi" order that one only.
 */
export function afterYes(
  { vocabulary }: Turn,
  said: string,
): { readonly agreed: boolean; readonly both: boolean; readonly rest: string } {
  const words = said.split(' ');
  const { idle, takes } = vocabulary.answers;
  const count = [3, 2, 1].find(
    (length) => commandOf(words.slice(0, length).join(' '), vocabulary) === 'yes',
  );
  const beside = takes.test(said) && vocabulary.answers.takesToo.test(said);
  if (count === undefined) return { agreed: false, both: beside, rest: said };
  const rest = words.slice(count).join(' ');
  const isWeak = words.slice(0, count).every((word) => idle.has(word)) || takes.test(rest);
  const adds = vocabulary.changes.adds.test(rest) || vocabulary.recounts.another.test(rest);
  return { agreed: true, both: !isWeak || adds || beside, rest };
}

/** Words that name no dish: the "anyway" of "I'll take one anyway". */
function isIdle({ vocabulary }: Turn, { itemIds, categoryId, words }: ItemRequest): boolean {
  const { idle } = vocabulary.answers;
  return (
    itemIds.length === 0 &&
    categoryId === null &&
    plain(words)
      .split(' ')
      .every((one) => idle.has(one))
  );
}

/** Says what the dish comes to with what was asked for on it, and offers it so. */
function priced(
  turn: Turn,
  step: StepOf<'offer-item'>,
  optionRequests: readonly OptionRequest[],
): boolean {
  tellPrice(turn, step.itemId, optionRequests);
  turn.goTo({ ...step, optionRequests });
  return true;
}

/** "I'll skip it, just the caprese": not the dish that was offered, but what else is said. */
function* declined(turn: Turn, rest: string): Flow<boolean> {
  turn.goTo(homeStep(turn));
  const said = utteranceOf({ speech: rest }, turn.vocabulary);
  return said === null || (yield* understand(turn, said)) || turn.hasSpoken;
}
