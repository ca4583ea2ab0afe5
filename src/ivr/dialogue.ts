import { askWhichAllergy, tellTraces, takeAllergies, warnOfDraft } from './allergies.js';
import { answerContents } from './contents-answers.js';
import { hangUp, transfer } from './checkout.js';
import { isReason, partsOf } from '../understanding/clauses.js';
import { isQuestion } from '../understanding/commands.js';
import { utteranceOf, type Utterance } from '../understanding/utterance.js';
import {
  NEW_STATE,
  type Flow,
  type IvrInput,
  type IvrReply,
  type IvrState,
  type IvrStep,
} from './ivr-state.js';
import type { DialogueContext } from './dialogue-context.js';
import { followLanguage, takeLanguage } from './language.js';
import { dietAsked } from './diet-tags.js';
import { answerDiets } from './diets.js';
import { liked } from './liked.js';
import { withAskedOption } from './asked-option.js';
import { isBeside } from './beside.js';
import { noteClosing } from './closing.js';
import { noteContact } from './contact-details.js';
import { noteName } from './customer-details.js';
import { noteAddress, noteWay } from './delivery-details.js';
import { tellMoreHours, tellMorePlaces } from './information.js';
import { homeStep } from './ordering.js';
import { addressCheckStep, addressStep } from './steps/address-steps.js';
import {
  confirmStep,
  fixStep,
  fulfilmentStep,
  leaveStep,
  placedStep,
} from './steps/checkout-steps.js';
import { minimumStep } from './steps/minimum-step.js';
import { nameStep } from './steps/name-step.js';
import { acknowledge, comeBack, isAboutDish } from './open-question.js';
import { takenBackFor } from './taken-back.js';
import { allergyStep } from './steps/allergy-step.js';
import { callbackNumberStep, callbackStep } from './steps/callback-step.js';
import { optionStep, quantityStep } from './steps/choice-steps.js';
import { extrasStep } from './steps/extras-step.js';
import {
  categoriesStep,
  doubtStep,
  itemsStep,
  mainStep,
  moreStep,
  offersStep,
  whichItemStep,
} from './steps/menu-steps.js';
import { offerItemStep } from './steps/offer-item-step.js';
import {
  cancelStep,
  lineGroupsStep,
  lineOptionStep,
  lineQuantityStep,
  lineStep,
  orderStep,
  whichLineStep,
} from './steps/order-steps.js';
import type { Step } from './steps/step.js';
import { addressPartStep, readyTimeStep } from './steps/time-and-place-steps.js';
import { noteTime } from './time-and-place.js';
import { alsoUnfound, answerTalk } from './talk.js';
import { textOf } from './tool-results.js';
import { KEYS_ONLY_AT, Turn, type Heard } from './turn.js';
import { plain } from '../understanding/words.js';
import { adviseOnWhole } from './intents/advice.js';
import { isChangeIn } from './taken-back.js';
import { understand } from './intents/intents.js';
import { isUnanswered } from './unanswered.js';

/** Most steps that may pass on to another one before a question is asked. */
const MAX_DETOURS = 6;

/** Questions that a yes or a no answers before anything else that was said with it. */
const ANSWERED_FIRST: readonly IvrStep['kind'][] = [
  'offer-item',
  'which-item',
  'doubt',
  'address-check',
  'cancel',
  'leave',
  'callback',
];

/** What words did: they answered the question, were about something else, or were not understood. */
type Outcome = 'answered' | 'beside' | 'missed';

type Beginning = Extract<IvrInput, { readonly start: true }>;

const STEPS: { readonly [K in IvrStep['kind']]: Step<K> } = {
  main: mainStep,
  more: moreStep,
  categories: categoriesStep,
  items: itemsStep,
  'which-item': whichItemStep,
  'offer-item': offerItemStep,
  doubt: doubtStep,
  option: optionStep,
  extras: extrasStep,
  quantity: quantityStep,
  offers: offersStep,
  order: orderStep,
  line: lineStep,
  'line-quantity': lineQuantityStep,
  'line-groups': lineGroupsStep,
  'line-option': lineOptionStep,
  'which-line': whichLineStep,
  cancel: cancelStep,
  fulfilment: fulfilmentStep,
  minimum: minimumStep,
  name: nameStep,
  address: addressStep,
  allergy: allergyStep,
  'address-check': addressCheckStep,
  'address-part': addressPartStep,
  'ready-time': readyTimeStep,
  confirm: confirmStep,
  fix: fixStep,
  placed: placedStep,
  leave: leaveStep,
  callback: callbackStep,
  'callback-number': callbackNumberStep,
};

