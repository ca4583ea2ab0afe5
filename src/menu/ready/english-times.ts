import type { TimePart, TimeWords, WishedDay } from './time-wish.js';

const WEEKDAYS = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ');
const MONTHS =
  'january february march april may june july august september october november december'.split(
    ' ',
  );
/** What may follow an hour without "o'clock", so that "at 7 Main Street" is none. */
const END =
  '(?=$| (?:,|please|thanks|thank you|and|then|today|tonight|tomorrow|on|this|in the|at night|sharp|or so|if|for|with|under|my name|the name|name|pickup|delivery|instead|before|because|cause|when|is|can|could|so|but|since|tops|at the latest|i|we|my|our|he|she|they))';
/** An hour and its minutes behind "by" or "at" are a time, but for a house number or an amount. */
const NO_HOUSE =
  '(?! (?:\\S+ ){0,2}(?:street|st|avenue|ave|road|lane|broadway|bowery|place|square|boulevard)\\b| (?:inch|minutes?|pieces?|people|dollars?|bucks|of)\\b)';
const OCLOCK = '(?: ?o ?clock| ?oclock)?';

const PARTS: Readonly<Record<string, TimePart>> = {
  morning: { half: 'am' },
  afternoon: { half: 'pm' },
  evening: { half: 'pm' },
  night: { half: 'pm', night: true },
};
const DAY_PART =
  '(?: (morning|afternoon|evening|night)|(?: for)? (?:lunch|dinner)(?:time| time)?(?! (?:combo|pasta|special)))?';
const on = (month: number, day: number): WishedDay => ({ kind: 'date', month, day });
const MONDAY = 1;
const THURSDAY = 4;
const SUNDAY = 7;
/** Days that are called by their names, in the United States. */
const HOLIDAYS: readonly (readonly [string, WishedDay])[] = [
  ['christmas eve', on(12, 24)],
  ['(?:christmas|xmas)(?: day)?', on(12, 25)],
  ['(?:new years?|new year) eve', on(12, 31)],
  ['new years?(?: day)?', on(1, 1)],
  ['(?:valentines?|valentine) day', on(2, 14)],
  ['(?:saint|st) patricks day', on(3, 17)],
  ['(?:the )?(?:4th of july|july 4th|independence day)', on(7, 4)],
  ['halloween', on(10, 31)],
  ['veterans day', on(11, 11)],
  ['mothers day', { kind: 'nth', month: 5, weekday: SUNDAY, nth: 2 }],
  ['fathers day', { kind: 'nth', month: 6, weekday: SUNDAY, nth: 3 }],
  ['memorial day', { kind: 'nth', month: 5, weekday: MONDAY, nth: -1 }],
  ['labor day', { kind: 'nth', month: 9, weekday: MONDAY, nth: 1 }],
  ['thanksgiving(?: day)?', { kind: 'nth', month: 11, weekday: THURSDAY, nth: 4 }],
];

