import type { MenuOption } from '../../menu/catalogue/menu-document.js';
import { withOption } from '../../understanding/option-requests.js';
import type { StepOf } from '../ivr-state.js';
import { completeDish, extrasOf, homeStep, optionalGroups, questionBefore } from '../ordering.js';
import type { Turn } from '../turn.js';
import { tellUnmet } from '../unmet.js';
import { chosen, type Step } from './step.js';

/** What key 1 stands for: nothing more. */
const GO_ON = '';

/** What may be added to a dish that is put together by keys. Chosen again, it is taken off. */
export const extrasStep: Step<'extras'> = {
  help: 'helpChoice',
  back: (turn, { draft }) => questionBefore(turn, draft, null),
  ask(turn, { draft, groupId, page, list }) {
    const item = turn.context.menu.item(draft.itemId);
    const groups = item ? optionalGroups(turn, item) : [];
    const group = groups.find(({ id }) => id === groupId);
    if (!group) return turn.goTo(homeStep(turn));
    const name = turn.context.sentence('extrasDone');
    const lead = { id: GO_ON, name };
    const choices = [
      ...group.options.filter(({ soldOut }) => soldOut !== true),
      ...groups.filter((other) => other !== group),
    ].map(({ id, name }) => ({ id, name: turn.spoken.named(name) }));
    if (list === 'heard' && !turn.repeats && turn.state.misses === 0) {
      turn.choose(choices, { page, lead });
      return turn.say('extrasMore');
    }
    turn.say('group', { group: turn.spoken.named(group.name) });
    turn.offer(choices, { page, lead });
  },
  *hear(turn, step, utterance) {
    const { draft, groupId } = step;
    const item = turn.context.menu.item(draft.itemId);
    if (!item) return false;
    const id = chosen(turn, utterance);
    const other = item.groups.find((group) => group.id !== groupId && group.id === id);
    const option = id === null ? undefined : turn.context.menu.option(item, id);
    const { command } = utterance;
    if (id === GO_ON || command === 'no' || command === 'done') {
      yield* completeDish(turn, { ...draft, extras: 'asked' });
    } else if (option) {
      const optionIds = toggled(turn, step, option);
      turn.goTo({ ...step, draft: { ...draft, optionIds }, list: 'heard' });
    } else if (other) turn.goTo(extrasOf(draft, other));
    else if (command === 'next') turn.goTo({ ...step, page: step.page + 1, list: 'new' });
    else return false;
    return true;
  },
};

/** The options of the dish with this one, or without it where it was chosen already. */
function toggled(
  turn: Turn,
  { draft, groupId }: StepOf<'extras'>,
  option: MenuOption,
): readonly string[] {
  const { optionIds } = draft;
  const item = turn.context.menu.item(draft.itemId);
  const group = item?.groups.find(({ id }) => id === groupId);
  if (!item || !group) return optionIds;
  if (optionIds.includes(option.id)) {
    const left = optionIds.filter((id) => id !== option.id);
    const dish = { ...draft, lineId: '', name: item.name, quantity: 1, optionIds: left };
    turn.say('changed', { line: turn.lineInWords(dish) });
    return left;
  }
  const taken = group.options.filter(({ id }) => optionIds.includes(id)).length;
  if (group.max > 1 && taken >= group.max) {
    tellUnmet(turn, item, { unmet: [], full: [{ group, option }] });
    return optionIds;
  }
  turn.say('extra', { option: turn.spoken.named(option.name) });
  return withOption(item, optionIds, option.id);
}
