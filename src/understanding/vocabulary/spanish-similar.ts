import type { Similar } from './detail-words.js';

/** What callers of many restaurants ask for, and what is most like it; on plain text. */
export const SPANISH_SIMILAR: readonly Similar[] = [
  [/\b(?:pepsi)\b/, ['coke', 'diet coke']],
  [
    /\b(?:dr pepper|doctor pepper|mountain dew|fanta|mirinda|sidral|manzanita|jarritos|ginger ale|squirt|sangria senorial)\b/,
    ['coke', 'sprite'],
  ],
  [/\b(?:limonadas?|jugos?|horchata|jamaica|agua fresca|naranjada)\b/, ['iced tea', 'sprite']],
  [/\b(?:cervezas?|vinos?|micheladas?|leche)\b/, ['drinks']],
  [/\b(?:capuchinos?|cappuccinos?|latte|americano|te caliente|chocolate caliente)\b/, ['espresso']],
  [
    /\b(?:hamburguesas?|sandwich(?:es)?|tortas?|hot ?dogs?|tacos?|burritos?|quesadillas?|lonches?|gringas?)\b/,
    ['calzone classico', 'stromboli'],
  ],
  [/\b(?:ravioles|raviolis|macarrones|tortellini|parmigiana|linguini|risotto)\b/, ['pasta']],
  [/\b(?:nuggets?|deditos|tiras de pollo)\b/, ['chicken wings', 'mozzarella sticks']],
  [/\b(?:aros de cebolla)\b/, ['french fries']],
  [/\b(?:sopas?|caldos?|pozole)\b/, ['minestrone']],
  [
    /\b(?:flan|pasteles?|pays?|churros?|brownies?|galletas?|malteadas?|arroz con leche|tres leches|donas?)\b/,
    ['desserts'],
  ],
];
