import { DateTime } from 'luxon';
import { englishList } from '../../common/english-list.js';
import type { Order, OrderLine } from '../../orders/order.js';
import type { OpenState } from '../business-hours.js';
import { WEEKDAYS, type TimeWindow, type Weekday } from '../catalogue/menu-document.js';
import { ENGLISH_ALLERGIES, ENGLISH_DIETS, englishAllergenNotice } from './english-allergies.js';
import type { Spoken } from './spoken.js';

const SMALL = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen ' +
  'fifteen sixteen seventeen eighteen nineteen'
).split(' ');
const TENS = ['', '', ...'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')];

/** American English. */
export const ENGLISH_SPOKEN: Spoken = {
  language: 'en',
  number: (value) => spokenNumber(value),
  dishes: (quantity, name) => `${spokenNumber(quantity)} ${name}`,
  named: (name) => name,
  described: (text) => text,
  cents: spokenCents,
  list: englishList,
  openState: spokenOpenState,
  closed(state, now, ordersAhead) {
    const later = ordersAhead
      ? 'I can take your order for later, just tell me for when.'
      : `${state.opensAt ? 'Until then' : 'Right now'} I cannot take an order.`;
    return `${spokenOpenState(state, now)} ${later}`;
  },
  deliveryMinimum: (cents) =>
    `For delivery the order has to be at least ${spokenCents(cents)}, without tax and fee.`,
  moment: spokenMoment,
  hours(windows) {
    if (windows.length === 0) return 'closed';
    return englishList(
      windows.map(({ open, close }) => `${spokenClock(open)} to ${spokenClock(close)}`),
    );
  },
  order: spokenOrder,
  allergens(name, allergens) {
    if (allergens === null) return `It is not known what allergens the ${name} contains.`;
    if (allergens.length === 0) return `The ${name} has no allergens among its listed ingredients.`;
    return `The ${name} contains ${englishList(allergens.map((one) => one.replace('-', ' ')))}.`;
  },
  allergenNotice: englishAllergenNotice,
  allergies: ENGLISH_ALLERGIES,
  diets: ENGLISH_DIETS,
  fault: ({ message }) => message,
};

/** Whole numbers up to 999,999,999 in words: `23` is "twenty-three". */
export function spokenNumber(value: number): string {
  if (value < 0) return `minus ${spokenNumber(-value)}`;
  if (value < 20) return SMALL[value] ?? String(value);
  if (value < 100) {
    const rest = value % 10;
    return `${TENS[Math.trunc(value / 10)]}${rest ? `-${SMALL[rest]}` : ''}`;
  }
  for (const [size, word] of [
    [1_000_000, 'million'],
    [1000, 'thousand'],
    [100, 'hundred'],
  ] as const) {
    if (value < size) continue;
    const rest = value % size;
    const head = `${spokenNumber(Math.trunc(value / size))} ${word}`;
    return rest ? `${head} ${spokenNumber(rest)}` : head;
  }
  return String(value);
}

/** Money as it is said: `2340` is "twenty-three dollars and forty cents". */
export function spokenCents(cents: number): string {
  if (cents < 0) return `minus ${spokenCents(-cents)}`;
  const whole = Math.trunc(cents / 100);
  const rest = cents % 100;
  const dollars = `${spokenNumber(whole)} ${whole === 1 ? 'dollar' : 'dollars'}`;
  const change = `${spokenNumber(rest)} ${rest === 1 ? 'cent' : 'cents'}`;
  if (rest === 0) return dollars;
  return whole === 0 ? change : `${dollars} and ${change}`;
}

/** A time of day: "11 AM", "9:30 PM", "noon", "midnight". */
function spokenTime(time: DateTime): string {
  return spokenClock(time.toFormat('HH:mm'));
}

/** Whether the restaurant is open, and until or from when, as a sentence. */
export function spokenOpenState(state: OpenState, now: Date): string {
  const { open, closesAt, opensAt, exception } = state;
  const today = exception === null ? '' : ` Today is ${exception}.`;
  if (open)
    return `We are open${closesAt ? ` until ${spokenTime(closesAt)}` : ' all day'}.${today}`;
  if (!opensAt) return `We are closed.${today}`;
  const local = DateTime.fromJSDate(now, { zone: opensAt.zone });
  const daysAhead = Math.round(opensAt.startOf('day').diff(local.startOf('day'), 'days').days);
  const when = `${spokenDay(opensAt, daysAhead)} at ${spokenTime(opensAt)}`;
  return `We are closed right now and open again ${when}.${today}`;
}

