import type { TimePart, TimeWords, WishedDay } from './time-wish.js';

const WEEKDAYS = 'lunes martes miercoles jueves viernes sabado domingo'.split(' ');
const MONTHS =
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(
    ' ',
  );

const PARTS: Readonly<Record<string, TimePart>> = {
  manana: { half: 'am' },
  madrugada: { half: 'am' },
  tarde: { half: 'pm' },
  noche: { half: 'pm', night: true },
};
const PART = '(manana|madrugada|tarde|noche)';
const on = (month: number, day: number): WishedDay => ({ kind: 'date', month, day });
/** Days that are called by their names, in Mexico and the United States. */
const HOLIDAYS: readonly (readonly [string, WishedDay])[] = [
  ['nochebuena', on(12, 24)],
  ['(?:dia de )?navidad', on(12, 25)],
  ['(?:noche ?vieja|fin de ano|ano viejo)', on(12, 31)],
  ['(?:dia de )?ano nuevo', on(1, 1)],
  ['(?:dia de )?reyes', on(1, 6)],
  ['(?:dia de )?san valentin|dia del amor(?: y la amistad)?', on(2, 14)],
  ['dia de (?:las madres|la madre)', on(5, 10)],
  ['dia de (?:los )?muertos', on(11, 2)],
  ['(?:dia de )?accion de gracias', { kind: 'nth', month: 11, weekday: 4, nth: 4 }],
];
/** "A las", "para las", "como a las". */
const AT = '(?:(?:a|para|como|hacia|sobre|antes de|despues de|a partir de|pasadas) )+las? ';
/** What may follow an hour without its half of the day, so that "a las 2 con queso" is none. */
const END =
  '(?=$| (?:,|en punto|por favor|gracias|y|de la|del|hoy|manana|el|esta|por la|para|si|a domicilio|a nombre|a mi nombre))';

