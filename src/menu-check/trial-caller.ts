import type { MenuOption } from '../menu/catalogue/menu-document.js';
import type { CatalogueItem } from '../menu/catalogue/menu.js';
import type { IvrInput, IvrStep } from '../ivr/ivr-state.js';
import type { TrialCall } from './trial-line.js';

/** A dish as a trial orders it: one of it, with options for its required groups. */
export interface TrialDish {
  readonly item: CatalogueItem;
  /** For each group that requires a choice, as many options as it requires. */
  readonly options: readonly MenuOption[];
}

/** How a trial answers the line: by what is said or by keys. */
export interface TrialCaller {
  /** The answer to the question of the call's present step; null: the caller knows none. */
  answer(call: TrialCall, dish: TrialDish): IvrInput | null;
}

/** Sentences of one language around the names of a menu. */
export interface TrialWords {
  readonly order: (dish: string) => string;
  /** A dish with something on it. */
  readonly plus: (dish: string, option: string) => string;
  readonly answers: { readonly [K in IvrStep['kind']]?: string };
}

const ENGLISH: TrialWords = {
  order: (dish) => `I'd like the ${dish}, please`,
  plus: (dish, option) => `I'd like the ${dish} with ${option}`,
  answers: {
    quantity: 'one',
    more: "that's all",
    fulfilment: 'pickup',
    name: 'Maria',
    confirm: 'yes',
  },
};

const SPANISH: TrialWords = {
  order: (dish) => `Quisiera ${dish}, por favor`,
  plus: (dish, option) => `Quisiera ${dish} con ${option}`,
  answers: {
    quantity: 'uno',
    more: 'es todo',
    fulfilment: 'para recoger',
    name: 'María',
    confirm: 'sí',
  },
};

/** What callers say, by a BCP 47 tag; English for languages that the line does not understand. */
export function trialWords(language: string): TrialWords {
  return language.split('-')[0] === 'es' ? SPANISH : ENGLISH;
}

/** Keys of questions that have no choices of the menu. */
const KEYS: { readonly [K in IvrStep['kind']]?: string } = {
  main: '1',
  extras: '1',
  quantity: '1',
  more: '3',
  fulfilment: '1',
  name: '1',
  confirm: '1',
};
const NEXT_PAGE = '9';

/**
 * A caller who says the names of the menu as they are written.
 *
 * @param name what they call the dish: its name or an alias.
 */
export function speaker(words: TrialWords, name: string): TrialCaller {
  return {
    answer({ state: { step } }, { item, options }) {
      const speech = said(step, item, options) ?? words.answers[step.kind];
      return speech === undefined ? null : { speech };
    },
  };

  function said(step: IvrStep, item: CatalogueItem, options: readonly MenuOption[]) {
    switch (step.kind) {
      case 'main':
        return words.order(name);
      case 'which-item':
      case 'items':
        return name;
      case 'option':
        return wanted(step, item, options)?.name;
      default:
        return undefined;
    }
  }
}

/** A caller who only presses keys. */
export const keypad: TrialCaller = {
  answer({ state: { step, choices } }, { item, options }) {
    const id = chosenId(step, item, options);
    if (id === undefined) {
      const digits = KEYS[step.kind];
      return digits === undefined ? null : { digits };
    }
    const at = choices.indexOf(id);
    return { digits: at < 0 ? NEXT_PAGE : String(at + 1) };
  },
};

/** What the step's choices have for the dish; undefined where a fixed key answers. */
function chosenId(
  step: IvrStep,
  item: CatalogueItem,
  options: readonly MenuOption[],
): string | undefined {
  switch (step.kind) {
    case 'categories':
      return item.category.id;
    case 'items':
    case 'which-item':
      return item.id;
    case 'option':
      return wanted(step, item, options)?.id;
    default:
      return undefined;
  }
}

/** The option of the group in question that the dish does not have yet. */
function wanted(
  { draft, groupId }: Extract<IvrStep, { kind: 'option' }>,
  item: CatalogueItem,
  options: readonly MenuOption[],
): MenuOption | undefined {
  const group = item.groups.find(({ id }) => id === groupId);
  return group?.options.find(
    (option) => options.includes(option) && !draft.optionIds.includes(option.id),
  );
}
