import { presenceOf } from '../menu/allergens/dish-contents.js';
import { ALLERGENS } from '../menu/catalogue/menu-document.js';
import { transfer } from './checkout.js';
import { allergyCorrection, allergyStatement } from '../understanding/allergies.js';
import { allergyWish } from '../understanding/allergy-wishes.js';
import { contentsQuestion } from '../understanding/contents-question.js';
import { utteranceOf, type Utterance } from '../understanding/utterance.js';
import { plain } from '../understanding/words.js';
import type { AskedBefore, Flow } from './ivr-state.js';
import { subjectOf } from './subjects.js';
import { tellNotice, warnOf } from './warnings.js';
import { textOf } from './tool-results.js';
import type { Turn } from './turn.js';

const KNOWN: readonly string[] = ALLERGENS;

/** What a caller has said of allergies in a turn. */
interface Heard {
  readonly heard: 'nothing' | 'noted' | 'open';
  /** What is left to answer; null: nothing. */
  readonly rest: Utterance | null;
}

/**
 * Notes the allergies in what a caller says at any step, and confirms them. `open`: it was not said
 * to what.
 */
export function* takeAllergies(turn: Turn, utterance: Utterance): Flow<Heard> {
  const { allergiesNoted: before = [], asked } = turn.state;
  if (before.length > 0) turn.set({ allergiesNoted: [] });
  if (yield* correctAllergies(turn, utterance.raw, before)) return { heard: 'noted', rest: null };
  if (yield* withdrawAll(turn, utterance)) return { heard: 'noted', rest: null };
  const statement = allergyStatement(utterance.raw, turn.vocabulary, spokenOf(turn, asked));
  if (statement === null) return yield* takeWish(turn, utterance);
  const { stated, denied, open } = statement;
  if (open && stated.length === 0 && (yield* tellNoted(turn, utterance)))
    return { heard: 'noted', rest: null };
  const asks = /[?]\W*$/.test(utterance.raw) && statement.rest !== '' ? '?' : '';
  const rest = utteranceOf({ speech: `${statement.rest}${asks}` }, turn.vocabulary);
  if (denied.length > 0 && (yield* turn.order()).allergies.some((one) => denied.includes(one))) {
    yield* noteAllergies(turn, denied, { withdrawn: true });
  }
  if (stated.length > 0) yield* noteAllergies(turn, stated, { alone: rest === null });
  return { heard: open ? 'open' : 'noted', rest };
}

/**
 * Answers what was said beside an allergy and not understood, which may ask whether it is safe here,
 * by the notice of traces. False: no allergy was said.
 */
export function tellTraces(turn: Turn, heard: Heard['heard']): boolean {
  if (heard === 'noted') tellNotice(turn);
  return heard !== 'nothing';
}

/** "You've got the allergy written down, right": those that are noted are told. */
function* tellNoted(turn: Turn, { raw }: Utterance): Flow<boolean> {
  const said = plain(raw);
  const { recounts, allergies: words, clauses } = turn.vocabulary;
  const isOther = recounts.another.test(said.replace(clauses.joints, '').trim());
  if (isOther || !words.remindsOf.test(said)) return false;
  const { allergies } = yield* turn.order();
  if (allergies.length > 0) yield* noteAllergies(turn, allergies, {});
  return allergies.length > 0;
}

/** The allergens that "that" stands for: those in question or asked about before. */
function spokenOf({ state: { step } }: Turn, asked: AskedBefore | null | undefined) {
  if (step.kind === 'allergy' && step.maybe) return step.maybe;
  return typeof asked?.what === 'object' ? asked.what.filter((one) => KNOWN.includes(one)) : [];
}

/** "Actually, I'm not allergic": all that was noted is taken back. */
function* withdrawAll(turn: Turn, { raw }: Utterance): Flow<boolean> {
  if (!turn.vocabulary.allergies.deniesAll.test(plain(raw))) return false;
  const { allergies } = yield* turn.order();
  if (allergies.length === 0) return false;
  yield* noteAllergies(turn, allergies, { withdrawn: true });
  return true;
}

/**
 * "No nuts in anything" is an allergy; of a dish that has them it may be a wish, and is asked about
 * after the rest has been dealt with.
 */
