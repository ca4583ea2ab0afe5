import type { Vocabulary } from './vocabulary.js';

const THAT = '(?:that|it|this|those|these|them|mine|(?:the )?last one|that one|the last)';

/** How callers change an order in English. */
export const ENGLISH_CHANGES: Vocabulary['changes'] = {
  onlyThat: new RegExp(`^(?:undo|${THAT})$`),
  sameAgain:
    /^(?:(?:add|get|have|give me) )?(?:another one|one more|1 more|(?:the )?same again|one more of (?:those|these|them|that))$/,
  justSoMany:
    /^(?:(?:no|actually|oh|wait|sorry|make it|make that) )*(?:just|only|actually|sorry|wait) (?:make (?:it|that) )?(\w+)(?: (?!of\b|more\b)(.+))?$/,
  soManyMore:
    /^(?:(?:add|get|have|give me|and|another) )*(\w+) more(?: of (?:those|these|them|that))?$/,
  soManyLess:
    /^(?:make it |make that )?(\w+) (?:less|fewer)$|^(?:take|remove|drop|cancel) (\w+)(?: of (?:those|these|them))?(?: (?:off|away|out|back))?$/,
  double: new RegExp(
    `^(?:make it |make that )?double(?: up)?(?: on)?(?: ${THAT})?$|^twice ${THAT}$`,
  ),
  puts: /^(?:(?:oh|um|can|could|would|will|you|i|we|id|like|to|get|have|want|please|just|yeah|okay|actually) )*(?:and|also|plus|with|add|extra|double|put|throw)(?: (?:and|also|add|put|throw|some|the|extra|double|with|on))* (.+?)(?: (?:too|as well|also|please|instead|on(?: (?:it|that|this|there|top))?))*$|^(?:(?:oh|um|can|could|i|we|you|get|have|want|please|just|some|is there (?:any|a) way (?:to|(?:that )?(?:i|we|you) (?:can|could))|is it possible to|any chance (?:of|i can|i could)|do) )*(.+?) (?:too|as well|(?:on|in|with) (?:it|that|this|there|top|them|those|these))(?: please)?$|^(?:can|could|would) (?:that|it|they) (?:have|come with) (.+)$/,
  extras: /\bextra\b/,
  doubleLine: /^double the (.+)$/,
  someInto:
    /^(?:make|change|turn|switch) (\w+)(?: of (?:them|those|these))?(?: (?:to|into))? (an? .+)$/,
  forLine:
    /^(?:(?:and |also |oh |just |but )*(?:for|on|to|except(?: for)?|all but|but not) (?:the |my )?|(?:and |also |oh |then |but )*(?:the|my) (?=(?:\w+ ){1,3}(?:can|could|would|will|id|i|we) ))(.+?) (?:(?:can|could|would|will|you|i|we|id|like|to|please|just|do|get|make it|have|want|(?:leave|keep) (?:it|that|that one)) )*((?:add|put|with|without|no|hold|extra|make it|make that|have|want|on|(?<=\b(?:do|get|it|that|one|have|want|like) )\w+).*)$/,
  insteadAlone:
    /^(?:(?:can|could|may|i|we|you|get|have|do|ill|id|like|want|take|make|it|no|actually|just|give|me|lets|go|with) )*(.+?) instead(?: please)?$|^(?:(?:no|actually|oh|wait|hm+|um|uh|you know what|okay|ok|sorry|yeah|hey|can you|lets) )*(?:scratch|scrap|strike|forget|cancel|drop|lose|nix|skip|undo|never mind) (?:that|it|that one|the last one) (?:(?:and|then|just|instead|make it|give me|get me|ill (?:have|take|do|get)|i want|id like|lets do|do|can i (?:get|have)|could i (?:get|have)) )*(.+)$/,
  insteadOf:
    /^(?:(?:get|have|give me|do|put|want|take|make it|make that) )*(.+?) (?:instead of|rather than|in place of) (.+)$/,
  takeOffOf:
    /^(?:take|leave|keep|pull|pick) (.+?) (?:off|from|out of|away from)(?: of)? (?:the |my )?(?!order$)(.+)$/,
  denies:
    /^(?:(?:wait|oh|um|hm+|sorry|actually) )*(?:no|nope|not) (?!(?:okay|ok|alright|thanks|thank|problem|worries|and|but|thats (?:fine|ok|okay|good))\b)(?=\w)/,
  pointsAt: [
    /\b(?:the|that|my) ones? ((?:with|without|that has|that have|has) (?:the |an? |extra |no )*\w+(?: \w+){0,2})/g,
    /\b(?:the|that|my) (\w+(?: \w+){0,2}?) ones?\b/g,
  ],
  it: 'it',
  otherLine: /^(?:the )?other(?: (?:one|\w+))?$/,
  soMany:
    /^(?:(?:i|we|ill|id|just|actually|take|have|get|do|want|wanted|need|needed|order|make it|like) )*(.+?) (?:of )?(?:those|these|them|that)(?: ones)?(?: instead)?$/,
  someOf:
    /^(?:just |only )?(?:the )?(\w+)(?: of (?:(?:those|these|them)|(?:the |my )(.+))|(?<=\b(?:one|two|three)))$/,
  lastOf: /^(?:the )?last(?: one)?$/,
  eachOf:
    /^(?:everything|(?:both|all|each|every)(?: (?:of )?(?:them|those|these|one)| the (?:pizzas|dishes|food))?)$/,
  everyLine: /^(?:everything|all)\b/,
  ofEach:
    /^(?:(?:make (?:it|that) |take |have |get |want |do )*)(\w+)(?: of)? (?:each|both)(?: (?:of )?(?:them|those|these|one|please))*$/,
  sameBut:
    /^(?:(?:my )?\w+ (?:will (?:have|take|get)|wants?|gets?|takes?|would like|is (?:having|getting|taking)) )?(?:(?:give me|gimme|get|add|do|have|i want|make it|and|also|then|plus|(?:another|one)(?: one| more)?(?: of)?(?= (?:the )?(?:exact )?same\b)|another) )*(?:(?:the )?(?:exact )?same(?: again| thing| one| pizza)*|(?:another|one|1)(?: one| more)? (?:just |exactly )?like (?:it|that|this|(?:the )?(?:first|last)(?: one)?)|(?:another|one more)(?: one)?(?: of (?:those|these|them|that))?(?= (?:but|with|without|only|in)\b))(?: (?:but|only|except|and|just|make it|make that|in|a|an|this time))* (.+)$/,
  noExtra: /\b(?:without|no|minus|hold)(?: the| any)? extra (\w+)/,
  eachPart:
    /(?<!\b(?:the|on)) (?:and |but )?(?=(?:the other(?: one)?|another(?: one)?|one|two|three) (?:with|without|plain|no)\b)/,
  plain:
    /\b(?:plain|with nothing(?: on it| else)?|nothing on it|no toppings)(?=$| (?:please|thanks|on)\b)/,
  meantNot:
    /^(?:(?:no|nope|sorry|wait|wrong|hey|thats wrong|that is wrong) )*i (?:said|meant|mean|asked for|ordered|wanted)(?: to say)? (.+?)(?: (?:and )?not (?:the |an? |any )?(.+))?$/,
  notBut:
    /^(?:no )?not (?:the |an? )?(.+?)(?: but| i said| i meant)? (?:the |an? )?(\w+(?: \w+)?)$/,
  swap: /^(?:(?:swap|exchange|replace|switch|substitute|trade)(?: out)?|(?:forget|scratch|drop|lose|skip|cancel)(?: about)?|instead of) (.+?) (?:for|with|to|into|by|(?:and )?(?:just )?(?:do|make it|make that|get|give me|ill have|ill take|i want|id like|have)) (.+?)(?: instead)?$/,
  corrects:
    /[,.;]?\s*\b(?:no,? wait|wait,? no(?=,? (?:make|a|an|the|i|one|two)\b)|no,? actually|actually|no,? no|oh,? no|no,? sorry|i meant?|scratch that|strike that|(wait|hang on|hold on)|or rather|no,?(?=\s+make (?:that|it)\b))[,.]?\s+/gi,
  adds: /^(?:(?:and|i|we|ill|can|could|id|like|to|get|have|want|take|me|well) )*(?:also|add|plus|another|and)\b|\b(?:too|as well|also)\b/,
  ordinalLine:
    /^(?:the )?(first|second|third|fourth|fifth|sixth|seventh|eighth)(?: (?:one|item|dish|thing|pizza))?$/,
  eachLine:
    /^(?:just |only )?((?:both|all|each|\w+)(?: of (?:them|those|these|the \w+(?: \w+)??(?= (?:with|without|no|hold|extra|add) )|the \w+))|both|(?:the )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth)(?: one)?|the (?:\w+ )?\w+ one)(?: (?:to|into|be|a|an))* (.+)$/,
  alsoLine:
    /^(?:(?:and|oh|ah|yeah|ok|okay) )*((?:the|that|those|my) .+?) (?:too|as well|also|either)(?: (?:please|then))*$/,
  makeThat: new RegExp(`^(?:make|change|turn|switch) ${THAT}\\b`),
  goal: /^(?:to|for|into)?$/,
  make: new RegExp(`^(?:make|change|turn|switch)(?: ${THAT})?(?: (?:to|into|be))? (.+)$`),
  into: / (?:to|into) (?=\S)/,
  remove:
    /^(undo)$|^(?:(?:oh|then|no|well|so|okay|ok) )*not ((?:that|this|those|it)(?: one)?)$|^(?:undo|take back|remove|delete|take (?:off|out|away)|cancel|drop|scratch|get rid of|forget|never ?mind(?: about)?|lose|i dont want|i do not want|dont want|no more|leave out|leave off|skip|hold|no|without|minus) (.+?)(?: (?:from|off|of) (?:my |the )?order)?$/,
  takeOff:
    /^(?:take|leave|keep|pull) (.+?)(?: back)? (?:off|out|away)(?: (?:of )?(?:my |the )?order)?$/,
  leavesOut:
    /^(?:(?:no|without|minus|hold|skip|leave (?:out|off)) |(?:leave|keep) .+ (?:off|out)$)/,
  on: / (?:on|from|in|to|onto) (?:the |my )?/,
  putOn:
    /^(?:(?:id|i|we|wed|would|like|add|put|want|get|have) )*(.+?) (?:on|to|onto|in (?=the |my )) ?(?:the |my )?(.+)$/,
  articles: /^(?:the |my |any |some |extra |more )+/,
  article: /^an? (?!couple|pair|dozen|little)/,
  further:
    / and (?=(?:(?:then|also|get|have) )*(?:(?:another|one)(?: one| more)? (?:of )?)?(?:the )?(?:exact )?same(?: one| thing| again)* (?:but|only|except|just)\b|(?:another|one)(?: one| more)? (?:just |exactly )?like (?:it|that|this) (?:but|only|except|with)\b)| (?:and|then) (?:then )?(?=(?:(?:can|could|would) you |please |also )*(?:make|put|change|swap|switch|replace|remove|take off|drop|scratch|cancel|go (?:easy|light)|add (?!an? |extra |some |\w+ to )))| and (?=(?:the|my) (?:\w+ ){1,3}(?:should|needs to|is supposed to|was supposed to) )|(?<= (?:on|to) [a-z ]{1,40}) and (?=(?:[a-z]+ ){1,3}(?:on|to) (?:the|my|both|one|that)\b)/,
  and: / (?:and|or) (?:no )?/,
  namesLine:
    /^(the|my|change the|change my) |^(?:(?:and|also|some|with|extra|oh|id like|please) )*(?:\w+ ){1,2}(?:with|for|on) (?:the|my|those) /,
  beforeLine: /^(change )?(the|my) /,
};
