import type { CatalogueItem } from '../../menu/catalogue/menu.js';
import { withOption } from '../../understanding/option-requests.js';
import { goOnClosing } from '../closing.js';
import {
  completeDish,
  countedAsOption,
  extrasOf,
  homeStep,
  optionalGroups,
  portionSizes,
  questionBefore,
} from '../ordering.js';
import type { Turn } from '../turn.js';
import { alike, numberOf } from '../../understanding/words.js';
import { chosen, type Step } from './step.js';

/** Most of one thing that can be asked for; the order refuses more. */
const MAX_QUANTITY = 50;

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
    const optionId =
      called?.option.id ?? chosen(turn, utterance) ?? halfNamed(turn, utterance.text);
    if (optionId !== null && turn.context.menu.option(item, optionId)) {
      yield* completeDish(turn, {
        ...draft,
        optionIds: withOption(item, draft.optionIds, optionId),
      });
      if (step.closing === true) yield* goOnClosing(turn);
      return true;
    }
    const portions = utterance.key === null ? countIn(turn, utterance.text) : null;
    const least = portionSizes(turn, item).at(-1);
    const asked = item.groups.find(({ id }) => id === groupId);
    if (portions !== null && least && asked?.options.some(({ id }) => id === least.id)) {
      if (portions < least.count) return false;
      yield* completeDish(turn, countedAsOption(turn, item, { ...draft, quantity: portions }));
      return true;
    }
    const size = sizeWithout(turn, utterance.text, item);
    if (size !== null) {
      turn.say('notPossible', { words: size, item: item.name });
      return true;
    }
    if (utterance.command !== 'next') return false;
    turn.goTo({ ...step, page: step.page + 1 });
    return true;
  },
};

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
  const { words } = context;
  const named = words.tokens(text).find((token) => words.vocabulary.food.sizes.has(token));
  if (named === undefined || words.optionsCalled(item, named, false).length > 0) return null;
  return words.vocabulary.food.sizes.get(named) ?? null;
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

/** A number among few words: "just two", "I'd like three of them". */
function countIn({ context }: Turn, text: string): number | null {
  const tokens = context.words.tokens(text);
  const numbers = tokens.flatMap((token) => numberOf(token) ?? []);
  const [only] = numbers;
  if (numbers.length === 1 && tokens.length <= 4) return only ?? null;
  return context.words.vocabulary.numbers.single.includes(tokens.join(' ')) ? 1 : null;
}
