import type { MenuOption, ModifierGroup } from '../menu/catalogue/menu-document.js';
import { presenceOf, type Presence } from '../menu/allergens/dish-contents.js';
import type { MenuWords } from '../understanding/menu-words.js';
import type { Subject } from './subjects.js';
import type { Turn } from './turn.js';
import { tellNotice } from './warnings.js';

/** What the things of a group are called; `own`: without words that name dishes too. */
interface Kinds {
  readonly all: readonly string[];
  readonly own: readonly string[];
}

/** The kinds of each menu in each language, found out once. */
const KINDS = new WeakMap<MenuWords, Map<ModifierGroup, Kinds>>();

/** The groups of choices that a text names by their kind: "which dressings", "the wing sauce", "la masa". */
export function groupsCalled(turn: Turn, text: string): readonly ModifierGroup[] {
  const tokens = turn.context.words.tokens(text);
  const open = groupInQuestion(turn);
  const groups = turn.context.menu.modifierGroups.filter(
    (group) =>
      !group.options.every((option) => leavesOut(turn, option)) &&
      kindsOf(turn, group, group.id === open).some((kind) => tokens.includes(kind)),
  );
  const own = groups.filter(({ id }) => id === open);
  return own.length > 0 ? own : groups;
}

/**
 * What "the crust" is in a question about what is in it: the one chosen for the dish under
 * discussion; where none was chosen, the groups of which one could be. Null: the text names more
 * than a kind of choice, or something else.
 */
export function choiceCalled(
  turn: Turn,
  text: string,
  subject: Subject | null,
): Subject | readonly ModifierGroup[] | null {
  const { words } = turn.context;
  const { determiners } = words.vocabulary.food;
  const { thatDish } = words.vocabulary.allergies;
  const tokens = words.tokens(text).filter((one) => !determiners.has(one) && !thatDish.test(one));
  const groups = groupsCalled(turn, tokens.join(' '));
  const kinds = groups.flatMap(({ name }) => [...words.named(name), ...said(turn, name)]);
  if (tokens.length === 0 || groups.length === 0) return null;
  if (!tokens.every((token) => kinds.includes(token))) return null;
  const own = groups.filter((group) => subject?.item.groups?.includes(group));
  const chosen = subject?.options.find(({ id }) =>
    own.some(({ options }) => options.some((option) => option.id === id)),
  );
  if (!chosen) return own.length > 0 ? own : groups;
  const { name, allergens } = chosen;
  return { item: { name: turn.spoken.named(name), description: '', allergens }, options: [] };
}

/**
 * Says which choices of the groups the menu lists something for, for which it does not, and of which
 * it is not known. `without`: the caller looks for those that have none of it.
 */
export function tellChoices(
  turn: Turn,
  groups: readonly ModifierGroup[],
  what: readonly string[],
  without: boolean,
): void {
  const { allergies } = turn.spoken;
  const options = groups
    .flatMap((group) => group.options)
    .filter((option) => option.soldOut !== true && !leavesOut(turn, option));
  const those = (wanted: Presence) => [
    ...new Set(
      options
        .filter((option) => presenceIn(option, what) === wanted)
        .map(({ name }) => turn.spoken.named(name)),
    ),
  ];
  const unlisted = those('unlisted');
  const contained = those('contained');
  const unknown = those('unknown');
  const [only = '', ...others] = contained;
  const tellsUnlisted = () => {
    if (unlisted.length > 0) turn.tell(allergies.unlistedOf(unlisted, what, 0));
  };
  if (without) tellsUnlisted();
  if (contained.length > 0) {
    const alone = others.length === 0 && what.length === 1;
    turn.tell(alone ? allergies.contains(only, what) : allergies.containing(contained, what, 0));
  }
  if (!without) tellsUnlisted();
  const [open = '', ...moreOpen] = unknown;
  if (moreOpen.length > 0) turn.tell(allergies.unknownOf(unknown, what, 0));
  else if (open !== '') turn.tell(allergies.unknown(open, what));
  tellNotice(turn);
}

function presenceIn({ name, allergens }: MenuOption, what: readonly string[]): Presence {
  const dish = { item: { name, description: '', allergens }, options: [] };
  const found = what.map((one) => presenceOf(one, dish));
  if (found.includes('contained')) return 'contained';
  return found.includes('unknown') ? 'unknown' : 'unlisted';
}

/** The group of which the caller is asked for a choice. */
function groupInQuestion({ state: { step } }: Turn): string | null {
  return 'groupId' in step ? step.groupId : null;
}

/**
 * The words for one thing of a group, in the caller's language too: "dressing". A word that also
 * names dishes counts only while that group is asked for.
 *
 * @param isOpen whether it is.
 */
function kindsOf(turn: Turn, group: ModifierGroup, isOpen: boolean): readonly string[] {
  const { words } = turn.context;
  const known = KINDS.get(words) ?? new Map<ModifierGroup, Kinds>();
  KINDS.set(words, known);
  let kinds = known.get(group);
  if (kinds === undefined) {
    const kind = words.tokens(group.name).at(-1) ?? '';
    const all = [...words.named(kind), ...said(turn, group.name)];
    const own = all.filter((one) => words.categoryOf(one) === null && !words.itemAt([one], 0));
    kinds = { all, own };
    known.set(group, kinds);
  }
  return isOpen ? kinds.all : kinds.own;
}

/** How a group is called in the caller's language, where that is another one than the menu's. */
function said(turn: Turn, name: string): readonly string[] {
  const named = turn.spoken.named(name);
  const [kind] = named === name ? [] : turn.context.words.tokens(named);
  return kind === undefined ? [] : [kind];
}

function leavesOut({ context }: Turn, { id }: MenuOption): boolean {
  return context.words.requestFor(id)?.minus === true;
}
