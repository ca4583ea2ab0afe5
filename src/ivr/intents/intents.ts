import { answerAdvice } from './advice.js';
import { amend } from './amend-intents.js';
import { closeDish } from '../close-dish.js';
import { takeHalves } from './half-portions.js';
import { askMixed } from './mixed-halves.js';
import { checkout, farewell } from '../checkout.js';
import { noteFulfilment } from '../delivery-details.js';
import { asksPrice, bare, isQuestion } from '../../understanding/commands.js';
import type { Utterance } from '../../understanding/utterance.js';
import { tellBusiness } from '../information.js';
import type { Draft, Flow } from '../ivr-state.js';
import { applyOffer, keepFreeDish, offerCalled, privateCodeSaid, tellOffer } from '../offers.js';
import { dropDish, homeStep, nextRequest } from '../ordering.js';
import { portionSizes } from '../portions.js';
import { browse, listPart, tellTotal, viewOrder } from '../browsing.js';
import { answerTalk } from '../talk.js';
import { isCountedBack, isTakenBack } from '../taken-back.js';
import type { Turn } from '../turn.js';
import { meantInstead } from './meant-instead.js';
import { justThat } from './just-that.js';
import { tellCheapest } from './cheapest.js';
import { parse } from './amend-dishes.js';
import { outlineOf } from './outline.js';
import { pointed } from './pointed-line.js';
import { tellCount } from './tell-count.js';
import { takeForgotten, takeFood } from './take-food.js';
import { plain } from '../../understanding/words.js';

/**
 * Handles what a caller may say at any step: commands, customer details, changes, dishes, questions.
 * False: not understood and nothing changed; a sentence may have been said about the reason.
 */
export function* understand(turn: Turn, heard: Utterance): Flow<boolean> {
  if (yield* takeHalves(turn, plain(heard.raw), draftOf(turn))) return true;
  if (askMixed(turn, plain(heard.raw), draftOf(turn))) return true;
  const utterance = withoutHalves(turn, heard);
  const halved = utterance !== heard;
  if (halved && (utterance.text === '' || saysHowMany(turn, utterance.raw))) return true;
  const { further } = turn.vocabulary.changes;
  const clauses = utterance.command === null ? plain(utterance.raw).split(further) : [];
  if (clauses.length > 1) {
    let understood = false;
    for (const raw of clauses) {
      const clause = { ...utterance, raw, text: bare(raw, turn.vocabulary) };
      understood = (yield* understandClause(turn, clause)) || understood;
    }
    return understood;
  }
  return (yield* understandClause(turn, utterance)) || halved;
}

function* understandClause(turn: Turn, utterance: Utterance): Flow<boolean> {
  const draft = draftOf(turn);
  const { mentioned } = turn.state;
  const cancelsAll =
    turn.state.lastLineId !== null && turn.vocabulary.moves.cancelsAll.test(plain(utterance.raw));
  const isRefused = utterance.command === 'no' || (utterance.command === 'cancel' && !cancelsAll);
  if (utterance.command === null && (yield* meantInstead(turn, utterance.raw, draft))) return true;
  if (
    draft &&
    (isRefused || isTakenBack(turn, utterance) || (yield* isCountedBack(turn, utterance)))
  ) {
    yield* dropDish(turn, draft);
    return true;
  }
  if (!draft && (yield* tellCheapest(turn, utterance.raw))) return true;
  if (yield* answerAdvice(turn, utterance.raw)) return true;
  if (draft && (yield* refusesOther(turn, utterance, draft))) return true;
  if (utterance.command === 'complaint' && (yield* takeForgotten(turn, utterance))) return true;
  if (utterance.command !== null && (yield* runCommand(turn, utterance, draft))) return true;
  if (utterance.text === '') return false;
  if (turn.vocabulary.chat.test(plain(utterance.raw))) return true;
  // "I'd like to order some food."
  const { ordersOnly } = turn.vocabulary.details;
  if (turn.state.step.kind === 'main' && ordersOnly.test(plain(utterance.raw))) return true;
  // "How much is delivery" chooses nothing.
  const asks = isQuestion(utterance.raw, turn.vocabulary);
  if (!asks && (yield* noteFulfilment(turn, utterance))) return true;
  if (utterance.command !== null) return false;
  if (!draft && (yield* justThat(turn, utterance.raw))) return true;
  if (!asks) keepFreeDish(turn, utterance.text);
  const meant = draft ? utterance : yield* pointed(turn, utterance);
  // "No, just asking how much the diavola is" changes nothing.
  const priced = asksPrice(utterance.raw, turn.vocabulary);
  const amended = priced ? 'none' : yield* amend(turn, meant, draft);
  if (amended === 'done') {
    if (turn.state.pending.length > 0 && draft === null) yield* nextRequest(turn);
    return true;
  }
  if (amended === 'failed') return false;
  // "For delivery, please" is enough to have been understood.
  return (yield* takeFood(turn, meant, draft)) || turn.state.mentioned !== mentioned;
}

/** "And a medium", of which the halves are gone: no more than how many of what size. */
function saysHowMany(turn: Turn, raw: string): boolean {
  const { itemRequests, quantity } = parse(turn, raw);
  return turn.state.lastLineId !== null && itemRequests.length === 0 && quantity !== null;
}

