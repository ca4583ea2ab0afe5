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
      `^${LEAD}(?:no wait|hold up|hold it|(?:hang|hold) on(?: ${MOMENT})?|${MOMENT}|not you|(?:i was|im) not talking to you|i wasnt talking to you)$`,
    ),
  ],
  [
    'wait',
    /^(?:\w+ ){0,4}(?:hold on|hang on|wait|one (?:sec|second|moment|minute)|just a (?:sec|second|moment|minute))\b(?: \w+){0,4} (?:phones?|door|doorbell|line|dogs?|baby|babys|kids?|wife|husband)(?: is| are|s)?(?: \w+)? (?:ringing|crying|barking|door|calling|here|screaming|yelling|knocking|asking)$/,
  ],
  [
    'wait',
    /^(?:(?:i|we|let|me|have|has|need|to|gotta|got|ill|just|um|uh|hold|on|wait|gonna|going) )*(?:run (?:it|that|this) by|check with|ask) (?:my|the) (?!menu|order)\w+(?: hold on| hang on| first| real quick| one sec| a sec)*$/,
  ],
  [
    'person',
    /^(?:(?:hi|hello|hey|yeah|yes|um|uh|please|just|no|can|could|may|i|let|me|want|wanna|need|would|id|like|to) )*(?:speak|talk) (?:to|with) (?!(?:my|you|your|the|him|her|them|a|an|each|us|me)\b)\w+(?: please)?$/,
  ],
  [
    'person',
    /\b(?:dont|do not|not) (?:want to |wanna |like to |like |gonna |going to )?(?:talk|talking|speak|speaking|deal|dealing) (?:to|with) (?:an? |these |this |the |your )?(?:\w+ )?(?:robots?|machines?|computers?|bots?|ai)\b/,
  ],
  [
    'repeat',
    new RegExp(
      `^${LEAD}(?:(?:speak|talk|go|read|repeat|say|do)(?: it| that| this| the (?:order|total|number|whole thing)| my order| everything)?(?: back| again| to me| for me| all| please)*(?: (?:a (?:little|bit|little bit)|more|but))* (?:up|louder|slower|slowly)|(?:repeat|say) (?:it|that|this|(?:the|my) (?:order|question)|everything|all of (?:it|that))(?: back| again| to me| for me| all| please| one more time)*|(?:just )?take (?:my|the|our|an) order|(?:are you|you) (?:gonna|going to) take (?:my|the|our|an) order|i(?:m| am) ready to order|one more time|slow(?:er)?(?: it)?(?: down)?|louder|a (?:little|bit|little bit) (?:slower|louder)|(?:youre|you are|thats|that was|this is)(?: (?:talking|speaking|going))? (?:way )?(?:too|so|very) (?:fast|quick|quiet|low)|too (?:fast|quick|quiet)|(?:i )?(?:cant|can not|cannot|couldnt|could not|didnt|did not|dont) (?:really )?(?:hear|understand|catch|get)(?: (?:you|that|it|what you said|what you say|a word))*|what did (?:you|it) (?:just )?say|what was the question|read (?:it|that) again|i missed that|(?<!uh )huh|say what|excuse me|come again|what do you mean|you lost me)(?: (?:please|again|a (?:little|bit)|at all|now))*$`,
    ),
  ],
  [
    'complaint',
    new RegExp(
      `\\b(?:complain\\w*|customer (?:service|support|care)|refund|money back)\\b|\\b${OUR_FOOD} (?:was|were|came|arrived) (?:\\w+ )?(?:cold|wrong|late|burnt|burned|raw|missing|terrible|awful|bad|disgusting|messed up|undercooked)\\b|\\b${OUR_FOOD}\\b(?: \\w+){0,6} (?:was|were|is|came|arrived) (?:\\w+ )?(?:cold|wrong|burnt|burned|raw|terrible|awful|disgusting|undercooked)\\b|\\b(?:never|didnt|did not|havent|have not) (?:even )?(?:got|get|gotten|receive|received|show|showed|arrive|arrived|come|came)\\b.*\\b${OUR_FOOD}\\b|\\b${OUR_FOOD} (?:never|didnt|did not)(?: even)? (?:came|come|showed|show|arrived|arrive)\\b|\\bordered\\b.*\\b(?:never|didnt|hasnt|havent|not)\\b(?: even)? (?:came|come|arrived?|got|gotten|shown|showed|show|been delivered)\\b|\\b(?:overcharged|charged (?:me|us|my card) (?:twice|double|wrong|too much))\\b|\\b(?:problem|issue|question) (?:with|about) (?:my|our|an) (?:last |previous |earlier )?(?:order|delivery)\\b(?! i (?:am|want))|\\byou (?:guys )?(?:forgot|messed up|screwed up|gave me the wrong|sent (?:me )?the wrong)\\b|\\b(?:i|we) (?:got|received)\\b.*\\b(?:wrong|cold|missing)\\b|\\b(?:they|you|driver) (?:delivered|brought|sent)\\b.*\\b(?:wrong|cold|missing)\\b|\\b(?:something|an item|items?)(?: was| is|s)? missing\\b`,
    ),
  ],
  [
    'complaint',
    /\b(?:change|cancel|add (?:something |an item )?(?:to|on)|fix|update|modify)\b.*\border\b.*\b(?:i|we)(?: have)?(?: just| already)? (?:placed|made|called in|ordered|put in|submitted)\b|\b(?:i|we) (?:just|already) (?:placed|called in|made|put in) an? order\b/,
  ],
  [
    'ready',
    /\b(?:ordered|called|phoned|placed)\b.*\b(?:ago|earlier|hours?|still)\b|^(?:(?:no|yeah|yes|but|oh|hi|hello|um|uh|well|so) )*(?:i|we)(?: have|ve)? (?:already )?ordered(?: (?:already|before|online|on the (?:app|website|phone)|something|food|delivery|pick ?up))*$|\b(?:is|are) (?:my|our) (?:order|food|pizzas?|delivery) (?:ready|done|coming|out|on (?:its|the) way)\b|\b(?:checking|check|follow(?:ing)? up|calling) (?:in )?(?:on|about) (?:my|our|an|the) (?:\w+ )?(?:order|delivery)\b(?! (?:for|of) )|\b(?:still )?(?:waiting|waited) (?:for|on) (?:my|our|the) (?:order|food|pizzas?|delivery)\b|^(?:im|i am|were|we are) (?:outside|here(?= (?:to|for) ))(?: (?:to (?:pick|get|collect)|for (?:my|our|the|a pick)).*)?$|\bhow much longer\b|\b(?:my|our) (?:order|food|delivery) (?:is|hasnt|has not|isnt|still)\b.*\b(?:here|come|coming|arrived|late|ready)\b|\bhow long (?:until|till|before) (?:my|our) (?:order|food)\b/,
  ],
  [
    'payment',
    /\bcard number\b|\b(?:do|did) you (?:guys )?(?:want|need|prefer) (?:cash|(?:a |my )?(?:credit |debit )?cards?)\b|\b(?:apple|google|samsung) pay\b|\bpay ?pal\b|\b(?:american express|amex|visa|master ?card|debit card)\b|\bpay (?:now|later|when|at the|over the phone|cash|card|online|you)\b|\b(?:on|start|open) (?:my|a) tab\b|\b(?:card|cash) (?:only|okay|ok|fine)\b|\bsplit (?:(?:it|this|that|the (?:bill|check|payment|order|total)) )?(?:on|between|over|across|with|two|three|in two|up)\b.*\b(?:cards?|ways|people|of us)\b|\bsplit the (?:bill|check)\b|^(?!.*\b(?:jar|asparagus|beef|steak)\b).*\b(?:tip|tips|gratuity)\b/,
  ],
  [
    'robot',
    /^(?:(?:a|an|you|youre|this is|oh|great|just) )*(?:robot|machine|computer|bot|automated|recording|ai)$/,
  ],
  [
    'view',
    /^(?:(?:wow|oh|but|wait|no|hold on|okay|jeez|damn|man) )*(?:why (?:is (?:it|that|this) )?(?:so|that) (?:much|expensive|high|pricey|many)|(?:thats|that is|that seems|seems|its) (?:a lot|(?:too|so|really|very|kinda|a bit|a little) (?:much|expensive|high|pricey))(?: for .*)?)$/,
  ],
  [
    'callback',
    /\b(?:call|phone|ring) (?:me|us) back\b(?! (?:if|when|once)\b)|\b(?:get|want|need|have|request) a (?:call ?back|callback)\b|\b(?:leave|take) a message\b/,
  ],
  [
    'cannot',
    /\b(?:text|email|send) (?:me|us) (?:a |the |my )?(?:receipt|confirmation|link|copy)\b|\bsplit (?:the|it|this|that) (?:bill|check|in two|between|up|with|on)\b|^(?:(?:can|could|will|would) (?:you|i|we) )(?:please )?(?:email|fax|tweet)\b|^(?:(?:it is|its|um|uh|well|to|we will|ill|i will|can i|can we|id like to|wed like to|actually) )*(?:for here|dine in|dining in|eat(?:ing)? (?:in|here|there))\b/,
  ],
  [
    'records',
    /^(?:(?:no|yeah|yes|but|oh|hi|hello|um|uh|well|so|its|it is|just|same|i think|the|at|to) )*(?:(?:you|ya|yall|you guys)(?: guys)?(?: should| must)?(?: already| still)? (?:have|got|know) (?:(?:my|our|all my|my home) (?:address|number|info|information|details|phone(?: number)?)|(?:it|that|me)(?= ))(?: (?:already|on file|there|in (?:the|your) (?:system|computer)|from (?:last time|before)))*|(?:(?:its|it is|should be|its all|my (?:address|name|info) (?:is|should be)) )?(?:already )?(?:on file|in (?:the|your) (?:system|computer))|(?:same|my) (?:address|place|name|number|one|house) (?:as|like|from) (?:last time|before|always|usual|ever)|(?:the )?same (?:as|like) (?:last time|before|always|usual)|dont you (?:already )?have (?:my|it|that)(?: \w+)?(?: (?:on file|already))*|(?:i|we) order (?:from (?:here|you|you guys|there) )?(?:all the time|every (?:week|day|friday|saturday|sunday|weekend|time)|a lot|always)(?: from (?:here|you|you guys))?)$|^(?:(?:i|we) order|im a regular|i am a regular) from (?:here|you|you guys)\b.*\b(?:all the time|every|always|a lot)\b|^im a regular(?: here| customer)?$/,
  ],
  [
    'unknown',
    /\b(?:gift (?:cards?|certificates?|vouchers?)|parking|park (?:my|the) car|wi ?fi|reservations?|reserve|(?:book|get|have|need|want) a table|table for|(?:outdoor|outside|indoor) (?:seating|dining|tables?|seats)|patio|catering|cater|calories?|nutrition\w*|hiring|job openings?|apply for a job|bathrooms?|restrooms?|wheelchair|high ?chairs?|(?:dogs?|pets?) (?:allowed|friendly|welcome)|bring my (?:dog|pet)|loyalty (?:program|card|points)|reward points|weather|lost and found|birthday part(?:y|ies)|private (?:party|parties|room|event)|live music|happy hour|dress code|delivery driver)\b|\b(?:tell|know|say|sing) (?:me )?(?:a |any |some )?(?:jokes?|song|story)\b|\b(?:the|my|our) usual(?! (?:size|crust|way|sauce|dressing))\b|\bwho won\b|\bwhat time is it\b/,
  ],
  [
    'who',
    new RegExp(
      `^${LEAD}(?:who (?:is this|am i (?:speaking|talking) (?:to|with)|are you)|whats your name|what is your name|is this (?:the )?(?!(?:yours|ours|his|hers|theirs|this|us|includes|does|has)\\b)(?:\\w+s(?: (?:pizza|pizzeria|restaurant|place|house|kitchen))?|dominos pizza|pizza hut|(?:drug ?store|pharmacy|doctor|dentist|clinic|hospital|bank|hotel|school|library|post office|gas station|salon|barber ?shop)(?: office)?)|is this (?:the )?(?:pizza (?:place|shop|parlou?r)|pizzeria|restaurant|right (?:number|place))|what (?:place|restaurant|number) is this|do i have the right number)$`,
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
  '(?:(?:oh |so )?sorry )?(?:about that )?(?:that was |thats )?(?:my|the|our) (?:dogs?|cat|kids?|baby|phone|tv|radio|music|neighbors?) (?:is|was|are|were|keeps?)(?: just)? (?:barking|crying|ringing|buzzing|screaming|yelling|fighting|playing|acting up|meowing|bugging me)(?: (?:at me|again))?|never ?mind (?:about )?(?:the|how long(?: is)? the) wait(?: is)?|(?:im|i am|were|we are|ill be) (?:ordering|placing an order|calling to order)(?: for (?:the |my |our |a )?\\w+)?|(?:ive|i have|weve|we have|its|this is|thats|theres) (?:got )?(?:(?:kind of|kinda|quite|gonna be|going to be) )?an? (?:bit of an? )?(?:(?:big|large|long|huge|pretty|really) )*(?:list|order|one)|are (?:you|ya) ready(?: for (?:this|it|me)| to (?:take|write) (?:it|this)(?: down)?)?|how are you doing (?:tonight|this evening)|well hello(?: there)?|hello there|' +
  '(?:yes |yeah |no |hello )*(?:im|i am|were|we are) (?:still |right |just )*(?:here|on the (?:line|phone)|listening|with you)|(?:you |we )?still (?:here|there|on the line)|great|perfect|awesome|amazing|cool|nice|lovely|wonderful|excellent|fantastic|good|sounds good|sorry|honey|dear|sweetie|ha|haha|oh|wow|okay|ok|thanks|thank you|so much|very much|hmm+|um+|uh+|ah+|er|let me see|you know what|you know|(?:oh )?my god|god|gosh|jesus|bless you|how are you(?: doing)?(?: today)?|hows it going|how is it going|hi|hey|hurry up|(?:make it|please be) quick|(?:im|were) in a hurry|i love (?:you|this place|your pizza)|cough|ahem|achoo|la|mommy|daddy|mom|dad|yum|mmm+|good (?:morning|afternoon|evening)|its (?:okay|fine|all right)|(?:(?:can|could|may) (?:i|we) (?:please )?|(?:id|i would|wed|we would) like to |(?:i|we) (?:wanna|want to|need to) |(?:im|i am) (?:calling|looking) to |let me |hello |hi )*(?:place|make|put in|start) (?:an|a|my|our) (?:\\w+ )?order|(?:(?:can|could|may) (?:i|we) (?:please )?|(?:id|i would|wed|we would) like to |(?:i|we) (?:wanna|want to|need to) |(?:im|i am) (?:calling|looking) to |let me )+(?:order|get|buy)(?: some(?: more)?(?: food|thing)| food| something(?: to eat)?)?|no worries|no problem|youre welcome|too|hello';

/** A yes that is not a clear one. */
export const ENGLISH_HESITATION = /\b(?:i guess|i suppose|i think so|probably|maybe)\b/;

/** The caller has understood what was said: "yes, I know the pizza has cheese". */
export const ENGLISH_KNOWS =
  '^(?:(?:yes|yeah|oh|no|okay|ok|well|right|sure|thats fine|thats ok|thats okay) )*(?:i|we) (?:know|understand|realize|get that|get it|figured)\\b(?!.*\\b(?:but|want|add|give|get|have|like|need|take|drop|remove|make|change|what|how|how much)\\b)';
