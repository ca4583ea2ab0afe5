import { DateTime } from 'luxon';
import { SPANISH_SPOKEN as spoken } from './spanish.js';

describe('spoken words in Spanish', () => {
  it.each<[number, string]>([
    [0, 'cero dólares'],
    [1, 'un centavo'],
    [99, 'noventa y nueve centavos'],
    [100, 'un dólar'],
    [2101, 'veintiún dólares con un centavo'],
    [2340, 'veintitrés dólares con cuarenta centavos'],
    [10_000, 'cien dólares'],
    [11_512, 'ciento quince dólares con doce centavos'],
    [55_500, 'quinientos cincuenta y cinco dólares'],
    [100_000, 'mil dólares'],
    [100_000_000, 'un millón de dólares'],
    [-500, 'menos cinco dólares'],
  ])('says %i cents as "%s"', (cents, words) => {
    expect(spoken.cents(cents)).toBe(words);
  });

  it.each<[number, string, string, string]>([
    [1, 'uno', 'una', 'un'],
    [16, 'dieciséis', 'dieciséis', 'dieciséis'],
    [21, 'veintiuno', 'veintiuna', 'veintiún'],
    [31, 'treinta y uno', 'treinta y una', 'treinta y un'],
    [200, 'doscientos', 'doscientas', 'doscientos'],
    [21_001, 'veintiún mil uno', 'veintiún mil una', 'veintiún mil un'],
    [2_000_000, 'dos millones', 'dos millones', 'dos millones'],
  ])('says %i by itself, before dishes and before minutes', (value, alone, dishes, minutes) => {
    expect(spoken.number(value)).toBe(alone);
    expect(spoken.number(value, 'dishes')).toBe(dishes);
    expect(spoken.number(value, 'minutes')).toBe(minutes);
  });

  it.each([
    [['leche'], 'leche'],
    [['leche', 'huevo'], 'leche y huevo'],
    [['gluten', 'leche', 'higo'], 'gluten, leche e higo'],
  ])('lists %j', (words, said) => {
    expect(spoken.list(words)).toBe(said);
  });

  it('says "u" before an o', () => {
    expect(spoken.list(['siete', 'ocho'], 'or')).toBe('siete u ocho');
    expect(spoken.list(['uno', 'dos'], 'or')).toBe('uno o dos');
  });

  it('says the hours of a day', () => {
    expect(spoken.hours([])).toBe('cerrado');
    expect(spoken.hours([{ open: '12:00', close: '21:30' }])).toBe(
      'del mediodía a las nueve y media de la noche',
    );
    expect(spoken.hours([{ open: '11:00', close: '01:15' }])).toBe(
      'de las once de la mañana a la una y cuarto de la madrugada',
    );
  });

  it('says until or from when the restaurant is open', () => {
    const now = DateTime.fromISO('2026-11-18T15:00', { zone: 'America/New_York' });
    const said = (closesAt: DateTime | null, opensAt: DateTime | null) =>
      spoken.openState(
        { open: opensAt === null, closesAt, opensAt, exception: null },
        now.toJSDate(),
      );
    expect(said(now.set({ hour: 22 }), null)).toBe('Estamos abiertos hasta las diez de la noche.');
    expect(said(null, null)).toBe('Estamos abiertos todo el día.');
    expect(said(null, now.plus({ days: 1 }).set({ hour: 12 }))).toBe(
      'Ahora estamos cerrados y abrimos mañana al mediodía.',
    );
    expect(said(null, now.plus({ days: 3 }).set({ hour: 11 }))).toBe(
      'Ahora estamos cerrados y abrimos el sábado a las once de la mañana.',
    );
    expect(said(null, now.plus({ days: 8 }).set({ hour: 11 }))).toBe(
      'Ahora estamos cerrados y abrimos el jueves 26 de noviembre a las once de la mañana.',
    );
  });

  it('names what is sold out', () => {
    const gone = (error: 'sold_out' | 'option_unavailable') =>
      spoken.fault({ error, message: '' }, { name: 'Margherita' });
    expect(gone('sold_out')).toBe('Lo siento, Margherita está agotado por hoy.');
    expect(gone('option_unavailable')).toBe('Lo siento, ahora no hay Margherita.');
  });

  it('says when a dish is sold', () => {
    const fault = { error: 'not_available_now', message: '' } as const;
    const lunch = { from: '11:00', until: '15:00' };
    const said = (availability: readonly { from: string; until: string }[]) =>
      spoken.fault(fault, { name: 'Combo', availability });
    expect(said([lunch])).toBe(
      'Combo solo se sirve todos los días de las once de la mañana a las tres de la tarde.',
    );
    const weekend = { days: ['sunday', 'saturday'], ...lunch } as const;
    expect(said([weekend])).toContain('los sábados y domingos de las once');
  });
});
