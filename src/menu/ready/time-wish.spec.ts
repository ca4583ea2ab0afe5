import { ENGLISH_TIMES } from './english-times.js';
import { SPANISH_TIMES } from './spanish-times.js';
import { readTimeAnswer, readTimeWish, type TimeWish } from './time-wish.js';

/** A wish in short: `in 45`, `soonest`, or day, clock and half: `+1 12:00 pm`, `fri 7:00`. */
function short(wish: TimeWish | null | undefined): string {
  if (!wish) return 'none';
  if (wish.kind === 'soonest') return 'soonest';
  if (wish.kind === 'in') return `in ${wish.minutes}`;
  const { day, hour, minute, half } = wish;
  const on =
    day?.kind === 'nth'
      ? `${day.nth}.day${day.weekday} of ${day.month}`
      : day?.kind === 'ahead'
        ? `+${day.days}`
        : day?.kind === 'weekday'
          ? `day${day.weekday}`
          : day && `${day.month ?? '*'}/${day.day}`;
  const clock = hour === null ? null : `${hour}:${String(minute).padStart(2, '0')}`;
  return [on, clock, half].filter((part) => part !== null).join(' ');
}

describe.each([
  {
    language: 'English',
    words: ENGLISH_TIMES,
    times: [
      ['pickup at seven', '7:00'],
      ['in like an hour and a half', 'in 90'],
      ['in maybe forty five minutes', 'in 45'],
      ['like half an hour', 'in 30'],
      ['the earliest is fine', 'soonest'],
      ['whenever you open', 'soonest'],
      ['as soon as you open', 'soonest'],
      ['for christmas day at noon', '12/25 12:00 pm'],
      ["for new year's eve at six", '12/31 6:00'],
      ['for the fourth of july at one', '7/4 1:00'],
      ["on mother's day at noon", '2.day7 of 5 12:00 pm'],
      ['thanksgiving at 2 pm', '4.day4 of 11 2:00 pm'],
      ['for later tonight', '+0'],
      ['for after work', '+0'],
      ['for pickup at 7', '7:00'],
      ['can I get it at seven thirty please', '7:30'],
      ['at 7:30', '7:30'],
      ['at 7.30 p.m.', '7:30 pm'],
      ['by 6 pm', '6:00 pm'],
      ['at six PM', '6:00 pm'],
      ["at seven o'clock", '7:00'],
      ['around half past six', '6:30'],
      ['at a quarter to eight', '7:45'],
      ['at quarter past 8 tonight', '+0 8:15 pm'],
      ['ten to one', '12:50'],
      ['tomorrow at noon', '+1 12:00 pm'],
      ['noon tomorrow', '+1 12:00 pm'],
      ['tomorrow evening at six', '+1 6:00 pm'],
      ['at six tomorrow in the evening', '+1 6:00 pm'],
      ['tonight at 8', '+0 8:00 pm'],
      ['tonight at twelve', '+0 24:00'],
      ['at midnight', '24:00'],
      ['this afternoon at 4', '+0 4:00 pm'],
      ['on Friday at 5', 'day5 5:00'],
      ['next Saturday night at nine', 'day6 9:00 pm'],
      ['at five on sunday', 'day7 5:00'],
      ['the day after tomorrow at 1', '+2 1:00'],
      ['December 24th at 3 pm', '12/24 3:00 pm'],
      ['on the 28th at six', '*/28 6:00'],
      ['in an hour', 'in 60'],
      ['in half an hour', 'in 30'],
      ['in 45 minutes', 'in 45'],
      ['in forty five minutes', 'in 45'],
      ['in an hour and a half', 'in 90'],
      ['in one and a half hours', 'in 90'],
      ['in a couple of hours', 'in 120'],
      ['two hours from now', 'in 120'],
      ['as soon as possible', 'soonest'],
      ['19:00', '19:00'],
      ['07:00', '7:00 am'],
      ['for tomorrow', '+1'],
      ['for seven', '7:00'],
    ],
    none: [
      'two large margheritas',
      'seven wings',
      'for seven people',
      'a table for four people',
      'at 5 Spring Street',
      'make it 2',
      'one of them with olives',
      'a twelve inch pizza',
      'in the morning',
      'half pepperoni half mushroom',
      'no I said pepperoni',
    ],
  },
  {
    language: 'Spanish',
    words: SPANISH_TIMES,
    times: [
      ['para las siete', '7:00'],
      ['en como una hora y media', 'in 90'],
      ['en mas o menos cuarenta minutos', 'in 40'],
      ['cuando abran', 'soonest'],
      ['lo más temprano que puedan', 'soonest'],
      ['para navidad a mediodía', '12/25 12:00 pm'],
      ['para nochebuena a las seis', '12/24 6:00'],
      ['para más tarde', '+0'],
      ['paso a las siete y media', '7:30'],
      ['a las siete y cuarto de la noche', '7:15 pm'],
      ['a las ocho menos cuarto', '7:45'],
      ['un cuarto para las ocho', '7:45'],
      ['a la una', '1:00'],
      ['a la una de la tarde', '1:00 pm'],
      ['a las 7 de la tarde', '7:00 pm'],
      ['a las 19:30', '19:30'],
      ['mañana al mediodía', '+1 12:00 pm'],
      ['mañana a las seis de la tarde', '+1 6:00 pm'],
      ['a las seis de la tarde mañana', '+1 6:00 pm'],
      ['mañana por la noche a las nueve', '+1 9:00 pm'],
      ['esta noche a las ocho', '+0 8:00 pm'],
      ['hoy a las cinco', '+0 5:00'],
      ['el viernes a las seis', 'day5 6:00'],
      ['el sábado a las doce del día', 'day6 12:00 pm'],
      ['pasado mañana a las dos', '+2 2:00'],
      ['el 24 de diciembre a las tres', '12/24 3:00'],
      ['en una hora', 'in 60'],
      ['en media hora', 'in 30'],
      ['dentro de cuarenta y cinco minutos', 'in 45'],
      ['en una hora y media', 'in 90'],
      ['en hora y media', 'in 90'],
      ['en tres cuartos de hora', 'in 45'],
      ['lo antes posible', 'soonest'],
      ['para mañana', '+1'],
    ],
    none: [
      'dos pizzas grandes',
      'para siete personas',
      'las dos con aceitunas',
      'media de pepperoni',
      'por la mañana',
      'una de ellas sin queso',
    ],
  },
])('Times in $language', ({ words, times, none }) => {
  it.each(times)('"%s" is %s', (text, expected) => {
    expect(short(readTimeWish(text, words)?.wish)).toBe(expected);
  });

  it.each(none)('"%s" names none', (text) => {
    expect(short(readTimeWish(text, words)?.wish)).toBe('none');
  });
});

