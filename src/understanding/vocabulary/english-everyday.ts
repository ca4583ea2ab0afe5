import { singular } from '../../menu/plain-words.js';

/**
 * Words of everyday talk that name no food, beside the fillers. They are never looked up on the
 * menu, unless the menu itself has them.
 */
export const ENGLISH_EVERYDAY: ReadonlySet<string> = new Set(
  // Verbs of wanting, saying and going.
  (
    'still here there again wanna gonna gotta lemme gimme dunno wanting wants hoping hope wondering wonder looking look looks ' +
    'see saw seen seeing ask asks asking asked answer call calls calling called talk talking speak speaking ' +
    'hear hears heard hearing read write spell start starting finish finished end ended stop wait waiting ' +
    'come comes coming came swing stop by grab grabbing get getting gets got give giving gave bring bringing ' +
    'brought send sending leave leaving left drop drive driving drove walk head heading park run running ' +
    'eat eats eating ate drinking feed feeding share sharing split try trying tried like likes liked love ' +
    'loves loved prefer prefers prefer hate hates enjoy remember forgot forget forgets thought thinking thinks ' +
    'believe feel feels feeling felt seem seems happen happened happens work works working worked ' +
    'stick sticking stay staying live lives keep keeps put puts putting throw throwing toss pop stick add adding ' +
    'need needs needed help helps use used using know knows knew mean means check checking change changed ' +
    'switch undo redo remove void listen decide decided choose pick picked picking picks order ordered ordering orders ' +
    'buy buying bought pay paying paid cost owe charge save cook cooking make makes making made go goes going went gone ' +
    'been being be am is are was were havent hasnt hadnt didnt doesnt dont isnt arent wasnt werent wont wouldnt ' +
    'couldnt cant cannot shouldnt might must shall should could would may did does done do had has having ' +
    'supposed able allowed suppose guess figured figure ' +
    // People and names for them.
    'me my mine myself you your yours he him his she her hers it its we us our ours they them their theirs em ' +
    'people person someone somebody everyone everybody anyone anybody nobody folks guys guy man men woman women ' +
    'boy boys girl girls kid kids child children baby son daughter mother mom mum mama father dad papa parent parents ' +
    'husband wife brother sister grandma grandpa grandmother grandfather uncle aunt cousin nephew niece family ' +
    'friend friends buddy boss coworker coworkers office neighbor girlfriend boyfriend partner fiance roommate ' +
    'dude bro bud pal sir maam miss mister mr mrs lady ladies gentleman honey hon sweetie babe darling dear love ' +
    'law party birthday anniversary crew team group gang bunch ' +
    // Time and place.
    'time times today tonight tomorrow yesterday morning noon afternoon evening night week weekend month year day ' +
    'minute minutes hour hours second seconds moment while soon later early earlier earliest late latest sooner asap ' +
    'before after until till since ago already yet still always never ever often usually normally sometimes once ' +
    'twice last next first previous again now then when whenever monday tuesday wednesday thursday friday saturday sunday ' +
    'here there where everywhere somewhere home house place street road block corner door front back town city car ' +
    'phone number line clock oclock pm am away over around about near nearby inside outside up down out off ' +
    // Amounts that count nothing, and packing.
    'bit lot lots little couple few piece pieces order orders portion portions serving servings plate plates bowl bowls ' +
    'bag bags box boxes bottle bottles glass glasses cup cups can cans basket baskets pack packs package slice slices ' +
    'side sides container thing things stuff one ones kind kinds sort sorts type types way ways part rest total whole ' +
    'half inch inches dollar dollars buck bucks cent cents money price cheap expensive size sizes more most less least ' +
    // How, whether and why.
    'yes yeah yep yup yah ya no nope nah nay not nothing none neither either okay ok alright right wrong sure certainly ' +
    'definitely absolutely exactly actually basically literally honestly frankly really very so too also just only even ' +
    'quite pretty rather almost maybe perhaps probably possibly hopefully anyway anyways anyhow though although because ' +
    'cause cuz since if unless whether while why how what whatever which whichever who whoever whose that this these those ' +
    'such same other others another else different separate both all any some every each enough plenty instead besides ' +
    'plus well like kinda sorta ish totally simply obviously apparently unfortunately luckily course problem worry worries ' +
    // Praise, mood and manners.
    'good great nice fine perfect awesome amazing excellent wonderful lovely beautiful fantastic cool neat sweet super ' +
    'best better bad worse worst big favorite favourite famous delicious yummy tasty hungry starving thirsty tired busy ' +
    'happy glad sad sorry excuse pardon please pls thank thanks thankyou welcome hello hi hey howdy bye goodbye cheers ' +
    'wow oh ah uh um umm hmm er eh mm mmm mhm hm huh oops whoa gosh god geez jeez man damn heck hell lol haha ' +
    'classic usual regular normal simple quick fast slow easy hard true real serious crazy weird funny ' +
    'by as at to of off on in into onto for from with without than via per re ll ve im ill id ive youre youve youd theyre ' +
    'theyve were weve wed shes hes its thats thatll whats wheres whos hows lets theres heres ' +
    'main mains entree entrees course courses ' +
    'mind idea question problem reason story mistake luck sake deal offer special free coupon menu address name order ' +
    'stuck weather game movie lunch dinner supper breakfast meal food snack dish item place business restaurant store shop ' +
    'machine computer robot voice card cash tip change receipt test testing ' +
    // Words that look like those of many menus.
    'basic branch break broad coast cover desert dream formal funeral greet horse mariner master mouse naked needle ' +
    'paste plane scream shade shame shape sheet skill slide snake spirit string strong sweat sweep union'
  )
    .split(' ')
    .map(singular),
);

