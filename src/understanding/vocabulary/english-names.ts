import type { NameWords } from './name-words.js';

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));
const RELATIVE =
  'wife|husband|son|daughter|mom|mother|dad|father|brother|sister|friend|boss|girlfriend|boyfriend|partner';
const FULFILMENT = 'pick[- ]?up|picking (?:it )?up|take[- ]?out|carry[- ]?out|to go|delivery';

/** American English. */
export const ENGLISH_NAMES: NameWords = {
  before: new RegExp(
    `^(?:um+|uh+|well|yes|yeah|yep|sure|okay|ok|hi|hello|hey|no|so|oh|and|please|just|actually|either|i (?:already |just |literally )*(?:said|told (?:you|ya)(?: guys)?)|you can|` +
      `(?:my|the) name(?: is|'s)(?: (?:gonna|going to) be)?|name is|(?:first|last) name(?: is|'s)?|this is|it is|it'?s|that'?s|i am|i'?m|` +
      `(?:that|it)(?:'?d| would|'?ll| will) be|make it out to|make it|put it(?: down)? (?:under|as|for)|put (?:it|down|in)|put|use|` +
      `under(?: the name(?: of)?)?|for|call (?:me|it)|[a-z ]+ but (?:everyone|everybody|people|you can|just|they) calls? me|` +
      `change (?:it|the name|my name) to|(?:my|the) (?:${RELATIVE})(?:'?s name(?: is)?|'?s| is)?)(?![\\p{L}'])[\\s,.]*`,
    'iu',
  ),
  after: new RegExp(
    `[\\s,.]*(?:(?<=\\p{L}{2,} )will\\b|\\b(?:please|thanks|thank you|sir|ma'?am|though)|` +
      `(?:'s|\\bis|\\bwill be|\\bwould be)? ?\\b(?:just )?(?:fine|good|great|perfect|alright|okay|ok|works|will do)(?: for me)?|` +
      `\\bfor (?:${FULFILMENT})|\\b(?:and )?(?:that'?s|that is|that'?ll be|that will be) (?:all|it|everything)(?: .*)?|` +
      `\\bwith (?:an?|one|two|three|no|double) [a-z]{1,2}(?:['’]?s)?(?: .*)?|\\b(?:that'?s |it'?s )?like the .*|` +
      `\\band (?:the|my) (?:phone|cell|number|telephone).*|\\b(?:number )?(?:\\d|one|two|three|four|five))[.!?,\\s]*$`,
    'iu',
  ),
  letter: /\b([a-z]) (?:as in|for|like|like in) [a-z]+\b/g,
  double: /\bdouble ([a-z])\b/g,
  letters: new Map(),
  never: set(
    'you your youre i id ill im ive already told not why what whats how who where wheres when which can could would should do ' +
      'does did is are was were wont itll thatll thatd it its that thats this these those them there here yes no nope nah naw yeah yup looks sounds order ordered ' +
      'orders food menu pizza pizzas wrong right correct incorrect never mind nothing none business whatever same always ' +
      'usual remember remind forget careful sorry hello hi hey hear wait hang hold thanks thank okay ok um uh hmm know dont cant name names my me we us ' +
      'they he she add want need get give have take make change remove cancel fuck fucking shit damn stupid hell ass ' +
      'bitch idiot and or but so fast slow slower louder speak speaking repeat again phone number card cash pay time ' +
      'much many ready pickup pick up takeout delivery deliver delivered on in at to from with for of the a an some any all ' +
      'now today tonight tomorrow later soon lunch dinner breakfast work office party school birthday friends kids family ' +
      'people person everyone someone anyone back please sure fine good great perfect almost obviously definitely probably ' +
      'really maybe rather whichever either neither both minutes hour hours oclock go going come coming say preferably schedule just only still also skip ' +
      'else everything anything something one two three four five six seven eight nine ten another other more ' +
      'anyway anyways though only too crazy ridiculous terrible awful annoying taking too very two-b stop start over under like instead gonna been be without except besides ' +
      'takeout carryout collection starving calling looking ordering trying wondering thinking driving interested allergic vegan ' +
      'vegetarian celiac outside expensive cheap cold hot late early hungry busy done raining urgent important complicated ' +
      'funny weird confusing large small medium bigger smaller mom dad mommy daddy grandma grandpa wife husband son daughter ' +
      'girlfriend boyfriend roommate boss neighbor starters starter appetizer appetizers dessert drinks sharing brunch table ' +
      'curbside downtown uptown midtown asap contactless inside indoors door doorstep lobby express extra ' +
      'example instance certain ah aw aww eek ew gee geez gosh golly ha haha hah hm hmm huh jeez lol man mhm mm ' +
      'oof oop oops ooh ouch ow phew shoot sheesh tada uhh ugh whoa whoops wow yay yikes yo yup yep folks caramba ay oy also myself ourselves himself herself themselves him her his their yours mine',
  ),
  joins: set('and'),
  either: set('or'),
  around: set(
    'hey well honest honestly guess let lets see put use said told tell say first last went by guys listen yep nope alright ' +
      'mean meant spelled spell write written believe think call called reservation mister mr mrs ms',
  ),
  noName: set('a an the my your our his her their this that some'),
  asks: /^(?:(?:um|uh|oh|and|so|okay|ok) )*(?:do|dont|did) (?:you|ya)(?: guys)? (?:need|want)(?: to (?:know|have))? (?:my|a|the) name(?: (?:too|as well|for (?:it|that|the order)))*$/,
  why: /\b(?:why|what for)\b.*\bname\b|\bwhat do you need (?:my|a|the) name for\b|^(?:do|does) (?:you|it|i) (?:really |have to |need to )*(?:need|give|matter|have to).*\bname\b/,
  given:
    /\b(?:and )?(?:(?:(?:my|the) )?(?:first|last) name(?:['’]?s| is)|(?:my|the) name(?:['’]?s| is(?: (?:gonna|going to) be)?| will be| would be| should be)|name(?: is|['’]?s)|(?:change|switch|put|make) (?:the|my) name(?: on (?:it|that|the order))? (?:to|as)|(?:(?:in|under) )?(?:the )?name of|(?:under|(?:it['’]?s )?for) (?:the )?name(?: of)?|(?:please )?call me|(?:put|order|it|it'?s|that'?s|that) (?:is |it )?under(?: the name(?: of)?)?) /iu,
  mayBeGiven: new RegExp(
    `\\b(?:under|it'?s for|that'?s for|the order is for|(?<=(?:${FULFILMENT}|itself|myself|an order) )(?:for|under)|picking up for|(?:my|our) (?:${RELATIVE}),? (?=[\\p{L}'’-]+,? (?:will|is|can|he|she|gonna|going)\\b)) `,
    'iu',
  ),
  introduced:
    /\b[Tt]his is (?=\p{Lu})|\bthis is (?=[\p{L}'’-]+(?: [\p{L}'’-]+)?(?:$|[.,!]| (?:i|i['’]?d|i['’]?ll|i['’]?m|can|could|calling|and|again|here|from|let|may)\b))/u,
  atEnd: /\b(?:for|under|name) (?=[\p{L}'’-]+(?: [\p{L}'’-]+)?[.!]?$)/iu,
  underAtEnd: /\bunder (?=[\p{L}'’-]+(?: [\p{L}'’-]+)?[.!]?$)/iu,
  corrects: new RegExp(
    `^(?:(?:no|nope|nah|wait|sorry|actually|yes|yeah|but|oh|um|uh|well|hold on|not quite)[\\s,.]+)*` +
      `(?:(?:it['’]?s|it is|its|i['’]?m|that['’]?s|thats|this is|the name(?: is|['’]s)?|make (?:it|that)|(?:it )?should (?:be|say)|` +
      `i said|just|say|put(?: it)?(?: under| as| for)?|(?:can|could) you (?:put|change) (?:it|that)?(?: under| to| as)?|change (?:it|that|the name) to|` +
      `under|(?:my|the) (?:${RELATIVE})['’]?s(?: name)?(?: is)?|spelled)[\\s,.]+)+`,
    'iu',
  ),
  forWhom: new RegExp(`^(?:${FULFILMENT})\\b`),
  none: /^(?:skip|no name|without a name|none\b|i(?:d| would) rather not|rather not|id prefer not|prefer not|i dont want to (?:say|give)|(?:its )?none of your)/,
  withLetter: /\bwith (?:an? )?([a-z])\b/,
  wrong:
    /^(?:no )?(?:(?:the|my) name(?: is|s)? (?:wrong|not right|incorrect|not correct)|(?:thats )?not my name|wrong name|(?:thats )?the wrong name|change (?:the|my) name|you got (?:the|my) name wrong|fix (?:the|my) name)$|\b[a-z] (?:as in|like in) [a-z]+\b|\bspell(?:ed|ing)?\b/,
  meantNot:
    /^(?:(?:no|nope|sorry|wait|actually|oh|um|uh|its|it is|the name is|my name is|i said|thats) )*(.+?),? not (.+)$/,
  notBut:
    /^(?:no |nope |sorry |wait |actually |oh |um |uh |its |it is |thats |the name is |my name is )*not (.+?) (?:but |its |it is |thats |the name is |my name is )+(.+)$/,
};
