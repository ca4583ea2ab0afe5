import { ENGLISH_TIMES } from '../../menu/ready/english-times.js';
import { ENGLISH_SPOKEN } from '../../menu/spoken/english.js';
import { ENGLISH_ALLERGY_WORDS } from './english-allergy-words.js';
import { ENGLISH_DIET_WORDS } from './english-diet-words.js';
import { ENGLISH_CUSTOMER } from './english-customer.js';
import { ENGLISH_BUSINESS } from './english-business.js';
import { ENGLISH_DETAILS } from './english-details.js';
import { ENGLISH_FULFILMENT } from './english-fulfilment.js';
import { ENGLISH_NAMES } from './english-names.js';
import { ENGLISH_ANSWERS, ENGLISH_DECLINE } from './english-answers.js';
import { ENGLISH_CHAT, ENGLISH_KNOWS, ENGLISH_HESITATION, ENGLISH_TALK } from './english-talk.js';
import { ENGLISH_CLAUSES } from './english-clauses.js';
import { ENGLISH_CALLED } from './english-similar.js';
import { ENGLISH_THINGS } from './english-things.js';
import { ENGLISH_LEFT_OUT, ENGLISH_WISHES, INGREDIENT } from './english-wishes.js';
import {
  ENGLISH_ASIDES,
  ENGLISH_EVERYDAY,
  ENGLISH_MEASURES,
  ENGLISH_REASONS,
  ENGLISH_STORIES,
} from './english-everyday.js';
import { ENGLISH_ORDER_COMMANDS } from './english-order-commands.js';
import { ENGLISH_CHANGES } from './english-changes.js';
import { ENGLISH_RECOUNTS } from './english-recounts.js';
import { ENGLISH_MOVES } from './english-moves.js';
import { ENGLISH_CORRECTIONS } from './english-corrections.js';
import { ENGLISH_QUESTIONS } from './english-questions.js';
import type { Vocabulary } from './vocabulary.js';

const PERSON =
  '(person|human|human being|someone|somebody|operator|agent|representative|manager|colleague|waiter|waitress|employee|owner|boss|chef)';
const YES =
  'yes|hell (?:yes|yeah)|yeah|yep|yup|ya|it is|sure thing|sure|correct|right|exactly|ok|okay|alright|fine|absolutely|definitely|of course|perfect|great|(?:it |that |everything |all )?(?:looks|sounds) (?:great|good|perfect|right|correct|fine|awesome)|confirm|confirmed|affirmative|uh huh|mm+ ?hmm+|mhm+|you got it|thatll work|that works|works for me|i guess(?: so)?|i suppose(?: so)?|i think so|sure thing|i said yes|you bet(?:cha)?|you got that right|you(?:ve| have| got)? (?:it|that|everything) (?:all )?(?:right|correct)|(?:its |thats |all )?(?:good|ready|set) to go|(?:thats |it is |its |you are |youre )?(?:exactly|absolutely|perfectly|about|all) (?:right|correct|it)|(?:that|it|this) is (?:right|correct)|okey dokey|roger(?: that)?|ten four|aye|si|oui|thumbs up|(?:thats |its )?what i (?:want|wanted|ordered|said|asked for)|thatll be (?:fine|great|perfect|good)|whatever(?= yes| yeah|$)|ship it|put (?:it|that|the order) (?:in|through)|lets (?:go|do it)|thats the one|yessir|totally|for sure|why not|lets do (?:it|that)|place the order|go ahead|go for it|yes go|(?:yes |yeah )?send it(?: in| off)?|do it|place it|please do|i do|i would|sounds (good|right|great)|(thats|that is|its|it is|all|everything is|looks|looks all|thats all) (right|correct|good|fine|perfect|okay)';
const NO =
  '(thats|that is|its|it is|thats not|its not) (wrong|not right|not correct|incorrect|right|correct)|hell no|no way|not quite|not exactly|almost|not at all|(?:please )?keep (?:it|them|everything)|dont cancel(?: it| that)?|(?:its |thats )?not what i (?:ordered|said|wanted|asked for)|no|nope|nah|not really|not yet|negative|never mind|nevermind|wrong|incorrect|none|nothing|dont|i dont|i do not|its not|it isnt';