/**
 * One turn of the order line: takes the caller's input and returns what is said next. Yields the
 * tool calls it needs and is resumed with their results. No clock, no I/O, no memory but `state`.
 */
export function* ivrTurn(
  state: IvrState | null,
  input: IvrInput,
  context: DialogueContext,
): Flow<IvrReply> {
  const heard = heardIn(input, context);
  const before = state ?? NEW_STATE;
  const turn = new Turn(before, context, heard);
  if ('start' in input) yield* open(turn, input);
  else yield* typeof heard === 'object' ? answer(turn, heard) : miss(turn, 'noInput');
  if (!turn.ended) {
    acknowledge(turn, before);
    if (!turn.hasSaid('phoneRest')) yield* ask(turn);
  }
  return turn.reply();
}

function heardIn(input: IvrInput, { words }: DialogueContext): Heard {
  if ('start' in input) return 'start';
  if ('nothing' in input) return 'nothing';
  return utteranceOf(input, words.vocabulary) ?? 'nothing';
}

/** Greets the caller, or goes on from the stream with the order so far. */
function* open(turn: Turn, { resumed, missed }: Beginning): Flow {
  turn.set({ ...NEW_STATE, missed: missed !== undefined });
  if (missed !== undefined) turn.say('missed');
  else turn.say(resumed ? 'resumed' : 'welcome');
  if (!resumed) {
    const business = yield* turn.run('get_business_info');
    if (business.ok && business['open'] === false) {
      turn.tell(textOf(business['notice']) ?? textOf(business['spoken']) ?? '');
    }
  }
  const order = yield* turn.order();
  if (!order.placed) {
    turn.set({ lastLineId: order.lines.at(-1)?.lineId ?? null, settled: order.name !== null });
    if (order.lines.length > 0) turn.say('soFar', { order: turn.orderInWords(order) });
  }
  if (missed === 'has-number') turn.goTo({ kind: 'callback', forOrder: false });
  else turn.goTo(order.placed ? { kind: 'placed' } : homeStep(turn));
}

/**
 * Takes allergies and a wish for another language out of what was said and answers the rest, in the
 * language that is spoken from then on.
 */
function* answer(turn: Turn, heardAs: Utterance, noted = false): Flow {
  const before = turn.state;
  const { step, unfound = false } = before;
  const said = (yield* followLanguage(turn, heardAs, 'clear')) ?? heardAs;
  const { heard, rest: left } = yield* takeAllergies(turn, said);
  if (turn.ended) return;
  const rest = left && liked(turn, left);
  const mark = turn.mark();
  const language = noted || rest === null ? null : yield* takeLanguage(turn, rest);
  if (language !== null) {
    understood(turn);
    if (language.rest !== null) yield* answer(turn, language.rest, true);
  } else if (rest === null || (yield* answerTo(turn, rest)) || noted || tellTraces(turn, heard)) {
    if (rest !== null && isUnanswered(turn, before, rest)) yield* miss(turn, 'noMatch');
    else understood(turn);
  } else if (!turn.ended && !turn.hasSpoken && isQuestion(rest.raw, turn.vocabulary)) {
    // What was asked was heard, and is not known: the question that was open comes again.
    understood(turn);
    yield* answerTalk(turn, 'unknown');
  } else if (!turn.ended && !turn.hasSpoken && alsoUnfound(turn, rest, unfound)) {
    understood(turn);
  } else if (!turn.ended) {
    const other = yield* followLanguage(turn, said, 'likely');
    if (other !== null) {
      turn.unsay(mark);
      return yield* answer(turn, other, noted);
    }
    yield* miss(turn, 'noMatch');
  }
  if (heard === 'open') askWhichAllergy(turn);
  else if (heard === 'noted' && !('draft' in step)) yield* warnOfDraft(turn);
}

/**
 * Answers what was said part by part: "make it a large, and throw in a coke". What is not
 * understood beside another part is passed over, and so is a yes or a no beside something else.
 *
 * @param noted something of what was said has been noted already.
 */
