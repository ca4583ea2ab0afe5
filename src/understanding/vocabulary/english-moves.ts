import { ENGLISH_CANCELS_ALL } from './english-order-commands.js';
import type { MoveWords } from './move-words.js';

/** How English puts a wish on another dish than before. */
export const ENGLISH_MOVES: MoveWords = {
  onDish: [
    /\b(?:on|onto|to|for|with|in)(?: (?:to|the|my|that|your))+ @/g,
    /(?:^|\b(?:and|but|its|it is|i said|i meant) )(?:the|my|that) @ (?:(?:is|was) the (?:1|one) (?:that |which )?(?:gets?|has|should|with|i wanted)(?: have)?|(?:(?:is|was) supposed to|was meant to|should|shouldve|should have|needs? to) (?:have|get|be with|had|gotten)|gets|wanted)\b/g,
  ],
  offDish:
    /\b(?:(?:and |but )?(?:not|instead of|rather than)(?: (?:on|for|in|to|with|off))*(?: (?:the|my|that))* @|(?:off|from|out of)(?: of)?(?: (?:the|my|that))* @)/,
  moves:
    /^(?:(?:oh|um|uh|hey|sorry|wait|actually|i mean) )*(?:no|nope|wait|sorry|actually)\b|\b(?:move|switch|should|shouldve|supposed|meant|said|wanted|asked|belongs?|go(?:es)?|instead|not|were for|was for|mix\w*|wrong)\b/,
  adds: null,
  undoes:
    /^(?:(?:no|nope|actually|wait|oh|sorry|never ?mind|on second thought|you know what|okay|ok|just|please|you can|lets|i changed my mind) )*(?:leave|keep|put) (?:it|them|that|those) (?:(?:on|in|back(?: on| in)?|on there|on it|how it was|how they were|as (?:it|they) (?:was|were|is)|like (?:it|they|that)(?: (?:was|were))?|the way (?:it|they) (?:was|were)|as is)(?: (?:please|then|after all|actually|thanks))*)+$|^(?:(?:no|actually|wait|oh|sorry|never ?mind) )*(?:go back to how it was|put (?:it|them|that|those) back|undo (?:it|that|the last (?:one|thing|change)))$|^(?:(?:no|nope|actually|wait|oh|sorry|never ?mind|on second thoughts?|you know what|i changed my mind|just) )+(?:leave|keep) (?:it|them|that|those)(?: alone| be)?$/,
  noLonger:
    /^(?:(?:no|nope|actually|wait|oh|sorry|and|but|um|uh|its|make it|i want it|i said) )*(?:not|no longer|dont make it|forget(?: about)? the|never ?mind(?: about)? the|scratch the) /,
  keepsThat:
    /^(?!.* off\b)(?:(?:no|nope|actually|wait|oh|sorry|never ?mind|on second thoughts?|you know what|okay|ok|just|please|you can|lets|i changed my mind|um|uh|hmm|well|and|but|then) )*(?:leave|keep|put)(?: back| on)? (?:the|my|those|that) (.+?)(?: (?:on|in|back|on there|on it|there|though|please|after all|then|as is|too))*(?<!\b(?:off|out|side))$/,
  cancelsAll: ENGLISH_CANCELS_ALL,
  deniesDish:
    /\b(?:(?:(?:and|its|it is|thats|that is|it was|i (?:said|meant)) )?not|isnt|wasnt|instead of|rather than|(?:i |we )?(?:didnt|did not|never|dont|do not) (?:say|said|order(?:ed)?|ask(?:ed)? for|want(?:ed)?|mean|need|get)|no)(?: (?:the|an?|1|any|that|those|my))* @/g,
  meantBefore: / (?:i meant|i mean|i said)$/,
  degree: /^(?:too|very|really|so|less|more|extra)$/,
  bareDenial: /^ *(?:(?:no|nope|oh|um|uh|well|and|but|please) *)+$/,
  pairs: /\b(?:not|instead of|rather than)\b/,
  deniesLast: /\b(?:no|nope|i mean|i meant|i said|thats wrong|supposed|meant|should)\b/,
  replaces: /\b(?:supposed to be|meant to be|should be|should have been|shouldve been)\b/,
  takesBack: /\b(?:no|nope|actually|wait|sorry|i mean|not|thats wrong)\b/,
  withThat: /\b(with|on|in) (?:that|it|those|one of those)(?= crust\b| please\b| then\b|$|[,.])/i,
  keeps: /\b(?:too|also|as well|both|another|more|add|extra)\b|\d|\?/,
  says: /\b(?:move|switch|put|should(?:ve)?|(?:was|were|are|is) supposed to|meant|i (?:said|wanted|asked for)|belongs?|goes?|go|instead|be|been|have|were|was|are|over)\b/g,
  lead: /^(?:(?:oh|um|uh|hey|sorry|wait|actually|no|nope|not|i mean|i meant|i said|yeah|well|okay|so|but|please|thats wrong|(?:that|it|this|those|they)s? (?:(?:is|was|were|are) )?(?:supposed to be|meant to be|should be|should have been|shouldve been)) )+/,
};
