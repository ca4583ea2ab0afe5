import type { Command } from './vocabulary.js';

/** Words that begin an utterance and count for nothing. */
const LEAD =
  '(?:(?:um|uh|hm+|er|oh|ah|okay|ok|so|well|hey|hi|hello|wait|sorry|please|no|yeah|yes|and|but|actually|can you|could you|would you|will you|just) )*';
/** What else is said by someone who asks for time; no order is among it. */
const NO_ORDER =
  '(?: (?!want|wants|get|have|take|an?|two|three|add|like|order|with|make|is\\b|change)\\w+){0,6}$';
const PEOPLE =
  '(?:(?:my|the) (?:wife|husband|kids?|son|daughter|mom|dad|friends?|boss|girlfriend|boyfriend|family|guys)|he|she|they|somebody|someone)';
const DOUBT =
  '(?:think|thinking|decide|deciding|check|checking|look|looking|see|ask|asking|choose|choosing|find|figure)';
const MOMENT =
  '(?:a|one|two|just a|half a|another) (?:sec|second|seconds|moment|minute|minutes|mo)';
const OUR_FOOD = '(?:my|our|the) (?:last |previous )?(?:order|food|pizzas?|delivery|meal)';
const SWEARING =
  'fuck\\w*|motherfuck\\w*|shit\\w*|bullshit|assholes?|bitch\\w*|damn\\w*|goddamn\\w*|wtf|suck|sucks|idiots?|stupid|ridiculous|unbelievable|piss\\w*|hell|crap\\w*|dumb\\w*';

