import type { ClauseWords } from './clause-words.js';

const WHO = '(?:i|we|you|he|she|they)';

/** How English begins something new within a sentence. */
export const ENGLISH_CLAUSES: ClauseWords = {
  joints:
    /^(?:and|then|but|except|also|oh|so|plus|um|uh|well|okay|ok|please|actually|just|besides|yeah|yes|yep|no|nope|nah)(?= )/,
  answers: /^(?:yeah|yes|yep|no|nope|nah|okay|ok)$/,
  opens: new RegExp(
    '^(?:' +
      [
        // What is wanted, and what is not.
        '(?:i|we) (?:dont|do not|didnt|did not|never) (?:want|need|order|ask)',
        '(?:ill|we ?ll|i will|we will|let me|lemme|lets|gimme|give me|get me|bring me)(?= (?:also |just |please )*(?:take|have|get|do|grab|go with|try|an?|the|some|one|two|three|four|five|six))',
        '(?:id|we ?d|i would|we would) (?:also |just |really )?(?:like|love|want)',
        '(?:can|could|may) (?:i|we) (?:also |just |please |maybe )*(?:get|have|add|do|order|change|make|take|swap|switch|cancel|remove)',
        '(?:can|could|would|will) you (?:also |just |please |maybe )*(?:add|make|put|change|take|remove|swap|switch|deliver|bring|repeat|tell|read|throw|leave|cut|give|get|cancel|hold)',
        '(?:i|we) (?:also |just |really |only |still )*(?:want|need|wanna|changed my mind)',
        'throw in',
        // Changes of what was said.
        'make (?:it|that|them|those|the|one|both)',
        'change (?:it|that|them|the|my|one)',
        '(?:drop|lose|scratch|remove|get rid of|leave (?:off|out)|cancel|skip|keep|swap|switch) (?:the|my|those)(?= )',
        '(?:keep|leave) (?:it|them|that)(?= on\\b|$| the way| as | how )',
        'add (?!to\\b|up\\b|it\\b)(?=\\w)',
        'take (?:off (?:the|my|those)|it|that|them|those|the \\w+|\\w+) (?:\\w+ )?(?:off|out|away)',
        // The end of the order.
        '(?:thats|that is|thatll be|that will be|that would be|thatll do) (?:it|all|everything|about it)',
        '(?:thatll|that will|that should|that would) do',
        'nothing (?:else|more)',
        '(?:im|i am|were|we are) (?:good|done|finished|all set)(?= |$)',
      ].join('|') +
      ')',
  ),
  asks: new RegExp(
    '^(?:' +
      [
        'how many(?: of)?(?: \\w+){1,4} (?:do|did|is|are|have|does)(?: (?:i|we|you|that|there))?(?= |$)',
        '(?:what(?: \\w+)?|when|how (?:much|long|many|soon)) (?:do|does|did|is|are|will|can|could)(?= )',
        '(?:does|is|are|was) (?:it|that|this|they|there|those|these)(?= )',
        '(?:do|did) (?:you|they|i|we)(?= )',
        '(?:do|does) the(?= )',
        '(?:whats|what is|what are|what about|what time|what kind|what do|which|how much|how long|how many|how big|how about|where|why)(?= )',
        `(?:can|could|should|will) (?:${WHO}|it|that|they)(?= )`,
      ].join('|') +
      ')',
  ),
  supposes:
    /\bif (?:i|we) (?:were to |was to )?(?:order|ordered|get|got|call|do|did|put in)\b.*\b(?:when|how (?:long|soon|much))\b|\b(?:when|how (?:long|soon|much))\b.*\bif (?:i|we) (?:were to |was to )?(?:order|ordered|get|got|do|did)\b/,
  asksApart: null,
  changes:
    /^(?:make|change|take (?!an? )|remove|drop|scratch|scrap|cancel|skip|lose|forget|leave (?:out|off))\b|^(?:i|we) (?:dont|do not|didnt|did not|no longer|never) (?:want(?:ed)?|need|order(?:ed)?|like)(?: it| that| them| those| one)?(?: any ?more| at all| now| after all| please)*$/,
  tells:
    /^(?:(?:no|nope|oh|and|but|well|okay|ok|um|uh|actually|wait|sorry|hmm) )*(?:(?:thats|its|it is|that is|theyre) )?(?:way )?(?:too|so|very|really) (?!many\b|much\b|few\b)\w+$/,
  changesNamed:
    /^(?:make|change|take|remove|drop|scratch|scrap|cancel|skip|lose|forget|leave)(?: off| out)? (?:the|my|those|both|one)\b/,
  target:
    /(?:^| )(?:dont|do not|didnt|not|never|to|you|i|we|could|can|lets|gonna|wanna|or|also)$|^(?:and |but )?(?:on|for) (?:\w+ ){0,3}\w+$|^(?:(?:and|but|no|actually|just) )*(?:one|two|three|\d)(?: of (?:them|those|these))?$|^(?:(?:and|plus|also|then) )*(?:\w+ ){1,3}more$|^(?:and |but |so |then |no |hey |oh |wait |sorry )*(?:(?:(?:for|on|to|with) )?(?:the|that|my|those|these) (?!\S+ \S+ \S+ )|you (?:have|put|got|said|added|gave)\b|thats (?!all|it|everything))/,
  justSoMany: null,
  day: /^(?:(?:and|but|so|okay|ok|hi|hello|hey|on|for|this|next|the|oh|um|uh) )*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tomorrow|weekends?|(?:thanksgiving|christmas|xmas|new years?)(?: (?:eve|day))?)$/,
  orders:
    /\b(?:an?|one|two|three|four|five|six|ten|twelve|eighteen|twenty|dozen|\d+|some|want|need|like|take|have|get|give|gimme|order|do|add)\b/,
  opensAfterJoint:
    /^(?:is|are|make|change|switch|swap|replace|remove|take|drop|scratch|scrap|skip|forget|cancel|add|throw|put|give|get|bring|do|leave|lose|hold the|upgrade|can|could|the name|its for|its|i|we)(?= )/,
};
