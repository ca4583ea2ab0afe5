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
    /^(?:(?:no|nope|actually|wait|oh|sorry|never ?mind|on second thought|you know what|okay|ok|just|please|you can|lets|i changed my mind) )*(?:leave|keep|put) (?:it|them|that|those) (?:(?:on|in|back(?: on| in)?|on there|on it|how it was|how they were|as (?:it|they) (?:was|were|is)|like (?:it|they|that)(?: (?:was|were))?|the way (?:it|they) (?:was|were)|as is)(?: (?:please|then|after all|actually|thanks))*)+$|^(?:(?:no|actually|wait|oh|sorry|never ?mind) )*(?:go back to how it was|put it back)$/,
  withThat: /\b(with|on|in) (?:that|it|those|one of those)(?= crust\b| please\b| then\b|$|[,.])/i,
  keeps: /\b(?:too|also|as well|both|another|more|add|extra)\b|\d|\?/,
  says: /\b(?:move|switch|put|should(?:ve)?|(?:was|were|are|is) supposed to|meant|i (?:said|wanted|asked for)|belongs?|goes?|go|instead|be|been|have|were|was|are|over)\b/g,
  lead: /^(?:(?:oh|um|uh|hey|sorry|wait|actually|no|nope|not|i mean|yeah|well|okay|so|but|please|thats wrong) )+/,
};
