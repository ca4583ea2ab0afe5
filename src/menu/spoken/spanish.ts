import { DateTime } from 'luxon';
import type { FaultCode, OrderFault } from '../../orders/order-fault.js';
import type { Order, OrderLine } from '../../orders/order.js';
import type { OpenState } from '../business-hours.js';
import { WEEKDAYS, type TimeWindow, type Weekday } from '../catalogue/menu-document.js';
import { orderMoment } from './english.js';
import {
  SPANISH_ALLERGIES,
  SPANISH_DIETS,
  spanishAllergenNotice,
  spanishAllergens,
} from './spanish-allergies.js';
import { spanishCountOf, spanishDescription, spanishName } from './spanish-names.js';
import type { FaultyDish, Spoken } from './spoken.js';

const SMALL = (
  'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince ' +
  'dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro ' +
  'veinticinco veintiséis veintisiete veintiocho veintinueve'
).split(' ');
const TENS = [
  '',
  '',
  '',
  ...'treinta cuarenta cincuenta sesenta setenta ochenta noventa'.split(' '),
];
const HUNDREDS = (
  ' ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos ' +
  'novecientos'
).split(' ');

/** The days of the week. */
export const SPANISH_DAYS: Readonly<Record<Weekday, string>> = {
  monday: 'lunes',
  tuesday: 'martes',
  wednesday: 'miércoles',
  thursday: 'jueves',
  friday: 'viernes',
  saturday: 'sábado',
  sunday: 'domingo',
};

const LISTS = {
  and: new Intl.ListFormat('es-MX', { type: 'conjunction' }),
  or: new Intl.ListFormat('es-MX', { type: 'disjunction' }),
};

/** The sentence of each fault, without the name of a dish. */
const FAULTS: Readonly<Record<FaultCode, string>> = {
  address_missing: 'Necesito una dirección para la entrega.',
  allergy_too_late:
    'Su pedido ya está en la cocina, y allí no saben de esa alergia. Hable con uno de nosotros antes de comerlo.',
  already_placed: 'Ese pedido ya está hecho.',
  bad_cursor: 'Esa página de la lista no existe.',
  below_minimum: 'El pedido no llega al mínimo para entrega a domicilio.',
  closed: 'No puedo tomar el pedido ahora porque estamos cerrados.',
  contended: 'Alguien más está cambiando ese pedido. Inténtelo otra vez, por favor.',
  empty_order: 'Todavía no hay nada en el pedido.',
  house_number_missing: 'No es seguro que lleguemos hasta ahí. ¿Cuál es el número de la casa?',
  illegal_step: 'Ese pedido no puede pasar a ese estado.',
  internal: 'Lo siento, algo falló de nuestro lado. Intentémoslo otra vez.',
  interrupted:
    'Se cortó la comunicación un momento y no sé si eso quedó hecho. Revisemos su pedido.',
  invalid_arguments: 'No entendí bien los datos. Dígamelos otra vez, por favor.',
  invalid_phone: 'Ese número de teléfono no parece estar completo.',
  invalid_price: 'No puedo calcular el precio de ese pedido.',
  invalid_quantity: 'No puedo tomar esa cantidad.',
  is_category: 'Esa es una sección de nuestro menú. ¿Qué platillo de ella quiere?',
  misread: 'Permítame leerle su pedido otra vez.',
  moved: 'Su llamada continúa en otra línea y aquí ya no puedo cambiar el pedido.',
  name_missing: 'Necesito un nombre para el pedido.',
  no_delivery: 'Lo siento, no hacemos entregas a domicilio. Puede pasar a recoger su pedido.',
  no_orders_ahead: 'Lo siento, no tomamos pedidos para después del cierre.',
  no_longer_on_menu: 'Lo siento, algo de su pedido ya no está en el menú.',
  not_answered: '¿Está todo bien? ¿Hago el pedido?',
  not_available_now: 'Lo siento, eso no se sirve a esta hora.',
  not_confirmed: 'Tengo que leerle el pedido antes de hacerlo.',
  not_heard: 'Quizá no lo oyó todo. Se lo leo otra vez.',
  not_saved: 'No pude guardar el pedido. Inténtelo otra vez, por favor.',
  not_taken: 'Lo siento, nadie pudo tomar la llamada.',
  note_too_long: 'Esa nota es demasiado larga para la cocina. Dígala más corta, por favor.',
  option_unavailable: 'Lo siento, una de las opciones no está disponible.',
  outside_area:
    'Lo siento, esa dirección queda fuera de nuestra zona de entrega. Puede pasar a recoger su pedido.',
  order_full: 'Ya no cabe nada más en un solo pedido.',
  order_too_large: 'Un pedido tan grande lo tiene que tomar uno de nosotros en persona.',
  phone_missing: 'Necesito un número de teléfono para devolverle la llamada.',
  phone_not_called_back: 'A ese número no podemos devolver la llamada. Dígame otro, por favor.',
  postal_code_missing: 'No es seguro que lleguemos hasta ahí. ¿Cuál es el código postal?',
  promotion_not_active: 'Esa oferta no está vigente en este momento.',
  promotion_not_applicable: 'Su pedido todavía no cumple las condiciones de esa oferta.',
  read_aloud: 'Acaba de oír su pedido. ¿Lo hago?',
  ready_time_missing: 'Ahora estamos cerrados, pero puedo tomar su pedido para más tarde.',
  ready_time_unclear: '¿A qué hora lo quiere?',
  ready_too_far: 'Lo siento, no tomamos pedidos con tanta anticipación.',
  ready_too_soon: 'Eso es demasiado pronto.',
  ready_while_closed: 'A esa hora no podemos.',
  sold_out: 'Lo siento, eso está agotado por hoy.',
  timeout: 'Lo siento, eso está tardando demasiado. Intentémoslo otra vez.',
  too_few_options: 'Falta elegir una opción.',
  too_long: 'Eso es demasiado largo. Dígalo más corto, por favor.',
  too_many_orders:
    'Para hacer más pedidos en la misma llamada tiene que hablar con uno de nosotros.',
  too_many_options: 'Son demasiadas opciones para ese platillo.',
  unavailable: 'Lo siento, eso no está disponible en este momento.',
  unknown_category: 'No tenemos esa sección en el menú.',
  unknown_item: 'No encuentro eso en nuestro menú.',
  unknown_line: 'No encuentro eso en su pedido.',
  unknown_option: 'Ese platillo no se ofrece con esa opción.',
  unknown_order: 'No existe ese pedido.',
  unknown_promotion: 'No hay ninguna oferta con ese nombre en este momento.',
  unknown_tool: 'Lo siento, eso no lo puedo hacer.',
};