/** After a number, they say that it counts no dishes: "ten minutes", "five of us". */
export const ENGLISH_MEASURES: readonly (readonly string[])[] = (
  'minute|min|hour|second|day|week|month|year|oclock|pm|am|dollar|buck|cent|percent|mile|block|' +
  'people|person|kid|child|children|adult|guest|guy|folk|friend|boy|girl|mouth|of us|of we|time'
)
  .split('|')
  .map((phrase) => phrase.split(' '));

const STORY_TIME =
  '(?:last (?:time|week|month|night|year|friday|saturday|sunday|monday|tuesday|wednesday|thursday)|yesterday|the other (?:day|night)|before|once|usually|normally|always)';

/** Dishes of other days, which are not ordered: "we had the carbonara last time"; on plain text. */
export const ENGLISH_STORIES: readonly RegExp[] = [
  new RegExp(
    `\\b(?:i|we|he|she|they|my \\w+)(?: have| ve)? (?:(?:usually|normally|always) )?(?:had|got|gotten|ordered|tried|ate|took|get|order|have)(?: (?!(?:and|but|so|today|this|now)\\b)\\w+){1,5} ${STORY_TIME}\\b(?: (?:and|but|so))?`,
    'g',
  ),
  new RegExp(
    `\\b(?:(?:last (?:time|week|month|night|year)|yesterday|the other (?:day|night)),? (?:i|we|he|she|they|my \\w+)|(?:i|we) (?:usually|normally|always))(?: ve| have)? (?:had|got|gotten|ordered|tried|ate|took|get|order|have)(?: (?!(?:and|but|so|today|this|now|tonight)\\b)\\w+){1,5}(?=(?: (?:and|but|so|today|this|now|tonight)\\b))(?: (?:and|but|so)\\b)?`,
    'g',
  ),
];

