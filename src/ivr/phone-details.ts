import {
  digitsAlone,
  phoneGiven,
  phonePartGiven,
  type GivenDigits,
} from '../understanding/digits-said.js';
import { parseItemRequests } from '../understanding/item-request-parser.js';
import type { Utterance } from '../understanding/utterance.js';
import { plain } from '../understanding/words.js';
import { restOf } from './delivery-details.js';
import type { Flow } from './ivr-state.js';
import type { Turn } from './turn.js';

/** Digits of a telephone number with its area code. */
const WHOLE = 10;
/** Digits of one without: three, and the last four. */
const LOCAL = { whole: 7, last: 4 };

/**
 * Notes a telephone number that is given in passing, in one piece or in several, or corrects the one
 * that was noted in the turn before; the rest, or null.
 */
export function* notePhone(turn: Turn, said: Utterance): Flow<Utterance | null> {
  const { phoneSaid = null } = turn.state;
  const { asksPhone, ownPhone } = turn.vocabulary.details;
  turn.set({ phoneSaid: null });
  const given = phoneGiven(said.raw, turn.vocabulary);
  if (given !== null) return yield* setPhone(turn, given);
  const part = phonePartGiven(said.raw, turn.vocabulary);
  if (part !== null) {
    askRest(turn, part.digits);
    return restOf(turn, part.rest);
  }
  const digits = phoneSaid === null ? null : digitsAlone(said.raw, turn.vocabulary);
  if (phoneSaid !== null && digits !== null) {
    const before = phoneSaid.digits;
    // "No wait, 0198": the last digits are others.
    const whole =
      phoneSaid.kind === 'part' ? before + digits : before.slice(0, -digits.length) + digits;
    const isCorrection = phoneSaid.kind === 'whole' && digits.length >= LOCAL.last;
    if (isCorrection || isWhole(whole, digits))
      return yield* setPhone(turn, { digits: whole, rest: '' });
    if (phoneSaid.kind === 'part' && whole.length < WHOLE) {
      askRest(turn, whole);
      return null;
    }
  }
  const text = plain(said.raw);
  if (!asksPhone.test(text) && !ownPhone.test(text)) return said;
  const known = yield* turn.run('set_customer', {});
  const isOwn = known.ok && known['phoneIsCallersOwn'] === true;
  turn.say(isOwn && ownPhone.test(text) ? 'phoneNoted' : 'phoneFree');
  return null;
}

/** Seven digits are a number when their last piece has four. */
function isWhole(digits: string, last: string): boolean {
  return digits.length >= WHOLE || (digits.length === LOCAL.whole && last.length === LOCAL.last);
}

function askRest(turn: Turn, digits: string): void {
  turn.set({ phoneSaid: { kind: 'part', digits } });
  turn.say('phoneRest');
}

function* setPhone(turn: Turn, { digits, rest }: GivenDigits): Flow<Utterance | null> {
  const result = yield* turn.run('set_customer', { phone: digits });
  if (result.ok) {
    turn.set({ phoneSaid: { kind: 'whole', digits } });
    turn.say('phoneNoted');
  } else turn.tellFault(result);
  const more = restOf(turn, rest);
  return more !== null && isAboutPhone(turn, more.raw) ? null : more;
}

/** "Can you use a different number": words about the number that ask for nothing else. */
function isAboutPhone({ context, vocabulary }: Turn, raw: string): boolean {
  const { itemRequests } = parseItemRequests(raw, context.words, () => []);
  const names = itemRequests.some(({ itemIds }) => itemIds.length > 0);
  return !names && vocabulary.details.namesPhone.test(plain(raw));
}