/** What callers say beside the point, before any other command. */
export const ENGLISH_TALK: readonly (readonly [Command, RegExp])[] = [
  [
    'hearing',
    new RegExp(
      `^${LEAD}(?:(?:can|do) you (?:even |still )?hear me|(?:(?:are|is) )?(?:you|anyone|anybody|somebody|someone) (?:still )?(?:there|here|home|listening|with me)|still there)(?: (?:now|okay|ok|hello|or what))*$`,
    ),
  ],
  [
    'wait',
    new RegExp(
      `^${LEAD}(?:(?:hang|hold) on|hold the line|wait|${MOMENT}|give (?:me|us) ${MOMENT}|bear with me)(?: (?:please|sir|maam|honey|dear|sorry|while|let me|i|i need to|i have to|i gotta|gotta|were|im|${PEOPLE}|is|are|just|still|${MOMENT}))* ${DOUBT}${NO_ORDER}`,
    ),
  ],
  [
    'wait',
    new RegExp(
      `^${LEAD}(?:${MOMENT}|hang on|hold on)(?: please| sorry)* ${PEOPLE}(?: is| are|s) \\w+ing${NO_ORDER}`,
    ),
  ],
  [
    'wait',
    new RegExp(
      `^${LEAD}${PEOPLE}(?: is| are|s)?(?: just| still)? (?:asking|saying|thinking|deciding|talking|telling|choosing|looking)${NO_ORDER}`,
    ),
  ],
  [
    'wait',
    new RegExp(
      `^${LEAD}(?:(?:were|we are|im|i am|hes|shes|theyre) (?:still |just )*(?:${DOUBT}|not (?:sure yet|sure what|ready)|undecided)|let (?:me|us) ${DOUBT}|(?:i|we) (?:(?:still )?need to|have to|gotta) (?:think|decide|ask|check)|(?:i|we) (?:dont|do not) know (?:yet|what (?:to (?:get|have|order|take)|i want|we want))|not sure (?:yet|what (?:to (?:get|have|order|take)|i want|we want))|no idea|(?:i|we) (?:havent|have not) decided)(?: (?:yet|what to (?:get|have|order|take)|what (?:i|we) want)|${NO_ORDER.slice(0, -1)})$`,
    ),
  ],
  [
    'wait',
    new RegExp(
      `^${LEAD}(?:no wait|hold up|hold it|${MOMENT}|not you|(?:i was|im) not talking to you|i wasnt talking to you)$`,
    ),
  ],
  [
    'repeat',
    new RegExp(
      `^${LEAD}(?:(?:speak|talk|go|read)(?: it| that)?(?: (?:a (?:little|bit|little bit)|more))* (?:up|louder|slower|slowly)|slow(?:er)?(?: it)?(?: down)?|louder|a (?:little|bit|little bit) (?:slower|louder)|(?:youre|you are|thats|that was|this is)(?: (?:talking|speaking|going))? (?:way )?(?:too|so|very) (?:fast|quick|quiet|low)|too (?:fast|quick|quiet)|(?:i )?(?:cant|can not|cannot|couldnt|could not|didnt|did not|dont) (?:really )?(?:hear|understand|catch|get)(?: (?:you|that|it|what you said|what you say|a word))*|what did (?:you|it) (?:just )?say|what was the question|read (?:it|that) again|i missed that|(?<!uh )huh|say what|excuse me|come again|what do you mean|you lost me)(?: (?:please|again|a (?:little|bit)|at all|now))*$`,
    ),
  ],
  [
    'complaint',
    new RegExp(
      `\\b(?:complain\\w*|customer (?:service|support|care)|refund|money back)\\b|\\b${OUR_FOOD} (?:was|were|came|arrived) (?:\\w+ )?(?:cold|wrong|late|burnt|burned|raw|missing|terrible|awful|bad|disgusting|messed up|undercooked)\\b|\\byou (?:guys )?(?:forgot|messed up|screwed up|gave me the wrong|sent (?:me )?the wrong)\\b|\\b(?:i|we) (?:got|received)\\b.*\\b(?:wrong|cold|missing)\\b|\\b(?:they|you|driver) (?:delivered|brought|sent)\\b.*\\b(?:wrong|cold|missing)\\b|\\b(?:something|an item|items?)(?: was| is|s)? missing\\b`,
    ),
  ],
  [
    'complaint',
    /\b(?:change|cancel|add (?:something |an item )?(?:to|on)|fix|update|modify)\b.*\border\b.*\b(?:i|we)(?: have)?(?: just| already)? (?:placed|made|called in|ordered|put in|submitted)\b|\b(?:i|we) (?:just|already) (?:placed|called in|made|put in) an? order\b/,
  ],
  [
    'ready',
    /\bordered\b.*\b(?:ago|earlier|hours?|still)\b|\b(?:still )?(?:waiting|waited) (?:for|on) (?:my|our|the) (?:order|food|pizzas?|delivery)\b|^(?:im|i am|were|we are) (?:outside|here(?= (?:to|for) ))(?: (?:to (?:pick|get|collect)|for (?:my|our|the|a pick)).*)?$|\bhow much longer\b|\b(?:my|our) (?:order|food|delivery) (?:is|hasnt|has not|isnt|still)\b.*\b(?:here|come|coming|arrived|late|ready)\b|\bhow long (?:until|till|before) (?:my|our) (?:order|food)\b/,
  ],
  [
    'payment',
    /\b(?:apple|google|samsung) pay\b|\bpay ?pal\b|\b(?:american express|amex|visa|master ?card|debit card)\b|\bpay (?:now|later|when|at the|over the phone|cash|card|online|you)\b|\b(?:on|start|open) (?:my|a) tab\b|\b(?:card|cash) (?:only|okay|ok|fine)\b|\bsplit the (?:bill|check)\b/,
  ],
  [
    'robot',
    /^(?:(?:a|an|you|youre|this is|oh|great|just) )*(?:robot|machine|computer|bot|automated|recording|ai)$/,
  ],
  [
    'unknown',
    /\b(?:gift (?:cards?|certificates?|vouchers?)|parking|park (?:my|the) car|wi ?fi|reservations?|reserve|(?:book|get|have|need|want) a table|table for|(?:outdoor|outside|indoor) (?:seating|dining|tables?|seats)|patio|catering|cater|calories?|nutrition\w*|hiring|job openings?|apply for a job|bathrooms?|restrooms?|wheelchair|high ?chairs?|(?:dogs?|pets?) (?:allowed|friendly|welcome)|bring my (?:dog|pet)|loyalty (?:program|card|points)|reward points|weather|lost and found|birthday part(?:y|ies)|private (?:party|parties|room|event)|live music|happy hour|dress code|delivery driver|tip the driver)\b|\b(?:tell|know|say|sing) (?:me )?(?:a |any |some )?(?:jokes?|song|story)\b|\b(?:the|my|our) usual(?! (?:size|crust|way|sauce|dressing))\b|\bwho won\b|\bwhat time is it\b/,
  ],
  [
    'who',
    new RegExp(
      `^${LEAD}(?:who (?:is this|am i (?:speaking|talking) (?:to|with)|are you)|whats your name|what is your name|is this (?:the )?(?:pizza (?:place|shop|parlou?r)|pizzeria|restaurant|right (?:number|place))|what (?:place|restaurant|number) is this|do i have the right number)$`,
    ),
  ],
  [
    'browse',
    /\b(?:what|which|whats|anything)\b.*\b(?:recommend|suggest|popular|best ?sell\w*|favou?rite|famous for|known for|signature)\b|^what(?:s| is)(?: really)? (?:good|best|nice|tasty)(?: here| today| there)*$|\bany (?:recommendations?|suggestions?)\b|^what (?:are|do i have for) (?:my|the) (?:choices|options)$|^(?:do you|what do you)(?: guys)? have (?:anything )?else$|^(?:surprise me|you (?:choose|pick|decide))$/,
  ],
  [
    'upset',
    new RegExp(
      `^(?=.*\\b(?:${SWEARING})\\b)(?:(?:${SWEARING}|what|the|you|your|youre|oh|my|this|thats|that|is|are|so|it|god|a|an|piece|of|go|to|off|me|im|i|cant|dont|believe|for|sake|jesus|christ|christs|gods|holy|thing|machine|robot|really|just|such|kidding|be|have|got|gotta|sick|tired|up|shut|mad|man|dude|bro|people|guys|how|why|wrong|with|again|all) ?)+$`,
    ),
  ],
  [
    'upset',
    /^(?:shut up|this is (?:taking (?:forever|too long)|so annoying|annoying|frustrating|useless|terrible|awful|crazy)|youre (?:useless|annoying|not listening|not helping)|(?:you )?(?:never|dont) (?:listen|understand)(?: me)?|forget you|i hate (?:this|you|robots|machines))$/,
  ],
  ['goodbye', /^(?:sorry |oh |i think i have the |i have the )*wrong number$/],
];

