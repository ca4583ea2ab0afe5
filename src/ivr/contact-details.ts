import { areaAnswer } from '../menu/delivery-area.js';
import { areaIn } from '../menu/spoken/in-language.js';
import { postalCodeGiven } from '../understanding/digits-said.js';
import type { Utterance } from '../understanding/utterance.js';
import { digitByDigit } from './checkout.js';
import { addressGiven, mention, restOf } from './delivery-details.js';
import { plain } from '../understanding/words.js';
import type { Flow, IvrStep } from './ivr-state.js';
import { addressWithCode, takeAddress } from './passing-address.js';
import { notePhone } from './phone-details.js';
import type { Turn } from './turn.js';

/** Questions that a number or an address with its code answers. */
const OWN_NUMBERS: readonly IvrStep['kind'][] = [
  'callback',
  'callback-number',
  'address',
  'address-check',
  'address-part',
];

/** Notes a telephone number and a postal code that are given in passing; the rest, or null. */
export function* noteContact(turn: Turn, said: Utterance): Flow<Utterance | null> {
  if (said.raw === '' || OWN_NUMBERS.includes(turn.state.step.kind)) return said;
  if (said.command === 'callback') return said;
  const rest = yield* notePhone(turn, said);
  return rest && (yield* notePostalCode(turn, rest));
}

/** A code completes the address or the place that was named before; alone it says where the caller is. */
function* notePostalCode(turn: Turn, said: Utterance): Flow<Utterance | null> {
  const { delivery } = turn.context.menu.business;
  const given = delivery === null ? null : postalCodeGiven(said.raw, turn.vocabulary);
  if (given === null || delivery === null) return said;
  const { digits: postalCode } = given;
  const place = digitByDigit(turn, postalCode);
  turn.set({ postalCode });
  const more = restOf(turn, given.rest);
  // "I live in 10013, do you come here" is answered by the code.
  const { asksArea } = turn.vocabulary.questions;
  const rest = more !== null && asksArea.test(more.text) ? null : more;
  // An address behind the code is noted together with it.
  if (rest !== null && addressGiven(turn, rest.raw) !== null) return rest;
  const { addressSaid = null } = turn.state;
  const { address } = yield* turn.order();
  const known = addressSaid ?? address;
  if (known !== null) {
    yield* takeAddress(turn, addressWithCode(turn, known));
    return rest;
  }
  const terms = {
    place,
    fee: turn.spoken.cents(delivery.feeCents),
    minimum: turn.spoken.cents(delivery.minimumCents),
  };
  const { placeAsked = '', mentioned } = turn.state;
  switch (areaAnswer(`${placeAsked} ${postalCode}`.trim(), delivery.area)) {
    case 'inside':
      if (mentioned === 'delivery' || rest !== null) turn.say('addressNoted', { address: place });
      else turn.say('deliversTo', terms);
      if (turn.vocabulary.customer.wantsDelivery.test(plain(said.raw))) mention(turn, 'delivery');
      break;
    case 'outside':
      turn.say('deliversNotTo', { place, area: areaIn(turn.spoken, delivery.area) });
      turn.set({ mentioned: null, postalCode: null });
      break;
    default:
      turn.say('addressNoted', { address: place });
  }
  return rest;
}
