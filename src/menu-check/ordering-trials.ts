import { isDeepStrictEqual } from 'node:util';
import type { CatalogueItem } from '../menu/catalogue/menu.js';
import type { Order } from '../orders/order.js';
import type { IvrInput } from '../ivr/ivr-state.js';
import type { Finding } from './finding.js';
import {
  keypad,
  speaker,
  type TrialCaller,
  type TrialDish,
  type TrialWords,
} from './trial-caller.js';
import type { TrialCall, TrialLine } from './trial-line.js';

/** More turns than any dish needs, all pages of a large menu included. */
const MAX_TURNS = 100;

/** Why a trial did not come to a placed order. */
interface Failure {
  readonly said: string;
  readonly problem: string;
  readonly stage: 'dish' | 'options' | 'order';
}

/** What is wrong with an order. */
type Wrong = Omit<Failure, 'said'>;

/** What trial orders have shown. */
export interface TrialReport {
  readonly findings: readonly Finding[];
  /** Orders that were tried. */
  readonly orders: number;
}

/**
 * Orders one dish with each option of its required groups, once by words and once by keys, each
 * on a call of its own: the order must have what was asked for at the menu's price, be read back
 * and be taken. Then the name alone, each alias and each further option are said once.
 *
 * @param moment when the restaurant is open and has the dish.
 * @param failed options that were not understood with another dish, by group and id; added to.
 */
export async function tryDish(
  line: TrialLine,
  item: CatalogueItem,
  words: TrialWords,
  moment: Date,
  failed: Set<string>,
): Promise<TrialReport> {
  const dishes = dishesOf(item);
  const { caller, findings } = await callerFor(line, { item, options: [] }, words, moment);
  for (const dish of dishes) {
    for (const by of caller ? [caller, keypad] : [keypad]) {
      const failure = await tryOrder(line, dish, by, moment);
      if (failure) findings.push(finding('fault', dish, failure, adviceFor(failure)));
    }
  }
  const alone = findings.length === 0 ? await tryPhrase(line, item, item.name, moment) : null;
  if (alone) findings.push({ ...alone, advice: 'add a word to the name, as callers would say it' });
  for (const alias of item.aliases) {
    const misled = await tryPhrase(line, item, words.order(alias), moment);
    if (misled) findings.push({ ...misled, advice: `change or remove the alias "${alias}"` });
  }
  if (caller) findings.push(...(await tryExtras(line, item, words, moment, failed)));
  return { findings, orders: dishes.length * 2 };
}

/**
 * A caller who says the dish's name, or else the first alias that leads to it, with a warning;
 * null with a fault when none of them does.
 */
async function callerFor(
  line: TrialLine,
  dish: TrialDish,
  words: TrialWords,
  moment: Date,
): Promise<{ readonly caller: TrialCaller | null; readonly findings: Finding[] }> {
  const { item } = dish;
  let unheard: Failure | null = null;
  for (const name of [item.name, ...item.aliases]) {
    const caller = speaker(words, name);
    const failure = await tryOrder(line, dish, caller, moment);
    if (failure?.stage !== 'dish') {
      const advice = `change the name; "${name}" is understood`;
      const findings = unheard ? [finding('warning', dish, unheard, advice)] : [];
      return { caller, findings };
    }
    unheard ??= failure;
  }
  const advice = 'change the name, or add an alias that no other dish has and callers would say';
  return { caller: null, findings: unheard ? [finding('fault', dish, unheard, advice)] : [] };
}

/** A dish in as many ways as its largest required group has options, so that each is ordered. */
function dishesOf(item: CatalogueItem): readonly TrialDish[] {
  const required = item.groups.filter(({ min }) => min > 0);
  const ways = Math.max(1, ...required.map(({ options }) => options.length));
  return Array.from({ length: ways }, (_, way) => ({
    item,
    options: required.flatMap(({ min, options }) =>
      Array.from({ length: min }, (__, nth) => options[(way + nth) % options.length]).filter(
        (option) => option !== undefined,
      ),
    ),
  }));
}

/** Plays one call to its placed order; null when all went well. */
async function tryOrder(
  line: TrialLine,
  dish: TrialDish,
  caller: TrialCaller,
  moment: Date,
): Promise<Failure | null> {
  const call = await line.dial(moment);
  let said = '';
  let readBack = false;
  try {
    for (let turn = 0; turn < MAX_TURNS && !call.ended; turn += 1) {
      const { step } = call.state;
      if (step.kind === 'confirm') {
        readBack = true;
        const wrong = misheard(await call.order(), dish) ?? unread(await call.order(), dish, call);
        if (wrong !== null) return { said, ...wrong };
      }
      const draft = 'draft' in step ? step.draft : null;
      if (draft !== null && draft.itemId !== dish.item.id) {
        return { said, problem: `leads to ${nameOf(call, draft.itemId)}`, stage: 'dish' };
      }
      const input = caller.answer(call, dish);
      const stage =
        step.kind === 'option' ? 'options' : (await call.order()) === null ? 'dish' : 'order';
      if (input === null) return { said, problem: heard(call), stage };
      said = inWords(input);
      await call.turn(input);
      if (!call.ended && isDeepStrictEqual(call.state.step, step)) {
        return { said, problem: heard(call), stage };
      }
    }
    const order = await call.order();
    if (readBack && order?.state === 'placed') return null;
    return { said, problem: heard(call), stage: order === null ? 'dish' : 'order' };
  } finally {
    call.hangUp();
  }
}

