import type { Vocabulary } from './vocabulary.js';

/** Before a dish: "the", "any of those", "both of the". */
const THE =
  '(?: (?:the|that|this|those|these|any|no|all|both|my|of|more|such|about|for|to have|an?))*';
/** Dishes in a row, with or without a number. */
const DISHES = `${THE}(?: \\d+)?(?: (?:of|the|those))* @(?: (?:and|or|nor|no)(?: (?:no|the|any|an?|\\d+))* @)*`;
const REMOVES =
  '(?:remove|delete|cancel|drop|scratch|scrap|strike|nix|ditch|lose|skip|get rid|forget|never ?mind|hold|kill)';
/** Need a word such as "off". */
const TAKES = '(?:take|get|pull|leave|cut|cross|throw|keep)';
const OFF = '(?:off|out|away|back)';

/** How callers deny dishes and set their numbers in English, in outlines of what was said. */
export const ENGLISH_CORRECTIONS: Vocabulary['corrections'] = {
  asksCount:
    /\bhow many(?: (?:of|the|those|my))* @(?: (?:(?:is|are|was|were) (?:that|it|there|on)|(?:do|did|have) (?:i|we)|(?:did|have) you)\b| (?:so far|now|total|again|on (?:there|it|the order|my order))\b).*$|^(?:\w+ ){0,3}?how many(?: (?:of|the|those|my))* @$|^(?:(?:and|but|so|wait|oh|okay|sorry|um|uh) )*(?:did|do|have) you (?:get|got|have|add|added|put|catch|include|write down)(?: in| down)?(?: (?:the|my|our|both|all|that|those|\d+))+ @(?: (?:on there|in there|down|too|on (?:the|my) order))*$/,
  stays:
    /\b(?:dont|do not) (?:forget|remove|take|cancel|drop|lose|skip|scratch)(?: off| out)?(?: the| my)* @/,
  keeps:
    /\b(?:dont|do not|didnt|did not|never) (?:forget|remove|take|cancel|drop|leave|lose|skip|scratch)\b|\bwhy (?:is|s|are) (?:there )?no\b|\bwhy(?:d| did| would)? you (?:take|remove|cancel|drop)\b|\bno (?:problem|worries)\b|^(?:and |but )?(?:is|are|does|do|did) |\bhow many @ (?:do (?:you|they)|does|come|are in|in)\b|\bno @ (?:on|in|with)\b/,
  removes: [
    new RegExp(
      `\\b(?:${REMOVES}(?: ${OFF})?|${TAKES} ${OFF})(?: of)?${DISHES}(?: ${OFF})*(?: (?:of|from) (?:it|there|that|my order|the order))?(?: too| as well)?`,
    ),
    new RegExp(
      `\\b${TAKES}${DISHES}(?: ${OFF})+(?! (?:it|them|this|my|the)\\b)(?: (?:of|from) (?:it|there|that|my order|the order))?`,
    ),
    /@(?: (?:too|as well|also|again|no|please|you can|can you|could you|just))* (?:take|get|cancel|remove|drop|scratch|scrap|forget|lose|leave|delete) (?:that|those|it|them|both|1|the 1|all)(?: (?:one|1|of them))?(?: (?:back|off|out|away))*/,
    /@ (?:has|have|needs?|can|must) (?:to )?(?:go|come off|be removed)\b/,
    /\b(?:i )?changed my mind (?:about|on) (?:the |that |those )?@/,
  ],
  denies: [
    new RegExp(
      `\\b(?:didnt|did not|never|dont|do not|wont|havent|wasnt|not) (?:\\w+ )?(?:order(?:ed)?|ask(?:ed)? for|said|say|want(?:ed)?|need(?:ed)?|get|add(?:ed)?|mention(?:ed)?|request(?:ed)?|like|have|had|choose|put|pick|feel like|getting|asking for|ordering|gonna have|going to have)(?: (?:on|in|to|really|anymore))*${DISHES}(?: (?:anymore|any more|no more|at all|after all))?`,
    ),
    new RegExp(
      `(?:\\bi (?:said|told you|asked for|ordered|wanted) )?\\b(?:no more|no|without|minus|not)${DISHES}(?: (?:at all|anymore|after all|thanks|please|thank you))*$`,
    ),
    new RegExp(
      `(?:\\bi (?:said|told you) )?\\b(?:no more|no|not|without|minus)${DISHES}(?: (?:at all|anymore|after all))?(?= (?:just|only|but|give|get|ill|i|lets|let|can|could|add|do|make)\\b)`,
    ),
    /\bwhere(?:s|d| is| did| does| do)? (?:the |that |those |this )?@ (?:come |coming |is coming )?from\b/,
    new RegExp(
      `\\b(?:why|hows?|how) (?:is|s|are|did|do|does|come|theres|there|you|i|we|have|put|add|got|get|its?|on)(?: (?:is|are|did|there|theres|you|i|we|have|put|add|got|get|on))*${DISHES}(?: (?:on|in|there|here|my|the|order))*`,
    ),
    new RegExp(
      `\\bwh(?:o|os|ats) (?:ordered|asked for|said|wanted|put|with|is)${DISHES}(?: (?:on|in|there|for))*`,
    ),
    new RegExp(
      `\\b(?:there|it|they|thats?|that|theres) ?(?:shouldnt|should not|isnt|is not|s not|not|wasnt|should be no|is no|s no|no)(?: (?:be|have|supposed to))*${DISHES}`,
    ),
    new RegExp(
      `\\b(?:nobody|no one|no 1|none of us)(?: \\w+)? (?:ordered|asked for|wanted|wants|said)${DISHES}`,
    ),
    /@(?: (?:on|in) (?:there|here|it|my order|the order))?(?: (?:but|and|well))? (?:i |we |he |she )?(?:dont|do not|didnt|did not|no longer|never) (?:want(?:ed)?|need|order(?:ed)?|like|ask(?:ed)? for|said?)(?: it| that| them| those| one)?(?: any ?more| at all| now| after all| please)*$/,
    /@ (?:(?:is|was|are|were|s) )?(?:not mine|wrong|not right|a mistake|not what i (?:ordered|wanted|said)|not (?:for )?(?:me|us)|shouldnt be (?:on )?(?:there|it|here)|should not be (?:on )?(?:there|it)|isnt (?:mine|right|for us))\b/,
    /\b(?:just|only|i want|want)(?: the| a| 1)? @(?: 1)? not(?: the| a| 1)? (@)(?: 1)?/,
  ],
  cues: /^(?:and|but|then) (?:the|my)\b|\b(?:no|so|thoughts?|know|actually|fine|enough|plenty|sorry|meant|thats|its|last|not|never|dont|didnt|did|without|minus|just|only|single|should|shouldnt|supposed|less|fewer|many|enough|plenty|make|change|switch|turn|swap|upgrade|bump|trade|exchange|replace|convert|said|asked|ordered|wanted|meant|have|got|put|be|in|as|off|out|away|go|goes|gets|was|were|is|are|belongs?|move|shift|from|why|how|who|where|wrong|mistake|mind|isnt|wont|take|get|do|want|remove|delete|cancel|drop|scratch|scrap|strike|nix|ditch|lose|skip|rid|forget|hold|kill)\b/,
  mayBeMeant: /^(?:\w+ )?no @$|\b(?:that|it) @$/,
  comesInstead:
    /\b(?:that|it|that 1|the last 1)(?: (?:and|just|instead|give me|get me|ill (?:have|take|do)|i want|id like|lets do|do|can i (?:get|have)|make it))* an? @|\b(?:scratch|strike|forget|nix) (?:that|it) 1 @/,
  all: /\b(?:all|both|any|no|every|without|zero|each)\b/,
  inPlace:
    /^(?: (?:and|but|then|instead|just|please|so|no|i))*(?: (?:give|ill|i|want|id|let|lets|can|could|may|add|make it|make that|do|get|have|take|her|him|me|us|we|like|like to|just|a|an|the|\d+|please|with|wanted|said|asked for|ordered|meant|for|bring|instead|only|would|prefer))+ /,
  frame: new Set(
    'i id im us can could do lets hows about we you he she they it its thats that there theres the a an of those them these this my no not just only really actually please sorry oops oh ah wait hey but and so um uh well hmm hold on excuse me like yeah okay ok right listen look is was were are am be been to for in down up then still also instead one ones did do does said say says told asked ask want wanted need needed ordered order meant mean have had has got get put gave give added add would should could can supposed make made change keep set too many much less fewer enough fine plenty all everything nothing more than leave thank thanks'.split(
      ' ',
    ),
  ),
  limits:
    /\bactually (?:\w+ )*?\d+ (?:\w+ )*?@|(?:\bon second thoughts?|\byou know what|\bbut (?:lets |well |ill )?(?:do|have|get)|\bso(?: (?:just|only|then|now|lets|well|ill|its|thats|make|it|that|do|have|take|need|i|we))*)(?: \w+){0,2}? \d+ (?:\w+ )?@|\b(?:its|thats) \d+ @|\b(?:just|only|single|not (?:the |a )?\d|instead of \d|should|supposed|enough|plenty|no more than|(?:make|change|set|keep) (?:it|that|those|them|the|my)|said|asked for|ordered|wanted|meant|(?:you|it|theres|there|thats|they)(?: \w+)? (?:have|got|put|says?|said|gave|added|is|are) (?:me |in |down )*(?:\d|the \d))\b/,
  limitsLast:
    /\b(?:just|only|not \d|should|supposed|no more than|instead of \d|you (?:have|put|got|gave|added)(?: me| in| down)? \d)\b/,
  notSoMany:
    /\b(?:not|instead of|(?:doesnt|dont|does not|do not|didnt) want|(?:you|it|theres|there|they|we)(?: (?:have|got|had|put|says?|said|gave|added|are|is|me|as|down|in|just|up))+)(?: the| a)? (\d+)/g,
  fewer: /(\d+)(?: @)? (?:less|fewer|too many)\b|\b(?:less|fewer) (\d+)/,
  fewerOnly: /\b(?:less|fewer|too many)\b/,
  becomes: [
    /^(?:(?:\w+ ){0,8}?)(?:make|change|switch|turn|swap|upgrade|bump|trade|exchange|replace|convert)(?: the| my| that| those| just| only)*(?: (\d+)(?: of)?(?: the| my| those)*)? @(?: up| over)?(?: to| into| for| with| be| in| as)*(?: an?| the| some| 1)? (.+?)(?: instead| please| now)*$/,
    /^(?:\w+ ){0,5}?(?:(?:the|my|that|those) )?(?:(\d+)(?: of)?(?: the| my| those)* )?@(?: 1)? (?:to be|be|is|are|should be|shouldve been|should have been|(?:is|was) supposed to be|needs to be|in|as)(?: an?| the| 1| in)? (.+?)(?: instead| please| now)*$/,
    /^(?:(?:and|but|oh|then|also) )*(?:the|my) (?:(\d+) )?@ 1 ([^@]+?)(?: please| instead)*$/,
    /^(?:\w+ ){0,4}?(?:(\d+) )?@(?: 1)? (?:(?:can|could) you )?(?:make|change|turn|switch) (?:that|it|them|those)(?: to| into)?(?: an?| the| 1)? (.+?)(?: please| instead)*$/,
  ],
  someBecome: [
    /^(?:\w+ ){0,3}?(\d+)(?: of (?:them|those|these))? (?:i|we|he|she|my \w+)(?: d| would)? (?:want|wants|wanted|need|needs|like|prefer)(?: to be| it| as| in)*(?: an?| the| 1)? (.+?)(?: instead| please| now)*$/,
    /^(?:(?:\w+ ){0,3}?)(?:make|change|switch|turn|swap|upgrade|bump|trade|replace|convert)(?: just| only)? (\d+)(?: of (?:them|those|these)| (?:to|into|for|with))*(?: to| into| for| with| be| as)*(?: an?| the| some| 1)? (.+?)(?: instead| please| now)*$/,
    /^(?:\w+ ){0,4}?(\d+) of (?:them|those|these) (?:to be|be|should be|should have been|shouldve been|was (?:meant to|gonna) be|is supposed to be|was supposed to be|as|in)(?: an?| the| 1)? (.+?)(?: instead| please)*$/,
    /^(?:(?:no|nope|wait|actually|sorry|i said|i meant) )+(\d+) of (?:them|those|these) (?!(?:off|away|out|back|is|are)\b)(.+?)(?: instead| please)*$/,
  ],
  choice:
    /^(?:\w+ ){0,3}?(?:make|change|switch|turn|do|have|want)(?: it| that)?(?: to)?(?: the| my)? (\w+)(?: to be| to| into| be)*(?: an?| the| 1)? (.+?)(?: instead| please| now)*$/,
  onSome:
    /^(?:(?:no|not|oh|wait|sorry|i|said|meant|want|wanted|it|that|them|those|on both|both|but|its|should|be|the \w+) )*(?:just|only)(?: on| for)+ (\d+)(?: of (?:them|those|these|the @))?(?: please)?$|^(?:(?:no|not|oh|wait|sorry|i|said|meant|want|wanted|but) )*(?:the )?\w+ (?:just |only )?on (?:just |only )(\d+)(?: of (?:them|those|these|the @))?$|^(?:(?:no|oh|wait|sorry) )*on (\d+) (?:only|not both)$/,
};
