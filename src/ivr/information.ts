import { areaAnswer } from '../menu/delivery-area.js';
import { areaIn } from '../menu/spoken/in-language.js';
import { WEEKDAYS } from '../menu/catalogue/menu-document.js';
import type { CatalogueItem } from '../menu/catalogue/menu.js';
import { applyOptionRequests } from '../understanding/option-requests.js';
import type { ToolResult } from '../menu/tools/tool.js';
import type { Flow } from './ivr-state.js';
import type { OptionRequest } from '../understanding/item-request.js';
import { addressIn } from './checkout.js';
import { warnOf } from './warnings.js';
import { fieldsOf, numberIn, textOf } from './tool-results.js';
import type { Turn } from './turn.js';
import { bare } from '../understanding/commands.js';
import type { Utterance } from '../understanding/utterance.js';
import { plain } from '../understanding/words.js';
import type { Vocabulary } from '../understanding/vocabulary/vocabulary.js';

type Topic = keyof Vocabulary['questions']['topics'];

const TOPICS: readonly Topic[] = ['hours', 'address', 'minimum', 'time', 'fee', 'delivery'];
/** Most days with hours of their own that are read out. */
const MAX_HOLIDAYS = 3;

/**
 * Says when and where the restaurant is open, and how food gets to the caller: what the question is
 * about, or all of it. A day in the question gets its own hours.
 */
export function* tellBusiness(turn: Turn, question = ''): Flow {
  if (tellPlace(turn, question)) return;
  const result = yield* turn.run('get_business_info');
  if (!result.ok) return turn.tellFault(result);
  const { topics } = turn.vocabulary.questions;
  const asked = TOPICS.filter((topic) => topics[topic].test(question));
  const pickup = fieldsOf(result['pickup']);
  const delivery = fieldsOf(result['delivery']);
  const area = textOf(delivery['area']);
  const minutes = turn.spoken.number(numberIn(pickup['leadMinutes']), 'minutes');
  const address = textOf(result['address']) ?? '';
  const ways = {
    minutes: turn.spoken.number(numberIn(delivery['leadMinutes']), 'minutes'),
    fee: turn.spoken.cents(numberIn(delivery['feeCents'])),
    minimum: turn.spoken.cents(numberIn(delivery['minimumCents'])),
  };
  if (asked.length === 0) {
    if (question !== '') return turn.say('unknown');
    tellHours(turn, result, question);
    turn.say('business', { address, minutes });
    return area === null ? turn.say('noDelivery') : turn.say('delivery', { area, ...ways });
  }
  if (asked.includes('minimum')) {
    const least = turn.context.menu.business.delivery?.minimumCents ?? 0;
    if (area === null) return turn.say('noDelivery');
    return turn.tell(turn.spoken.deliveryMinimum(least));
  }
  // "At what time could I pick it up" is about the order.
  const about = asked.includes('time') && turn.vocabulary.questions.asksReady.test(question);
  if (asked.includes('hours') && !about) tellHours(turn, result, question);
  if (asked.includes('address')) turn.say('address', { address });
  if (asked.includes('time')) {
    const way = yield* wayOf(turn, question);
    if (way !== 'delivery' || area === null) turn.say('pickupTime', { minutes });
    if (way !== 'pickup' && area !== null) turn.say('deliveryTime', ways);
  }
  const told = asked.find((topic) => topic === 'fee' || topic === 'delivery');
  if (told === 'delivery') turn.set({ placeTold: true });
  if (told === undefined || asked.includes('time')) return;
  if (area === null) return turn.say('noDelivery');
  if (told === 'fee') turn.say('deliveryFee', ways);
  else turn.say('delivery', { area, ...ways });
}

/** Whether a question about the time is about pickup or delivery; null: about both. */
function* wayOf(turn: Turn, question: string): Flow<'pickup' | 'delivery' | null> {
  const { fulfilment, questions } = turn.vocabulary;
  if (questions.topics.delivery.test(question)) return 'delivery';
  if (question.search(fulfilment.pickup) >= 0) return 'pickup';
  if (turn.state.mentioned !== null) return turn.state.mentioned;
  return turn.state.settled ? (yield* turn.order()).fulfilment : null;
}

