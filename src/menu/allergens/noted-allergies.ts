import { noteAllergies } from '../../orders/order-changes.js';
import { isFault, type OrderFault } from '../../orders/order-fault.js';
import type { Order } from '../../orders/order.js';
import type { PricingRules } from '../../orders/pricing.js';
import { ALL_ALLERGENS, allergenTokens, allergiesIn } from './allergen-words.js';

/** A note for the kitchen speaks of an allergy, in English or in Spanish. */
const ALLERGY = /\b(?:al+erg|alérg|intoleran|celiac|coeliac|celíac|anaphyla|anafil)/iu;
/** It says that there is none. */
const NONE =
  /\b(?:not|isn.?t|aren.?t|no longer|no known|no food|no other|no es|no soy|no son|sin) (?:\w+ )?(?:al+erg|alérg|intoleran|celiac|celíac)|\b(?:no|without|sin) (?:al+erg|alérg)/iu;
/** What a caller is allergic to, in their own word. */
const TO = /(?:al+[eé]rgic[oa]?s?|al+erg(?:y|ies)|alergias?|intoleran\w+) (?:to|al?) ([^.;!?(]+)/iu;
/** After the last thing that somebody is allergic to. */
const END = /,? (?:please|thanks?|so|but|por favor|gracias)\b.*$/iu;

/**
 * The allergies that a note of an order line speaks of, as an order keeps them: "no peanuts, the
 * caller is allergic" is `peanuts`. Empty for any other note.
 */
export function allergiesInNote(note: string): readonly string[] {
  if (!ALLERGY.test(note) || NONE.test(note)) return [];
  const named = ALL_ALLERGENS.in(allergenTokens(note));
  const own = TO.exec(note)?.[1]?.replace(END, '');
  return [...new Set([...named, ...(own === undefined ? [] : allergiesIn(own))])];
}

/**
 * The order with the allergies that the note of one of its lines speaks of; the order as it is when
 * it has no room for them, since the note itself goes to the kitchen as well.
 */
export function withNotedAllergies(
  order: Order | OrderFault,
  note: string | undefined,
  rules: PricingRules,
): Order | OrderFault {
  if (isFault(order)) return order;
  const stated = allergiesInNote(note ?? '').filter((one) => !order.allergies.includes(one));
  const noted = stated.length === 0 ? order : noteAllergies(order, stated, 'stated', rules);
  return isFault(noted) ? order : noted;
}