it('leaves what else was said', () => {
  const found = readTimeWish(
    'Two large Margheritas for pickup at seven thirty, please',
    ENGLISH_TIMES,
  );
  expect(found?.rest).toBe('Two large Margheritas for pickup , please');
  expect(found?.words).toBe('at seven thirty');
  expect(readTimeWish('mañana a las siete, dos pizzas', SPANISH_TIMES)?.rest).toBe(', dos pizzas');
});

it('says when only the context tells a time from a number of people', () => {
  expect(readTimeWish('a pizza for seven', ENGLISH_TIMES)?.vague).toBe(true);
  expect(readTimeWish('a pizza for seven tonight', ENGLISH_TIMES)?.vague).toBe(false);
  expect(readTimeWish('a pizza at seven', ENGLISH_TIMES)?.vague).toBe(false);
});

it('takes a number alone where a time was asked for', () => {
  expect(short(readTimeAnswer('seven', ENGLISH_TIMES))).toBe('7:00');
  expect(short(readTimeAnswer('seven thirty', ENGLISH_TIMES))).toBe('7:30');
  expect(short(readTimeAnswer('siete y media', SPANISH_TIMES))).toBe('7:30');
  expect(short(readTimeAnswer('whenever', ENGLISH_TIMES))).toBe('none');
});