/** "Do you deliver to Queens": says yes, no, or that the menu does not tell. False: not asked for. */
function tellPlace(turn: Turn, question: string): boolean {
  const { delivery } = turn.context.menu.business;
  const found = turn.vocabulary.customer.asksPlace.exec(question)?.groups;
  const { details, customer } = turn.vocabulary;
  const named =
    found?.['place'] ?? found?.['said'] ?? found?.['town'] ?? found?.['here'] ?? found?.['there'];
  if (named === undefined || delivery === null) return false;
  // "Do you deliver on Sundays" names no place.
  if (turn.vocabulary.clauses.day.test(plain(named))) return false;
  // "Are we in your area, we are at 30 Mott Street".
  const at = customer.mayGiveAddress.exec(question);
  const place = !details.self.test(named)
    ? named
    : at && addressIn(turn, question.slice(at.index + at[0].length));
  return place !== null && tellWhether(turn, place);
}

/** Whether a place is delivered to; false: the area cannot be checked. */
function tellWhether(turn: Turn, place: string): boolean {
  const { delivery } = turn.context.menu.business;
  if (delivery === null) return false;
  turn.set({ placeAsked: place, placeTold: true });
  const area = areaIn(turn.spoken, delivery.area);
  switch (areaAnswer(place, delivery.area)) {
    case 'unchecked':
      return false;
    case 'inside':
      turn.say('deliversTo', {
        place,
        fee: turn.spoken.cents(delivery.feeCents),
        minimum: turn.spoken.cents(delivery.minimumCents),
      });
      return true;
    case 'outside':
      turn.say('deliversNotTo', { place, area });
      return true;
    case 'postal-code':
    case 'house-number':
      turn.say('deliversMaybe', { place, area });
      return true;
  }
}

/** Whether it is open now, and the hours of the weekday or the holiday in the question. */
function tellHours(turn: Turn, result: ToolResult, asked: string): void {
  turn.set({ hoursTold: true });
  const fields = fieldsOf(result);
  const { weekdays, tomorrow, holidays, holidayNames } = turn.vocabulary.questions;
  const question = holidayNames.reduce((said, [called, name]) => said.replace(called, name), asked);
  const special = (Array.isArray(fields['exceptions']) ? fields['exceptions'] : []).flatMap(
    (one: unknown) => {
      const [, day, date = '', hours] = /^(.+) \(([\d-]+)\): (.+)$/.exec(String(one)) ?? [];
      return day && hours ? [{ day, date, hours }] : [];
    },
  );
  const all = holidays.test(question);
  const exact = special.filter(({ day }) => question.includes(plain(day)));
  const called = special.filter(({ day }) => all || isCalled(question, day));
  const named = exact.length > 0 ? exact : called;
  for (const { day, hours } of named.slice(0, all ? MAX_HOLIDAYS : 1)) {
    turn.say('dayHours', { hours, day: turn.spoken.named(day) });
  }
  if (named.length > 0) return;
  const localTime = textOf(fields['localTime'])?.toLowerCase() ?? '';
  const today = WEEKDAYS.findIndex((day) => localTime.startsWith(day));
  const next =
    tomorrow.test(question) && today >= 0 ? WEEKDAYS[(today + 1) % WEEKDAYS.length] : null;
  const day = WEEKDAYS.find((weekday) => question.includes(plain(weekdays[weekday]))) ?? next;
  const hours = day && textOf(fieldsOf(fields['hours'])[day]);
  // "Tomorrow" may be Thanksgiving.
  const date = day && dateOf(localTime, (WEEKDAYS.indexOf(day) - today + 7) % 7);
  const holiday = special.find((one) => date?.endsWith(one.date));
  if (holiday)
    return turn.say('dayHours', { hours: holiday.hours, day: turn.spoken.named(holiday.day) });
  // The day asked about comes alone: today's hours before it would be heard as those.
  if (day && hours) turn.say('dayHours', { day: weekdays[day], hours });
  else turn.tell(textOf(fields['spoken']) ?? '');
}

