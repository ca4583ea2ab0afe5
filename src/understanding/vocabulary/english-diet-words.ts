import type { DietWords } from './diet-words.js';

const PERSON =
  '(?:(?:one|some|two|half|most|all) of (?:us|them|my [a-z]+)|i|he|she|we|they|you|one|someone|somebody|(?:my|our|his|her|the) [a-z]+)';
const DISHES =
  '(?:anything|something|any (?:dish(?:es)?|of (?!(?:that|it|them|this|those|these) )[a-z ]+?|(?!of )[a-z]+)|everything|all of it)(?: (?:on (?:the|your) menu|here|you (?:have|sell|make)))?';
const HAVE =
  '(?:have|has|got|contains?|containing|include|includes|come with|comes with|with|uses?|using|made with)';

/** American English. */
export const ENGLISH_DIET_WORDS: DietWords = {
  notSpicy:
    /\b(?:not?|isnt|arent|nothing|without|non|less|cant|dont|wont)(?: (?:too|so|very|that|all|do|eat|have|anything|something|handle|hot|and))* spicy\b/,
  asks: /^(?:what|whats|which|any|anything|something|list|do|does|have you|got|is there|are there|show me)\b|\b(?:something|anything|what (?:do|can|else))\b/,
  without: [
    /\b(?:without|with no|free (?:of|from)|not containing)(?: any)? (?<what>.+)$/,
    /\b(?:dont|doesnt|do not|does not|isnt|arent|not)(?: (?:have|contain|include|come with|use|made with|got))(?: any)? (?<what>.+)$/,
    /\b(?:have|has) no (?<what>.+)$/,
  ],
  free: /(?:^| )(?<what>(?:tree )?[a-z]+) free(?= |$)/,
  doesNotEat: new RegExp(
    `^(?:(?:so|but|and|oh|by the way|well) )*${PERSON} (?:dont|doesnt|do not|does not|never|cant|wont) eats? (?:any )?(?<what>[a-z]+(?: [a-z]+)?)$`,
  ),
  mayEat:
    /^(?:can|could|would|may) .*\b(?:vegans?|vegetarians?)\b.*\b(?:eat|have|order|like|enjoy)\b/,
  meat: /^(?:red |any )?meat$/,
  meats:
    /^(?:(?:red |any )?meat|pork|ham|bacon|beef|chicken|sausage|pepperoni|salami|poultry|turkey)s?$/,
  having: [
    new RegExp(
      `^(?:what|which)(?: (?:else|all|dish(?:es)?|items?|things|(?<kind>[a-z]+)))? ${HAVE} (?<what>.+)$`,
    ),
    new RegExp(
      `^(?:(?:does|do|is|are) )?any of (?:the|your|those|these) (?<kind>[a-z]+) ${HAVE} (?<what>.+)$`,
    ),
    new RegExp(`^(?:does|do|is|are) ${DISHES} ${HAVE} (?<what>.+)$`),
    new RegExp(
      `^(?:is there|are there|do you have|you have|have you got|got|is|any)(?: any(?!thing)| some(?!thing))? ?(?:anything|something|dish(?:es)?|items?|(?<kind>[a-z]+))(?: (?:that|which|here))? ${HAVE} (?<what>.+)$`,
    ),
    new RegExp(
      `^(?:(?:is|are) there |do you have |tell me )?(?:(?:is|are) )?(?:anything|what(?: (?:else|all|dish(?:es)?|things))?|(?:what|which|any)(?: of (?:your|the))? (?<kind>[a-z]+))(?: on (?:the|your) menu)?(?: that| which)? (?:(?:should|must|would|do|does|has to|have to|need to|needs to) )?${PERSON} (?:(?:should|must|would|has to|have to|need to|needs to|really|definitely) )*(?:not (?:eat|have|order)|shouldnt (?:eat|have|order)|cant (?:eat|have|order)|avoid|(?:stay|keep) away from|watch out for|steer clear of|be careful (?:with|of|about))$`,
    ),
    /^(?:is|are) there (?:any )?(?<what>.+?) in (?:anything|everything|any of (?!(?:that|it|them|this|those|these)$).+|your [a-z]+|the (?:kitchen|building))$/,
    /^(?:do|does|did) (?:you|yall|they|the (?:kitchen|chef|cook)|your kitchen)(?: (?:guys|all|people))? (?:use|cook with|fry (?:it |them |things )?(?:in|with)|bake with|handle|work with) (?:any )?(?<what>.+)$/,
    /\b(?<what>(?:tree )?[a-z]+) free kitchen\b/,
    /\bkitchen (?<what>(?:tree )?[a-z]+) free$/,
  ],
  no: /\b(?:no|without|free|not|[a-z]+nt)\b/,
  mine: [
    /^what(?: are|s)? (?:my|his|her|our|their)(?: (?<kind>[a-z]+))? (?:options|choices)(?: (?:for|in|of|on)(?: the)? .*)?$/,
    /^what (?:options|choices) (?:do|does|would) (?:i|he|she|we|they|my [a-z]+) have(?: .*)?$/,
    /^(?:anything|something)(?: (?:for|in)(?: (?:a|the))? (?<kind>[a-z]+))? (?:that )?(?:i|he|she|we|they|my [a-z]+) (?:can|could) (?:eat|have|order|get)$/,
    /^(?:what|which)(?: (?:else|dish(?:es)?|of (?:your|the)))*(?: (?<kind>[a-z]+))? (?:are|is|would be|should be)(?: (?:still|probably))? (?:ok|okay|safe|good|fine|alright|all right)(?: (?:for|to) .*)?$/,
    /^whats (?:ok|okay|safe|good|fine|alright)(?: to (?:eat|have))? for (?:me|him|her|us|them|my [a-z]+)$/,
    /^(?:do you have|is there|are there|have you got|got)(?: (?:any|some|a))?(?: (?<kind>[a-z]+))? (?:that )?(?:i|he|she|we|they|my [a-z]+) (?:can|could) (?:eat|have|order|get)$/,
    /^(?:what|which) (?<kind>[a-z]+) do you have (?:that )?(?:i|he|she|we|they|my [a-z]+) (?:can|could) (?:eat|have|order|get)$/,
    /^(?:what|which)(?: (?:dish(?:es)?|else|(?<kind>[a-z]+)))? (?:can|could|should|may) (?:i|he|she|we|they|someone|my [a-z]+|our [a-z]+)(?: (?:still|safely|actually))? (?:eat|have|order|get)(?: (?:then|here|from .+|with .+))?$/,
    /^(?:do you have|is there|have you got|whats|what is there)(?: (?:anything|something))? (?:that )?(?:i|he|she|we|they|my [a-z]+) (?:can|could) (?:eat|have|order|get)$/,
    /^(?:do you have|is there|have you got|what do you have|what have you got|whats there) (?:(?:anything|something) )?for (?:me|him|her|us|them|that|my [a-z]+)$/,
    /^what (?:do you have|would you (?:recommend|suggest)|do you (?:recommend|suggest))(?: (?:for (?:me|him|her|us|them|that|my [a-z]+)|then|thats (?:ok|okay|good|fine)))+$/,
  ],
  keeps: new RegExp(
    `^(?:(?:so|but|and|oh|well|by the way|actually|hi|hello|hey|um|uh) )*(?:im|hes|shes|were|theyre|${PERSON}(?:s| am| is| are)?)(?: (?:a|an|strict|strictly|only|just|eats?|keeps?|also|really))* (?:vegan|vegetarian|halal|kosher)s?(?: (?:food|only|by the way))*$`,
  ),
  own: /\b(?:im|i am|were|we are|i eat|we eat|i only eat|we only eat|i keep|we keep)\b/,
  unmarked:
    /\b(keto|ketogenic|low carb|paleo|organic|low sodium|low fat|low calorie|pescatarian|diabetic|grass fed|free range|locally sourced|non gmo|sugar free|pregnancy safe)\b/,
  uses: [
    /\bcross contamina\w*\b|\b(?:separate|dedicated|same|shared|own) (?:[a-z]+ (?:free )?)?(?:area|fryers?|ovens?|equipment|stations?|kitchens?|surfaces?|prep|utensils|oil|pans?|cutting boards?)\b|\bshare (?:a |the )?(?:fryers?|ovens?|equipment|kitchen|oil)\b/,
    /^(?:what|which)(?: (?:kind|type|sort)s? of)? (?<what>oil|fat|butter|flour|cheese|meat|milk|sauce|broth|stock|lard)s? (?:do|does|did|are|is) (?:you|yall|they|the kitchen|it|things|everything)(?: (?:guys|all))? (?:use|fry|fried|cook|cooked|bake|baked|put|made)(?: (?<dish>.+?))?(?: (?:in|on|with|for))?$/,
    /^(?:what|which)(?: (?:kind|type|sort)s? of)? (?<what>oil|fat|butter|flour|cheese|meat|milk|sauce|broth|stock|lard)s? (?:is|are|do you use|do you put|goes) (?:in|on|for|used (?:in|for)) (?<dish>.+)$/,
    /^what do you (?:fry|cook|bake|make)(?: (?<dish>.+?))? (?:in|with|from)$/,
  ],
  dislikes: new RegExp(
    `(?:^|,|\\.|\\b(?:and|but|because|since)\\b) *(?:(?:my|our|his|her|the) [a-z]+|he|she|they|we)(?: (?:really|just|absolutely))*(?: (?:doesnt|dont|does not|do not|never)(?: (?:really|even|much))* (?:like|likes|care for|enjoy|want)| hates?| (?:isnt|arent|is not|are not) (?:a )?(?:big )?(?:fan of|into|crazy about)) [a-z ]+?(?= *(?:$|[,.;]|\\b(?:so|but|and) (?:then|for|maybe|also|my|the|can|could|i|ill|give|get|we|make|a|an|one|two|three|four|id|let)\\b|\\b(?:then|oh|maybe)\\b|\\b(?:so |but |and )?(?:what|which|whats|do you|is there|are there|anything|any other)\\b))`,
    'g',
  ),
};