function* answerParts(turn: Turn, said: Utterance, noted: boolean): Flow<Outcome> {
  const taken = isAboutDish(turn.state.step) ? takenBackFor(turn, said) : null;
  if (taken !== null) {
    yield* respond(turn, taken[0]);
    return yield* respond(turn, taken[1]);
  }
  if (yield* adviseOnWhole(turn, said.raw)) return 'beside';
  const all = partsOf(said, turn.vocabulary);
  // "Wait, how much is it" asks for no time.
  const others = all.filter((one) => one.command !== 'wait' && !isReason(one, turn.vocabulary));
  const parts = others.length > 0 ? others : all;
  const ofDiet = dietAsked(turn, said);
  if (ofDiet !== null || all.length === 1) return yield* respond(turn, ofDiet ?? said);
  const { step } = turn.state;
  // Free words may be all of a name or an address; what is offered is taken with its wishes.
  // "What about the lava cake, any peanuts in that" orders no cake.
  const { about } = turn.vocabulary.questions;
  const asks = parts.some(({ raw }) => isQuestion(raw, turn.vocabulary) || about.test(plain(raw)));
  const isWhole = stepOf(step).freeWords === true || (step.kind === 'offer-item' && !asks);
  const whole = isWhole ? yield* tried(turn, said) : 'missed';
  if (whole !== 'missed') return whole;
  // What was said beside a yes may be a condition: no order is placed on it.
  const placing = step.kind === 'confirm';
  const answers = parts.filter((one) => isAnswer(one) && !(placing && one.command === 'yes'));
  // "Okay, what about the alfredo" takes nothing that is offered.
  const turnsAway = parts.some(({ raw }) => about.test(plain(raw)));
  const inTurn = ANSWERED_FIRST.includes(step.kind) && !turnsAway;
  const first = inTurn ? parts : parts.filter((one) => !isAnswer(one));
  let came: Outcome = 'missed';
  for (const part of first) came = better(came, yield* tried(turn, part));
  // "No, take off the …": where the rest is a change that was not understood, no order is at its end.
  const changes = step.kind === 'more' && first.some(isChangeIn(turn));
  if (came === 'missed' && !noted && !changes)
    for (const part of answers) came = better(came, yield* tried(turn, part));
  return came === 'missed' ? yield* respond(turn, said) : came;
}

/** Answers a part; if it is not understood, nothing that was said of it is heard. */
function* tried(turn: Turn, part: Utterance): Flow<Outcome> {
  if (turn.ended) return 'missed';
  const mark = turn.mark();
  const outcome = yield* respond(turn, part);
  if (outcome === 'missed') turn.unsay(mark);
  return outcome;
}

function better(one: Outcome, other: Outcome): Outcome {
  if (one === 'answered' || other === 'answered') return 'answered';
  return one === 'missed' ? other : one;
}

function isAnswer({ command }: Utterance): boolean {
  return command === 'yes' || command === 'no';
}

/**
 * Notes a time, a name and an address that are given in passing, and answers the rest. False:
 * nothing of it was understood.
 */
function* answerTo(turn: Turn, said: Utterance): Flow<boolean> {
  const { step, hoursTold, placeTold } = turn.state;
  if (said.raw !== '') turn.set({ hoursTold: undefined, placeTold: undefined });
  if (hoursTold && (yield* tellMoreHours(turn, said))) return true;
  if (placeTold && tellMorePlaces(turn, said)) return true;
  const asked = stepOf(step);
  const isFree = asked.freeWords === true && step.kind !== 'name';
  const isTime = isFree || step.kind === 'ready-time';
  const reached = yield* noteContact(turn, said);
  if (reached === null) return true;
  const timed = isTime ? reached : yield* noteTime(turn, reached);
  const utterance = timed && asked.freeWords !== true ? yield* noteCustomer(turn, timed) : timed;
  if (utterance === null) {
    // A name or pickup, in the place of a yes to what is offered, goes on without it.
    if (turn.state.step.kind === 'offer-item') turn.goTo(homeStep(turn));
    return true;
  }
  const { step: next } = turn.state;
  const outcome = yield* answerParts(turn, utterance, utterance !== said);
  if (outcome === 'beside') comeBack(turn, step);
  // A time that is still open is asked for again once the rest was dealt with; where a day was
  // named, once more and then at the end of the order.
  const isOpen = next !== step || outcome !== 'answered';
  const open = next.kind === 'ready-time' && isOpen && next.again !== true;
  const again = next.kind === 'ready-time' && next.day !== null && next === step;
  const dealtWith = ['main', 'more', 'categories', 'fulfilment', 'name', 'address', 'confirm'];
  if (open && !turn.ended && dealtWith.includes(turn.state.step.kind))
    turn.goTo(again ? { ...next, again } : next);
  return outcome !== 'missed' || utterance !== said;
}

