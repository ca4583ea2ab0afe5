import { MAX_QUANTITY } from '../../orders/order-changes.js';
import type { CatalogueItem } from '../../menu/catalogue/menu.js';
import type { ModifierGroup } from '../../menu/catalogue/menu-document.js';
import { withOption } from '../../understanding/option-requests.js';
import { goOnClosing } from '../close-dish.js';
import { countOfThose } from '../count-of-those.js';
import {
  completeDish,
  countedAsOption,
  extrasOf,
  homeStep,
  optionalGroups,
  questionBefore,
} from '../ordering.js';
import { portionSizes } from '../portions.js';
import type { Turn } from '../turn.js';
import type { ItemRequest } from '../../understanding/item-request.js';
import { parseItemRequests } from '../../understanding/item-request-parser.js';
import { isQuestion } from '../../understanding/commands.js';
import type { Utterance } from '../../understanding/utterance.js';
import { alike, numberOf, spokenChoice } from '../../understanding/words.js';
import { leftOpen } from './left-open.js';
import { chosen, type Step } from './step.js';

/** A choice that a dish cannot do without. */
export const optionStep: Step<'option'> = {
  help: 'helpChoice',
  back: (turn, { draft, groupId }) => questionBefore(turn, draft, groupId),
  ask(turn, { draft, groupId, page }) {
    const item = turn.context.menu.item(draft.itemId);
    const group = item?.groups.find(({ id }) => id === groupId);
    if (!item || !group) return turn.goTo(homeStep(turn));
    if (turn.byKey && turn.hasSaid('item'))
      turn.say('group', { group: turn.spoken.named(group.name) });
    else
      turn.say('option', { group: turn.spoken.named(group.name).toLowerCase(), item: item.name });
    const open = turn.optionChoices(group).filter(({ id }) => !draft.optionIds.includes(id));
    turn.offer(open, { page });
  },
  *hear(turn, step, utterance) {
    const { draft, groupId } = step;
    const item = turn.context.menu.item(draft.itemId);
    if (!item) return false;
    // "Six" may be the name of an option as well as the number of one.
    const { words } = turn.context;
    const named =
      utterance.number === null || utterance.key !== null ? '' : String(utterance.number);
    const called = words
      .optionsCalled(item, named || utterance.text, false)
      .find(({ group, option }) => group.id === groupId && option.soldOut !== true);
    const group = item.groups.find(({ id }) => id === groupId);
    const ofAll = choiceOfAll(turn, item, groupId, utterance.raw);
    const optionId =
      called?.option.id ??
      ofAll ??
      chosen(turn, utterance) ??
      (group ? leftOpen(turn, item, group, utterance.raw) : null) ??
      halfNamed(turn, utterance.text) ??
      (group ? optionAmong(turn, item, group, utterance) : null);
    if (optionId !== null && turn.context.menu.option(item, optionId)) {
      if (optionId === ofAll) chooseForAll(turn, groupId, optionId);
      yield* completeDish(turn, {
        ...draft,
        quantity: countOfThose(turn, utterance.raw) ?? draft.quantity,
        optionIds: withOption(item, draft.optionIds, optionId),
      });
      if (step.closing === true) yield* goOnClosing(turn);
      return true;
    }
    const portions = utterance.key === null ? countIn(turn, utterance.text) : null;
    const least = portionSizes(words, item).at(-1);
    if (portions !== null && least && group?.options.some(({ id }) => id === least.option.id)) {
      if (portions < least.count) return false;
      yield* completeDish(turn, countedAsOption(turn, item, { ...draft, quantity: portions }));
      return true;
    }
    const size = sizeWithout(turn, utterance.text, item);
    if (size !== null) {
      turn.say('notPossible', { words: size, item: item.name });
      return true;
    }
    // "Two of them, actually."
    const some = turn.vocabulary.changes.someOf.exec(withoutIdle(turn, utterance.text)) ?? [];
    const several = some[2] === undefined ? spokenChoice(some[1] ?? '', turn.vocabulary) : null;
    if (several !== null && several > (draft.quantity ?? 1) && several <= MAX_QUANTITY) {
      yield* completeDish(turn, { ...draft, quantity: several });
      turn.say('changed', { line: turn.spoken.dishes(several, item.name) });
      return true;
    }
    if (utterance.command !== 'next') return false;
    turn.goTo({ ...step, page: step.page + 1 });
    return true;
  },
};

/** Without the words at the end that say nothing. */
function withoutIdle({ vocabulary: { answers, food } }: Turn, text: string): string {
  const words = text.split(' ');
  const end = words.findLastIndex((word) => !answers.idle.has(word) || food.determiners.has(word));
  return words.slice(0, end + 1).join(' ');
}

