import { readTimeWish } from '../menu/ready/time-wish.js';
import { checkout } from './checkout.js';
import { isQuestion } from '../understanding/commands.js';
import { fulfilmentIn } from '../understanding/fulfilment.js';
import { type Utterance, utteranceOf } from '../understanding/utterance.js';
import { maskWishes } from '../understanding/wishes.js';
import { plain } from '../understanding/words.js';
import type { Flow } from './ivr-state.js';
import { addressWithCode, lackOf, lacksNumber } from './passing-address.js';
import { fieldsOf, textOf } from './tool-results.js';
import type { Turn } from './turn.js';

/** Shorter waits are no time for an order. */
const MIN_MINUTES = 5;
/** A time that is changed is mostly so near the one before. */
const NEAR_MINUTES = 240;
/** Up to so many of a dish are ordered more often than an hour is named by the number alone. */
const MAX_DISHES = 3;
/** In so many words other times are told of as well: "we come home at six". */
const STORY_WORDS = 20;
/** Commands that may be said together with a time: "yes, at seven", "that's all, for seven". */
const WITH_A_TIME: readonly Utterance['command'][] = [null, 'yes', 'no', 'done', 'main', 'browse'];

/**
 * Notes the time that an utterance names for the order and gives back the rest of it; null when
 * there is no other word in it, or none that counts without the time. An utterance without such a time comes back as it is.
 */
export function* noteTime(turn: Turn, utterance: Utterance): Flow<Utterance | null> {
  const { asksAhead } = turn.vocabulary.details;
  const said = withoutNot(turn, utterance);
  if (asksAhead.test(said.text) && turn.context.menu.business.ordersAhead !== undefined) {
    turn.goTo({ kind: 'ready-time', earliest: null, day: null });
    return null;
  }
  return yield* noteTimeSaid(turn, said);
}

/** "Not before eight" is eight. */
function withoutNot({ vocabulary }: Turn, utterance: Utterance): Utterance {
  const speech = utterance.raw.replace(vocabulary.details.notBefore, '');
  if (speech === utterance.raw) return utterance;
  return utteranceOf({ speech }, vocabulary) ?? utterance;
}

function* noteTimeSaid(turn: Turn, utterance: Utterance): Flow<Utterance | null> {
  const found = readTimeWish(utterance.raw, turn.vocabulary.times);
  if (found === null) return (yield* moveTime(turn, utterance)) ? null : utterance;
  const { wish, vague, words, rest } = found;
  // "In two hours" is no question for the opening hours.
  const { command } = utterance;
  const delivers =
    command === 'business' &&
    wish.kind === 'at' &&
    wish.hour !== null &&
    turn.vocabulary.customer.mayGiveAddress.test(rest);
  const byWords =
    delivers || wish.kind === 'in' || (wish.kind === 'soonest' && command === 'business');
  if (!WITH_A_TIME.includes(command) && !byWords) return utterance;
  const { customer, fulfilment, polite } = turn.vocabulary;
  const about = fulfilmentIn(utterance.raw, fulfilment) !== null;
  const remaining = utteranceOf({ speech: rest }, turn.vocabulary);
  const alone = remaining === null || ` ${remaining.text}`.replace(polite.after, '').trim() === '';
  // "Text me when it's ready" wishes for no time.
  const { notes } = maskWishes(utterance.raw, turn.vocabulary);
  if (notes.some((note) => note.includes(plain(words)))) return utterance;
  // "In a minute" asks for patience; "Sunday" alone may be a misheard sundae.
  if (wish.kind === 'in' && wish.minutes < MIN_MINUTES) return utterance;
  const dayOnly = wish.kind === 'at' && wish.hour === null;
  // "That's it for today" wishes for no later time.
  const { thisDay } = turn.vocabulary.details;
  if (dayOnly && !alone && thisDay.test(plain(words))) return remaining;
  const isWeekday = wish.kind === 'at' && wish.day?.kind === 'weekday';
  // "For Saturday", "later tonight": the day is wanted, and not spoken of.
  const before = plain(utterance.raw.slice(0, utterance.raw.indexOf(words))).split(' ');
  const wanted = customer.forDay.test(`${before.at(-1) ?? ''} ${plain(words)}`);
  if (dayOnly && isWeekday && !alone && !wanted && !words.includes(' ')) return utterance;
  // "Bob, for seven thirty"; June and Noon are names.
  const atName = turn.state.step.kind === 'name';
  if (atName && (dayOnly || !words.includes(' '))) return utterance;
  const asks = !delivers && isQuestion(utterance.raw, turn.vocabulary);
  const unclear = vague || dayOnly || asks;
  const tomorrow = wish.kind === 'at' && wish.day?.kind === 'ahead' && wish.day.days > 0;
  const ahead = dayOnly && (tomorrow || (wanted && !inAStory(utterance.raw, words)));
  const clear =
    about || alone || atName || (ahead && !asks) || !(unclear || inAStory(utterance.raw, words));
  if (!clear) return utterance;
  const { step, readyAt = null } = turn.state;
  const outcome = yield* setReadyTime(turn, words);
  // "No, better at one": the "no" is about the time noted before, and ends no order.
  if (readyAt !== null && step.kind === 'more' && remaining?.command === 'no') return null;
  // "Yes, at five" is no yes to the order as it is when five is not possible.
  if (alone || (outcome === 'refused' && step.kind === 'confirm')) return null;
  // "Can I order something for tomorrow at noon" asks for no list.
  if (!turn.vocabulary.details.ordersOnly.test(plain(rest))) return remaining;
  // "Schedule a pickup for Friday at noon".
  const given = fulfilmentIn(rest, fulfilment);
  if (given !== null) turn.set({ mentioned: given.way });
  return null;
}

