import { changeLine, linesCalled, sendChange } from '../line-changes.js';
import { checkout } from '../checkout.js';
import type { Flow, IvrStep } from '../ivr-state.js';
import { understand } from '../intents/intents.js';
import { isQuestion } from '../../understanding/commands.js';
import { parseItemRequests } from '../../understanding/item-request-parser.js';
import type { Utterance } from '../../understanding/utterance.js';
import { withOption } from '../../understanding/option-requests.js';
import { homeStep } from '../ordering.js';
import type { OrderedLine } from '../tool-results.js';
import type { Choice, Turn } from '../turn.js';
import { plain } from '../../understanding/words.js';
import { chosen, type Step } from './step.js';

const ORDER = { kind: 'order', page: 0 } as const;

/** The order as it stands, each line with a key. */
export const orderStep: Step<'order'> = {
  help: 'helpChoice',
  back: homeStep,
  *ask(turn, { page }) {
    const order = yield* turn.order();
    if (order.placed || order.lines.length === 0) {
      turn.say('orderEmpty');
      turn.set({ lastLineId: null, readBackFor: undefined });
      return turn.goTo({ kind: 'categories', page: 0 });
    }
    if (page === 0) turn.say('order', { order: turn.orderInWords(order), total: order.total });
    turn.offer(lineChoices(turn, order.lines), { page, keyed: 'orderKeys', instead: 'orderSay' });
  },
  *hear(turn, { page }, utterance) {
    const lineId = chosen(turn, utterance);
    if (lineId !== null) turn.goTo({ kind: 'line', lineId });
    else if (utterance.command === 'next') turn.goTo({ kind: 'order', page: page + 1 });
    else if (utterance.command === 'no') turn.goTo(homeStep(turn));
    else if (utterance.command === 'yes') yield* checkout(turn);
    else return yield* namedLine(turn, utterance.text);
    return true;
  },
};

/** What shall be changed about a line. */
export const lineStep: Step<'line'> = {
  help: 'helpChoice',
  back: () => ORDER,
  *ask(turn, { lineId }) {
    const line = yield* lineById(turn, lineId);
    if (!line) return turn.goTo(ORDER);
    turn.set({ choices: [], lastLineId: lineId });
    turn.say('line', { line: turn.lineInWords(line) });
    if (turn.tellsKeys) turn.say('lineKeys');
    else turn.say('lineSay');
  },
  *hear(turn, { lineId }, { number, command }) {
    if (number === 1) turn.goTo({ kind: 'line-quantity', lineId });
    else if (number === 2) turn.goTo({ kind: 'line-groups', lineId, page: 0 });
    else if (number === 3) {
      const line = yield* lineById(turn, lineId);
      if (line) yield* changeLine(turn, line, { kind: 'remove' });
      else turn.goTo(ORDER);
    } else if (command === 'no') turn.goTo(homeStep(turn));
    else return false;
    return true;
  },
};

/** How many there shall be on a line. */
export const lineQuantityStep: Step<'line-quantity'> = {
  help: 'helpChoice',
  back: (_, { lineId }) => ({ kind: 'line', lineId }),
  *ask(turn, { lineId }) {
    const line = yield* lineById(turn, lineId);
    if (!line) return turn.goTo(ORDER);
    turn.set({ choices: [] });
    turn.say('quantity', { item: line.name });
    turn.sayKeys('quantityKeys');
  },
  *hear(turn, { lineId }, { number }) {
    if (number === null) return false;
    yield* sendChange(turn, lineId, { quantity: number });
    turn.goTo(homeStep(turn));
    return true;
  },
};

/** Which choices of a line shall be changed. */
export const lineGroupsStep: Step<'line-groups'> = {
  help: 'helpChoice',
  back: (_, { lineId }) => ({ kind: 'line', lineId }),
  *ask(turn, { lineId, page }) {
    const line = yield* lineById(turn, lineId);
    const groups = turn.context.menu.item(line?.itemId ?? '')?.groups ?? [];
    if (!line || groups.length === 0) {
      if (line) turn.say('noChoices', { item: line.name });
      return turn.goTo(line ? { kind: 'line', lineId } : ORDER);
    }
    turn.say('lineGroups', { item: line.name });
    turn.offer(
      groups.map(({ id, name }) => ({ id, name: turn.spoken.named(name) })),
      { page },
    );
  },
  hear(turn, step, utterance) {
    const groupId = chosen(turn, utterance);
    const { lineId, page } = step;
    if (groupId !== null) turn.goTo({ kind: 'line-option', lineId, groupId, page: 0 });
    else if (utterance.command === 'next') turn.goTo({ ...step, page: page + 1 });
    else return false;
    return true;
  },
};

/** An option of a line: on when it was off, off when it was on. */
export const lineOptionStep: Step<'line-option'> = {
  help: 'helpChoice',
  back: (_, { lineId }) => ({ kind: 'line-groups', lineId, page: 0 }),
  *ask(turn, { lineId, groupId, page }) {
    const line = yield* lineById(turn, lineId);
    const item = turn.context.menu.item(line?.itemId ?? '');
    const group = item?.groups.find(({ id }) => id === groupId);
    if (!group) return turn.goTo(ORDER);
    turn.say('lineOption', { group: turn.spoken.named(group.name) });
    turn.offer(turn.optionChoices(group), { page });
  },
  *hear(turn, step, utterance) {
    const optionId = chosen(turn, utterance);
    if (optionId === null) {
      if (utterance.command !== 'next') return false;
      turn.goTo({ ...step, page: step.page + 1 });
      return true;
    }
    const { lineId } = step;
    const line = yield* lineById(turn, lineId);
    const item = turn.context.menu.item(line?.itemId ?? '');
    if (line && item) {
      const options = line.optionIds.includes(optionId)
        ? line.optionIds.filter((id) => id !== optionId)
        : withOption(item, line.optionIds, optionId);
      yield* sendChange(turn, lineId, { options });
    }
    // Of toppings and the like there may be more; a size is settled.
    const group = item?.groups.find(({ id }) => id === step.groupId);
    if (group?.max === 1) turn.goTo(homeStep(turn));
    return true;
  },
};

