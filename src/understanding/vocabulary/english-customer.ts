import type { CustomerWords } from './customer-words.js';

const DIGIT = 'zero|oh|one|two|three|four|five|six|seven|eight|nine';
const NUMBER = `(?:\\d+[a-z]?|${DIGIT}|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|double)`;
const HOUSE = `${NUMBER}(?:[ -](?:and )?${NUMBER})*`;
const STREET =
  'street|st|avenue|ave|road|rd|lane|drive|square|boulevard|blvd|broadway|bowery|court|place|way|plaza|alley|terrace|slip';
const APARTMENT = `(?:apartment|apt|unit|suite|floor|room|number|#)`;

const TO = '(?:(?:out|over|all the way|up|down|as far as) )*(?:(?:to|in|into|on|at|around|near) )';
const ALSO = '(?:(?:guys|all|also|even|ever|still) )*';
const DELIVER = `${ALSO}(?:deliver(?:y)?|do (?:delivery|deliveries)|make deliveries)(?: (?:food|pizzas?|orders?))? ${TO}`;
/** Only of a habit: "can you come to" may ask for something else. */
const GO = `${ALSO}(?:(?:go|come) (?:(?:out|over|up|down|all the way|as far) )*(?:to|as)|bring (?:the )?(?:food|pizzas?|orders?) (?:out |over )*to|service|cover) `;

