import type { RecountWords } from './recount-words.js';

/** How English says again how many there are to be. */
export const ENGLISH_RECOUNTS: RecountWords = {
  keepsLines:
    /^(?:(?:no|nope|nah|wait|oh|sorry|actually|please|just) )*(?:keep|leave) (?:the|my|that|those|both) (?!.*\b(?:off|out)$)/,
  changesOrder:
    /\b(?:cancel|change|modify|update)\b.*\b(?:my|the|our|an)(?: last| earlier)? order\b/,
  withIt:
    / (?:(?:on|in|with) (?:it|that|them|those|these|there)|on)(?: (?:instead|too|as well|please))*$/,
  howMany:
    /^(?:(?:and|so|wait|um|uh|okay|ok|sorry|oh|remind me|tell me|just) )*how many(?: of)?(?: the| my)* @ (?:(?:do|did) (?:i|we|you) (?:have|order|ask for|say|get|put|got)|have (?:i|we|you) (?:got|ordered)|am i getting|are we getting|(?:is|are|was|were) (?:that|it|there|those|we|i|on)|(?:is|does) that make|(?:i|we) have|so far)\b/,
  resets:
    /^(?:(?:oh|um|uh|wait|sorry|hey|okay|ok) )*(?:no|nope)\b|\b(?:just|only|should|supposed|instead|actually|not)\b|\b(?:make|change|set|keep) (?:it|that|those|them|the|my)\b|\b(?:its|it is|thats|that is|i said|i meant|we said|asked for|i ordered|we ordered|i wanted|we wanted|i was)\b/,
  setsLast:
    /^(?:(?:oh|um|uh|so|wait|sorry|no|nope) )*(?:no|nope)(?: (?:no|wait|sorry|please|its|thats|it was|its just|make it|just|(?:i|we) (?:said|meant|want|wanted|need|needed|asked for|ordered)))* \d+\b(?! (?:more|extra|other))|\b(?:actually|sorry|meant|said|wanted|asked for|its|thats)(?: (?:just|only|like|make it|wait|i|meant|want|wanted))* \d+\b|\b\d+ (?:is|are|will be|would be|thatll be) (?:fine|enough|plenty|good|all)\b|^(?:(?:and|oh|so|ok|okay|then) )*(?:make|change|set|keep) (?:it|that|those|them)(?: just| only| to)* \d+\b/,
  noCount:
    /^(?:(?:oh|um|uh|wait|sorry|please|hey) )*no (?:(?:no|i|said|meant|its|thats|was|sorry|wait|please|make it|the) )*(\d+) @(?: please| instead| thanks)*(?: not(?: the)? \d+)?$/,
  ofAll:
    /^(?:(?:actually|no|oh|wait|sorry|and|can|could|i|id|we|want|like|have|do|get|make|please|just|lets|wanted|said|them|those|these|it) )*(?:both|all)(?: (?:of )?(?:them|those|these|the pizzas))?(?: (?:should|can|could|to|have|need|be|get|are|as|in|a|please|were|supposed|with))* (.+?)(?: please| instead| now)*$/,
  nth: /^(?:the|that|my) (first|second|third|fourth|fifth|sixth|last)(?: (?:one|item|thing|dish))?(?= |$)/,
  last: /^(?:the )?last(?: (?:one|item|thing|dish))?$/,
  changes:
    /\b(?:take|remove|cancel|drop|delete|scratch|change|make|switch|swap|replace|wrong|instead|said|meant|wanted|asked for|didnt|only|should)\b/,
  nothingMore: /\b(?:on second thoughts?|no more than|nothing more|too (?:many|much))\b/g,
  alike: /^(?:(?:of )?the same(?: kind)?|like (?:that|those))$/,
  another: /\b(?:another|also|plus|more|as well|too|second|extra)\b|^(?:and|plus)\b/,
  moreBut:
    /^(?:(?:and|also|plus|then|can|could|i|we|id|like|want|get|have|add|do|give|me|us|please|okay|ok|another) )*((?:\w+ ){0,3}?\w+) (?:more|others?)(?: of (?:them|those|these))? (?:but |in |with |only |as |just |make (?:those|them|it|that) )*(.+)$|^(?:(?:and|also|plus|then|can|could|i|we|id|like|want|get|have|add|do|give|me|us|please|okay|ok) )*another ((?:half a )?\w+) (?:but |in |with |only |as |just |make (?:those|them|it|that) )*(.+)$/,
  tooMany:
    /\b(?:take|remove|get|cancel|drop|delete)(?: off| out| away| rid of)* (?:the )?(?:extras?(?: ones?| \w+)?|ones? (?:that )?you added|ones? (?:that )?i didnt (?:order|ask for|want))(?: (?:off|out|away|you added))*$|^(?:(?:no|oh|wait|hey|sorry|thats|hmm+|way|um|uh|well) )*(?:you (?:added|put|got|have) )?(?:(?:one|way) )?too many(?: \w+)?$|^(?:(?:no|oh|wait|hey|sorry) )*you (?:added|put) (?:an )?extra\b/,
  forWhich: /^(.+?) (?:for|on|with|in) (?:the |my )?(.+)$/,
  eachSize:
    /(?<!\b(?:the|on)) (?:and |but )?(?=(?:the other(?: one)?|another(?: one)?|one|two|three|four) (?!and\b|of\b|please\b|more\b|less\b|for\b|one\b)\w+)/,
  beforeMeant:
    /^(?:(?:no|nope|not|wait|sorry|oh|um|uh|hey|its|it was|that was|i) )*(?:(?:said|meant|mean|asked for|wanted|want)(?: to say)?|no|nope)\b ?/,
};