function* takeWish(turn: Turn, utterance: Utterance): Flow<Heard> {
  const nothing = { heard: 'nothing', rest: utterance } as const;
  const wish = utterance.command === null ? allergyWish(utterance.raw, turn.vocabulary) : null;
  if (wish === null || 'draft' in turn.state.step) return nothing;
  const order = yield* turn.order();
  const { allergies, of } = wish;
  if (of !== 'all' && isOnMenu(turn, utterance.raw)) return nothing;
  if (of !== 'all' && contentsQuestion(utterance.raw, turn.vocabulary)) return nothing;
  // "A pesto, no nuts" is a wish for that one dish.
  if (of === 'words') return nothing;
  const subject = of === 'nothing' && wish.rest === '' ? subjectOf(turn, order) : null;
  const isOfDish = subject && allergies.some((one) => presenceOf(one, subject) === 'contained');
  if (isOfDish === true) {
    if (allergies.every((one) => order.allergies.includes(one))) return nothing;
    turn.set({ maybeAllergies: allergies });
    return { heard: 'open', rest: utterance };
  }
  const rest = utteranceOf({ speech: wish.rest }, turn.vocabulary);
  yield* noteAllergies(turn, allergies, { alone: rest === null });
  return { heard: 'noted', rest };
}

/** A dish, or a choice to leave something out, is called so: "no peanuts". */
function isOnMenu({ context }: Turn, raw: string): boolean {
  const tokens = context.words.tokens(raw);
  return tokens.some((_, at) => {
    const option = context.words.optionAt(tokens, at, null)?.found;
    return option?.minus === true;
  });
}

/**
 * "No, not nuts, I said dairy": the one is noted in place of the other.
 *
 * @param before what was noted in the turn before.
 */
function* correctAllergies(turn: Turn, raw: string, before: readonly string[]): Flow<boolean> {
  const correction = allergyCorrection(raw, turn.vocabulary);
  if (correction === null) return false;
  const { stated } = correction;
  const { allergies } = yield* turn.order();
  const meant = correction.denied.length > 0 ? correction.denied : before;
  const denied = meant.filter((one) => allergies.includes(one) && !stated.includes(one));
  if (denied.length === 0) return false;
  yield* noteAllergies(turn, stated, {});
  if (!turn.ended) yield* noteAllergies(turn, denied, { withdrawn: true });
  return true;
}

/** Asks for the allergy that was only mentioned, or whether a wish is one, before the question that comes next. */
export function askWhichAllergy(turn: Turn): void {
  const { step, maybeAllergies: maybe = [] } = turn.state;
  if (maybe.length > 0) turn.set({ maybeAllergies: [] });
  if (turn.ended || step.kind === 'allergy') return;
  turn.goTo({ kind: 'allergy', next: step, ...(maybe.length > 0 && { maybe }) });
}

/** Warns of a dish that was begun in the same breath as an allergy was stated. */
export function* warnOfDraft(turn: Turn): Flow {
  if (turn.ended || !('draft' in turn.state.step)) return;
  const order = yield* turn.order();
  const dish = subjectOf(turn, order);
  if (dish) warnOf(turn, dish, order);
}

/** An ingredient by the word of the menu, of which its dishes are described: "champiñones" as "mushrooms". */
function asOnMenu({ context: { words } }: Turn, one: string): string {
  const [token = '', ...others] = words.tokens(one);
  if (KNOWN.includes(one) || others.length > 0) return one;
  const option = words.optionAt([token], 0, null)?.found.option;
  const written = option?.name.split(' ').find((word) => words.named(word).includes(token));
  const isOther = written !== undefined && !words.tokens(written).includes(token);
  return isOther ? plain(written) : one;
}

/** Notes allergies, or takes them back, and says so. `alone`: nothing else was said. */
export function* noteAllergies(
  turn: Turn,
  allergies: readonly string[],
  { withdrawn = false, alone = false },
): Flow {
  const result = yield* turn.run('note_allergy', {
    allergies: allergies.map((one) => asOnMenu(turn, one)),
    ...(withdrawn && { withdrawn }),
  });
  const { step } = turn.state;
  if (step.kind === 'allergy') turn.goTo(step.next);
  if (!result.ok) {
    turn.tellFault(result);
    if (result.error === 'allergy_too_late') yield* transfer(turn);
    return;
  }
  if (!withdrawn) turn.set({ allergiesNoted: allergies });
  turn.set({ asked: { about: 'allergy', what: allergies } });
  turn.tell(textOf(result['spoken']) ?? '');
  turn.tell(textOf(result['warning']) ?? '');
  const { step: next } = turn.state;
  if (!withdrawn && (next.kind === 'offer-item' || 'draft' in next)) {
    const order = yield* turn.order();
    const dish = subjectOf(turn, order);
    if (dish) warnOf(turn, dish, { allergies });
  }
  if (alone && !withdrawn) tellNotice(turn);
}
