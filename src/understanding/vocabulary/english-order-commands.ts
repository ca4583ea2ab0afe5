import type { Vocabulary } from './vocabulary.js';

/** Words around such a command that say nothing else. */
const AROUND =
  '(?:no|nope|oh|wait|hold on|hang on|sorry|um|uh|hmm|actually|okay|ok|alright|well|hey|yeah|you know what|just|please|can|could|would|will|you|i|we|id|ill|lets|let|me|us|want|wanna|need|like|gotta|gonna|going|have|to|go ahead|and|so|then|but|i think|changed my mind|never ?mind|forget it|forget that|scratch that|thanks|thank you|now|completely|altogether|all together|for now|about it|on me|here)';
const ORDER =
  '(?:everything|all of (?:it|that|this|them)|it all|(?:the |my |this |that )?(?:whole |entire |complete )?(?:order|thing|lot))';
const ALL_OFF = `(?:(?:cancel|scrap|delete|clear|scratch|drop|forget|void|remove|wipe|take off|get rid of|kill|ditch)(?: out| about| off)? ${ORDER}|take ${ORDER} (?:off|out|away|back))`;
const ANEW =
  '(?:(?:start|begin|do (?:it|this)|try) (?:(?:this|it|that|(?:the|my) (?:whole |entire )?(?:order|thing)) )?(?:(?:all |completely )?over(?: again)?|again|fresh|anew|new)(?: from (?:scratch|the (?:top|beginning|start)))?|(?:start|begin|go) (?:again |over )?(?:back )?from (?:scratch|the (?:top|beginning|start))|redo (?:the|my|this) (?:whole |entire )?(?:order|thing))';

/** Takes everything off the order, where nothing else is said: "cancel the whole thing, i want to start over". */
export const ENGLISH_CANCELS_ALL = new RegExp(
  `^(?:${AROUND} )*(?:${ALL_OFF}|${ANEW})(?: (?:${AROUND} )*(?:${ALL_OFF}|${ANEW}))*(?: ${AROUND})*$`,
);

/** "What's left", "read that back to me": asks for the order as it stands. */
const ENGLISH_RECALLS = new RegExp(
  `^(?:(?:so|and|okay|ok|um|uh|wait|hold on|sorry|hey|now|alright|well|just) )*(?:` +
    [
      '(?:whats|what is) (?:all )?(?:left|(?:on|in) (?:there|it) (?:now|so far)|(?:on|in) (?:my|the) order)',
      'what (?:else )?(?:all )?(?:do|have|did) (?:i|we) (?:all )?(?:have|got|get|order|ordered)(?: on (?:there|it))?',
      'what (?:all )?(?:ive|i have|ive|we have|weve) got',
      'whatve (?:i|we) got',
      'what (?:have|did) you (?:got|get|have|put) down',
      'what (?:do|does) (?:you|that|it) have (?:down|on there)',
      'where (?:are|were) we(?: at)?',
      '(?:can|could|would|will) you (?:please |just )*(?:go over|read|run through|go through|recap)(?: me)? (?:my order|the order|that|it|what (?:i|we|ive|you)(?: have| got)?)(?: (?:back|again|to me|one more time|so far|got|have))*',
      '(?:go over|run through|go through|recap|read me|tell me) (?:my order|the order|what (?:i|we|ive|you)(?: have| got)*)(?: (?:back|again|to me|one more time))*',
    ].join('|') +
    `)(?: (?:now|so far|then|exactly|again|please|right now|at the moment|for me|at))*$`,
);

/** Commands about the order as a whole. */
export const ENGLISH_ORDER_COMMANDS: Vocabulary['commands'] = [
  ['cancel', ENGLISH_CANCELS_ALL],
  ['view', ENGLISH_RECALLS],
  [
    'view',
    /^(?:(?:sorry|wait|and|so|okay|ok|um|uh|oh) )*(?:whats|what is|what was|how much was|how much is) (?:the|my) total(?: (?:on|for|of) (?:that|it|everything|all that|the order))?(?: (?:again|now|so far))*$/,
  ],
];