/** English. */
export const ENGLISH_TIMES: TimeWords = {
  before: 'at',
  glue: /(?:(?:at|for|on|by|about|around|like|maybe|probably|say|before|after|sometime|anytime|any time|ready|in the|the|,) )+/y,
  phrases: [
    phrase(
      'as soon as (?:possible|you (?:can|open)|its ready|it is ready)|asap|right away|right now|(?:for |at )?(?:the )?(?:soonest|earliest)(?: (?:you can|you have|possible|time|is (?:fine|good|ok|okay)|works|one))*|(?:whenever|when|once|right when) (?:you|yall|they|you guys) (?:open|are open|can)|(?:whenever|when) (?:its|it is) ready|first thing(?: when you open)?',
      () => ({
        soonest: true,
      }),
    ),
    phrase(
      '(?:in |about |around |like |maybe )*(?:half an hour|a half hour)(?: from now| or so)?',
      () => ({
        inMinutes: 30,
      }),
    ),
    phrase('(?:in |about |around |like |maybe )+3 quarters of an hour', () => ({ inMinutes: 45 })),
    phrase(
      '(?:in|within) (?:about |around |like |maybe |probably |roughly |say |approximately )*(\\d+|an?|a couple of) (?:and a half )?(min(?:ute)?s?|hours?)(?: and (a half|(\\d+)(?: min(?:ute)?s?)?))?',
      ([text, count = '', unit = '', more, extra]) =>
        inMinutes(text, count, unit, more === 'a half' || text.includes('and a half h'), extra),
    ),
    phrase(
      '(\\d+|an?|a couple of) (min(?:ute)?s?|hours?)(?: and (a half|(\\d+)(?: min(?:ute)?s?)?))? from now',
      ([text, count = '', unit = '', more, extra]) =>
        inMinutes(text, count, unit, more === 'a half', extra),
    ),
    ...HOLIDAYS.map(([names, day]) =>
      phrase(`(?:on |for )?(?:${names})${DAY_PART}`, ([, part = '']) => ({ day, ...PARTS[part] })),
    ),
    phrase(
      '(?:for |on )?(?:later (?:today|tonight|on tonight|on today|this (?:evening|afternoon)|in the (?:evening|day))|(?:for )(?:a (?:bit|little) |much )?later(?: on)?|(?:for )?after (?:work|school|church|practice|class|my shift|the game|the movie))',
      () => ({ day: { kind: 'ahead', days: 0 } }),
    ),
    phrase('(?:the )?day after tomorrow', () => ({ day: { kind: 'ahead', days: 2 } })),
    phrase(`tomorrow${DAY_PART}`, ([, part = '']) => ({
      day: { kind: 'ahead', days: 1 },
      ...PARTS[part],
    })),
    phrase('tonight', () => ({ day: { kind: 'ahead', days: 0 }, half: 'pm', night: true })),
    phrase(`(?:today|this (morning|afternoon|evening|night))`, ([, part = '']) => ({
      day: { kind: 'ahead', days: 0 },
      ...PARTS[part],
    })),
    phrase(
      `(?:on |this |next |coming )*(${WEEKDAYS.join('|')})${DAY_PART}`,
      ([, name = '', part = '']) => ({
        day: { kind: 'weekday', weekday: WEEKDAYS.indexOf(name) + 1 },
        ...PARTS[part],
      }),
    ),
    phrase(
      `(?:on )?(${MONTHS.join('|')}) (?:the )?(\\d{1,2})(?:st|nd|rd|th)?`,
      ([, month = '', day]) => date(month, day),
    ),
    phrase(
      `(?:on )?(?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTHS.join('|')})`,
      ([, day, month = '']) => date(month, day),
    ),
    phrase('on the (\\d{1,2})(?:st|nd|rd|th)', ([, day]) => date('', day)),
    phrase(
      '(?:in the |at )(morning|afternoon|evening|night)',
      ([, part = '']) => PARTS[part] ?? {},
    ),
    phrase('(?:at |by |around |about |for )*(?:noon|midday)', () => ({ hour: 12, half: 'pm' })),
    phrase('(?:at |by |around |about |for )*midnight', () => ({ hour: 24 })),
    phrase(`(?:at |by |around |about |for )*half past (\\d{1,2})${OCLOCK}`, ([, hour]) => ({
      hour: Number(hour),
      minute: 30,
    })),
    phrase(
      `(?:at |by |around |about |for )*(?:a )?(quarter|\\d{1,2}(?: minutes)?) (past|after|to|of|till|before) (\\d{1,2})${OCLOCK}`,
      ([, minutes = '', side = '', hour]) => {
        const minute = minutes === 'quarter' ? 15 : Number.parseInt(minutes, 10);
        const later = side === 'past' || side === 'after';
        return later
          ? { hour: Number(hour), minute }
          : { hour: (Number(hour) + 11) % 12 || 12, minute: 60 - minute };
      },
    ),
    phrase('(\\d{1,2}):(\\d\\d)(?: (am|pm))?', ([text, hour = '', minute, half]) =>
      clock(hour, minute, half ?? (/^0\d/.test(text) ? 'am' : undefined)),
    ),
    phrase('(\\d{1,2})(?: ([0-5]\\d))? ?(am|pm)', ([, hour = '', minute, half]) =>
      clock(hour, minute, half),
    ),
    phrase(
      `(?:for )?(?:at |by |around |about |before |after )+(\\d{1,2}) ([0-5]\\d)${NO_HOUSE}`,
      ([, hour = '', minute]) => clock(hour, minute),
    ),
    phrase(
      `(?:at |by |around |about |for |before |after )+(\\d{1,2}) ([0-5]\\d)${END}`,
      ([, hour = '', minute]) => clock(hour, minute),
    ),
    phrase(
      `(\\d{1,2}) ([0-5]\\d)(?= (?:on |this |next )?(?:today|tonight|tomorrow|${WEEKDAYS.join('|')}))`,
      ([, hour = '', minute]) => clock(hour, minute),
    ),
    phrase(
      `(?:make|do|say) (?:it|that)(?: for| at| to)? (\\d{1,2}) ([0-5]\\d)${END}`,
      ([, hour = '', minute]) => clock(hour, minute),
    ),
    phrase('(\\d{1,2})(?: ?o ?clock| ?oclock)', ([, hour = '']) => clock(hour)),
    phrase(`(?:at |by |around |about |before |after )+(\\d{1,2})${END}`, ([, hour = '']) =>
      clock(hour),
    ),
    phrase(`(?:for|until|till|til) (\\d{1,2})${END}`, ([, hour = '']) => ({
      ...clock(hour),
      vague: true,
    })),
  ],
};

function phrase(source: string, read: (match: RegExpExecArray) => TimePart) {
  return { pattern: new RegExp(`(?:${source})(?![\\p{L}\\p{N}])`, 'uy'), read };
}

function clock(hour: string, minute = '0', half?: string): TimePart {
  const time = { hour: Number(hour), minute: Number(minute) };
  return half === 'am' || half === 'pm' ? { ...time, half } : time;
}

function date(month: string, day: string | undefined): TimePart {
  const at = MONTHS.indexOf(month);
  return { day: { kind: 'date', month: at < 0 ? null : at + 1, day: Number(day) } };
}

function inMinutes(
  _: string,
  count: string,
  unit: string,
  half: boolean,
  extra: string | undefined,
): TimePart {
  const number = /^\d/.test(count) ? Number(count) : count.startsWith('a c') ? 2 : 1;
  const minutes = unit.startsWith('h') ? number * 60 : number;
  return { inMinutes: minutes + (half ? 30 : 0) + Number(extra ?? 0) };
}
