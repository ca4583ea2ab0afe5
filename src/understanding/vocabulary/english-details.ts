import { ENGLISH_SIMILAR } from './english-similar.js';
import type { DetailWords } from './detail-words.js';

const DIGIT = 'zero|oh|o|one|two|three|four|five|six|seven|eight|nine';
const SPOKEN = `(?:\\d|(?:double|triple|${DIGIT}|ten|eleven|twelve|\\p{L}+teen|\\p{L}+ty)\\b)`;

/** American English. */
export const ENGLISH_DETAILS: DetailWords = {
  postalCode: new RegExp(
    `(?:\\b(?:and|with|at|in|under) )?\\b(?:(?:my|the|our|your) )?(?:zip|postal|post)(?:[- ]?code)?(?: (?:is|would be|here is|should be)|['’]s)?[\\s,:]+(?=${SPOKEN})|(?<=\\bdelivery )(?:to|in) (?=\\d{5}\\b)|\\b(?:(?:can|could|do|will|would) (?:you|ya)(?: guys)? )?deliver(?:ed)? (?:it )?(?:(?:out|over|up|down) )?(?:to|in) (?=\\d{5}\\b)(?!\\d{5} [a-z]+ (?:street|st|ave|road|broadway))|\\b(?:(?:i|we) (?:live|work)|i['’]?m|i am|we['’]?re|we are) (?:in|at) (?=1\\d{4}\\b)`,
    'iu',
  ),
  aroundCode:
    /^(?:(?:it|its|it is|what about|how about|thats|that is|yeah|yes|um|uh|okay|ok|so|and|well|in|im in|i am in|im at|we are in|were in|i live in|we live in|sorry|no|i said) )+|(?: (?:please|thanks|thank you|thats it|is my zip|is the zip|is my zip code|is the zip code))+$/,
  phone: new RegExp(
    `\\b(?:and )?(?:(?:you can )?(?:call|reach|text) me (?:back )?(?:at|on)|(?:(?:my|the|our|a) )?(?:(?:phone|cell|cell phone|mobile|telephone|contact|callback|call back) )?(?:number|phone|cell|mobile|telephone)(?:['’]s)?(?: (?:here|there|is|would be))*)[\\s,:]+(?=(?:area code )?(?:\\+|\\(|${SPOKEN}))`,
    'iu',
  ),
  digits: [
    [/\barea code\b/g, ' '],
    [/\b(?:oh|o)\b/g, 'zero'],
    [/\bdouble (\w+)\b/g, '$1 $1'],
    [/\btriple (\w+)\b/g, '$1 $1 $1'],
  ],
  ordersOnly:
    /^(?:(?:hi|hello|hey|yeah|yes|um|uh|so|well|okay|please|actually|id|i would|i|we|wed|we would|like|love|want|wanna|need|can|could|may|im|am|were|to|trying|looking|calling|hoping|going|gonna|is it possible) )*(?:(?:schedule|place|put in|make|set up|book|start|do|get|order|have) ?)+(?:(?:in|an?|my|some|the|order|food|something|pickup|delivery|please|ahead|in advance) ?)*$/,
  asksAhead:
    /\b(?:do|can|could|would|may|is it possible) (?:(?:you|i|we|guys|to) )*(?:(?:take|accept|do|place|make|put in|schedule|have) )?(?:(?:an?|some|any|my) )?(?:orders?|preorders?|schedule|something|pre order|food)(?: (?:in|an order|something|food))*(?: (?:for later(?: (?:on|today|tonight))?|ahead(?: of time)?|in advance|for another (?:day|time)|for the future))$/,
  notBefore:
    /\b(?:(?:but|and|please|just) )*(?:(?:it|that|we|i) )?(?:(?:should|shouldn['’]?t|can['’]?t|don['’]?t|do not|must) )?(?:(?:be|need it|want it|have it|come|make it|ready) )*(?:not|no) (?:(?:be|ready|earlier|any earlier|sooner|before) )*(?=before|earlier|sooner)(?:(?:earlier|sooner) than )?|\b(?:(?:but|and) )?(?:i|we) (?:do not|don['’]?t|won['’]?t) (?:need|want) (?:it|them|that|the (?:food|order)) (?=(?:un)?till? )/iu,
  namesSelf:
    /\b(?:im|i am|its|it is|this is|for|under|name|names|called|thats|by|to)(?= [\p{L}'’-]+(?: [\p{L}'’-]+)?$)/u,
  thisDay: /^(?:for |on )?today$/,
  movesTime:
    /^(?:(?:can|could|would|you|we|i|actually|no|wait|sorry|yeah|and|oh|please|lets|maybe|just|hey|um|uh|hmm|ooh|oops|okay|ok|alright|but|is it possible to|you know what|i think) )*(?:(?:make|do)(?: it| that| this)?(?: (?:for|at|around|like))* (.+?)|(?:push|move|change|switch|bump|set) (?:it|that|the (?:time|pickup|delivery|order)|(?:pickup|delivery)(?: time)?)(?: (?:back|up|out))?(?: (?:to|for|at|till|until))+ (.+?))(?: (?:instead|please|then|actually|rather))*$/,
  self: /^(?:i|we|that|this|it|my (?:place|house|address|home|apartment)|here)$/,
  similar: ENGLISH_SIMILAR,
};