/** How the order differs from what was asked for; null when it does not. */
function misheard(order: Order | null, { item, options }: TrialDish): Wrong | null {
  const [line, ...others] = order?.lines ?? [];
  if (!line || others.length > 0) {
    return { problem: 'the order does not have this dish alone', stage: 'dish' };
  }
  if (line.itemId !== item.id) return { problem: `leads to ${line.name}`, stage: 'dish' };
  if (line.quantity !== 1 || line.note !== null) {
    const problem = `${line.quantity} of it are ordered, with the note "${line.note ?? ''}"`;
    return { problem, stage: 'dish' };
  }
  if (idsOf(line.options.map(({ optionId }) => optionId)) !== idsOf(options.map(({ id }) => id))) {
    const taken = line.options.map(({ name }) => name).join(', ') || 'no option';
    return { problem: `${taken} is ordered`, stage: 'options' };
  }
  const price = options.reduce((sum, option) => sum + option.priceDeltaCents, item.priceCents);
  if (line.totalCents === price) return null;
  return { problem: `it costs ${line.totalCents} cents, not ${price}`, stage: 'order' };
}

function idsOf(ids: readonly string[]): string {
  return ids.toSorted().join(' ');
}

/** What the read-back leaves out; null when it has all of the order. */
function unread(
  order: Order | null,
  { item, options }: TrialDish,
  { context, prompt }: TrialCall,
): Wrong | null {
  const { spoken } = context.words.vocabulary;
  const total = spoken.cents(order?.totalCents ?? 0);
  const said = prompt.toLowerCase();
  const missing = [item.name, ...options.map(({ name }) => spoken.named(name)), total].filter(
    (part) => !said.includes(part.toLowerCase()),
  );
  if (missing.length === 0) return null;
  return { problem: `the read-back does not say ${missing.join(', ')}`, stage: 'order' };
}

/** What a first sentence comes to that should lead to the dish; null when it does. */
async function tryPhrase(
  line: TrialLine,
  item: CatalogueItem,
  said: string,
  moment: Date,
): Promise<Omit<Finding, 'advice'> | null> {
  const asked = await askedFor(line, said, moment);
  if (asked.itemId === item.id) return null;
  const problem = asked.name === null ? asked.heard : `leads to ${asked.name}`;
  return { severity: 'warning', where: item.name, said, problem };
}

/** Says each option that is not required and has not failed with another dish. */
async function tryExtras(
  line: TrialLine,
  item: CatalogueItem,
  words: TrialWords,
  moment: Date,
  failed: Set<string>,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const { leavesOut } = line.contextAt(moment).words.vocabulary.food;
  for (const group of item.groups.filter(({ min }) => min === 0)) {
    for (const { id, name } of group.options) {
      const key = `${group.id} ${id}`;
      if (failed.has(key)) continue;
      const without = leavesOut.has(name.toLowerCase().split(' ')[0] ?? '');
      const said = without
        ? words.order(`${item.name}, ${name}`)
        : words.plus(item.name, name.toLowerCase());
      const asked = await askedFor(line, said, moment);
      if (asked.itemId === item.id && asked.optionIds.includes(id)) continue;
      failed.add(key);
      findings.push({
        severity: 'warning',
        where: `${group.name}: ${name}`,
        said,
        problem: asked.itemId === item.id ? 'the option is not taken' : asked.heard,
        advice: `change the name of the option "${name}" to words that nothing else on the menu has`,
      });
    }
  }
  return findings;
}

/** What the line takes a first sentence for. */
async function askedFor(
  line: TrialLine,
  speech: string,
  moment: Date,
): Promise<{
  readonly itemId: string | null;
  readonly name: string | null;
  readonly optionIds: readonly string[];
  readonly heard: string;
}> {
  const call = await line.dial(moment);
  await call.turn({ speech });
  const { step } = call.state;
  const order = await call.order();
  call.hangUp();
  const added = order?.lines.at(-1);
  const draft = 'draft' in step ? step.draft : null;
  const itemId = draft?.itemId ?? added?.itemId ?? null;
  const optionIds = draft?.optionIds ?? added?.options.map(({ optionId }) => optionId) ?? [];
  const name = itemId === null ? null : nameOf(call, itemId);
  return { itemId, name, optionIds, heard: heard(call) };
}

function finding(
  severity: Finding['severity'],
  { item, options }: TrialDish,
  { said, problem }: Failure,
  advice: string,
): Finding {
  const where = [item.name, ...options.map(({ name }) => name)].join(', ');
  return { severity, where, said, problem, advice };
}

function adviceFor({ stage }: Failure): string {
  switch (stage) {
    case 'dish':
      return 'change the name of the dish or of its category';
    case 'options':
      return 'give each option of the group a name and an id of its own: plain words, no numbers';
    case 'order':
      return 'see what the line answers: price, name and limits (MAX_ORDER_CENTS)';
  }
}

function nameOf({ context }: TrialCall, itemId: string): string {
  return context.menu.item(itemId)?.name ?? itemId;
}

function heard({ prompt }: TrialCall): string {
  return `the line answers "${prompt}"`;
}

function inWords(input: IvrInput): string {
  if ('digits' in input) return `[${input.digits}]`;
  return 'speech' in input ? (input.speech ?? '') : '';
}