/** Latin American Spanish. */
export const SPANISH_SPOKEN: Spoken = {
  language: 'es',
  number,
  dishes,
  named: spanishName,
  described: spanishDescription,
  cents,
  list,
  openState,
  closed,
  deliveryMinimum: (minimum) =>
    `Para entrega a domicilio el pedido tiene que ser de al menos ${cents(minimum)}, sin impuestos ni envío.`,
  moment,
  hours,
  order,
  allergens,
  allergenNotice: spanishAllergenNotice,
  allergies: SPANISH_ALLERGIES,
  diets: SPANISH_DIETS,
  fault,
};

/** A whole number up to 999,999,999: "veintiún minutos", "una Margherita", "veintiuno". */
function number(value: number, of?: 'dishes' | 'minutes'): string {
  if (value < 0) return `menos ${number(-value, of)}`;
  const words = counted(value);
  if (of === undefined) return words;
  const feminine = of === 'dishes';
  return (
    feminine ? words.replaceAll('cientos', 'cientas').replaceAll('quinientos', 'quinientas') : words
  )
    .replace(/veintiuno$/, feminine ? 'veintiuna' : 'veintiún')
    .replace(/\buno$/, feminine ? 'una' : 'un');
}

/** So many of a dish: "dos Tiramisu", "una orden de French Fries". */
function dishes(quantity: number, name: string): string {
  const counted = spanishCountOf(name);
  if (counted !== 'orden')
    return `${number(quantity, counted === 'una' ? 'dishes' : 'minutes')} ${name}`;
  return `${number(quantity, 'dishes')} ${quantity === 1 ? 'orden' : 'órdenes'} de ${name}`;
}