/** Why something is ordered, which orders nothing: "because he won't eat green stuff"; and what they become. */
export const ENGLISH_REASONS: readonly (readonly [RegExp, string])[] = [
  // "Put mushrooms and olives on one of them": all of it is on that one.
  [
    /[,;]? ?(?:(?:and|but|please|just|can you) )*\b(?:put|add|with) ((?:[\w']+ ){1,3}and (?:[\w']+ ){1,2})on (?:just |only )?(one|two|three)(?: of (?:them|those|these))?\b/gi,
    ', $2 with $1',
  ],
  // "The arrabbiata, the spicy one".
  [/, (?:you know )?the (?:spicy|hot|creamy|crispy|sweet|fizzy|cheesy) one(?=[,.]|$)/gi, ','],
  // "A veggie, medium".
  [
    /\b(an?|another) (?!(?:small|medium|large)\b)(\w+(?: (?!and\b|or\b|with\b)\w+)?)(?: one)?, (small|medium|large)(?=[,.]|$)/gi,
    '$1 $3 $2',
  ],
  [
    /\b(an?|another) (?!(?:small|medium|large|big|little|plain|regular|diet|hot|cold|second|third|different|new|nice|good|extra)\b)(\w+) one(?=,|\.|$| (?:please|too|as well|also|in)\b)/gi,
    '$1 $2',
  ],
  [
    /(?:\b(?:because|cuz|coz|since)|(?:\b|['’])cause) (?:of )?(?:(?:the|my|our|his|her|their) \w+|i|we|he|she|it|they|you|there|that|nobody|everybody|everyone|someone|somebody|no one)(?:['’]\w+)? (?:(?!(?:and|but|so|then|please|can|could|also|plus|with)\b)[\w'’]+ ?){1,10}/gi,
    ' ',
  ],
  [
    /\b(?:i|we|he|she|they)(?:['’](?:m|re|s)| am| are| is) not (?:(?:that|too|very|really|so|all that) )*(?:fussy|picky|hungry|starving|particular|bothered|sure|certain)\b/gi,
    ' ',
  ],
];

/** What is said to others in the room, and courses that are not wanted; on what was said. */
export const ENGLISH_ASIDES: readonly (readonly [RegExp, string])[] = [
  // "But instead of pepperoni put sausage", of a dish that is just being ordered.
  [
    /(?<=\w),? but (?:instead of|rather than) (?:the )?(\w+),? (?:put|do|use|add|have|with|give me) (?:the |some )?(\w+)/gi,
    ' with $2 no $1',
  ],
  // "I want the, what's it called, the spicy salami one."
  [
    /(?<=\w,? )(?:the,? )?(?:um+,? |uh+,? )*(?:what['’]?s (?:it|that one|that thing) called|what do (?:you|they) call (?:it|that)|what(?:['’]?s| is| was) the name of it)(?: again)?,? (?=(?:the|that|an?)\b)/gi,
    '',
  ],
  [/\bhel+o{2,}\b/gi, 'hello'],
  // Impatience orders nothing, and leaves nothing out.
  [
    /\b(?:(?:please )?(?:make it|be) quick|hurry up|(?:because )?(?:i|we)(?:['’]?(?:ve|m|re)| have| am| are)? ?(?:(?:got|have) no time|(?:don['’]?t|do not) have (?:much |a lot of |all )?(?:time|day)|in a (?:big |bit of a )?(?:hurry|rush)))(?: (?:here|today|so|man))?,?/gi,
    ' um ',
  ],
  [/\bis it (?:okay|ok|all right|alright|fine|cool|possible) if (i|we)\b/gi, 'can $1'],
  [
    /\b(tomorrow|tonight|today|(?:mon|tues|wednes|thurs|fri|satur|sun)day)['’]?s (?:\w+ )?(?:party|lunch|dinner|meeting|game|event|potluck|practice|class)\b/gi,
    '$1',
  ],
  [/\bhow (long|much|late|soon|far)['’]?s\b/gi, 'how $1 is'],
  [
    /,? ?\bfor (?:(?:god|christ|heaven|goodness|pete|jesus)['’]?s?|crying out|the love of god)(?: sakes?| loud)?(?=[.,?!]|$| )/gi,
    ' oh my god',
  ],
  [
    /\b(apartment|apt|unit|suite|buzzer)(?: number)?(?:['’]s| is| was| should be| would be| number)* (?=\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b|[a-z]\b)/gi,
    '$1 ',
  ],
  [
    /,? if (?:you can|you could|possible|it['’]?s possible|that['’]?s (?:okay|ok|fine|possible|all right)|you don['’]?t mind)(?=[.,?!]|$)/gi,
    '',
  ],
  [
    /^(?:(?:uh|um|okay|ok|so|wait|and|hold on)[ ,]+)*(?:what (?:do|did|would|does) (?:you guys|you|ya|we|he|she|they|everyone|everybody) (?:want|like|say|think)(?: to (?:drink|eat|have))?|(?:did|do) (?:you|you guys) (?:want|say)(?: (?!(?:okay|ok|i|we|ill|can)\b)\w+){0,4})(?:,? (?:guys|hon|honey|babe|kids|dear|sweetie|mom|dad|buddy))?(?:[?.](?: (?:no|yes|yeah|nothing|really)\?)?| (?=okay\b|ok\b|alright\b))\s*(?=\S)/i,
    '',
  ],
  [
    /\b(?:(?:i think )?(?:i|we)(?:['’]?ll| will)|let['’]?s)? ?(?:skip|pass on) (?:the )?(?:desserts?|drinks?|starters?|appetizers?|sides?)\b/gi,
    ' okay',
  ],
  // A question that the line is never asked is for somebody in the room.
  [
    /^(?:(?:um|uh|oh|okay|ok|so|wait|hey|hang on|hold on|hold on a sec|hang on a sec|one sec|sorry|and)[ ,]+)*(?:(?:honey|hon|babe|baby|sweetie|dear|guys|kids|mom|dad|mommy|daddy|buddy|dude|everybody|everyone|you guys)[ ,]+)*(?:(?:do|did|does|would|dont|don['’]t) (?:you(?: guys| all)?|ya|y['’]?all|he|she|they|anybody|anyone|everybody|the kids)|you(?: guys)?) (?:all |still |also |even )*(?:want|wanna|like(?= (?:ranch|blue|the|some|any|it))|feel like)\b(?! (?:my|me|us|cash|cards?|credit|money|payment|a (?:tip|card)|the (?:address|name|number|phone)|a (?:name|number|phone))\b)(?: (?!(?:okay|ok|alright|all right|so|yeah|yes|can i|can we|ill|we will|i|id|give|let)\b)[\w'’]+){0,14}(?:[?.](?: (?:no|yes|yeah|nothing|really)\?)?|(?= (?:okay|ok|alright|all right|so|yeah|yes|can|ill|i['’]ll|we|i|give|let)\b)|$)/i,
    'hold on',
  ],
  [
    /\b(pick ?up|delivery|take ?out)['’]?s (?=(?:fine|good|okay|ok|better|great|easier)\b)/gi,
    '$1 is ',
  ],
  [
    /\b(on|over) (?:all of (?:it|that|them)|all over it|the (?:whole|entire) (?:thing|pizza|pie))\b/gi,
    'on it',
  ],
  [/\b(i|we) still (?=(?:want|need|would like)\b)/gi, '$1 '],
  [
    /\b(?:(?:go|going|change it|switch it|put it) )?back to (?=(?:just )?(?:one|two|three|four|five|six|\d+) (?!thirty|fifteen|forty|[ap]m))/gi,
    'just ',
  ],
  [/\b(the|my) ([a-z]+)['’]s (?=an? |supposed |gonna |going )/gi, '$1 $2 is '],
  // A number after it is one of dishes, and no time.
  [
    /\b(?:leave|keep) (?:it|them|that|those) (?:at|to) (?=(?:just |only )?(?:one|two|three|four|five|six|\d{1,2})\b(?! ?(?:[ap]m|[ap]\.m|o['’ ]?clock|thirty|fifteen|:)))/gi,
    'actually make it ',
  ],
];