/**
 * "Can we make it seven instead", of an order for half past six: a number near the hour that is
 * noted is another time, and no number of dishes. False: nothing of the kind was said.
 */
function* moveTime(turn: Turn, { raw }: Utterance): Flow<boolean> {
  const { times, details } = turn.vocabulary;
  const { readyAt, step } = turn.state;
  const [, maybe, surely] = details.movesTime.exec(plain(raw)) ?? [];
  const said = `${times.before} ${maybe ?? surely ?? ''}`;
  const found = readTimeWish(said, times);
  const [, hour, minute] = /T(\d\d):(\d\d)/.exec(readyAt ?? '') ?? [];
  const wish = found?.wish;
  if (found?.rest !== '' || wish?.kind !== 'at' || wish.hour === null) return false;
  if (hour === undefined) return false;
  const apart = ((wish.hour - Number(hour)) * 60 + wish.minute - Number(minute) + 1440) % 720;
  const isNear = Math.min(apart, 720 - apart) <= NEAR_MINUTES;
  // "Make it two" is rather a number of dishes.
  const isClock = wish.half !== null || wish.minute > 0 || wish.hour > MAX_DISHES;
  if (surely === undefined && !(isNear && isClock)) return false;
  const noted = (yield* setReadyTime(turn, said)) === 'noted';
  if (noted && step.kind === 'confirm') yield* checkout(turn);
  return true;
}

/** The time stands in the middle of many words. */
function inAStory(raw: string, words: string): boolean {
  const [before = '', after = ''] = raw.split(words);
  const isLong = raw.split(/\s+/).length >= STORY_WORDS;
  return isLong && /\p{L}/u.test(before) && /\p{L}/u.test(after);
}

/**
 * Notes a time on the order. `refused`: it is not possible, which was said, or only a day was named.
 * The question for a time follows where there is one to give.
 */
export function* setReadyTime(turn: Turn, words: string): Flow<'noted' | 'refused'> {
  const { daySaid = null, dayNoted = null } = turn.state;
  const day = daySaid ?? dayNoted;
  const isMoment = /^\d{4}-/.test(words);
  const wish = isMoment ? null : (readTimeWish(words, turn.vocabulary.times)?.wish ?? null);
  const isOfDay = day !== null && wish?.kind === 'at' && wish.day === null;
  const readyAt = isOfDay ? `${day} ${words}` : words;
  const result = yield* turn.run('set_customer', { readyAt });
  if (result.ok) {
    turn.set({ daySaid: null, dayNoted: dayAlone(turn, readyAt) });
    const time = textOf(result['readyAtSpoken']);
    if (time !== null) turn.say('readyNoted', { time });
    return 'noted';
  }
  const only = result.error === 'ready_time_unclear' ? dayIn(turn, words) : null;
  // "In ten minutes", of an order that takes twenty, is as soon as possible.
  const soon = result.error === 'ready_too_soon' && wish?.kind === 'in';
  if (soon && fieldsOf(yield* turn.run('get_business_info'))['open'] === true) {
    turn.tellFault(result);
    return 'noted';
  }
  const earliest = result.possibleAt ?? null;
  if (only === null) turn.tellFault(result);
  else turn.set({ daySaid: only });
  if (earliest !== null || only !== null) turn.goTo({ kind: 'ready-time', earliest, day: only });
  return 'refused';
}

/** The words for the day in those for a time: "friday" of "for friday at noon"; null: none. */
function dayAlone(turn: Turn, words: string): string | null {
  const said = words.split(' ');
  for (let length = 1; length < said.length; length++)
    for (let at = 0; at + length <= said.length; at++) {
      const day = dayIn(turn, said.slice(at, at + length).join(' '));
      if (day !== null) return day;
    }
  return null;
}

/** The words that name a day and no time of it; null when there are none. */
function dayIn({ vocabulary }: Turn, words: string): string | null {
  const found = readTimeWish(words, vocabulary.times);
  return found?.wish.kind === 'at' && found.wish.hour === null ? found.words : null;
}

/** Notes the address of a delivery, or asks for what it lacks, or says that it is too far away. */
export function* setAddress(turn: Turn, address: string): Flow {
  const { doorSaid = null } = turn.state;
  const known = addressWithCode(turn, address);
  if (lacksNumber(turn, address))
    return turn.goTo({ kind: 'address-part', address: known, part: 'houseNumber' });
  const whole = doorSaid === null ? known : `${known}, ${doorSaid}`;
  const result = yield* turn.run('set_customer', { address: whole, fulfilment: 'delivery' });
  if (result.ok) {
    turn.set({ addressSaid: null, doorSaid: null });
    return yield* checkout(turn);
  }
  const part = lackOf(result);
  if (part !== null) return turn.goTo({ kind: 'address-part', address: known, part });
  turn.tellFault(result);
  turn.goTo({ kind: result.error === 'outside_area' ? 'fulfilment' : 'address' });
}
