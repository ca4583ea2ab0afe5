import type { AdviceWords } from './advice-words.js';

const LEAD = '(?:(?:so|um|uh|oh|okay|ok|well|hi|hello|hey|and|but|just|please|then) )*';

/** American English. */
export const ENGLISH_ADVICE: AdviceWords = {
  suggests: new RegExp(
    `\\b(?:what|which|whats|anything|something|can you|could you|would you)\\b.*\\b(?:recommend\\w*|suggest\\w*|popular|best ?sell\\w*|favou?rite|famous for|known for|signature|speciality|specialty)\\b|^${LEAD}what(?:s| is)(?: really| your| the)*? (?:good|best|nice|tasty)(?: (?:here|today|there|on the menu|\\w+))*$|\\b(?:any|got) (?:good )?(?:recommendations?|suggestions?)\\b|\\bwhat (?:should|would) (?:i|we|you|he|she) (?:get|have|order|try|eat|pick|choose)\\b|^${LEAD}(?:surprise me|you (?:choose|pick|decide)(?: for me)?)$|\\bhelp me (?:choose|decide|pick)\\b`,
  ),
  praised:
    /\b(?:popular|best ?sell\w*|favou?rite|famous|known for|signature|speciality|specialty)\b/,
  forKids:
    /\bkids? (?:menu|meals?|portions?|options?|stuff|dish(?:es)?|size)\b|\b(?:(?:some|any)thing|what(?:s| do you have| have you got| else| is)?|do you have .*|options?|good)\b.* for (?:(?:the|my|our|a|an|little|small|picky|young|\w+ year old) )*(?:kids?|child(?:ren)?|toddlers?|little ones?|daughter|son|grandkids?|grandson|granddaughter)\b/,
  kidsDish: "a kids' meal",
  light:
    /\b(?:something|anything|what|some|options?|meals?|dish(?:es)?)\b.* (?:light|lighter|healthy|healthier|(?:not|isnt) (?:too|so|that|very) (?:heavy|filling|greasy)|low (?:in )?calories?)\b(?! (?:on|sauce|cheese)\b)|\b(?:lighter|healthy|healthier|light) (?:options?|dish(?:es)?|food|choices?|meals?|stuff|things?)\b(?! (?:on|sauce|cheese)\b)/,
  lightPart: 'salad',
  differs:
    /\bdifference\b|\bdifferent (?:from|than)\b|\bcompared? (?:to|with)\b|\b(?:versus|vs)\b|\bwhich (?:one )?(?:of (?:them|those|these|the two) )?(?:is|would be) (?:better|nicer|bigger|best|spicier|tastier)\b.* or\b/,
  against: /\b(?:and|or|versus|vs|(?:different )?(?:from|than)|(?:compared )?(?:to|with))\b/g,
  portion:
    /\bhow many (?<what>people|persons|slices?|pieces?|servings?|adults|kids)\b|\bhow many(?: (?<things>[a-z]+))?(?: [a-z]+)?? (?:(?:do|does|will|would) (?:you|i|we|it|that|one|an order|a \w+) (?:get|have|come with)|(?:is|are|come|comes) (?:in|per|to))\b|\bhow much does (?:it|that|this|one|a \w+|the \w+) (?:feed|serve)\b|\b(?:feeds?|serves?)\b.*\b(?:people|persons|\d+|two|three|four|five|six|eight|ten|us|family|how many)\b|\b(?:is|are|would|will) (?:it|that|one|they|those|(?:a|an|the|one|two|three) \w+(?: \w+)?) (?:be )?(?:big |large )?enough (?:for|to feed)\b|\bhow big (?:is|are) (?:it|that|this|they|those|one)\b/,
  kinds:
    /\b(?:what|which)(?: other| kinds? of| types? of)? flavou?rs?\b|^(?:what|which)(?: other)? (?:kinds|varieties|types|ones)(?: (?:do you (?:have|got)|are there|does (?:it|that) come in|do (?:they|those) come in))?$/,
  kindOf: /\b([a-z]+) one\b/g,
  lastOf: /\b(?:the )?last one\b/,
  ofOne:
    /\b(?:one|each|a single one) of (?:those|them|these|the \w+)\b|\b(?:each|apiece|a piece)$|\bjust (?:the )?one\b/,
};
