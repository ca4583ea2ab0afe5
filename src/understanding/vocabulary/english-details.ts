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
  callsPhone:
    /\b(?:phone|cell|mobile|telephone|area code|call ?back|reach me|call me|text me|my number)\b/,
  namesPhone: /\b(?:number|phone|cell|mobile|(?:call|reach|text) (?:me|us))\b/,
  aroundDigits:
    /^(?:(?:and|then|um|uh|oh(?= \d)|okay|ok|yeah|yes|no|wait|sorry|actually|so|its|it is|thats|that is|i mean|i meant|i said|make that|the (?:rest|last (?:four|4|part))(?: digits| is| are)*|ends (?:in|with)|ending in|it ends in|at the end|area code|not that) )+|(?: (?:please|thanks|thank you|thats it|at the end|not (?:\d ?)+|instead|sorry|i mean))+$/,
  withDigits: new Set(['double', 'triple', 'area', 'code', 'thousand']),
  ownPhone:
    /\b(?:the |this |my )?(?:number|one|phone|line) (?:that |which )?(?:im|i am|ive been|were) calling (?:you )?(?:from|on|with)\b|\b(?:use|reach me (?:at|on)|call me (?:at|on)|its|same as|my number is) this (?:number|phone|one)\b|^(?:(?:um|uh|yeah|yes|just|its|at|on|this is|use) )*(?:this (?:number|phone)|this is my number|(?:the|my) (?:caller id|cell im on))(?: (?:is|works|right here|here|fine|good|okay|ok|please))*$|^(?:this is|its|thats) my (?:cell|phone|cell phone|number)$/,
  asksPhone:
    /^(?:(?:um|uh|oh|and|so|okay|ok|yeah|hey|wait) )*(?:do|dont|does|did|should|would|will) (?:you|i|ya)(?: guys)? (?:still |also |even )?(?:need|want|have|got|get|give|leave)(?: to (?:have|get|give|leave|know))?(?: you)? (?:my|a|our) (?:(?:phone|cell|telephone|callback|contact) ?)?(?:number|phone|cell)(?: (?:too|as well|for that|or anything|also|for the order))*$/,
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