/** When an item is sold or a promotion counts: "Monday to Friday from 11 AM to 3 PM". */
export function spokenWindows(windows: readonly TimeWindow[]): string {
  return englishList(
    windows.map(({ days, from, until }) => {
      const when = `from ${spokenClock(from)} to ${spokenClock(until)}`;
      return `${days ? spokenDays(days) : 'every day'} ${when}`;
    }),
    'or',
  );
}

/** A time of day of the menu file: `22:30` is "10:30 PM". */
export function spokenClock(clock: string): string {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  if (minute === 0 && hour % 24 === 0) return 'midnight';
  if (minute === 0 && hour === 12) return 'noon';
  const minutes = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`;
  return `${hour % 12 || 12}${minutes} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** Weekdays; three or more in a row as a range: "Monday to Friday". */
function spokenDays(days: readonly Weekday[]): string {
  const indexes = days.map((day) => WEEKDAYS.indexOf(day)).toSorted((a, b) => a - b);
  const names = indexes.map((index) => capitalised(WEEKDAYS[index] ?? ''));
  const run = indexes.every((index, position) => index === (indexes[0] ?? 0) + position);
  return run && names.length > 2 ? `${names[0]} to ${names.at(-1)}` : englishList(names);
}

/** A moment in its own time zone: "at 7 PM"; on another day than `now` "on Friday at noon". */
export function spokenMoment(moment: DateTime, now: Date): string {
  const today = DateTime.fromJSDate(now, { zone: moment.zone }).startOf('day');
  const daysAhead = Math.round(moment.startOf('day').diff(today, 'days').days);
  const time = `at ${spokenTime(moment)}`;
  if (daysAhead === 0) return time;
  const day = daysAhead > 0 && daysAhead < 7 ? 'cccc' : 'cccc, LLLL d';
  return `on ${moment.toFormat(day, { locale: 'en-US' })} ${time}`;
}

function spokenDay(day: DateTime, daysAhead: number): string {
  if (daysAhead <= 0) return 'today';
  if (daysAhead === 1) return 'tomorrow';
  return `on ${day.toFormat(daysAhead < 7 ? 'cccc' : 'cccc, LLLL d', { locale: 'en-US' })}`;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function spokenOrder(order: Order, now: Date): string {
  const { customer, promotion, discountCents, deliveryFeeCents, taxCents, totalCents } = order;
  const where =
    customer.fulfilment === 'delivery' ? `for delivery to ${customer.address}` : 'for pickup';
  const when = order.readyAt === null ? null : orderMoment(order.readyAt);
  const ready = when && `, ready ${spokenMoment(when, now)}`;
  const extras = [
    ...(promotion ? [`${spokenCents(discountCents)} off with the offer ${promotion.name}`] : []),
    ...(deliveryFeeCents > 0 ? [`${spokenCents(deliveryFeeCents)} delivery`] : []),
    ...(taxCents > 0 ? [`${spokenCents(taxCents)} tax`] : []),
  ];
  const including = extras.length > 0 ? `, including ${englishList(extras)}` : '';
  const allergies =
    order.allergies.length > 0 ? `${ENGLISH_ALLERGIES.onOrder(order.allergies)} ` : '';
  return (
    `You have ${order.lines.map(spokenLine).join('; ')}; ${where}${ready ?? ''}, ` +
    `under the name ${customer.name}. ${allergies}The total is ${spokenCents(totalCents)}${including}. ` +
    'Is that right?'
  );
}

/** The time of an order in the zone that it was given in. */
export function orderMoment(readyAt: string): DateTime {
  return DateTime.fromISO(readyAt, { setZone: true });
}

function spokenLine({ quantity, name, options, note }: OrderLine): string {
  const chosen = options.map((option) => option.name.toLowerCase());
  const details = [...chosen, ...(note === null ? [] : [`with the note ${note}`])];
  return [`${spokenNumber(quantity)} ${name}`, ...details].join(', ');
}
