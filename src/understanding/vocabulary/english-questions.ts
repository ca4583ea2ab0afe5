import { ENGLISH_ADVICE } from './english-advice.js';
import { ENGLISH_BUSINESS } from './english-business.js';
import { ENGLISH_PRICE } from './price-words.js';
import { ENGLISH_GIVES } from './english-things.js';
import type { Vocabulary } from './vocabulary.js';

/** What callers ask in English, and what about. */
export const ENGLISH_QUESTIONS: Vocabulary['questions'] = {
  advice: ENGLISH_ADVICE,
  orders:
    /\b(?:id like|i would like|ill (?:have|take|get)|i will (?:have|take)|(?:can|could|may) (?:i|we) (?:have|get|order)|give me|let me (?:get|have)|i want|we want|wed like)\b/,
  ofThat:
    /^(.*?)\b(?:is|are) (?:it|that|this|they|those|these)(?: (?:one|too|very|really|so|at all))* (?:spicy|hot|vegan|vegetarian|sweet|salty|halal|kosher)\b/,
  about:
    /^(?:(?:oh|okay|ok|and|so|um|uh|hmm|then|alright|well|great|thanks) )*what about (?:the|your|that|those) /,
  cheapest: /\b(?:cheapest|least expensive|lowest priced?)\b/,
  asks: /\b(?:is|are) (?:that|it|this|they|those)(?: (?:too|very|really|so))* (?:spicy|hot|vegan|vegetarian|sweet|salty|halal|kosher)$|^do (?:the|your|those|these|all) .*\b(?:come|comes|have|contain|include)\b|^(do(?! (?:me|us|it|that|a|an|the|\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|some|both|pick|pickup|delivery|takeout|carryout|take|carry|just)\b)|does|is|are|what|whats|which|how|hows|tell|has|have you|any)\b/,
  asksSigned: null,
  price: ENGLISH_PRICE,
  requests:
    /^(?:(?:oh|and|wait|actually|yeah|yes|no|so|um|uh|please|hey) )*(?:(?:can|could|may|would|will) (?:i|we|you)\b|(?:i|we)(?: would|d)? (?:want|like|need|have|changed)\b|(?:id|wed) like|ill have|add|put (?:an?|the|some|in|another)|give me|get me|also|another|remove|take off|forget|where|when|why|who|whos|wheres)\b/,
  forFood:
    /\b(?:have|has|got|sell|serve|carry|offer|make|any|there|kind|how much|price|cost|costs)\b/,
  contents:
    /\b((gluten|dairy|lactose|nut) free|allerg\w*|contains?|gluten|nuts?|peanuts?|dairy|lactose|milk|eggs?|soy|sesame|shellfish|fish|wheat|celery|vegan|vegetarian|safe|inside|ingredients?)\b/g,
  gives: ENGLISH_GIVES,
  allergy: /\b(allerg\w*|intoleran\w*|celiac|coeliac)\b/,
  dietary: {
    vegetarian: ['vegetarian'],
    vegan: ['vegan'],
    'gluten-free': ['gluten free'],
    'dairy-free': ['dairy free'],
    halal: ['halal'],
    kosher: ['kosher'],
    spicy: ['spicy'],
  },
  weekdays: {
    monday: 'Monday',
    tuesday: 'Tuesday',
    wednesday: 'Wednesday',
    thursday: 'Thursday',
    friday: 'Friday',
    saturday: 'Saturday',
    sunday: 'Sunday',
  },
  tomorrow: /\btomorrow\b/,
  holidayNames: [
    [/\bxmas\b/g, 'christmas'],
    [/\bnew year(?: day)?\b/g, 'new years'],
  ],
  holidays: /\bholidays?\b/,
  asksReady: ENGLISH_BUSINESS.asksReady,
  asksArea: ENGLISH_BUSINESS.asksArea,
  topics: {
    hours:
      /\b(?:hours|how late|(?:till|until) (?:when|what time)|open|opening|opens?|close(?! (?:by|to)\b)|closes|closing|closed|too late to|still (?:taking|doing|accepting|serving))\b/,
    address:
      /\b(?:located|location|where(?! (?:all )?do (?:you|ya)(?: guys)? deliver)|address|directions)\b/,
    minimum: ENGLISH_BUSINESS.minimum,
    time: ENGLISH_BUSINESS.time,
    fee: /\bdelivery (?:fee|charge|cost|price)s?\b|\b(?:cost|pay|free|charge|fee|how much)\b.*\b(?:deliver\w*|bring it)|\bhow much .*\bdeliver/,
    delivery: ENGLISH_BUSINESS.delivery,
  },
};