/** The date, `yyyy-MM-dd`, so many days after the one of a local time; null when that has none. */
function dateOf(localTime: string, days: number): string | null {
  const [today] = /\d{4}-\d{2}-\d{2}/.exec(localTime) ?? [];
  if (today === undefined) return null;
  const date = new Date(`${today}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 'yyyy-MM-dd'.length);
}

/** "And on Sundays?", after the hours of another day. False: something else was said. */
export function* tellMoreHours(turn: Turn, { raw, command }: Utterance): Flow<boolean> {
  const said = bare(raw, turn.vocabulary);
  if (command !== null || !turn.vocabulary.clauses.day.test(said)) return false;
  const result = yield* turn.run('get_business_info');
  if (result.ok) tellHours(turn, result, plain(raw));
  else turn.tellFault(result);
  return true;
}

/** "And to Mott Street?", after the delivery area was asked for. False: something else was said. */
export function tellMorePlaces(turn: Turn, { raw, command }: Utterance): boolean {
  const place = turn.vocabulary.customer.furtherPlace.exec(raw)?.groups?.['place'];
  if (place === undefined || (command !== null && command !== 'business')) return false;
  return !turn.vocabulary.clauses.day.test(plain(place)) && tellWhether(turn, place);
}

/** A holiday may be called by the first word of its name: "Christmas" for Christmas Day. */
function isCalled(question: string, day: string): boolean {
  const [first = ''] = plain(day).split(' ');
  return first.length > 3 && question.split(' ').includes(first);
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
  // "No, just asking how much it is" leaves nothing out.
  const { words } = turn.context;
  const wanted = optionRequests.filter(
    (one) => !one.minus || words.optionsCalled(item, one.words, true).length > 0,
  );
  const { optionIds } = applyOptionRequests(turn.context.words, item, wanted, {
    optionIds: [],
    note: '',
  });
  const options = optionIds.flatMap((id) => turn.context.menu.option(item, id) ?? []);
  warnOf(turn, { item, options }, yield* turn.order());
  turn.say('itemInfo', {
    ...named(turn, item, wanted),
    description: turn.spoken.described(item.description),
  });
  turn.set({ aboutItemId: item.id });
  if (allergens) turn.tell(textOf(result['allergenAnswer']) ?? '');
  const gone = turn.unavailable(item);
  if (gone !== null) return turn.tell(gone);
  // With another dish half chosen, that one comes first.
  if ('draft' in turn.state.step) return;
  turn.goTo({ kind: 'offer-item', itemId: item.id, optionRequests: wanted });
}

/** Says the price of a dish with the options that were named, and nothing else of it. */
export function tellPrice(
  turn: Turn,
  itemId: string,
  optionRequests: readonly OptionRequest[],
): void {
  const item = turn.context.menu.item(itemId);
  if (item) turn.say('item', named(turn, item, optionRequests));
}

/** A dish with options, and its price with them. */
function named(
  turn: Turn,
  item: CatalogueItem,
  optionRequests: readonly OptionRequest[],
): { readonly item: string; readonly price: string } {
  const nothing = { optionIds: [], note: '' };
  const { optionIds } = applyOptionRequests(turn.context.words, item, optionRequests, nothing);
  const options = optionIds.flatMap((id) => turn.context.menu.option(item, id) ?? []);
  const added = options.reduce((sum, { priceDeltaCents }) => sum + priceDeltaCents, 0);
  return {
    item: [item.name, ...options.map(({ name }) => turn.spoken.named(name).toLowerCase())].join(
      ', ',
    ),
    price: turn.spoken.cents(item.priceCents + added),
  };
}
