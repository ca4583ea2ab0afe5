import { WEEKDAYS } from '../menu/catalogue/menu-document.js';
import type { CatalogueItem } from '../menu/catalogue/menu.js';
import { applyOptionRequests } from './intents/option-requests.js';
import type { Flow, OptionRequest } from './ivr-state.js';
import { fieldsOf, numberIn, textOf } from './tool-results.js';
import type { Turn } from './turn.js';
import { plain } from './intents/words.js';

/**
 * Says when and where the restaurant is open, and how food gets to the caller. A weekday in the
 * question gets its own hours.
 */
export function* tellBusiness(turn: Turn, question = ''): Flow {
  const result = yield* turn.run('get_business_info');
  if (!result.ok) return turn.tellFault(result);
  turn.tell(textOf(result['spoken']) ?? '');
  const { weekdays } = turn.vocabulary.questions;
  const day = WEEKDAYS.find((weekday) => question.includes(plain(weekdays[weekday])));
  const hours = day && textOf(fieldsOf(result['hours'])[day]);
  if (day && hours) turn.say('dayHours', { day: weekdays[day], hours });
  const pickup = fieldsOf(result['pickup']);
  turn.say('business', {
    address: textOf(result['address']) ?? '',
    minutes: turn.spoken.number(numberIn(pickup['leadMinutes']), 'minutes'),
  });
  const delivery = fieldsOf(result['delivery']);
  const area = textOf(delivery['area']);
  if (area === null) return turn.say('noDelivery');
  turn.say('delivery', {
    area,
    minutes: turn.spoken.number(numberIn(delivery['leadMinutes']), 'minutes'),
    fee: turn.spoken.cents(numberIn(delivery['feeCents'])),
    minimum: turn.spoken.cents(numberIn(delivery['minimumCents'])),
  });
}

/**
 * Answers a question about a dish, allergens only as the tool words them and the price with the
 * options that were named, and offers it.
 */
export function* tellItem(
  turn: Turn,
  item: CatalogueItem,
  allergens: boolean,
  optionRequests: readonly OptionRequest[] = [],
): Flow {
  const result = yield* turn.run('get_item', { itemId: item.id });
  if (!result.ok) return turn.tellFault(result);
  const nothing = { optionIds: [], note: '' };
  const { optionIds } = applyOptionRequests(turn.context.words, item, optionRequests, nothing);
  const options = optionIds.flatMap((id) => turn.context.menu.option(item, id) ?? []);
  const added = options.reduce((sum, { priceDeltaCents }) => sum + priceDeltaCents, 0);
  turn.say('itemInfo', {
    item: [item.name, ...options.map(({ name }) => name.toLowerCase())].join(', '),
    description: item.description,
    price: turn.spoken.cents(item.priceCents + added),
  });
  turn.set({ aboutItemId: item.id });
  if (allergens) turn.tell(textOf(result['allergenAnswer']) ?? '');
  const gone = turn.unavailable(item);
  if (gone !== null) return turn.tell(gone);
  // With another dish half chosen, that one comes first.
  if ('draft' in turn.state.step) return;
  turn.goTo({ kind: 'offer-item', itemId: item.id, optionRequests });
}
