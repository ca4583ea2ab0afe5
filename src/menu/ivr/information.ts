import { WEEKDAYS } from '../catalogue/menu-document.js';
import type { CatalogueItem } from '../catalogue/menu.js';
import { spokenCents, spokenNumber } from '../spoken.js';
import type { Flow } from './ivr-state.js';
import { fieldsOf, numberIn, textOf } from './tool-results.js';
import type { Turn } from './turn.js';

/**
 * Says when and where the restaurant is open, and how food gets to the caller. A weekday in the
 * question gets its own hours.
 */
export function* tellBusiness(turn: Turn, question = ''): Flow {
  const result = yield* turn.run('get_business_info');
  if (!result.ok) return turn.tell(result.message);
  turn.tell(textOf(result['spoken']) ?? '');
  const day = WEEKDAYS.find((weekday) => question.includes(weekday));
  const hours = day && textOf(fieldsOf(result['hours'])[day]);
  if (day && hours)
    turn.say('dayHours', { day: day.charAt(0).toUpperCase() + day.slice(1), hours });
  const pickup = fieldsOf(result['pickup']);
  turn.say('business', {
    address: textOf(result['address']) ?? '',
    minutes: spokenNumber(numberIn(pickup['leadMinutes'])),
  });
  const delivery = fieldsOf(result['delivery']);
  const area = textOf(delivery['area']);
  if (area === null) return turn.say('noDelivery');
  turn.say('delivery', {
    area,
    minutes: spokenNumber(numberIn(delivery['leadMinutes'])),
    fee: spokenCents(numberIn(delivery['feeCents'])),
    minimum: spokenCents(numberIn(delivery['minimumCents'])),
  });
}

/** Answers a question about a dish, allergens only as the tool words them, and offers it. */
export function* tellItem(turn: Turn, item: CatalogueItem, allergens: boolean): Flow {
  const result = yield* turn.run('get_item', { itemId: item.id });
  if (!result.ok) return turn.tell(result.message);
  turn.say('itemInfo', {
    item: item.name,
    description: item.description,
    price: spokenCents(item.priceCents),
  });
  if (allergens) turn.tell(textOf(result['allergenAnswer']) ?? '');
  const gone = textOf(result['unavailable']);
  if (gone !== null) return turn.tell(gone);
  // With another dish half chosen, that one comes first.
  if ('draft' in turn.state.step) return;
  turn.goTo({ kind: 'offer-item', itemId: item.id });
}
