import { plain } from './words.js';

/** What a caller may say at any point of the call. */
export type Command =
  | 'person'
  | 'repeat'
  | 'back'
  | 'next'
  | 'main'
  | 'help'
  | 'yes'
  | 'no'
  | 'done'
  | 'cancel'
  | 'view'
  | 'business'
  | 'offers'
  | 'browse'
  | 'goodbye';

const PERSON =
  '(person|human|human being|someone|somebody|operator|agent|representative|manager|colleague|waiter|waitress|employee)';
const YES =
  'yes|yeah|yep|yup|ya|sure|correct|right|exactly|ok|okay|alright|fine|absolutely|definitely|of course|perfect|great|confirm|confirmed|affirmative|uh huh|go ahead|do it|place it|please do|i do|i would|sounds (good|right|great)|(thats|that is|its|it is|all|everything is|looks|looks all|thats all) (right|correct|good|fine|perfect|okay)';
const NO =
  'no|nope|nah|not really|not yet|negative|never mind|nevermind|wrong|incorrect|no way|none|nothing|dont|i dont|i do not|its not|it isnt|(thats|that is|its|it is|thats not|its not) (wrong|not right|not correct|incorrect|right|correct)';

/** In the order they are tried; the first that fits counts. */
const RULES: readonly (readonly [Command, RegExp])[] = [
  ['person', new RegExp(`^(a |the |your |real |live )*${PERSON}$`)],
  [
    'person',
    new RegExp(
      `\\b(speak|talk|connect|transfer|put|get|give|need|want|real|live)\\b.*\\b${PERSON}\\b`,
    ),
  ],
  [
    'repeat',
    /^((repeat|say) (that|it|this)|repeat|again|say again|come again|pardon|sorry|what|what did you say|what was that|one more time)( again| please| one more time)*$/,
  ],
  ['repeat', /^(hi|hello|hey|good (morning|afternoon|evening))( there)?$/],
  ['main', /^(go )?(back )?(to )?(the )?main menu$/],
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
    'done',
    /^(no |nope |yes |yeah )*(thank you |thanks )*(thats|that is|thatll be|that will be|that would be|that should be|this is|it is) (it|all|everything)\b/,
  ],
  [
    'done',
    /^(no |nope )*(nothing else|nothing more|(im|i am|were|we are) (done|good|finished|all set|fine|ready to pay)|all (done|set|good)|done|finish|finished|check ?out)$/,
  ],
  [
    'done',
    /\b(finish|complete|confirm|submit|send|check ?out)( (my|the|this|that))? order\b|^place (my|the|this|that) order$/,
  ],
  [
    'yes',
    new RegExp(
      `^(?=.*\\b(${YES})\\b)((${YES}|it is|that is|that|please|thanks|thank you|sir|maam|the order|it)( |$))+$`,
    ),
  ],
  ['no', new RegExp(`^(?=.*\\b(${NO})\\b)((${NO}|thanks|thank you|please|sir|maam)( |$))+$`)],
  [
    'cancel',
    /^(cancel|delete|clear|scrap|forget)( (my|the|this|that|whole|entire|everything|order|it|all))*$|^(remove|take off) everything$|^start (over|again)$/,
  ],
  [
    'view',
    /^change something( else)?$|\b(my|the) order( so far)?$|\border\b.*\bso far$|\bin my (order|cart|basket|bag)\b/,
  ],
  [
    'view',
    /^what (do i have|did i order|have i ordered)|^(how much|what)( is|s)? (the |my )?(it|total|all|that)( so far| altogether)?$|^(the )?total$/,
  ],
  [
    'business',
    /\b(hours|opening|open|close|closing|closed|located|location|where are you|whats your address|what is your address|directions|how long|phone number|parking)\b|\b(do|can) you deliver\b|\bdelivery (area|fee|charge|cost)\b|\bhow much .*\bdeliver/,
  ],
  [
    'offers',
    /(^|(?<!lunch) )(offers?|deals?|promotions?|promos?|coupons?|discounts?|specials|vouchers?)\b/,
  ],
  [
    'browse',
    /^(the |your )?menu$|\b(on|hear|read|list|see|browse|whats|know) (the |your )?menu\b|^what (do you|can i|could i|kind of)\b.*\b(have|sell|serve|offer|recommend|get|order|there)$|^((place|start|make|begin) an |a new |new )?order( something| food| something else| now)?$|^something else$|^(add|order) (something|another|more|an item|another item)\b/,
  ],
  [
    'goodbye',
    /^(thanks |thank you )*(good ?bye|bye|bye bye|hang up|see you|ill call (back|again)|talk to you later)( .*)?$/,
  ],
];

const BEFORE =
  /^(um+|uh+|er|well|okay|ok|oh|so|and|please|hi|hello|hey|actually|sorry|alright|yes|yeah|just|i think|i guess|can you|could you|would you|will you|can i|could i|may i|can we|could we|i want to|i wanna|i would like to|id like to|i like to|we would like to|wed like to|let me|lets|ill|i will|i am going to|im going to|go ahead and|you can|i need to|no(?= (i|id|ill|we|wed|my|the|can|could|make|change|actually|give|add|its|it) )) /;
const AFTER = / (please|thanks|thank you|now|then|for now|sir|maam|instead)$/;

/** What was said without the politeness around it. */
export function bare(text: string): string {
  let said = plain(text);
  for (const around of [BEFORE, AFTER]) {
    for (let cut = said.replace(around, ''); cut !== said; cut = said.replace(around, '')) {
      said = cut;
    }
  }
  return said;
}

/** The command in what was said; null when it is none. */
export function commandOf(text: string): Command | null {
  for (const said of [plain(text), bare(text)]) {
    const rule = RULES.find(([, pattern]) => pattern.test(said));
    if (rule) return rule[0];
  }
  return null;
}

/** Whether it asks for something to be known and not for something to eat. */
export function isQuestion(text: string): boolean {
  return /^(do|does|is|are|what|whats|which|how|tell|has|have you|any)\b/.test(bare(text));
}

const CONTENTS =
  /\b((gluten|dairy|lactose|nut) free|allerg\w*|contains?|gluten|nuts?|peanuts?|dairy|lactose|milk|eggs?|soy|sesame|shellfish|fish|wheat|celery|vegan|vegetarian|safe|inside|ingredients?)\b/g;

/**
 * A question about what a dish contains, without what it asks for: only the dish is left. Null
 * for any other question.
 */
export function allergenQuestion(text: string): string | null {
  const said = plain(text);
  const rest = said.replace(CONTENTS, ' ');
  return rest === said ? null : rest;
}

/** Whether somebody says what they must not eat. */
export function statesAllergy(text: string): boolean {
  return /\b(allerg\w*|intoleran\w*|celiac|coeliac)\b/.test(plain(text));
}