/** Latin American Spanish. */
export const SPANISH_TIMES: TimeWords = {
  before: 'a las',
  glue: /(?:(?:a|al|para|por|en|de|del|el|la|como|hacia|,) )+/y,
  phrases: [
    phrase(
      '(?:lo (?:antes|mas pronto|mas temprano)(?: (?:posible|que (?:pueda|puedan|se pueda)))?|cuanto antes|en cuanto (?:pueda|puedan|este|abran)|cuando (?:abran|pueda|puedan|este lista?|este listo)|apenas abran|a la hora que abran)',
      () => ({
        soonest: true,
      }),
    ),
    phrase(
      '(?:en|dentro de) (?:unos |unas |como |mas o menos |aproximadamente )*3 cuartos de hora',
      () => ({ inMinutes: 45 }),
    ),
    phrase(
      '(?:en|dentro de) (?:unos |unas |como |mas o menos |aproximadamente )*(?:una )?media hora',
      () => ({ inMinutes: 30 }),
    ),
    phrase('(?:en|dentro de) (?:como |mas o menos )*(?:una )?hora y media', () => ({
      inMinutes: 90,
    })),
    phrase(
      '(?:en|dentro de) (?:un[oa]s |como |mas o menos |aproximadamente )*(\\d+) (minutos?|horas?)(?: y (media|cuarto|(\\d+)(?: minutos?)?))?',
      ([, count, unit = '', more, extra]) => ({
        inMinutes:
          Number(count) * (unit.startsWith('h') ? 60 : 1) +
          (more === 'media' ? 30 : more === 'cuarto' ? 15 : Number(extra ?? 0)),
      }),
    ),
    phrase('(?:en|dentro de) (?:como |mas o menos )*una hora', () => ({ inMinutes: 60 })),
    ...HOLIDAYS.map(([names, day]) =>
      phrase(`(?:(?:para|el|la|en) )*(?:${names})(?: (?:en|por) la ${PART})?`, ([, part = '']) => ({
        day,
        ...PARTS[part],
      })),
    ),
    phrase(
      '(?:para )?(?:(?<=para )luego|mas (?:tarde|noche|al rato)|el rato|despues del? (?:trabajo|la escuela|la misa|la chamba)|cuando salga del trabajo|la (?:tarde|noche)(?=$| (?:,|por favor|gracias)))',
      () => ({ day: { kind: 'ahead', days: 0 } }),
    ),
    phrase('pasado manana', () => ({ day: { kind: 'ahead', days: 2 } })),
    phrase(`(?:de|por|en) la ${PART}`, ([, part = '']) => PARTS[part] ?? {}),
    phrase('(?:para )?manana', () => ({ day: { kind: 'ahead', days: 1 } })),
    phrase(`(?:hoy|esta ${PART})`, ([, part = '']) => ({
      day: { kind: 'ahead', days: 0 },
      ...PARTS[part],
    })),
    phrase(`(?:(?:para|este|el|proximo|que viene) )*(${WEEKDAYS.join('|')})`, ([, name = '']) => ({
      day: { kind: 'weekday', weekday: WEEKDAYS.indexOf(name) + 1 },
    })),
    phrase(`(?:(?:para )?el )?(\\d{1,2}) de (${MONTHS.join('|')})`, ([, day, month = '']) => ({
      day: { kind: 'date', month: MONTHS.indexOf(month) + 1, day: Number(day) },
    })),
    phrase('(?:para )?el (?:dia )?(\\d{1,2})', ([, day]) => ({
      day: { kind: 'date', month: null, day: Number(day) },
    })),
    phrase('(?:a|al|para el|el) ?mediodia|a las 12 del (?:dia|mediodia)', () => ({
      hour: 12,
      half: 'pm',
    })),
    phrase('(?:a |para )?(?:la )?medianoche', () => ({ hour: 24 })),
    phrase(`${AT}(\\d{1,2}) y (media|cuarto|\\d{1,2})`, ([, hour, more = '']) => ({
      hour: Number(hour),
      minute: more === 'media' ? 30 : more === 'cuarto' ? 15 : Number(more),
    })),
    phrase(`${AT}(\\d{1,2}) menos (cuarto|\\d{1,2})`, ([, hour, less = '']) => ({
      hour: (Number(hour) + 11) % 12 || 12,
      minute: 60 - (less === 'cuarto' ? 15 : Number(less)),
    })),
    phrase(`(?:un )?(cuarto|\\d{1,2}) para las? (\\d{1,2})`, ([, less = '', hour]) => ({
      hour: (Number(hour) + 11) % 12 || 12,
      minute: 60 - (less === 'cuarto' ? 15 : Number(less)),
    })),
    phrase(`(?:${AT})?(\\d{1,2}):(\\d\\d)(?: (am|pm))?`, ([text, hour = '', minute, half]) =>
      clock(hour, minute, half ?? (/(?:^| )0\d:/.test(text) ? 'am' : undefined)),
    ),
    phrase(`(?:${AT})?(\\d{1,2}) (am|pm)`, ([, hour = '', half]) => clock(hour, '0', half)),
    phrase(`${AT}(\\d{1,2}) ([1-5]\\d)`, ([, hour = '', minute]) => clock(hour, minute)),
    phrase(`hasta las? (\\d{1,2})${END}`, ([, hour = '']) => ({ ...clock(hour), vague: true })),
    // "Para recoger a las nueve una pepperoni", "para las ocho quiero una pizza".
    phrase(
      `(?:(?<=(?:recoger|pasar|paso|buscar|pedido|manana|hoy|${WEEKDAYS.join('|')}) )a|para) las? (\\d{1,2})(?= (?:una?|1|dos|quiero|quisiera|queremos|necesito|deme|dame|me|nos|le) )`,
      ([, hour = '']) => clock(hour),
    ),
    // "A las dos" is "to both" as well.
    phrase(`${AT}(\\d{1,2})(?: en punto)?${END}`, ([, hour = '']) =>
      hour === '2' ? { ...clock(hour), vague: true } : clock(hour),
    ),
  ],
};

function phrase(source: string, read: (match: RegExpExecArray) => TimePart) {
  return { pattern: new RegExp(`(?:${source})(?![\\p{L}\\p{N}])`, 'uy'), read };
}

function clock(hour: string, minute = '0', half?: string): TimePart {
  const time = { hour: Number(hour), minute: Number(minute) };
  return half === 'am' || half === 'pm' ? { ...time, half } : time;
}