/** Two kinds on one dish cannot be had: says so, and goes on with what else was said. */
function withoutHalves(turn: Turn, utterance: Utterance): Utterance {
  const { halves } = turn.vocabulary.food;
  const said = plain(utterance.raw);
  const rest = said.replace(halves, ' ');
  // "Half olives" may be an option on the menu.
  if (rest === said || turn.context.words.hasHalves) return utterance;
  if (!isByThePiece(turn, rest)) turn.say('halves');
  return { ...utterance, raw: rest, text: utterance.text.replace(halves, ' ').trim() };
}

/** Of wings there are so many of each, where the number of them can be had. */
function isByThePiece(turn: Turn, raw: string): boolean {
  const { menu, words } = turn.context;
  const [itemId = ''] = parse(turn, raw).itemRequests[0]?.itemIds ?? [];
  const item = menu.item(draftOf(turn)?.itemId ?? itemId);
  return item !== undefined && portionSizes(words, item).length > 0;
}

/** Runs a command that means the same at every step. Some are refused while a dish is being put together. */
function* runCommand(
  turn: Turn,
  { command, text, raw }: Utterance,
  draft: Draft | null,
): Flow<boolean> {
  switch (command) {
    case 'business':
      yield* tellBusiness(turn, text);
      return true;
    case 'wait':
    case 'hearing':
    case 'who':
    case 'robot':
    case 'payment':
    case 'ready':
    case 'unknown':
    case 'upset':
    case 'cannot':
    case 'records':
    case 'callback':
    case 'complaint':
      yield* answerTalk(turn, command);
      return true;
    case 'next': {
      // "What else do you have", where nothing was read out.
      const { kind } = turn.state.step;
      if (kind !== 'main' && kind !== 'more') return false;
      browse(turn, text);
      return true;
    }
    case 'cancel':
      if (yield* isOfEarlier(turn, text)) {
        yield* answerTalk(turn, 'complaint');
        return true;
      }
      turn.set({ pending: [] });
      turn.goTo(turn.state.lastLineId === null ? homeStep(turn) : { kind: 'cancel' });
      return true;
    case 'main':
      turn.set({ pending: [] });
      turn.goTo({ kind: 'main' });
      return true;
    case 'goodbye':
      if (draft) yield* closeDish(turn, draft);
      else if (turn.state.lastLineId === null) yield* farewell(turn);
      else turn.goTo({ kind: 'leave' });
      return true;
    case 'view':
    case 'offers':
    case 'browse':
    case 'done':
      if (draft) {
        if (command === 'view') return yield* tellTotal(turn, text);
        if (command === 'browse') return listPart(turn, text);
        if (command !== 'done') return false;
        yield* closeDish(turn, draft);
        return true;
      }
      if (command === 'view' && (yield* isOfEarlier(turn, text))) {
        yield* answerTalk(turn, 'complaint');
        return true;
      }
      if (command === 'view') {
        const outline = yield* outlineOf(turn, raw, null);
        // "How many lasagnas do I have" asks for no more than that.
        if (outline === null || !tellCount(turn, outline)) yield* viewOrder(turn, text);
      }
      if (command === 'offers') yield* offers(turn, text);
      if (command === 'browse') browse(turn, text);
      if (command === 'done') yield* checkout(turn);
      return true;
    default:
      return false;
  }
}

/** "I'd like to cancel my order", where none has been begun: it was ordered before. */
function* isOfEarlier(turn: Turn, text: string): Flow<boolean> {
  if (!turn.vocabulary.recounts.changesOrder.test(text)) return false;
  return (yield* turn.order()).lines.length === 0;
}

/** "I have a coupon, FRIENDS25" names an offer that is not read out; otherwise they are. */
function* offers(turn: Turn, text: string): Flow {
  const code = privateCodeSaid(turn, text) ?? offerCalled(turn, text);
  if (code === null) return turn.goTo({ kind: 'offers' });
  if (isQuestion(text, turn.vocabulary)) tellOffer(turn, code);
  else yield* applyOffer(turn, code);
  turn.goTo(homeStep(turn));
}

/** The dish that the present question is about; null when it is about something else. */
function draftOf(turn: Turn): Draft | null {
  const { step } = turn.state;
  return 'draft' in step ? step.draft : null;
}

/** "No knots then", of a dish that is neither ordered nor being put together: it stays away. */
function* refusesOther(turn: Turn, { raw, command }: Utterance, draft: Draft): Flow<boolean> {
  const said = plain(raw);
  const name = said.replace(turn.vocabulary.answers.refuses, '');
  if (command !== null || name === said) return false;
  const { itemRequests, optionRequests } = parse(turn, name);
  const [refused, ...others] = itemRequests;
  if (!refused || refused.unsure || refused.quantity !== null) return false;
  if (refused.itemIds.length !== 1 || others.length > 0 || optionRequests.length > 0) return false;
  const isWanted = (id: string): boolean =>
    id === draft.itemId || turn.state.pending.some(({ itemIds }) => itemIds.includes(id));
  if (refused.itemIds.some(isWanted)) return false;
  const { lines } = yield* turn.order();
  return !lines.some(({ itemId }) => refused.itemIds.includes(itemId));
}