function counted(value: number): string {
  if (value < 30) return SMALL[value] ?? String(value);
  if (value < 100) {
    const rest = value % 10;
    return `${TENS[Math.trunc(value / 10)]}${rest ? ` y ${SMALL[rest]}` : ''}`;
  }
  if (value === 100) return 'cien';
  if (value < 1000) return joined(HUNDREDS[Math.trunc(value / 100)] ?? '', value % 100);
  const [size, one, many] =
    value < 1_000_000 ? [1000, 'mil', 'mil'] : [1_000_000, 'un millón', 'millones'];
  const head = Math.trunc(value / size);
  return joined(head === 1 ? one : `${number(head, 'minutes')} ${many}`, value % size);
}

function joined(head: string, rest: number): string {
  return rest === 0 ? head : `${head} ${counted(rest)}`;
}

/** Money as it is said: `2340` is "veintitrés dólares con cuarenta centavos". */
function cents(amount: number): string {
  if (amount < 0) return `menos ${cents(-amount)}`;
  const whole = Math.trunc(amount / 100);
  const rest = amount % 100;
  const change = `${number(rest, 'minutes')} ${rest === 1 ? 'centavo' : 'centavos'}`;
  if (whole === 0 && rest !== 0) return change;
  const of = whole >= 1_000_000 && whole % 1_000_000 === 0 ? ' de' : '';
  const dollars = `${number(whole, 'minutes')}${of} ${whole === 1 ? 'dólar' : 'dólares'}`;
  return rest === 0 ? dollars : `${dollars} con ${change}`;
}

/** "Gluten, leche y huevo", "leche e higo", "siete u ocho". */
function list(words: readonly string[], last: 'and' | 'or' = 'and'): string {
  return LISTS[last].format(words);
}

/** A time of day of the menu file: `22:30` is "las diez y media de la noche". */
function clock(time: string): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  if (minute === 0 && hour % 24 === 0) return 'la medianoche';
  if (minute === 0 && hour === 12) return 'el mediodía';
  const said = hour % 12 || 12;
  const minutes =
    minute === 0
      ? ''
      : minute === 30
        ? ' y media'
        : minute === 15
          ? ' y cuarto'
          : ` y ${counted(minute)}`;
  const part =
    hour % 24 < 6
      ? 'de la madrugada'
      : hour < 12
        ? 'de la mañana'
        : hour < 19
          ? 'de la tarde'
          : 'de la noche';
  return `${said === 1 ? 'la una' : `las ${counted(said)}`}${minutes} ${part}`;
}

/** A span between two times of day: "de las once de la mañana a las tres de la tarde". */
function span(from: string, until: string): string {
  const end = clock(until);
  return `de ${clock(from)} a ${end}`.replace(/\bde el\b/g, 'del').replace(/\ba el\b/g, 'al');
}

function hours(windows: readonly { readonly open: string; readonly close: string }[]): string {
  return windows.length === 0
    ? 'cerrado'
    : list(windows.map(({ open, close }) => span(open, close)));
}

/** When something is sold: "de lunes a viernes de las once de la mañana a …". */
function windowsInWords(windows: readonly TimeWindow[]): string {
  const when = windows.map(
    ({ days, from, until }) =>
      `${days ? daysInWords(days) : 'todos los días'} ${span(from, until)}`,
  );
  return list(when, 'or');
}

function daysInWords(days: readonly Weekday[]): string {
  const indexes = days.map((day) => WEEKDAYS.indexOf(day)).toSorted((a, b) => a - b);
  const names = indexes.map((index) => SPANISH_DAYS[WEEKDAYS[index] ?? 'monday']);
  const run = indexes.every((index, position) => index === (indexes[0] ?? 0) + position);
  if (run && names.length > 2) return `de ${names[0]} a ${names.at(-1)}`;
  return `los ${list(names.map((name) => (name.endsWith('s') ? name : `${name}s`)))}`;
}

function openState({ open, closesAt, opensAt, exception }: OpenState, now: Date): string {
  const today = exception === null ? '' : ` Hoy es ${exception}.`;
  if (open) {
    return `Estamos abiertos${closesAt ? ` hasta ${timeOf(closesAt)}` : ' todo el día'}.${today}`;
  }
  if (!opensAt) return `Estamos cerrados.${today}`;
  const local = DateTime.fromJSDate(now, { zone: opensAt.zone });
  const daysAhead = Math.round(opensAt.startOf('day').diff(local.startOf('day'), 'days').days);
  const when = `${dayOf(opensAt, daysAhead)} a ${timeOf(opensAt)}`.replace(/\ba el\b/, 'al');
  return `Ahora estamos cerrados y abrimos ${when}.${today}`;
}