/** The one choice in "both cans, please"; null: it is not said of all, or there is none or several. */
function choiceOfAll(
  { context: { words } }: Turn,
  item: CatalogueItem,
  groupId: string,
  raw: string,
): string | null {
  const tokens = words.tokens(raw);
  if (!tokens.some((token) => words.vocabulary.food.everyOne.has(token))) return null;
  const named = tokens.flatMap((_, at) => {
    const option = words.optionAt(tokens, at, item);
    if (option?.found.group.id !== groupId) return [];
    const called = tokens.slice(at, at + option.length).join(' ');
    return words.optionsCalled(item, called, false);
  });
  const [only, ...others] = new Set(named.map(({ option }) => option.id));
  return only !== undefined && others.length === 0 ? only : null;
}

/** "All cans", where the dishes that wait have the same choice to make: it is made for those too. */
function chooseForAll(turn: Turn, groupId: string, optionId: string): void {
  const { menu, words } = turn.context;
  const wish = words.requestFor(optionId);
  if (!wish) return;
  const open = ({ itemIds, optionRequests }: ItemRequest): boolean => {
    const item = menu.item(itemIds[0] ?? '');
    const called = optionRequests.flatMap((one) =>
      item ? words.optionsCalled(item, one.words, one.minus).map(({ group }) => group.id) : [],
    );
    return (
      item !== undefined &&
      item.groups.some(({ id }) => id === groupId) &&
      !called.includes(groupId)
    );
  };
  turn.set({
    pending: turn.state.pending.map((one) =>
      open(one) ? { ...one, optionRequests: [...one.optionRequests, wish] } : one,
    ),
  });
}

/** How many of a dish that was chosen by key. */
export const quantityStep: Step<'quantity'> = {
  help: 'helpChoice',
  back(turn, { draft }) {
    const item = turn.context.menu.item(draft.itemId);
    const [group] = item && draft.extras !== undefined ? optionalGroups(turn, item) : [];
    return group ? extrasOf(draft, group) : questionBefore(turn, draft, null);
  },
  ask(turn, { draft }) {
    const item = turn.context.menu.item(draft.itemId);
    if (!item) return turn.goTo(homeStep(turn));
    turn.set({ choices: [] });
    turn.say('quantity', { item: item.name });
    turn.sayKeys('quantityKeys');
  },
  *hear(turn, { draft }, { number, text }) {
    const quantity = number ?? countIn(turn, text);
    if (quantity === null || quantity > MAX_QUANTITY) return false;
    yield* completeDish(turn, { ...draft, quantity });
    return true;
  },
};

/** "Extra large", where there is no such size; null when no size is named, or one that there is. */
function sizeWithout({ context }: Turn, text: string, item: CatalogueItem): string | null {
  const { words, search } = context;
  const { sizes } = words.vocabulary.food;
  const named = words.tokens(text).find((token) => sizes.has(token));
  const size = sizes.get(named ?? '');
  if (named === undefined || size === undefined) return null;
  if ([named, size].some((one) => words.optionsCalled(item, one, false).length > 0)) return null;
  // "And a large pepperoni" is another dish, and "small with ranch" answers all the same.
  const { itemRequests, optionRequests } = parseItemRequests(text, words, search);
  return itemRequests.length > 0 || optionRequests.length > 1 ? null : size;
}

/** "The bottle", where one choice alone is called a bottle; null when none or several are. */
function halfNamed(turn: Turn, text: string): string | null {
  const { words, menu } = turn.context;
  const said = words.tokens(text).filter((token) => !words.vocabulary.food.beforeChoice.has(token));
  const options = menu.modifierGroups.flatMap((group) => group.options);
  const named = turn.state.choices.filter((id) => {
    const name = words.named(options.find((option) => option.id === id)?.name ?? '');
    return said.length > 0 && said.every((token) => name.some((word) => alike(token, word)));
  });
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** "Ooh fettuccine I suppose": the one choice that is named among words that name no dish. */
function optionAmong(
  turn: Turn,
  item: CatalogueItem,
  { id }: ModifierGroup,
  { key, raw }: Utterance,
): string | null {
  const { words, search, vocabulary } = { ...turn.context, vocabulary: turn.vocabulary };
  const tokens = words.tokens(raw);
  const { minus } = vocabulary.food;
  const asks = isQuestion(raw, vocabulary) || tokens.some((token) => minus.has(token));
  if (key !== null || asks) return null;
  const { itemRequests } = parseItemRequests(raw, words, search);
  if (itemRequests.length === 0 || itemRequests.some(({ unsure }) => !unsure)) return null;
  const named = new Set(
    tokens.flatMap((_, at) => {
      const found = words.optionAt(tokens, at, item)?.found;
      return found?.group.id === id && !found.minus ? found.option.id : [];
    }),
  );
  const [only, ...others] = named;
  return others.length === 0 ? (only ?? null) : null;
}

/** A number among few words: "just two", "I'd like three of them". */
function countIn({ context }: Turn, text: string): number | null {
  const tokens = context.words.tokens(text);
  const numbers = tokens.flatMap((token) => numberOf(token) ?? []);
  const [only] = numbers;
  if (numbers.length === 1 && tokens.length <= 4) return only ?? null;
  return context.words.vocabulary.numbers.single.includes(tokens.join(' ')) ? 1 : null;
}
