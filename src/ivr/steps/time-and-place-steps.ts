import { readTimeAnswer, readTimeWish } from '../../menu/ready/time-wish.js';
import { houseNumberSaid, postalCodeSaid } from '../../menu/delivery-area.js';
import { addressIn, checkout } from '../checkout.js';
import { restOf, wayIn } from '../delivery-details.js';
import type { Flow } from '../ivr-state.js';
import { homeStep } from '../ordering.js';
import { completeAddress } from '../passing-address.js';
import { understand } from '../intents/intents.js';
import { parseItemRequests } from '../../understanding/item-request-parser.js';
import { utteranceOf, type Utterance } from '../../understanding/utterance.js';
import { postalCodeGiven } from '../../understanding/digits-said.js';
import type { Turn } from '../turn.js';
import { setAddress, setReadyTime } from '../time-and-place.js';
import type { Step } from './step.js';

/** For when the order shall be. */
export const readyTimeStep: Step<'ready-time'> = {
  help: 'helpWords',
  back: homeStep,
  ask(turn, { earliest }) {
    turn.set({ choices: [] });
    turn.say('readyAsk');
    if (earliest !== null) turn.sayKeys('readyKeys');
  },
  *hear(turn, { earliest, day }, utterance) {
    if (utterance.command === 'no') {
      turn.set({ daySaid: null });
      turn.goTo(homeStep(turn));
      return true;
    }
    const first = utterance.key === '1' || utterance.command === 'yes' ? earliest : null;
    const { command } = utterance;
    const raw = utterance.raw === '' ? clockOf(utterance.keys) : utterance.raw;
    const { times } = turn.vocabulary;
    const named = raw !== '' && (command === null || readTimeWish(raw, times) !== null);
    const more = named ? orderedBeside(turn, raw) : null;
    const wanted = named ? onDay(turn, day, more?.time ?? raw) : '';
    const wish = readTimeAnswer(wanted, times);
    // A day that was named before needs a time; anything else is about something else.
    const lacking = wish === null || (day !== null && wish.kind === 'at' && wish.hour === null);
    if (first === null && lacking) return false;
    const outcome = yield* setReadyTime(turn, first ?? wanted);
    if (outcome === 'noted' && !(more && (yield* understand(turn, more.rest)))) yield* goOn(turn);
    return true;
  },
};

/** The postal code or the house number of an address of which the area cannot be told without. */
export const addressPartStep: Step<'address-part'> = {
  help: 'helpWords',
  back: () => ({ kind: 'address' }),
  freeWords: true,
  ask(turn, { part }) {
    turn.set({ choices: [] });
    turn.say(part === 'postalCode' ? 'postalCode' : 'houseNumber');
    turn.sayKeys('addressKeys');
  },
  *hear(turn, { address, part, inPassing }, utterance) {
    const { street, apartment } = turn.vocabulary.customer;
    const given = wayIn(turn, utterance);
    if (utterance.key === '1' || given?.way === 'pickup') {
      // "I'll pick it up, and a lasagna".
      const rest = given && restOf(turn, given.rest);
      if (inPassing) {
        yield* completeAddress(turn, null);
        if (rest !== null) yield* understand(turn, rest);
        return true;
      }
      yield* turn.run('set_customer', { fulfilment: 'pickup' });
      yield* checkout(turn);
      return true;
    }
    const raw = utterance.raw === '' ? utterance.keys : utterance.raw;
    const code = postalCodeGiven(raw, turn.vocabulary)?.digits ?? postalCodeSaid(raw);
    const said = part === 'postalCode' ? code : houseNumberSaid(raw);
    // "No, it is 44 Spring Street" is another address.
    const [flat] = part === 'houseNumber' ? (apartment.exec(raw) ?? []) : [];
    const named = street.test(flat === undefined ? raw : raw.replace(flat, ' '));
    const other = said === null || named ? addressIn(turn, raw) : null;
    if (said === null && other === null) return false;
    const numbered = flat === undefined ? `${said} ${address}` : `${said} ${address}, ${flat}`;
    const whole = part === 'postalCode' ? `${address}, ${said}` : numbered;
    if (inPassing) yield* completeAddress(turn, other ?? whole);
    else yield* setAddress(turn, other ?? whole);
    return true;
  },
};

/** "Noon, and two cannolis": the time and the dishes; null when no dish is named. */
function orderedBeside(
  { context, vocabulary }: Turn,
  raw: string,
): { readonly time: string; readonly rest: Utterance } | null {
  const time = readTimeWish(raw, vocabulary.times)?.words;
  const rest = time && utteranceOf({ speech: raw.replace(time, ' ') }, vocabulary);
  if (!time || !rest) return null;
  const { itemRequests } = parseItemRequests(rest.raw, context.words, () => []);
  return itemRequests.some(({ itemIds }) => itemIds.length > 0) ? { time, rest } : null;
}

/** A time that was keyed: "730" is 7:30, and "1930" as well in the evening. Empty: it is none. */
function clockOf(keys: string): string {
  const [, hour = '', minute = ''] = /^(\d{1,2})([0-5]\d)$/.exec(keys) ?? [];
  return hour === '' ? '' : `${hour}:${minute}`;
}

/** What answers "at what time" together with the day that was named before. */
function onDay({ vocabulary: { times } }: Turn, day: string | null, said: string): string {
  if (day === null) return said;
  const found = readTimeWish(said, times)?.wish;
  if (found === undefined) return `${day} ${times.before} ${said}`;
  return found.kind === 'at' && found.day === null ? `${day} ${said}` : said;
}

/** A time is on the order: to the read-back, or to what is still to be ordered. */
function* goOn(turn: Turn): Flow {
  if (turn.state.lastLineId === null) turn.goTo(homeStep(turn));
  else yield* checkout(turn);
}