function closed(state: OpenState, now: Date, ordersAhead: boolean): string {
  const later = ordersAhead
    ? 'Puedo tomar su pedido para más tarde; dígame para cuándo.'
    : `${state.opensAt ? 'Hasta entonces' : 'Por ahora'} no puedo tomar pedidos.`;
  return `${openState(state, now)} ${later}`;
}

/** "A las siete de la noche"; on another day than `now` "el viernes al mediodía". */
function moment(time: DateTime, now: Date): string {
  const today = DateTime.fromJSDate(now, { zone: time.zone }).startOf('day');
  const daysAhead = Math.round(time.startOf('day').diff(today, 'days').days);
  if (daysAhead === 0) return at(time);
  const day = daysAhead > 0 && daysAhead < 7 ? 'cccc' : "cccc d 'de' LLLL";
  return `el ${time.setLocale('es-MX').toFormat(day)} ${at(time)}`;
}

function at(time: DateTime): string {
  return `a ${timeOf(time)}`.replace(/^a el /, 'al ');
}

function timeOf(time: DateTime): string {
  return clock(time.toFormat('HH:mm'));
}

function dayOf(day: DateTime, daysAhead: number): string {
  if (daysAhead <= 0) return 'hoy';
  if (daysAhead === 1) return 'mañana';
  return `el ${day.setLocale('es-MX').toFormat(daysAhead < 7 ? 'cccc' : "cccc d 'de' LLLL")}`;
}

function order(placed: Order, now: Date): string {
  const { lines, customer, promotion, discountCents, deliveryFeeCents, taxCents, totalCents } =
    placed;
  const where =
    customer.fulfilment === 'delivery' ? `para entregar en ${customer.address}` : 'para recoger';
  const { readyAt } = placed;
  const when = readyAt === null ? '' : moment(orderMoment(readyAt), now);
  const ready = when === '' ? '' : `, listo ${when}`;
  const extras = [
    ...(promotion ? [`${cents(discountCents)} de descuento por la oferta ${promotion.name}`] : []),
    ...(deliveryFeeCents > 0 ? [`${cents(deliveryFeeCents)} de envío`] : []),
    ...(taxCents > 0 ? [`${cents(taxCents)} de impuestos`] : []),
  ];
  const including = extras.length > 0 ? `, incluidos ${list(extras)}` : '';
  const noted =
    placed.allergies.length > 0 ? `${SPANISH_ALLERGIES.onOrder(placed.allergies)} ` : '';
  return (
    `Tiene ${lines.map(line).join('; ')}; ${where}${ready}, a nombre de ${customer.name}. ` +
    `${noted}El total es de ${cents(totalCents)}${including}. ¿Es correcto?`
  );
}

function line({ quantity, name, options, note }: OrderLine): string {
  const chosen = options.map((option) => spanishName(option.name).toLowerCase());
  const details = [...chosen, ...(note === null ? [] : [`con la nota ${note}`])];
  return [dishes(quantity, name), ...details].join(', ');
}

function allergens(name: string, known: readonly string[] | null): string {
  if (known === null) return `No se sabe qué alérgenos contiene ${name}.`;
  if (known.length === 0) return `El menú no indica alérgenos en ${name}.`;
  return `${name} contiene ${spanishAllergens(known)}.`;
}

function fault(
  { error, possibleAt }: Pick<OrderFault, 'error' | 'possibleAt'>,
  dish?: FaultyDish,
): string {
  if (possibleAt !== undefined) {
    const time = orderMoment(possibleAt);
    return `${FAULTS[error]} Lo más pronto es ${dayOf(time, 2)} ${at(time)}.`;
  }
  if (dish && error === 'option_unavailable') {
    return `Lo siento, ahora no hay ${dish.name}.`;
  }
  if (dish && error === 'sold_out') return `Lo siento, ${dish.name} está agotado por hoy.`;
  if (dish?.availability && error === 'not_available_now') {
    return `${dish.name} solo se sirve ${windowsInWords(dish.availability)}.`;
  }
  return FAULTS[error];
}
