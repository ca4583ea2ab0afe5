import type { Similar } from './detail-words.js';

/** What callers of many restaurants ask for, and what is most like it; on plain text. */
export const ENGLISH_SIMILAR: readonly Similar[] = [
  [
    /\b(?:supreme|deluxe|the works|everything pizza)\b/,
    ['meat lovers', 'quattro stagioni', 'veggie garden'],
  ],
  [/\b(?:pepsi|rc cola|tab)\b/, ['coke', 'diet coke']],
  [
    /\b(?:dr pepper|doctor pepper|mountain dew|mtn dew|root ?beer|ginger ale|fanta|sunkist|orange soda|grape soda|cream soda|sierra mist|starry|club soda|tonic|red bull|energy drink)\b/,
    ['coke', 'sprite'],
  ],
  [/\b(?:lemonade|snapple|arizona|kombucha|sweet tea|juice|gatorade)\b/, ['iced tea', 'sprite']],
  [/\b(?:beers?|wine|prosecco|cocktails?|margaritas?|milk|chocolate milk)\b/, ['drinks']],
  [/\b(?:cappuccino|latte|americano|macchiato|mocha|decaf|tea|hot chocolate)\b/, ['espresso']],
  [
    /\b(?:(?:cheese|ham)?burgers?|sandwich(?:es)?|subs?|hoagies?|heros?|gyros?|wraps?|paninis?|grinders?|philly|cheese ?steaks?|hot ?dogs?|tacos?|burritos?|quesadillas?|kebabs?)\b/,
    ['calzone classico', 'stromboli'],
  ],
  [
    /\b(?:parm|parmigiana|ravioli|tortellini|linguine?|ziti|rigatoni|manicotti|cannelloni|mac (?:and|n) cheese|macaroni|piccata|marsala|scampi|francese|risotto|noodles)\b/,
    ['pasta'],
  ],
  [/\b(?:nuggets?|tenders?|chicken (?:fingers|strips))\b/, ['chicken wings', 'mozzarella sticks']],
  [
    /\b(?:onion rings?|tater tots|tots|potato(?:es)?|wedges|curly fries|hash browns?)\b/,
    ['french fries'],
  ],
  [/\b(?:bread ?sticks?|garlic sticks?|focaccia|rolls)\b/, ['garlic knots', 'garlic bread']],
  [/\b(?:soup|chowder|bisque|chili)\b/, ['minestrone']],
  [
    /\b(?:cheese ?cake|brownies?|cookies?|apple pie|pie|cakes?|sundae|milk ?shakes?|shakes?|donuts?|zeppoles?|churros?|pudding|sorbet)\b/,
    ['desserts'],
  ],
  [/\b(?:coleslaw|slaw|greek salad|cobb|chicken salad|chef salad)\b/, ['salads']],
];

/** How callers call what menus call otherwise, and what it becomes; on what was said. */
export const ENGLISH_CALLED: readonly (readonly [RegExp, string])[] = [
  [/\bwith (?:the )?(\w+) (?:(?:left|taken) )?off\b/gi, 'without $1'],
  [
    /(?<=\b(?:small|medium|large|plain|regular|cheese|pepperoni|mushroom|sausage|white|veggie|whole|big) )pie(?=s?\b)/gi,
    'pizza',
  ],
  [/\bmo[tz]z(?= sticks?\b)/gi, 'mozzarella'],
  [/\b(pizzas?|pies?) with (?:just|only) (?:plain )?cheese\b/gi, 'cheese $1'],
  [/\bwith (?:just|only) (?:plain )?cheese\b/gi, 'cheese'],
];