/** English. */
export const ENGLISH: Vocabulary = {
  spoken: ENGLISH_SPOKEN,
  times: ENGLISH_TIMES,
  hints: (
    "yes|no|that's all|no thanks|pickup|delivery|my order|menu|operator|a person|repeat|" +
    'go back|half|half a dozen|a dozen|extra'
  ).split('|'),
  yesNoHints: "yes|no|yeah|that's right|that's wrong|correct|no thanks|yes please".split('|'),
  numbers: {
    units: (
      'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen ' +
      'fifteen sixteen seventeen eighteen nineteen'
    ).split(' '),
    tens: 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' '),
    amounts: [
      [/\bhalf (a )?dozen\b/g, '6'],
      [/\b(two|2) dozen\b/g, '24'],
      [/\b(three|3) dozen\b/g, '36'],
      [/\b(four|4) dozen\b/g, '48'],
      [/\b(one|1) dozen\b/g, '12'],
      [/\bb ?b ?q\b/g, 'barbecue'],
      [/\b(a )?dozen and a half\b/g, '18'],
      // No size of the menu that is named so is taken for another one.
      [/\b(?:extra|x) (large|small)\b/g, 'extra$1'],
      [/\bxl\b/g, 'extralarge'],
      [/\b(a )?dozen\b/g, '12'],
      [/\binches\b/g, 'inch'],
      [/\b(two|three|four|six|eight|ten|twelve|\d+) packs?(?: of)?\b/g, '$1'],
      [/\ba (couple|pair)( of)?\b/g, '2'],
    ],
    sounds: new Map([
      ['to', '2'],
      ['too', '2'],
      ['for', '4'],
      ['won', '1'],
      ['ate', '8'],
    ]),
    soundsBeforeDish:
      /^((?:(?:can|could|may|i|we|id|ill|like|want|get|have|order|please|just|hi|hello|yeah|and|take|do|me|give) )*)(to|too|for)(?! (?:starters|drinks|desserts|appetizers|mains|sides)\b)(?= (?:(?:small|medium|large) )?[a-z]+s\b)/,
    ordinals: 'first second third fourth fifth sixth seventh eighth'.split(' '),
    before: /^(the |option |number |choice |press |key |i want )+/,
    after: /( one| please| thanks)+$/,
    single: ['a', 'just a', 'single', 'a single'],
  },
  // A lookahead with its own group takes each answer in one way only, so matching is quick.
  colloquial: [
    ...ENGLISH_ASIDES,
    [
      /\b(?:i was|i['’]?m|i am|we were|just) (?:just )?(?:wondering|curious|checking|calling to (?:see|ask)|asking) (?:if|whether) (?:you|ya)(?: guys| all)? (?=(?:have|had|got|sell|do|make|carry|deliver|take)\b)/gi,
      'do you ',
    ],
    [
      /\bscrap(?= (?:(?:that|it|this|those)\b[\s,.]+\w|(?:the|my) (?!order|whole|entire|lot)))/gi,
      'scratch',
    ],
    [/\bstick(?:ing)? with(?= (?:the|my|just)\b)/gi, 'keep'],
    [
      /^((?:(?:oh|wait|shoot|and|sorry|no|hey|um|uh|actually)[\s,]+)*)i (?:also )?forgot(?: (?:about|to (?:order|add|get|say|mention)))?(?= (?:an?|the|one|two|some)\b)/gi,
      '$1i want',
    ],
    // An answer is acknowledged, and nothing denied: "no, okay. And an espresso".
    [/^(?:oh,? )?no,? (?:okay|ok|alright)[,.]? (?=(?:and|an?|one|two|plus) )/i, ''],
    [
      /^(?:(?:hey|hi|hello|so|and|um|uh|oh|ok|okay),? )*(?:you|ya|y['’]?all)(?: guys| all)? (?:got|have|sell|carry|make|do)(?= any )/i,
      'do you have',
    ],
  ],
  commands: [
    ...ENGLISH_ORDER_COMMANDS,
    ...ENGLISH_TALK,
    ['business', ENGLISH_CUSTOMER.asksPlace],
    ['business', ENGLISH_BUSINESS.minimum],
    ['business', ENGLISH_BUSINESS.asksReady],
    ['business', ENGLISH_BUSINESS.asksArea],
    [
      'robot',
      /\b(?:are|is) (?:you|this|it|that) (?:(?:a|an|even|really|actually|just|some kind of) )*(?:robot|machine|computer|bot|ai|real|human|recording|automated|person)\b|\bam i (?:talking|speaking) (?:to|with) (?:(?:a|an) )?(?:robot|machine|computer|bot|ai|real person|human|person|recording)\b/,
    ],
    [
      'wait',
      /^(?:(?:sorry|oh|um|uh|okay|can you|could you|please|just) )*(?:(?:hang|hold) on|wait|one (?:sec|second|moment|minute)|(?:just )?a (?:sec|second|moment|minute)|give me (?:a|one) (?:sec|second|moment|minute)|bear with me|let me (?:think|see|check|ask))(?: (?:please|sir|maam|honey|dear|sorry|a|one|just|for|sec|second|moment|minute|let me (?:think|see|check|ask|look).*))*$/,
    ],
    [
      'payment',
      /\b(?:do|can|could|would|will|should) (?:you|i|we)(?: guys)? (?:take|accept|pay|use)\b.*\b(?:cards?|credit|debit|visa|mastercard|amex|pay|cash|venmo|checks?)\b|\bpay (?:with|by|in|using)\b|\bhow (?:can|do|should) (?:i|we) pay\b|^(?:(?:credit|debit|cash|or) )+(?:card|cash)\b|^is it cash only\b/,
    ],
    [
      'ready',
      /\b(?:is|are|wheres|where is) (?:my|our|the) (?:order|food|pizzas?|delivery)(?: (?:ready|done|on its way|coming|here|yet|almost))*$|\bwhen (?:is|will) (?:my|our|the) (?:order|food|pizzas?)\b|\b(?:status of|check on|update on) (?:my|our|the|an) order\b|\border status\b/,
    ],
    ['person', new RegExp(`^(a |the |your |real |live )*${PERSON}$`)],
    ['person', /\bwho (?:can|could|should|do) (?:i|we) (?:talk|speak|ask|call)\b/],
    [
      'person',
      new RegExp(
        `\\b(speak|talk|connect|transfer|put|get|give|need|want|real|live)\\b.*\\b${PERSON}\\b`,
      ),
    ],
    [
      'repeat',
      /^((repeat|say) (that|it|this)|repeat|again|say again|come again|pardon|sorry|what|what did you say|what was that|one more time|what (?:are|were) (?:the|my) (?:choices|options)(?: again)?)( again| please| one more time)*$/,
    ],
    ['repeat', /^(hi|hello|hey|good (morning|afternoon|evening))( there)?$/],
    [
      'main',
      /^(go )?(back )?(to )?(the )?main menu$|^((place|start|make|begin|put in) (an? )?|(a )?new )?order( something| food| now)?( for (pick ?up|delivery))?$/,
    ],
    ['back', /^(go )?back$|^(go )?(to )?(the )?previous( page| one)?$/],
    [
      'next',
      /^(more|next|next page|show more|hear more|more (choices|options)|continue|what else|others?)$/,
    ],
    [
      'help',
      /^help( me)?$|^need (some |your )?help$|^i need (some |your )?help$|^what can i (say|do)$|^how does (this|it) work$/,
    ],
    [
      'keys',
      /^(?:(?:the|use|my|your|which|what|tell me|are|is|there|any|for) )*(?:keypad|key pad|keys|buttons?|touch ?tones?)(?: (?:please|do i press|can i press|are there|do i have))*$|^(?:what|which (?:key|button|number)) (?:do|can|should) i press$/,
    ],
    [
      'done',
      /^(?:(?:thats|that is|thatll be|that will be|that would be|that should be|(?:thats|that is) (?:gonna|going to|about to) (?:be|do)|this is|it is|thats about|i think thats) (?:it|all|everything|(?:the|my) (?:(?:whole|entire) )?order|(?:the|my) (?:whole|entire) thing|the lot|plenty|enough|about it)|(?:i )?think (?:that|this) (?:covers|does|about does)(?: it)?|that (?:pretty much |about |just about )?(?:covers|does|wraps)(?: it| it up| everything)?|thats (?:all|everything) (?:(?:that )?(?:i|we) (?:need|needed|want|wanted|have)|for (?:now|today|tonight|me|us)))(?: (?:i|we) (?:need|want|wanted|needed))?(?: for (?:now|today|tonight|me|us))?$/,
    ],
    [
      'done',
      /^(no |nope |nah )*(nothing else|nothing more|no more|(?:i |we )?(?:dont|do not) (?:want|need) (?:anything|nothing)(?: else| more)|(?:nothing|no more) for (?:me|us)|no thats good|(im|i am|were|we are|i think (?:im|were)) (done|good|finished|all set|fine|ready to pay)|all (done|set|good)|done|finish|finished|check ?out)$/,
    ],
    [
      'done',
      /\b(finish|complete|confirm|submit|send|check ?out)( (my|the|this|that))? order\b|^place (my|the|this|that) order$/,
    ],
    [
      'done',
      /^(?:(?:i think|okay|yeah|no) )*(?:that (?:should|will|would) do|thatll do|that (?:about )?does|(?:were|im|we are|i am) good to go|thats (?:me|us)|good to go)(?: it)?(?: done)?(?: thanks| thank you| for (?:now|today|me))*$/,
    ],
    // "Yeah, no, that's right."
    [
      'yes',
      /^(?:oh |um )*(?:(?:yeah|yes|yep|yup) (?:no|nah)|(?:no|nah) (?:yeah|yes|yep)) (?:yeah |yes )?(?:(?:thats|that is|its|it is|all|everything is|looks|sounds) )+(?:right|correct|good|fine|perfect|great)$/,
    ],
    [
      'yes',
      new RegExp(
        `^(?=.*\\b(${YES})\\b)(?:(?=(?<one>(?:${YES}|it is|that is|that|oh|well|um|uh|for me|to me|please|thanks|thank you|sir|maam|the order|it)(?: |$)))\\k<one>)+$`,
      ),
    ],
    [
      'no',
      new RegExp(
        `^(?=.*\\b(${NO})\\b)(?:(?=(?<one>(?:${NO}|oh|hmm|um|uh|well|thanks|thank you|please|sir|maam)(?: |$)))\\k<one>)+$`,
      ),
    ],
    ['no', ENGLISH_DECLINE],
    [
      'cancel',
      /^(cancel|delete|clear|scrap|forget)( (my|the|this|that|whole|entire|everything|order|thing|lot|it|all|about|completely))*$|^(?:scratch|drop|remove|take off|forget about) (?:everything|it all|(?:the |my )?(?:whole|entire) (?:thing|order|lot))$|^start (over|again)$/,
    ],
    [
      'view',
      /^change something( else)?$|\b(my|the) order( so far)?$|\border\b.*\bso far$|\bin my (order|cart|basket|bag)\b/,
    ],
    [
      'view',
      /^what (do (?:i|we) have|did i (?:just |already )?order|have (?:i|we) (?:just |already )?(?:ordered|got)|was my order)|^(how much|what)( is|s)? (the |my )?(it|total|all|that)( so far| altogether)?$|^(the )?total$|^(?:whats|what is) the damage$|^(?:(?:is|does|was|whats|how much is|how much was|how much with) )?(?:that|it|this|the total)(?: price)? (?:with|including|includes?|plus|before|after) (?:the )?tax(?:es)?$|^(?:what|how much) do (?:i|we) owe(?: you)?$|^(?:whats|what does|what did|what will|whatll|how much does|how much will|how much) (?:it|that|this|the total|all that|everything|the order)(?: all)? (?:come|comes|coming|add up|run me|set me back)(?: out)?(?: to)?(?: now| so far| altogether| all together| in total)*$|^(?:what|how much) (?:was|is|will|would|does|do)(?: (?:it|that|the total|all that))+(?: (?:be|come to|cost))*(?: again| altogether| in all| total| so far)*$|^how much(?: again| altogether| in total| for everything)?$|^(?:read|say|tell me) (?:it|that|my order|the order)(?: all)? back(?: to me)?(?: again)?$/,
    ],
    [
      'business',
      /\b(?:do|can|could|will|would) you (?:guys |all )?(?:deliver|do delivery)\b|\b(?:is|whats|what is) (?:the )?delivery\b|\bdo (?:i|we) have to pay for delivery\b|\bfree delivery\b|\b(?:charge|fee)\b.*\b(?:deliver\w*|bring)\b|\bwhat (?:is|are) the wait\b|\b(hours|how late|(?:till|until) (?:when|what time)|opening|open|close(?! (?:by|to)\b)|closing|closed|too late to (?:order|get|call)|still (?:taking|doing|accepting) orders|still serving|located|location|where (?:exactly )?are you|where (?:exactly )?(?:is|are) (?:this|your|the) (?:place|restaurant|shop|store|pizzeria)|whats your address|what is your address|directions|how long|phone number|parking)\b|\b(do|can) you deliver\b|\bdelivery (area|fee|charge|cost|minimum)\b|\bminimum (?:order|for (?:a )?delivery|to deliver)\b|\bhow much .*\bdeliver/,
    ],
    [
      'offers',
      /(^|(?<!lunch) )(offers?|deals?|promotions?|promos?|coupons?|discounts?|specials|vouchers?)\b|^(?:(?:oh|so|hey|hi|um|uh|and) )*(?:is it true|do you(?: guys)?(?: still)?|are you|have you|you have|you(?:ve| ve)? got|i (?:heard|saw|read)|do i get|are there|is there) .*\bfree (?!of\b|from\b|delivery\b|dishes\b|pizzas?\b|pasta\b|penne\b|crust\b|options?\b)(?<!\b(?:gluten|dairy|nut|egg|lactose|sugar|meat|fat|soy) free )/,
    ],
    [
      'browse',
      /^(the |your )?menu$|\b(on|hear|read|list|see|browse|whats|know) (the |your )?menu\b|^what (?:else )?(do you|can i|could i|kind of)\b.*\b(have|sell|serve|offer|recommend|get|order|there)$|^order something else$|^something else$|^(?:add|order) (?:something|another(?: dish| item| thing)?$|more|an item)\b/,
    ],
    [
      'goodbye',
      /^(thanks |thank you |i |ive |we |sorry |gotta |got to |have to |need to |should |really |better )*(good ?bye|bye|bye bye|hang up|see (?:you|ya)|ill call (?:you )?(back|again)|talk to you later|(?:(?<=(?:gotta|got to|have to) )(?:go|run)(?= |$)(?! (?:with|for|get|and|to|on|it|home with|through|by)\b)))( .*)?$/,
    ],
  ],
  clauses: ENGLISH_CLAUSES,
  recounts: ENGLISH_RECOUNTS,
  moves: ENGLISH_MOVES,
  chat: new RegExp(`^(?:(?:${ENGLISH_CHAT}) ?)+$|${ENGLISH_KNOWS}`),
  hesitates: ENGLISH_HESITATION,
  answers: ENGLISH_ANSWERS,
  polite: {
    before:
      /^((?:one (?:more|last)|another) thing|thats (?:silly|dumb|crazy|too (?:much|many|big|expensive|spicy))|too (?:much|expensive|spicy)|(?:hi|hello|hey) there|(?:i (?:have|got|had) )?(?:an?|one|just a|one more|another)? ?(?:quick |little )?question(?: for (?:you|ya))?|(?:i was|im|just) (?:just )?(?:wondering|curious)(?: (?:if|whether))?|(?:never ?mind|forget (?:it|that))(?= (?:just|ill|id|i will|can i|let me|give me|lets|make it|make that)\b)|what else|um+|uh+|hm+|er|you know what|thanks|thank you|no wait|wait|hang on|hold on|no no|well(?! done)|okay|ok|oh|so|and|but|please|hi|hello|hey|actually|im sorry|i am sorry|sorry|alright|yes|yeah|just|i think|i guess|can you|could you|would you|will you|can i|could i|may i|can we|could we|i want to|i wanna|i would like to|id like to|i like to|we would like to|wed like to|let me|lets|ill|i will|i am going to|im going to|go ahead and|you can|i need to|how about|what about|is it possible (?:to|for me to|that i)|would it be possible (?:to|for me to)|is there (?:any|a) way (?:(?:i|we|you) (?:could|can)|to|of)|(?:is there )?any chance (?:of|i could|i can|we could|you could|to)|do you think (?:i|we|you) (?:could|can)|do you mind if (?:i|we)|would you mind|whats up|what is up|how are you(?: doing)?(?: today)?|how is it going|hows it going|(?:ill|well|i will|we will) (?:do|take|have|get|go with|try)|lets (?:do|go with|try|have)|do(?= (?:me|us|a|an|the|\d|one|two|three|four|five|six|some) )(?!.*\b(?:come|comes|have|contain|include) )|no(?= (thanks|thank|just|i|id|a|an|ill|we|wed|my|the|can|could|make|change|actually|give|add|take|remove|drop|delete|scratch|its|it) )) /,
    after:
      / (please|thanks|thank you|now|then|for now|sir|maam|after all|any ?more|either|i said|i meant)$/,
  },
  questions: ENGLISH_QUESTIONS,
  food: {
    // A comma is an "and"; "can I" is not the can that drinks come in.
    prepared: [
      ...ENGLISH_REASONS,
      ...ENGLISH_CALLED,
      [/\b(\w+) (?:instead of|rather than) (?:the )?(\w+)/gi, ' with $1 no $2 '],
      [
        /\b(?:sub|substitute|swap) (?:in )?(\w+) (?:for|instead of) (?:the )?(\w+)/gi,
        ' with $1 no $2 ',
      ],

      [/\b(and|but|then|also) sub(?:stitute)? (?:in )?(?=\w+\b(?! for\b| instead))/gi, '$1 with '],
      [
        /\b(?:no|without) (?:the )?(\w+),? (?:and|but) (?:with )?(\w+) instead\b/gi,
        'with $2 no $1 ',
      ],
      [/^no,? (?=the \w+ (?:should|is|are|was|were|goes?|belongs?)\b)/i, ' '],
      [/[,;](\s|$)/g, ' and '],
      [/\b(can|could|may) (i|we|you)\b/gi, ' '],
      [/\b(?:leave|leaving|left) (?:out|off)\b/gi, 'without'],
      ENGLISH_LEFT_OUT,
      [/\b(?:in |of |with )?(?:the )?same size\b/gi, ' samesize '],
      // "First one large, second one small" are one and one.
      [
        /\b(?:the )?(?:first|second|third|fourth|other)(?: one)? (?=(?:is |in |a )?(?:extra |x )?(?:small|medium|large|with|without|plain|regular)\b)/gi,
        'one ',
      ],
      [/\bwith double (?:the )?/gi, 'with '],
      [/(?<!hold |no |without )\b(?:with )?everything (?:but|except)(?: the)?\b/gi, 'without'],
      [/\bi(?:'?ve)? changed my mind\b/gi, ' '],
      [/\bpick (it|them|that) up\b/gi, 'pickup'],
    ],
    wishes: [
      ...ENGLISH_THINGS,
      [
        new RegExp(
          `\\b(?:(?:go|going|be|make it|have it|a bit|a little|really|very) )*(light|lightly|easy|heavy|generous)(?: (?:on|with))?(?: the)? (${INGREDIENT})\\b`,
          'g',
        ),
        '$1 on the $2',
      ],
      [
        new RegExp(
          `\\b(?:with )?(?:(?:a (?:little|bit) )?(?:less|easy)|(?:only |just )?half (?:of )?the(?: usual| normal)?|not (?:too|so|very|that) much|(?:just|only) a (?:little|bit of|touch of|tiny bit of)) (${INGREDIENT})\\b`,
          'g',
        ),
        'less $1',
      ],
      [
        /\b(?:(?:nice and|bake it|baked|cook it|cooked) )*(well done|extra crispy|crispy|lightly baked|not too (?:spicy|hot|salty|dark|crispy)|extra (?:spicy|hot)|medium rare|cooked through)\b/g,
        '$1',
      ],
      [
        /\b(?:and )?(?:cut|sliced?) (?:it |them )?(?:in|into) ((?:\w+ )?(?:squares|slices|pieces|strips|half|halves|quarters|wedges)|two|three|four|six|eight|ten|twelve|sixteen|thirds|\d+)\b/g,
        'cut into $1',
      ],
      [
        /\b(uncut|unsliced|double cut|party cut)\b|\b(?:please )?(?:dont|do not|(?:can|could) you not|not) (?:cut|slice) (?:it|them)\b/g,
        'uncut',
      ],
      [
        /\b(?:and |with )?(?:the |my )?(sauce|dressing|(?<!(?:blue|goat|cream|cottage|feta) )cheese|mayo|butter|onions|it|everything) on the side\b/g,
        '$1 on the side',
      ],
      [
        /\b(?:with )?(?:no|without) (ice|salt|cutlery|utensils|napkins|straws?|lemon|garnish)\b/g,
        'no $1',
      ],
      [
        /\b(?:with )?(?:some )?extra (napkins|plates|cutlery|utensils|ice|chopsticks|forks|knives|spoons|straws)\b/g,
        'extra $1',
      ],
      [/\b((?:less|more) (?:spicy|salty|hot|sweet|crispy|garlicky))\b/g, '$1'],
      [/\b(?:hold|no|without) everything (?:but|except) (?:the )?(\w+)/g, 'nothing but $1'],
      [
        /\b((?:lightly |slightly |a (?:little|bit) |extra |nice and )*(?:burnt|burned|charred|toasted|crunchy|golden brown|medium well|rare|reheated|warmed up)(?: a (?:little|bit))?)\b/g,
        '$1',
      ],
      ...ENGLISH_WISHES,
      [/\bin (?:a )?separate (bags?|box(?:es)?|containers?)\b/g, 'in separate $1'],
    ],
    halves:
      /\b(?:(?:with|as|and) )?(?:half and half|(?:(?:one )?half (?:with )?[a-z]+ (?:and )?(?:(?:the )?other |one )?half (?:with )?[a-z]+)|half (?:of it )?(?:with |has |gets |is )(?:the |some )?[a-z]+(?: [a-z]+(?= (?:and|on) ))?|(?:with )?(?:only |just )?(?<!\ba )half (?!an?\b|and\b|dozen|pound|order|portion|price|hour|the\b|of\b|past\b|one\b|size\b|liter\b|pint\b|cup\b|\d)[a-z]+(?= (?:please|thanks)|$)|[a-z]+ on (?:only |just )?(?:one |the other )?half(?: of (?:it|them|that|the pizza))?)\b/g,
    halfOfEach:
      /\bhalf (?:(?:of )?(?:it|them|those) )?(?:(?:with|in|of) )?([a-z]+(?: [a-z]+)??) (?:and )?(?:the )?(?:other )?half (?:(?:of )?(?:it|them|those) )?(?:(?:with|in|of) )?([a-z]+(?: [a-z]+)?)\b/,
    halfWords: ['half'],
    dropped: new Set(),
    articles: new Set(['a', 'an', 'another', 'some']),
    determiners: new Set(['the', 'my', 'a']),
    joints: new Set(['and', 'also', 'plus', 'then', 'or', 'but']),
    plus: new Set(['with', 'extra', 'add', 'topped', 'including']),
    minus: new Set(['no', 'without', 'hold', 'minus', 'skip', 'except', 'not']),
    only: new Set(['only']),
    everyOne: new Set(['all', 'both', 'each', 'everything']),
    theOthers: new Set(['other', 'rest']),
    ofThem: new Set('of them those these should be to have just'.split(' ')),
    kindFirst: false,
    dips: new Set(['dip', 'dips']),
    dipWords: new Set(['sauce', 'dip']),
    turns: new Set(['for', 'on', 'because', 'to', 'at', 'from', 'in']),
    either: new Set(['or']),
    usual: new Set('classic original traditional regular standard normal plain'.split(' ')),
    plainly: new Set(['plain', 'regular', 'normal']),
    aside: [['on', 'the', 'side'], ['on', 'side'], ['separate'], ['separately']],
    ampersand: 'and',
    sameSize: 'samesize',
    qualities: new Set(
      'fried grilled roasted baked steamed shaved sliced diced chopped sauteed caramelized smoked melted fresh black red'.split(
        ' ',
      ),
    ),
    fillers: new Set(
      (
        'the of my me i id ill im we us you your it its that this thi those these them one has have get got ' +
        'want would like love need take order give do doe did please just maybe go gonna going will may is are ' +
        'be well let can could hi hello hey oh ah um uh yeah yes ok okay so now all thank thanks both each any make ' +
        'bring put down side too as try think today tonight deliver delivery delivered pickup pick up takeout here ' +
        'how much what whats which there something anything price cost tell about know if contain ' +
        'place start should back else great perfect awesome sorry hang honey wait robot machine credit card cash hold second moment minute ' +
        'said meant mean actually instead better nicer sure fine cool nice lovely wonderful again same different another ' +
        'wife husband kid daughter son mom dad friend guy dear hungry family people everyone listen know think ' +
        'guess suppose probably whatever fuck fucking shit damn goddamn freaking ' +
        'that thatll thatd serve sell carry theyre were was got gotta he she they him her who when where why wanted said say tell told portion serving'
      ).split(' '),
    ),
    baseForms: () => [],
    everyday: ENGLISH_EVERYDAY,
    ofKind: null,
    ownKind: null,
    ofWhat: 'of',
    measures: ENGLISH_MEASURES,
    untilWhen: new Set('until till since after before'.split(' ')),
    stories: ENGLISH_STORIES,
    onto: new Set(['on', 'onto']),
    sizes: new Map([
      ['extralarge', 'extra large'],
      ['extrasmall', 'extra small'],
      ['big', 'large'],
      ['bigger', 'large'],
      ['biggest', 'large'],
      ['middle', 'medium'],
      ['smallest', 'small'],
      ['smaller', 'small'],
      ['small', 'small'],
      ['medium', 'medium'],
      ['large', 'large'],
      ['jumbo', 'jumbo'],
    ]),
    markers: new Set(['add', 'extra', 'no', 'with', 'without']),
    leavesOut: new Set(['no', 'without']),
    noKinds: new Set(['and', 'or', 'special']),
    beforeChoice: new Set(['the', 'a', '1', 'want']),
    without: (words) => `no ${words}`,
    translations: {},
  },
  changes: ENGLISH_CHANGES,
  corrections: ENGLISH_CORRECTIONS,
  customer: ENGLISH_CUSTOMER,
  details: ENGLISH_DETAILS,
  fulfilment: ENGLISH_FULFILMENT,
  names: ENGLISH_NAMES,
  allergies: ENGLISH_ALLERGY_WORDS,
  diets: ENGLISH_DIET_WORDS,
  offer: 'offer',
};