/** American English. */
export const ENGLISH_CUSTOMER: CustomerWords = {
  givesAddress:
    /\b(?:deliver(?:ed|y|ing)?(?: it| this| that| them)?(?: please)? (?:to|at|for(?= \d))|(?:my|the|our) address(?: is|['’]s)|(?:send|bring|drop) (?:it|this|that|them|everything)(?: over| out| off)? (?:to|at)|(?:brought|sent)(?: over)? to|(?:i|we) live (?:at|on)) (?=\S)/i,
  mayGiveAddress: new RegExp(
    `\\b(?:to|at|delivery|address|deliver|home is)(?: please)?,? (?=${HOUSE} (?:[\\p{L}\\d'’.]+ ){0,3}(?:${STREET})\\b)`,
    'iu',
  ),
  bareAddress: new RegExp(
    `(?:^(?:(?:um|uh|yeah|yes|so|okay|ok|sure|it is|it['’]?s|its|that['’]?s|the address is|address is|i['’]?m at|we['’]?re at|and|at|to)[\\s,]+)*|[,.] ?|\\baddress(?: is|['’]s)? |\\b(?:it is|it['’]?s|its|i meant|i said|should be|make (?:it|that)|change (?:it|that|the address) to) )(?=(?:\\d{2,5}[a-z]?|\\d (?=\\d)|${NUMBER} (?=${NUMBER}\\b)(?:${NUMBER} )*|\\d (?=[a-z]+ street\\b))\\s*(?:(?!(?:to|on|at|for|and|with|or|of|in)\\b)[\\p{L}\\d'’.]+ ){0,3}(?:${STREET})\\b)`,
    'iu',
  ),
  beforeAddress:
    /^(?:um+|uh+|oh|well|yes|yeah|yep|sure|okay|ok|no|nope|so|and|please|sorry|actually|i said|i meant|i told you|(?:my|the|our) (?:address|house number)(?: is|['’]s)?|deliver(?:y)?(?: it)?(?: to)?|(?:bring|send) it to|it is|it['’]?s|its|that['’]?s|make (?:it|that)|should be|i live (?:at|on|in)|i['’]?m (?:at|on)|we['’]?re (?:at|on)|to|at|on)\b[\s,]*/i,
  politeEnd:
    /(?<![,\s])[,\s]*(?:\b(?:please|thanks|thank you|(?:like|as) i (?:already )?(?:said|told you)|i (?:already )?(?:said|told you)|that['’]?s (?:it|the address|right|correct)|okay|ok|not \S+(?: \S+){0,2}))?[.!?,\s]*$/i,
  addressEnd:
    /[.;!?](?:\s|$)|,? (?:and|also) (?=(?:an?|the|two|three|one|i|can|could|my|that's|thats|under)\b)|,? (?=(?:(?:the|my) name|name is|name['’]s|under (?:the )?(?:name )?[a-z]+$|can (?:you|i|we)|could (?:you|i|we)|i['’]?d like|i would like|i want|i need|i['’]?ll (?:have|take|get)|let me get|for (?!the\b)[a-z]+(?: [a-z]+)?[.!]?$|(?:pickup|delivery)\b|(?<=, *)(?:i['’]?m|this is|it['’]?s) [a-z]+$|(?<=, *)(?:an?|two|three|four|five|six|some) [a-z]{3,}|(?<=\b(?:street|st|avenue|ave|road|lane|broadway|boulevard)\b,? *)(?:an?|two|three|some) [a-z]{3,}|my (?:phone|number|cell)|that['’]?s (?:it|all)|thats (?:it|all))\b)/i,
  street: new RegExp(`\\S+ (?:${STREET}|apartment)\\b`, 'i'),
  houseNumber: new RegExp(`^${HOUSE}(?![\\p{L}\\d])`, 'iu'),
  houseIs:
    /\b(?:(?:house|street|building) number|the number|the address)(?:'s| is| was)? (?<number>\d{1,5})(?=$|[.,;]| not\b)/i,
  apartment: new RegExp(
    `\\b${APARTMENT} ?(?:${HOUSE}|[a-z]\\b)(?: ?[a-z]\\b)?|\\b(?:first|second|third|fourth|fifth|sixth|top|ground) floor\\b`,
    'iu',
  ),
  noApartment:
    /^(?:(?:no|nope|um|uh|oh|sorry|but|and|yes|yeah|its|it is|just|thats|a) )*(?:(?:no|without|theres no|there is no|there isnt|i dont have|we dont have|dont need)(?: an?| any)? (?:apartment|apt|unit|suite|flat)(?: number)?(?: (?:its|just|it is) .*)?|(?:private |whole )?(?:house|store|shop|office|business))$/,
  flat: /^(?:apartment|apt|unit|suite)\b/i,
  door: /\b(?:(?:(?:tell|let|ask|have|make sure) (?:the|your|him|her|my)? ?(?:driver|delivery (?:guy|man|person|driver)|guy)|(?:the )?(?:driver|delivery (?:guy|man|person)) (?:should|shouldnt|shouldn['’]t|can|has to|needs to|must))(?= (?!how|when|what|where)\w)|leave (?:it|them|that|this|the \w+) (?:with|at|by|on|in front|outside|inside)|(?:please )?(?:don['’]?t )?(?:ring|buzz|knock)\b|(?:call|text)(?: me)? (?:when|once)\b|hand it to\b|meet (?:me|you|us) (?:at|in|out)|use the (?:back|side|rear|front|other)|(?:the )?(?:gate|door|buzzer|building|entry)(?: code)? (?:is|code)|(?:the )?code (?:is|for the (?:door|gate|building|lobby))|(?:just )?(?:press|dial) (?:the )?(?:buzzer|bell|intercom)|go around (?:to )?the|come (?:up|around) (?:to )?the|no contact)[^.;!?]*/i,
  beforeDoor: /^[,\s]*(?:(?:and|also|but|please|just)\s+)*/i,
  behindDoor: /[,\s]*(?:\b(?:and|also|but|please))?[,\s]*$/i,
  asksPlace: new RegExp(
    `\\b(?:(?:(?:asked|asking|wondering|know|wonder|see) (?:if|whether) (?:you|ya)|(?:do|does|don['’]?t) (?:you|ya)) (?:${DELIVER}|${GO})|(?:can|could|would|will|can['’]?t) (?:you|ya) ${DELIVER}(?!${HOUSE} (?:[\\p{L}\\d'’.]+ ){0,3}(?:${STREET})\\b))(?<place>(?!(?:me|us|my|our|home|here)\\b).+)$|^deliver (?:(?:out|over) )?to (?!(?!\\d{5}$)${HOUSE}\\b)(?<town>(?!(?:me|us|my|our|home|here)\\b).+)$|^(?:(?:so|hi|hey|hello|um|uh) )*(?:you|ya|yall)(?: guys| all)? (?:${DELIVER}|${GO})(?<said>(?!(?:me|us|my|our|home|here)\\b).+)$|\\b(?:is|are|am|if) (?<here>\\S+(?: \\S+){0,5}?) (?:in|inside|within|part of) (?:your|the) (?:delivery )?(?:area|zone|range)\\b|^(?:(?:hi|hey|hello|so|um|well|okay) )*(?:im|i am|were|we are|i live|we live|my (?:place|apartment|house|office) is|im calling from) (?:(?:in|at|on|over|near|by|up|down) )+(?<there>(?!your |the (?:area|zone)).+?) (?:and )?(?:do|can|could|would|will) (?:you|ya)(?: guys)? (?:deliver|come|go|bring|service)(?: .*)?$`,
    'iu',
  ),
  furtherPlace:
    /^(?:(?:and|but|so|ah|oh|ok|okay|well|um|uh|what about|how about),? )*(?:it['’]?s |i live |i['’]?m )?(?:to|at|in|on|over|near|up|down) (?!go$|pick|the (?:side|house)|my|me|us|a |an |that|how|what|for )(?<place>.+?)[?.!]*$/iu,
  wantsDelivery: /\b(?:can|could|would|will) (?:you|ya)\b/,
  forDay: /^(?:\S* )?(?:for|on|by|until|later|this|next) /,
  fixOrder: /^change\b/,
  fixItem: /\bitems?$/,
  fixName: /^(the |my )?name$/,
  aboutAddress: /\b(?:address|apartment|apt|unit|suite|street|wrong)\b/,
  fixAddress: /^(the |my )?address$/,
  places: /^(place|confirm|submit|send)\b/,
  streetAlone: new RegExp(
    `^(?!${HOUSE}\\b)(?!(?:the|corner|a|an|between|near|by|my)\\b)(?:(?:east|west|north|south) )?(?:[a-z]{3,} ){1,2}(?:street|st|avenue|ave|road|rd|lane|drive|boulevard|blvd|alley)(?: \\d{5})?$|^broadway(?: \\d{5})?$`,
  ),
  asksAddress:
    /\b(?:what|which)(?:s| is| was| were)?(?: the| my)? (?:street |delivery )?address (?:do|did|that|is it|was it|have|you)\b|\b(?:do|did) you (?:get|have|got|write|catch|put)(?: down)? (?:my|the) (?:whole |full |right )?(?:address|apartment|apartment number)\b|\bread (?:me )?(?:back )?(?:my|the) address\b|^what(?:s| is)(?: the)? address(?: again)? (?:youre|you are|its) (?:sending|delivering|going)\b|\bwhere are you (?:delivering|sending|bringing) (?:it|that|this)\b/,
};