/** Which of the lines that fit the caller's words. */
export const whichLineStep: Step<'which-line'> = {
  help: 'helpChoice',
  back: homeStep,
  *ask(turn, { lineIds }) {
    const { lines } = yield* turn.order();
    const meant = lines.filter(({ lineId }) => lineIds.includes(lineId));
    if (meant.length === 0) return turn.goTo(homeStep(turn));
    turn.say('which');
    turn.offer(lineChoices(turn, meant));
  },
  *hear(turn, { lineIds, change }, utterance) {
    const lineId = chosen(turn, utterance);
    const { eachOf, onlyThat } = turn.vocabulary.changes;
    const all = eachOf.test(utterance.text) && !onlyThat.test(utterance.text);
    const nth = nthOf(turn, lineIds, utterance.text);
    if (utterance.command === 'cancel') return false;
    if (utterance.command === 'no') turn.goTo(homeStep(turn));
    else if (all) {
      const { lines } = yield* turn.order();
      for (const line of lines.filter((one) => lineIds.includes(one.lineId)))
        yield* changeLine(turn, line, change);
    } else if (nth ?? lineId) {
      const line = yield* lineById(turn, nth ?? lineId ?? '');
      if (line) yield* changeLine(turn, line, change);
      else turn.goTo(homeStep(turn));
    } else {
      const order = yield* turn.order();
      const [line, ...others] = linesCalled(turn, order, utterance.text);
      if (!line || others.length > 0) return false;
      yield* changeLine(turn, line, change);
    }
    return true;
  },
};

/** "The first one", "the last one", of the lines that were offered; null when none is counted. */
function nthOf(turn: Turn, lineIds: readonly string[], text: string): string | null {
  const { changes, numbers } = turn.vocabulary;
  if (changes.lastOf.test(text)) return lineIds.at(-1) ?? null;
  const counted = changes.ordinalLine.exec(text)?.[1];
  return counted === undefined ? null : (lineIds[numbers.ordinals.indexOf(counted)] ?? null);
}

/** Whether everything shall be taken off the order. */
export const cancelStep: Step<'cancel'> = {
  help: 'helpYesNo',
  back: homeStep,
  ask(turn) {
    turn.set({ choices: [] });
    turn.say('cancelCheck');
    turn.sayKeys('yesNoKeys');
  },
  *hear(turn, _, said) {
    const { key, command, raw } = said;
    // "No, keep the pepperoni": nothing goes, and the order is told.
    if (turn.vocabulary.recounts.keepsLines.test(plain(raw))) {
      turn.say('soFar', { order: turn.orderInWords(yield* turn.order()) });
      turn.goTo(homeStep(turn));
      return true;
    }
    if (command === null && (yield* replacesAll(turn, said))) return true;
    const clear = !turn.vocabulary.hesitates.test(plain(raw));
    const yes = key === '1' || (command === 'yes' && clear) || command === 'cancel';
    if (!yes && key !== '2' && command !== 'no') return false;
    if (yes) {
      const { lines } = yield* turn.order();
      for (const { lineId } of lines) yield* turn.run('remove_item', { lineId });
      turn.set({ lastLineId: null, readBackFor: undefined });
      turn.say('cancelled');
    }
    turn.goTo(homeStep(turn));
    return true;
  },
};

/** "Large Hawaiian", in the place of the only dish that shall go: takes that off and orders it. */
function* replacesAll(turn: Turn, said: Utterance): Flow<boolean> {
  const { lines } = yield* turn.order();
  const [line, ...others] = lines;
  const { itemRequests } = parseItemRequests(said.raw, turn.context.words, () => []);
  const orders = itemRequests.some(({ itemIds }) => itemIds.length === 1);
  if (!line || others.length > 0 || !orders || isQuestion(said.raw, turn.vocabulary)) return false;
  // "No, keep the pepperoni" names what stays.
  if (itemRequests.some(({ itemIds }) => itemIds.includes(line.itemId))) return false;
  yield* changeLine(turn, line, { kind: 'remove' });
  turn.set({ lastLineId: null });
  turn.goTo({ kind: 'main' });
  yield* understand(turn, said);
  return true;
}

function* lineById(turn: Turn, lineId: string): Flow<OrderedLine | null> {
  const order = yield* turn.order();
  return order.lines.find((line) => line.lineId === lineId) ?? null;
}

/** "The coke", said while the order is read out. */
function* namedLine(turn: Turn, text: string): Flow<boolean> {
  const { namesLine, beforeLine } = turn.vocabulary.changes;
  if (!namesLine.test(text)) return false;
  const order = yield* turn.order();
  const [line, ...others] = linesCalled(turn, order, text.replace(beforeLine, ''));
  if (!line || others.length > 0) return false;
  const step: IvrStep = { kind: 'line', lineId: line.lineId };
  turn.goTo(step);
  return true;
}

/** Lines by their dish, and by everything where two lines have the same. */
function lineChoices(turn: Turn, lines: readonly OrderedLine[]): readonly Choice[] {
  return lines.map((line) => ({
    id: line.lineId,
    name:
      lines.filter(({ itemId }) => itemId === line.itemId).length > 1
        ? turn.lineInWords(line)
        : line.name,
  }));
}