/** Notes a name, an address and pickup or delivery said in passing; the rest, or null. */
function* noteCustomer(turn: Turn, said: Utterance): Flow<Utterance | null> {
  const named = yield* noteName(turn, said);
  const placed = named && (yield* noteAddress(turn, named));
  const closed = placed && (yield* noteClosing(turn, placed));
  const way = closed && (yield* noteWay(turn, closed));
  // "Pickup, Mike".
  return way === null || way === closed ? way : yield* noteName(turn, way);
}

/** Whether an utterance answered the question that was asked, was about something else, or neither. */
function* respond(turn: Turn, said: Utterance): Flow<Outcome> {
  const { step } = turn.state;
  const asked = stepOf(step);
  switch (said.command) {
    case 'person':
      if (!(yield* transfer(turn))) turn.say('noHuman');
      return 'answered';
    case 'back':
      turn.goTo(asked.back(turn, step));
      return 'answered';
    case 'help':
      turn.say(asked.help);
      return 'answered';
    case 'repeat':
    case 'keys':
      return 'answered';
    default:
  }
  const utterance = yield* answerDiets(turn, withAskedOption(turn, said));
  if (utterance === null || (yield* answerContents(turn, utterance))) return 'beside';
  if (yield* outcome(asked.hear(turn, step, utterance))) return 'answered';
  const open = asked.freeWords !== true || utterance.key !== null || isBeside(turn, utterance);
  return open && (yield* understand(turn, utterance)) ? 'beside' : 'missed';
}

function understood(turn: Turn): void {
  turn.set({ misses: 0 });
}

/**
 * After an input that was empty or not understood: asks again, then with help, then by keys alone,
 * then transfers to a person, unless none took the call before, or ends the call.
 */
function* miss(turn: Turn, why: 'noInput' | 'noMatch'): Flow {
  // What the menu does not have was understood all the same: it never leads to keys alone.
  const most = turn.hasSaid('notFound') ? KEYS_ONLY_AT - 1 : Infinity;
  const misses = Math.min(turn.state.misses + 1, Math.max(most, turn.state.misses));
  turn.set({ misses });
  if (misses > KEYS_ONLY_AT) {
    // An open order is kept as long as the call lasts.
    const open = turn.state.lastLineId !== null || 'draft' in turn.state.step;
    if (open && (turn.state.missed || !turn.context.person)) {
      turn.set({ misses: KEYS_ONLY_AT - 1 });
      return turn.say('stillHere');
    }
    if (!turn.state.missed && (yield* transfer(turn))) return;
    turn.say('giveUp');
    return yield* hangUp(turn);
  }
  if (!turn.hasSpoken) turn.say(why);
  if (misses === KEYS_ONLY_AT) turn.say('keysOnly');
  else if (misses === KEYS_ONLY_AT - 1) turn.say(stepOf(turn.state.step).help);
}

/** Asks the question of the present step, or of those that it leads to. */
function* ask(turn: Turn): Flow {
  for (let detour = 0; detour < MAX_DETOURS; detour++) {
    const { step, interrupted } = turn.state;
    if (step.kind === interrupted?.kind || step.kind === 'main') turn.set({ interrupted: null });
    yield* outcome(stepOf(step).ask(turn, step));
    if (turn.ended || turn.state.step.kind === step.kind) return;
  }
}

function* outcome<T>(made: Flow<T> | T): Flow<T> {
  return isFlow(made) ? yield* made : made;
}

function isFlow<T>(made: Flow<T> | T): made is Flow<T> {
  return typeof made === 'object' && made !== null && Symbol.iterator in made;
}

/** The step of a kind; the table guarantees that the two fit. */
function stepOf(step: IvrStep): Step<IvrStep['kind']> {
  return STEPS[step.kind] as Step<IvrStep['kind']>;
}
