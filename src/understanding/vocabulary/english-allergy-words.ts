import { ENGLISH_ALLERGENS } from '../../menu/allergens/allergen-words.js';
import type { AllergyWords } from './allergy-words.js';

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));
const PERSON =
  '(?:i|he|she|we|they|im|hes|shes|were|theyre|someone|somebody|one of (?:us|them)|(?:my|our|the|his|her) [a-z]+(?: [a-z]+)?|[a-z]+ who)';
const NOT_ALLOWED =
  '(?:cant|can not|cannot|couldnt|mustnt|must not|shouldnt|should not|(?:am |is |are )?not (?:allowed|supposed)(?: to)?)';
const DANGER =
  '\\b(?:dies?|dead|dying|kills?|hospital|emergency room|epi ?pen|ambulance|stop breathing|throat closes|anaphylactic shock)\\b';
const CONTAIN =
  '(?:have|has|got|get|contain|contains|include|includes|come with|comes with|served with|made with|made from|made of|made in|cooked in|cooked with|fried in|use|uses)';

/** American English. */
export const ENGLISH_ALLERGY_WORDS: AllergyWords = {
  lexicon: ENGLISH_ALLERGENS,
  before: new RegExp(
    `\\b(?:(?:allerg(?:ic|y|ies)|alergic|intoleran(?:t|ce)|anaphyla\\w+|sensitiv(?:e|ity))(?: is| are)? (?:to|too|two|2|of|from)|${PERSON} ${NOT_ALLOWED} (?:eat|tolerate|digest|stomach|be (?:near|around)))(?: eat| eating)? `,
  ),
  beforeAllergen: new RegExp(
    `\\b(?:(?<!\\b(?:you|why) )${NOT_ALLOWED} (?:have|do|handle|drink|touch|eat)|(?:dont|do not|doesnt|does not) (?:eat|do)|(?<!\\b(?:you|they) )(?:avoid|avoids|avoiding|stay away from|keep away from)|(?:breaks?|broke) out (?:in \\w+ )?(?:if|when|from)(?: (?:i|he|she|we|they) (?:eats?|have|has|drinks?|touch\\w*))?|(?:swells? up|throws? up|itch\\w*|react\\w*|gets? (?:sick|ill|hives)) (?:if|when) (?:i|he|she|we|they) (?:eats?|have|has|drinks?|touch\\w*)|(?:sick|ill|hives|rash|react|reacts|reaction|trouble|problems?|thing|issues?|sensitivity) (?:from|with|to|about)|(?:allergic|allergy|allergies) (?:for|is|are)|(?:if|when|whenever) ${PERSON} (?:even )?(?:eats?|has|have|had|touch\\w*|gets?|smells?|tastes?)(?: even)?(?: an?| any| one| some)?(?= .*${DANGER})) `,
  ),
  after:
    /\b(?:allergy|allergies|allergic|alergic|intolerant|intolerance)\b(?! (?:info|information|menu|list|advice|friendly|free))/,
  afterAllergen:
    /\b(?:(?:will |would |could |can )?(?:makes?|gets?) (?:me|him|her|us|them|my [a-z]+) (?:really |very |so )?(?:sick|ill|swell|itch|throw up)|(?:will |would |could |can )?kills? (?:me|him|her|us|them)|gives? (?:me|him|her) hives|(?:thing|issue|problem|sensitivity)(?= |$)(?! with))\b/,
  illness: /\b(?:celiacs?|coeliacs?)(?: disease)?\b/,
  denied:
    /\b(?:not|isnt|arent|never|no longer|no|without|none|(?:nobodys|noones|no ones|(?:nobody|noone|no one|none of (?:us|them|my [a-z]+))(?: (?:here|in (?:my|our|the) [a-z]+))? (?:is|are|has|have))|(?:dont|do not|doesnt|does not|havent|have not|hasnt) (?:have|got)|(?:forget|scratch|cancel|drop|remove|delete|take (?:off|back)|undo)(?: about)?)(?: (?:any|a|an|the|that|my|his|her|actually|really|even|food|known|other|more|longer))* $/,
  takenOff:
    /\btake (?<what>(?:the|that|this|my|his|her|our|any|all|those)(?: [a-z]+){0,3} allerg(?:y|ies)(?: to (?:(?!off |out |away |back )[a-z]+ ){0,3}[a-z]+)?|(?:the|that|my|his|her) allerg(?:y|ies)(?: to [a-z]+(?: [a-z]+)?)?) (?:off|out|away|back)\b/g,
  takesBack:
    /\b(?:scratch|forget|cancel|never mind|nevermind|sorry|actually|i was wrong|my mistake)\b/,
  beforeCorrection:
    /^(?:(?:no|nope|sorry|wait|oh|oops|actually|well|thats (?:wrong|not right|not it|incorrect)|im sorry|i am sorry|my mistake) )+/,
  corrections: [
    /^(?:its |it is |thats |im |i am )?not (?:allergic )?(?:to )?(?<not>.+?)(?: but| i said| i meant| i mean| its| it is| im allergic| i am allergic)* (?:to )?(?<what>[a-z]+(?: [a-z]+)?)$/,
    /^i (?:said|meant|mean)(?: to say)? (?:to )?(?<what>.+?)(?: (?:and )?not (?:to )?(?<not>.+))?$/,
    /^(?:its |it is )(?<what>.+?) not (?<not>.+)$/,
  ],
  without: /\b(?:no|without|hold(?: the)?|skip(?: the)?|leave (?:off|out)(?: the)?|minus) /g,
  wishes:
    /\b(?:no|zero|without|(?<strong>avoid|nothing (?:with|that has|containing)|(?:keep|make|prepare|cook|do) (?:it|this|that|them|everything|all of it|(?:my|our|his|her|the|their) [a-z]+) (?:away|far|free|clear) (?:from|of)|(?:keep|leave)(?= [a-z ]{3,20} (?:away|far|off|out)\b)|(?:stay|keep) away from|(?:dont|do not|never) (?:let|get|use|put|add|want|need)(?= [a-z ]{2,24} (?:in|on|near|touch|anywhere|anything)\b)|(?:there )?(?:cant|can not|cannot|mustnt|must not|shouldnt|should not|better not|dont want there to) (?:be|have|contain|touch)|can be no|please (?:dont|do not) (?:use|put|add))|(?:dont|do not) (?:want|use|need))(?: (?:any|a|all|the|single))* /g,
  ofAll:
    /^(?:(?:please |at all |whatsoever )*(?:in|on|near|around|inside|anywhere (?:in|on|near)) (?:anything|everything|any of (?:it|that|them|this|my|our|the)(?: [a-z]+)?|all of (?:it|that|them)|it all|(?:my|our|his|her|their|the) (?:food|order|stuff|meal|dishes|whole (?:thing|order))|the whole (?:thing|order))|at all|whatsoever|of any kind|(?:away|far|off|out)(?: (?:from|of))?(?: (?:it|that|this|everything|anything|(?:my|our|his|her|their|the) [a-z]+))?|anywhere)(?: (?:please|at all|thanks))*/,
  danger: new RegExp(
    `(?:(?:\\| |, |and |or |because |cause |cuz |otherwise |else )*(?:[a-z]+ (?:will |would |could |can |might |gonna |going to )*(?:literally |actually |just |even )*(?:have to )?(?:go to |end up in |be in |need |be )?(?:an |a |the |his |her |my )*))?${DANGER}(?: (?:me|him|her|us|them|my [a-z]+))?`,
  ),
  insteadOf: /^(?:just|only|but|instead|give|make it)\b/,
  polite: set(
    'please thanks thank you okay ok yes yeah and also for me us him her just sure can could',
  ),
  deniesAll:
    /^(?:(?:i take (?:that|it) back|take that back|scratch that|never mind|nevermind|no|oh|wait|sorry|actually|well|okay|ok|i was wrong|my mistake|and|but|you know what|turns out) )*(?:(?:(?:can|could|would|will) you )?(?:please )?(?:(?:remove|delete|cancel|forget|scratch|drop|undo|take (?:off|back))(?: about)?(?: (?:that|the|my|his|her|our|this|those|any|all))+ allerg(?:y|ies)(?: (?:again|note|thing|please|thanks|now))*|take (?:that|the|my|his|her|our|this|those) allerg(?:y|ies) (?:off|out|away|back)(?: (?:again|please|thanks|now))*)|(?:nobodys|noones|no ones|(?:nobody|noone|no one|none of (?:us|them))(?: (?:here|in (?:my|our|the) [a-z]+))? (?:is|are)) (?:actually |really )?allergic(?: (?:to (?:it|that|them|anything)|anymore|any more|after all|at all|here))*|(?:nobody|noone|no one|none of (?:us|them)) (?:actually |really )?(?:has|have) (?:an |any )?allerg(?:y|ies)(?: (?:to anything|after all|at all|here))*|(?:im|i am|hes|he is|shes|she is|were|we are|theyre|they are|(?:my|our) [a-z]+ (?:is|are)) (?:actually |really )?not (?:actually |really )?allergic(?: (?:to (?:it|that|them|anything)|anymore|any more|after all|at all))*|(?:i|we|he|she|they) (?:actually |really )?(?:dont|doesnt|do not|does not) (?:actually |really )?have (?:an |any |that )?allerg(?:y|ies)(?: (?:to (?:it|that|them|anything)|anymore|any more|after all|at all))*|(?:no|(?:(?:its|it is|thats|that is|that was|this is|it isnt|it was|thats) )?(?:really |actually )?(?:not|isnt|wasnt)(?: (?:really|actually))?(?: an)?|it isnt an|it wasnt an) allerg(?:y|ies|ic)(?: (?:at all|after all|or anything))*(?: (?:(?:its )?(?:just )?(?:that )?(?:i|he|she|we|they)(?: (?:just|simply|really|only))* (?:dont|doesnt|do not|does not|hates?|dislikes?|prefers?)|(?:its )?just(?: a)?) .*)?)$/,
  around: set(
    'i im ive am is are has have had got a an the very severely severe bad badly highly really deathly deadly ' +
      'quite extremely food also he hes she shes we were weve they theyre theyve who whos which that thats ' +
      'someone somebody one of us them with for and but because cause cuz since so as well just fyi know you ' +
      'should need to by way oh um uh please note warning careful actually unfortunately there theres anyone ' +
      'suffer suffers from disease reaction get gets break out ah hey wait hold on sorry well hmm ' +
      'guests people friends coworkers diners folks ' +
      'in my our house group party family table home here office kid kids child children let be careful sure make ' +
      'this aware mention tell us me nothing about remind kitchen chef cook',
  ),
  place:
    /^(?:in|at|on) (?:the|my|our|this) (?:house|household|family|group|party|home|office|table)\b ?/,
  whose: set('my our his her'),
  asksWhat: set('what which whats anything is do'),
  subjects: set(
    'i im am ive have he she hes shes is are were we they theyre because cause since so very severely really badly deathly and but | ,',
  ),
  holds: set('has have got contain contains any'),
  joints: set('and or , plus nor'),
  determiners: set('all any some the most kind kinds of type types every raw fresh cooked'),
  stops: set(
    'i im id ill ive he hes she shes we were they you your it its a an one two three four five six seven eight ' +
      'nine ten so but can could may would will should do does did is are am was what which who how when where if ' +
      'please thanks thank have has had get give make want like need order add put take that this there then ' +
      'now with without for on in at because cause just also okay ok yes no not hi hello em either my her his our their me ' +
      'him us let lets maybe and or | anything something food stuff things much many more severe bad severely ' +
      'known other any such quite eat only still already spicy everything',
  ),
  those: set('it them em that those these this either any'),
  linksBack: set(
    'it that they those them because cause cuz since and , | which this stuff really always',
  ),
  asks: [
    new RegExp(
      `^(?:does|do|did|will|would|is|are|has|have) (?<dish>.+?) ${CONTAIN} (?<what>(?!in\\b).+)$`,
    ),
    /^(?:is|are) there (?:any |some |a )?(?<what>.+?) (?:in|on|inside|at) (?<dish>.+)$/,
    /^(?:any|got any) (?<what>.+?) (?:in|on|inside) (?<dish>.+)$/,
    /^(?!.* (?:free|safe|ok|okay|alright|suitable)\b)(?:is|are) (?<what>.+?) (?:in|on|inside) (?<dish>.+)$/,
    /^(?:will|would) there be (?:any |some )?(?<what>.+?) (?:in|on) (?<dish>.+)$/,
    /^(?:theres|there is|there are|there isnt|there arent)(?: any)? (?:no |any )?(?<what>.+?) (?:in|on) (?<dish>.+?)(?: right| correct)?$/,
    /^(?:theres )?no (?<what>.+?) (?:in|on) (?<dish>it|that|this|them|those)(?: right| correct)?$/,
    /^(?:whats|what is|what are|what all is|what comes|what goes|what do you put) (?:in|on|inside|with) (?<dish>.+)$/,
    /^what(?:s| is| are| does| do)? (?<dish>.+?) (?:made (?:of|with|from)|(?:have|got|has) (?:in|on) (?:it|them)|come with|comes with|contain|contains)$/,
    /^(?:whats|what are|what is|tell me|list)?(?: the)? ?(?:ingredients?|allergens?) (?:of|in|for|are in|is in|does|do|has|have) (?<dish>.+?)(?: have| contain| got)?$/,
    /^(?:what|which)(?: kind of)? (?:ingredients?|allergens?) (?:are in|is in|are on|does|do|has|have) (?<dish>.+?)(?: have| contain| got)?$/,
  ],
  asksAllergen: [
    /^(?<dish>it|that|this|they|the .+?) (?:has|have|contains?|got) (?<what>.+)$/,
    /^contains? (?<what>.+)$/,
    /^(?:is|are) there (?:any |some |a )?(?<what>.+)$/,
    /^(?:any|got any) (?!chance\b|way\b)(?<what>.+)$/,
    /^(?:is|are) (?<dish>.+?) (?<what>(?:tree )?[a-z]+) free$/,
    /^(?:is|are) (?<dish>.+?) free (?:of|from) (?<what>.+)$/,
    /^(?:is|are|would) (?<dish>.+?) (?:be )?(?:ok|okay|safe|fine|good|alright|suitable)(?: to (?:eat|have))?(?: (?:for|with|if|about|without).*?)? (?<what>[a-z]+)$/,
  ],
  asksForMine: [
    /^(?<dish>it|that|this|they|those)(?:s|re| is| are)? safe\b.*$/,
    /^(?:its|thats|theyre) (?<dish>)safe\b.*$/,
    /^(?:is|are|would|will) (?<dish>.+?) (?:be )?(?:ok|okay|safe|fine|good|alright|all right|suitable)(?: (?:to|for|with|on|in|then|if).*)?$/,
    /^(?:is|are|would|will) (?<dish>.+?) (?:be )?(?:a problem|an issue|off limits|any good|bad|a no go)(?: (?:for|with|then) .*)?$/,
    /^(?<dish>(?:the|your) [a-z]+(?: [a-z]+)?) (?:any good|okay|ok|safe|off limits) for (?:me|him|her|us|them|my [a-z]+)$/,
    /^(?:can|could|may|should) (?:i|he|she|we|they|my [a-z]+) (?:still |safely )?eat (?<dish>.+)$/,
    /^(?:can|could|may) (?:he|she|they|my [a-z]+) (?:still |safely )?have (?<dish>.+)$/,
  ],
  asksSame: [],
  sameWhat:
    /^(?:any|some|it|that|those|them|em|either|any of (?:that|those|it|them|em|these)|that stuff|any of that stuff|some of (?:that|those))$/,
  goesOn:
    /^(?:(?:okay|ok|alright|oh|um|uh|hmm|great|thanks|so|good|and|or|but|also|then|now) )*(?:and|or|what about|how about|hows about|same for|same question for|same with)(?: (?:for|in|on|with|the one with))?(?: then)? /,
  opensQuestion:
    /(?<= )(?:does|do(?= (?:the|they|those|these|any|your|you)\b)|is there|are there|is the|is it|is that|are the|is|are|will|would|what|whats|which|has|have|any)\b/g,
  beforeQuestion:
    /^(?:(?:h+m+|m+|u+m+|u+h+|er+|ah|yeah|right|please|um|uh|hi|hello|okay|ok|so|and|but|wait|actually|sorry|please|quick question|one question|(?:can|could|would) you (?:please )?(?:tell me|check|say)|do you know|i (?:want|need|would like) to know|id like to know|i was wondering|i wonder|tell me|if|whether|now|then|also|oh|well|hey|what about|did you say|you said|(?:are )?(?:you|ya) (?:sure|positive|certain)(?: that)?) )+/,
  asksLoosely:
    /\b(?:is|are|was|does|do|will|would|wouldnt|isnt|doesnt|arent|dont|has|have) (?:it|that|this|they|those|these|the|there|any)\b|^(?:is|are|does|any|got any)\b|\b(?:any|got any|has any) [a-z]+(?: [a-z]+)?$/,
  remindsOf:
    /\b(?:you(?:ve| have| all| guys)?(?: already)? (?:got|get|noted|note|have|wrote|write|put|marked|know|heard|caught|see)|did you|do you have|have you|dont forget|remember|make sure|is the|was the|told you|(?:i|we) (?:said|mentioned)|aware|reminder|written|noted|right|correct)\b/,
  thatDish:
    /^(?:|it|that|this|them|they|those|these|there|(?:that|this|the|the last|my last) (?:one|dish|thing)|all that|any of (?:it|that|those|them))$/,
  thatKind: /^(?:that|this|those|these) /,
  noDish:
    /^(?:any of (?:your|the)|you(?: guys| all)?|yall|we|i|anything|something|everything|nothing|what|which|who|menu|the menu|stock|there(?: anything| something)?)\b/,
  beforeWhat:
    /^(?:(?:any|no|some|a|an|the|lots? of|much|real|kind of|bits of|traces? of|actual) )+/,
  afterWhat:
    /(?: (?:in|on|inside) (?:it|that|this|them|there|those|em)| (?:or|and) (?:anything|something|stuff|things?)(?: (?:like (?:that|it|them)|similar))?| like that| too| either| in there| right| correct| at all| please| though| by any chance| thanks)+$/,
  calledSo:
    /\b(?:rolls|sandwich(?:es)?|tacos?|burgers?|subs?|gyros?|sticks|fingers|nuggets|shakes?|milkshakes?|cakes?|cheesecakes?|pies?|muffins?|cookies?|brownies?|salads?|soups?|chowder|fried rice|noodles|and chips|drop soup)(?: (?:today|here|at all|please|or anything))*$/,
  servedWith: /\b(?:comes?|served) with\b/,
  noWhat:
    /^(?:|in.*|(?:you|your|we|he|she|they|i)\b.*|sizes?|options?|choices?|toppings?|deals?|discounts?|a? ?size.*|calories|left|it|that|them|ready|time|to .*)$/,
};
