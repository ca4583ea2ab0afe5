import type { AnswerWords } from './answer-words.js';

/** "No, that's okay" declines what is offered. */
export const ENGLISH_DECLINE =
  /^(?:(?:oh|um|uh|ah) )*(?:no|nah|nope|naw) (?:(?:no|thanks|thank you|its|thats|that is|were|im) )*(?:okay|ok|fine|alright|all right|cool)(?: thanks| thank you| then| though| for now| with that| as is)*$/;

/** How English answers a question beside a plain yes or no. */
export const ENGLISH_ANSWERS: AnswerWords = {
  idle: new Set(
    (
      'oh ooh yum extras ah aw um uh er eh hm hmm mm well so like okay ok alright right cool great perfect awesome fine nice lovely ' +
      'wonderful excellent amazing sweet thanks thank you so much very please kindly really actually honestly basically ' +
      'pretty absolutely definitely totally just also anyway anyways though then now here there sorry hey ' +
      'sir maam miss mister man dude bro buddy pal honey hon dear sweetie sweetheart darling babe love boss friend folks ' +
      'guys wife husband kid kids son daughter mom mother dad father brother sister boyfriend girlfriend ' +
      'my your our me us him her them his it its that thats this is i im we us youre be for to too of the all think ' +
      'guess say said mean with appreciate day night evening afternoon morning weekend have enjoy'
    ).split(' '),
  ),
  unsettles: /\b(?:wait|hold|hang|no|nope|nah|not|but|wrong|what|how)\b/,
  asksBack:
    /^(?:(?:and|but|so|oh|um|uh|ok|okay|well|wait|yeah|yes) )*(?:(?:is|are|was|were|does|do|did|will|should|am) (?:it|that|this|they|those|there|these|you|i|we|the)|(?:would|can|could) (?:it|that|this|they|i|we)|isnt|doesnt|arent|wont)\b/,
  affirms: /\b(?:right|correct|exactly|good|fine|perfect|great|is|works|work|got it|all)\b/,
  total:
    /\b(?:total|damage|owe|come to|(?:with|including|includes?|plus|before|after) (?:the )?tax(?:es)?|how much)\b/,
  further: /^(?:(?:oh|ah|well|hmm*|okay|and|um|uh|so) )*(?:and\b|what about|how about|what if)/,
  takes:
    /\b(?:ill|i will|we will|lets|let me|id|i would|wed|we) (?:just )?(?:take|have|get|do|go|go with|try|order|grab|like|want)\b|\b(?:give|get|bring) (?:me|us)\b|\bput (?:me|us) down\b|\bi (?:want|need)\b|\bcan i (?:get|have|do)\b|^(?:(?:yes|yeah|okay|ok|sure|alright|sounds good|then|uh|um|oh|ooh|please|just|great|perfect|fine|nice|cool) )*(?:the|an?|one|two|three|four|five|six|that|those)\b/,
  takesToo: /\b(?:that|those|it|one|them)(?: one)? (?:and|plus|with (?=an?\b))/,
  rather:
    /\b(?:instead|rather)\b|^(?:(?:oh|um|uh|well|hmm|ah|okay|ok|alright|fine|got it|i see|wow|ooh|wait|sorry|so|in that case) )*(?:then|in that case|no|nah|nope)\b/,
  declines:
    /^(?:(?:no|nah|well|um|uh|oh|hmm|okay|ok|alright|right|fine|yeah|so|actually|i think|i guess|you know what|(?:(?:thats|that is|its) )?(?:(?:a (?:bit|little)|kind of|kinda|way|pretty|so) )*(?:a lot|too much|(?:too )?(?:expensive|pricey|steep|spicy|rich|heavy))) )*(?:(?:ill|i will|lets|we will|well|im gonna|i can) (?:just )?(?:skip|pass|leave|not)(?: on)?(?: (?:it|that|this|those|them))?|skip (?:it|that)|pass on that|forget (?:it|that)|(?:maybe )?(?:not (?:today|now|this time|tonight)|(?:maybe )?(?:later|next time|another time))|i dont want (?:it|that)|leave it|never ?mind)\b(?: (?:then|thanks|thank you|today|and|but))*/,
  enough: /\b(?:all|were|im|we are|i am) (?:good|set|done)\b/,
  refuses:
    /^(?:(?:oh|um|uh|well|hmm|ah|okay|ok|alright|right|fine|yeah|so|then|actually|got it|i see|sorry|no|lets|let us|we will|well|ill|i will|i think|just|im gonna|please) )*(?:no|not|skip|forget(?: about)?|leave(?: (?:out|off))?|drop|scratch|scrap|lose|pass on|without|never ?mind(?: about)?|hold off on|stay away from|avoid|i (?:dont|do not) want|we (?:dont|do not) want) (?:(?:the|that|any|those|this) )?/,
  behindRefusal:
    /^(?:(?:then|off|out|alone|thanks|thank you|please|today|for now|and|but|so) ?)+(?= |$)/,
  justThat:
    /^(?:(?:oh|um|uh|well|hmm|ah|okay|ok|alright|right|fine|yeah|yes|so|then|no|nope|nah|actually|its|thats|it will be|itll be|ill take|ill have) )*(?:just|only) (?:(?:the|my|that|those) |(?<=\bno just )(?!an?\b|one\b|some\b|another\b|that\b|those\b|\d))(.+?)(?: (?:then|thanks|thank you|please|for now|today|is fine|is good|will do|thats it|thats all))*$/,
  choice: {
    largest: /\b(?:biggest|largest)\b/,
    smallest: /\b(?:smallest|littlest)\b/,
    large: /\b(?:big(?:ger)?|large|larger)\b/,
    small: /\b(?:small(?:er)?|little)\b/,
    any: /\b(?:whatevers?|whichevers?|any (?:of (?:them|those)|one|kind|will do)|any|either(?: one)?|(?:dont|do not|doesnt|does not) (?:really )?(?:care|mind|matter)|no preference|you (?:choose|pick|decide)|surprise me|up to you|standard|regular|normal|usual)\b/,
    idle: new Set(
      'one ones size kind you have got what whats of comes it goes works do will best a an'.split(
        ' ',
      ),
    ),
  },
};