/** Said alone, they answer nothing. */
export const ENGLISH_CHAT =
  'never ?mind (?:about )?(?:the|how long(?: is)? the) wait(?: is)?|(?:im|i am|were|we are|ill be) (?:ordering|placing an order|calling to order)(?: for (?:the |my |our |a )?\\w+)?|(?:ive|i have|weve|we have|its|this is|thats|theres) (?:got )?(?:(?:kind of|kinda|quite|gonna be|going to be) )?an? (?:bit of an? )?(?:(?:big|large|long|huge|pretty|really) )*(?:list|order|one)|are (?:you|ya) ready(?: for (?:this|it|me)| to (?:take|write) (?:it|this)(?: down)?)?|how are you doing (?:tonight|this evening)|well hello(?: there)?|hello there|' +
  '(?:yes |yeah |no |hello )*(?:im|i am|were|we are) (?:still |right |just )*(?:here|on the (?:line|phone)|listening|with you)|(?:you |we )?still (?:here|there|on the line)|great|perfect|awesome|amazing|cool|nice|lovely|wonderful|excellent|fantastic|good|sounds good|sorry|honey|dear|sweetie|ha|haha|oh|wow|okay|ok|thanks|thank you|so much|very much|hmm+|um+|uh+|ah+|er|let me see|you know what|you know|(?:oh )?my god|god|gosh|jesus|bless you|how are you(?: doing)?(?: today)?|hows it going|how is it going|hi|hey|hurry up|(?:make it|please be) quick|(?:im|were) in a hurry|i love (?:you|this place|your pizza)|cough|ahem|achoo|la|mommy|daddy|mom|dad|yum|mmm+|good (?:morning|afternoon|evening)|its (?:okay|fine|all right)|(?:(?:can|could|may) (?:i|we) (?:please )?|(?:id|i would|wed|we would) like to |(?:i|we) (?:wanna|want to|need to) |(?:im|i am) (?:calling|looking) to |let me |hello |hi )*(?:place|make|put in|start) (?:an|a|my|our) (?:\\w+ )?order|(?:(?:can|could|may) (?:i|we) (?:please )?|(?:id|i would|wed|we would) like to |(?:i|we) (?:wanna|want to|need to) |(?:im|i am) (?:calling|looking) to |let me )+(?:order|get|buy)(?: some(?: more)?(?: food|thing)| food| something(?: to eat)?)?|no worries|no problem|youre welcome|too|hello';

/** A yes that is not a clear one. */
export const ENGLISH_HESITATION = /\b(?:i guess|i suppose|i think so|probably|maybe)\b/;

/** The caller has understood what was said: "yes, I know the pizza has cheese". */
export const ENGLISH_KNOWS =
  '^(?:(?:yes|yeah|oh|no|okay|ok|well|right|sure|thats fine|thats ok|thats okay) )*(?:i|we) (?:know|understand|realize|get that|get it|figured)\\b(?!.*\\b(?:but|want|add|give|get|have|like|need|take|drop|remove|make|change|what|how|how much)\\b)';
