import type { FulfilmentWords } from './fulfilment-words.js';

const RELATIVE =
  'wife|husband|son|daughter|mom|mother|dad|father|brother|sister|friend|boss|girlfriend|boyfriend|partner|roommate|assistant|kid|driver';
const SHORT = "['’]?(?:ll|m|re|s|d|ve)";
const WHO = `(?:i|we|he|she|someone|somebody|(?:my|our) (?:${RELATIVE}))(?:${SHORT})?`;
/** Between who comes and that they do. */
const WILL =
  '(?:will|am|are|is|can|could|would|gonna|going to|wants? to|wanna|like to|love to|prefer to|rather|just|need to|have to|gotta|probably|actually|then|also|be|go ahead and)';
const PERSON = `${WHO} (?:${WILL} )*`;
const FOOD = '(?:food|order|pizzas?|stuff|meal)';
const IT = `(?:it|that|them|this|these|those|everything|mine|(?:the|my|our) ${FOOD})`;
const GO =
  '(?:com(?:e|es|ing)|swing(?:ing)?|stop(?:ping)?|drop(?:ping)?|pop(?:ping)?|walk(?:ing)?|driv(?:e|ing)|run(?:ning)?|head(?:ing)?|go(?:ing)?|rid(?:e|ing)|be)';
const BY = '(?:right |on |back )?(?:by|over|down|around|past|there|here|in|out|up)';
const GET = `(?:pick(?:ing)? ${IT} up|pick(?:ing)?[- ]?up(?: ${IT})?|(?:collect|fetch)(?:ing)?(?: ${IT})?)`;
const TAKE = `(?:get|getting|grab|grabbing|take|taking) ${IT}`;
const MYSELF =
  '(?: (?:myself|ourselves|in person|in store|at the (?:store|restaurant|counter)|from (?:you|there|the (?:store|restaurant))))';
const HOME =
  '(?:house|home|place|apartment|apt|office|work|workplace|door|doorstep|hotel|room|building|job|dorm)';
const TO_US = `(?: (?:over|round|around|out|off|up|down|here|to (?:me|us)|(?:at|to) (?:my|our|the) ${HOME}|home))`;
const POLITELY = '(?: guys| please| just| maybe| possibly| all)*';
const ASKED = `(?:(?:can|could|would|will) (?:you|ya|someone|somebody|i|we)${POLITELY} )`;
const WANTED = `(?:(?:(?:i|we)(?:['’]?d| would| wanna| want to)? )?(?:like|want|need|prefer|have|get)(?: to (?:have|get))? (?:${IT} )?)`;
/** Before a thing that is called by a noun: "it's for". */
const AS =
  "(?:(?:for|as|a|an|by|do|make (?:it|that|this)|it['’]?s|it is|it['’]?ll be|it will be|that['’]?s|that['’]?ll be|this is|gonna be|going to be|i(?:['’]?d| would) like|i want|i need|i prefer) )*";

/** American English. */
export const ENGLISH_FULFILMENT: FulfilmentWords = {
  word: /pick|deliver|tak(?:e|ing)|carry|collect|curbside|com(?:e|ing)\b|swing|stop|drop|pop|walk|driv|run|head|rid(?:e|ing)|by\b|there\b|go\b|get|grab|fetch|bring|brought|send|sent\b/i,
  pickup: new RegExp(
    [
      `(?:${PERSON}|(?:can|could|may) (?:i|we) )?(?:${GO} (?:${BY} )*(?:(?:and|to|n) )?)?(?:just )?${GET}${MYSELF}?`,
      `(?:${PERSON})?${GO} (?:${BY} )*(?:(?:and|to|n) )?(?:just )?${TAKE}${MYSELF}?`,
      `(?:${PERSON})?${TAKE}${MYSELF}`,
      `${PERSON}(?:com(?:e|ing)|swing(?:ing)?|stop(?:ping)?|drop(?:ping)?|pop(?:ping)?|walk(?:ing)?|driv(?:e|ing)|run(?:ning)?|head(?:ing)?|(?:go|be)(?= (?:right )?(?:by|over|down|there)))(?: (?:right |on |back )?(?:by|over|down|around|past|there|here|to (?:you|the (?:store|restaurant|shop))|in(?=$|[,.;!]| (?:and|for|to)\\b)))+`,
      `${PERSON}coming(?=\\s*(?:$|[,.;!]|(?:the )?name|under\\b|for [\\p{L}]+$))`,
      `(?:swing|stop|drop|pop|come)(?:ing)? by`,
      `(?:i|we)(?:['’]?ll| will| can) (?:just )?(?:swing|stop|drop|pop|come)(?=\\s*(?:$|[,.;!]))`,
      `${AS}(?:takeout|take-out|take out(?=\\s*(?:$|[,.;!]|please\\b|order\\b|under\\b|for\\b|and\\b|at\\b))|take[- ]?away|carry[- ]?out|pick[- ]?up|collection|curbside)(?: order)?`,
      `(?:${AS})(?<!\\b(?:like|want|wants|have|need|needs|going|ready|good|how|way|got|gotta) )to[- ]go\\b(?! (?:to|with|on|ahead|back|home|for (?:the|an?)\\b))`,
    ]
      .map((one) => `\\b${one}(?![\\p{L}'’-])`)
      .join('|'),
    'giu',
  ),
  delivery: new RegExp(
    [
      `${AS}(?:home )?deliver(?:y|ies)(?: order)?(?! (?:fee|charge|area|zone|time|cost|price|guy|driver|man|person|minimum|instructions?|hours)\\b)`,
      `(?:${ASKED}|${WANTED})?(?:(?:have|get) (?:${IT} )?)?deliver(?:ed)?(?: ${IT})?${TO_US}?`,
      `${ASKED}?(?:just )?(?:bring|send|run|drop)(?:ing)? ${IT}${TO_US}`,
      `(?:${WANTED})(?:brought|sent|dropped)${TO_US}?`,
      `(?:brought|sent|dropped)${TO_US}`,
    ]
      .map((one) => `\\b${one}(?![\\p{L}'’-])`)
      .join('|'),
    'giu',
  ),
  brings: new RegExp(
    `\\b${ASKED}(?:(?:bring|send|deliver) (?:me|us)|deliver(?= (?:just )?(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|some|the|my|another|\\d+|small|medium|large|it|this|that|them)\\b))(?![\\p{L}'’-])`,
    'giu',
  ),
  asksLack:
    /\bhow (?:much|many|far)\b.*\b(?:more|short|need|missing|left|off|to go)\b|\bhow short\b|\bwhats (?:the )?(?:difference|missing)\b/,
  denied:
    /\b(?:not(?: for| a)?|no|(?:don['’]?t|do not) (?:want|need)(?: it| a| the)?|instead of|rather than|cancel(?: the| my)?|forget(?: about)?(?: the)?|without) (?:for )?$/iu,
  begins: /^(?:i|we|he|she|my|our|let|can|could)\b/i,
  either: /\bor\b/i,
  answersPickup:
    /\b(?:pick|pickup|collect|collection|take ?out|take ?away|carry ?out|to go|come|coming|get (?:it|them)|getting (?:it|them)|grab|grabbing|myself|in person)\b/,
  answersDelivery:
    /\b(?:deliver\w*|bring|send|drop|brought|to (?:my|the|our) (?:house|home|place|door|apartment|office))\b/,
};
