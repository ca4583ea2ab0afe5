import type { ALLERGENS } from '../catalogue/menu-document.js';
import { singular, words } from '../plain-words.js';

type Allergen = (typeof ALLERGENS)[number];

/** Words for an allergen: its own name, or a food that has it. Plain and singular. */
interface AllergenWords {
  /** Separated by commas. No dish is found by them alone. */
  readonly names: string;
  readonly foods?: string;
}

/** The allergens that a phrase stands for, and how many words it has. */
export interface NamedAllergens {
  readonly allergens: readonly Allergen[];
  readonly length: number;
  /** The allergen itself was named, not a food that has it. */
  readonly byName: boolean;
}

/** Several allergens, separated by spaces, and what callers call them. */
type Table = Readonly<Record<string, AllergenWords>>;

const ENGLISH: Table = {
  gluten: {
    names: 'gluten, glue ten, glutton, wheat, celiac, coeliac',
    foods:
      'barley, rye, spelt, semolina, flour, bread, breadcrumb, bread crumb, wheat flour, seitan',
  },
  milk: {
    names: 'milk, dairy, diary, lactose, lack toast, milk protein, dairy product, cow milk',
    foods:
      'cheese, butter, cream, sour cream, yogurt, yoghurt, casein, whey, mozzarella, parmesan, ricotta, ' +
      'gorgonzola, pecorino, provolone, mascarpone, cheddar, feta, buttermilk, milk product, ghee',
  },
  egg: { names: 'egg', foods: 'egg white, egg yolk, mayonnaise, mayo, meringue' },
  fish: { names: 'fish', foods: 'anchovy, anchovie, tuna, salmon, cod, tilapia, sardine, halibut' },
  'fish shellfish molluscs': { names: 'seafood, sea food' },
  'shellfish molluscs': { names: 'shellfish, shell fish, shelf fish, selfish, sell fish' },
  shellfish: {
    names: 'crustacean',
    foods: 'shrimp, prawn, crab, lobster, crayfish, crawfish, langoustine, scampi',
  },
  molluscs: {
    names: 'mollusc, mollusk',
    foods: 'clam, mussel, oyster, scallop, squid, calamari, octopus, snail',
  },
  peanuts: {
    names: 'peanut, pea nut, peenut, penut, peni, penis, groundnut, ground nut',
    foods: 'peanut butter, peanut oil',
  },
  'tree-nuts': {
    names: 'tree nut, treenut, three nut, 3 nut',
    foods:
      'almond, walnut, pecan, cashew, pistachio, hazelnut, pine nut, macadamia, macadamia nut, ' +
      'brazil nut, chestnut, nutella, marzipan, praline',
  },
  'peanuts tree-nuts': { names: 'nut' },
  soy: { names: 'soy, soya, soybean, soy bean', foods: 'tofu, edamame, tempeh, soy sauce, miso' },
  sesame: { names: 'sesame, sesame seed', foods: 'tahini, sesame oil' },
  mustard: { names: 'mustard', foods: 'mustard seed, dijon' },
  celery: { names: 'celery', foods: 'celeriac' },
  lupin: { names: 'lupin, lupine' },
  sulphites: { names: 'sulphite, sulfite, sulphur dioxide, sulfur dioxide' },
};

const SPANISH: Table = {
  gluten: {
    names: 'gluten, trigo, celiaco, celiaca',
    foods: 'cebada, centeno, harina, harina de trigo, semola, pan, pan molido',
  },
  milk: {
    names: 'leche, lacteo, lactosa, producto lacteo, proteina de la leche, leche de vaca',
    foods:
      'queso, mantequilla, crema, nata, yogur, yogurt, caseina, suero, mozzarella, parmesano, requeson',
  },
  egg: { names: 'huevo', foods: 'clara de huevo, yema, yema de huevo, mayonesa, merengue' },
  fish: { names: 'pescado', foods: 'anchoa, atun, salmon, bacalao, sardina, tilapia' },
  'shellfish molluscs': { names: 'marisco' },
  'fish shellfish molluscs': { names: 'pescado y marisco' },
  shellfish: {
    names: 'crustaceo',
    foods: 'camaron, camarone, gamba, langosta, cangrejo, jaiba, langostino',
  },
  molluscs: {
    names: 'molusco',
    foods: 'almeja, mejillon, mejillone, ostra, ostion, ostione, calamar, calamare, pulpo, caracol',
  },
  peanuts: {
    names: 'cacahuate, cacahuete, mani',
    foods: 'crema de cacahuate, mantequilla de mani',
  },
  'tree-nuts': {
    names: 'nuez de arbol, nuece de arbol',
    foods:
      'almendra, avellana, pistache, pistacho, pinon, pinone, anacardo, maranon, castana, macadamia, ' +
      'nuez de castilla',
  },
  'peanuts tree-nuts': { names: 'nuez, nuece, fruto seco, fruto de cascara' },
  soy: { names: 'soya, soja', foods: 'tofu, salsa de soya, salsa de soja, edamame' },
  sesame: { names: 'ajonjoli, sesamo', foods: 'tahini' },
  mustard: { names: 'mostaza' },
  celery: { names: 'apio' },
  lupin: { names: 'altramuz, altramuce, lupino' },
  sulphites: { names: 'sulfito' },
};

/** What callers call allergens in one or more languages. */
export class AllergenLexicon {
  /** Phrases by their first word, the longest first. */
  readonly #phrases = new Map<string, { readonly words: string[]; readonly named: Named }[]>();

  constructor(...tables: readonly Table[]) {
    for (const [ids, { names, foods = '' }] of tables.flatMap((table) => Object.entries(table))) {
      this.#add(ids, names, true);
      this.#add(ids, foods, false);
    }
    for (const phrases of this.#phrases.values()) {
      phrases.sort((one, other) => other.words.length - one.words.length);
    }
  }

  /** The allergens that are named at this place, by the longest phrase; null: none. */
  at(tokens: readonly string[], at: number): NamedAllergens | null {
    const phrase = this.#phrases
      .get(tokens[at] ?? '')
      ?.find(({ words }) => words.every((word, index) => tokens[at + index] === word));
    return phrase ? { ...phrase.named, length: phrase.words.length } : null;
  }

  /** All allergens that are named, each once. */
  in(tokens: readonly string[]): readonly Allergen[] {
    const found = new Set<Allergen>();
    for (let at = 0; at < tokens.length;) {
      const named = this.at(tokens, at);
      for (const allergen of named?.allergens ?? []) found.add(allergen);
      at += named?.length ?? 1;
    }
    return [...found];
  }

  #add(ids: string, phrases: string, byName: boolean): void {
    const named = { allergens: ids.split(' ') as Allergen[], byName };
    for (const phrase of phrases.split(', ').filter((one) => one !== '')) {
      const parts = phrase.split(' ');
      const [first = ''] = parts;
      this.#phrases.set(first, [...(this.#phrases.get(first) ?? []), { words: parts, named }]);
    }
  }
}

type Named = Omit<NamedAllergens, 'length'>;

/** By the language of the caller. */
export const ENGLISH_ALLERGENS = new AllergenLexicon(ENGLISH);
export const SPANISH_ALLERGENS = new AllergenLexicon(SPANISH);
/** For words out of any sentence, where "soy" is the bean and not "I am". */
export const ALL_ALLERGENS = new AllergenLexicon(ENGLISH, SPANISH);

/** A text as the lexicons compare it: plain words, singular. */
export function allergenTokens(text: string): readonly string[] {
  return words(text).map(singular);
}

/** Between two things that somebody is allergic to. */
const BETWEEN = /[,;/&+]|\b(?:and|or|plus|y|e|o|u)\b/iu;
/** Before what somebody is allergic to. */
const BEFORE =
  /^(?:(?:to|all|any|some|the|most|kinds? of|types? of|a|an|a la|al|a|los|las|la|el|todos?|todas?|cualquier|tipos? de) )+/;
const AFTER = /(?:^| )(?:allerg\w*|intoleran\w*|products?|alergia|things?|stuff|of any kind)$/;
/** Says that there is no allergy. */
const NOTHING = /^(?:|no|none|nothing|nada|ninguna?|n a|unknown|anything|food|foods|it|them)$/;

/**
 * What a caller is allergic to, as an order keeps it: allergens of the menu by their ids, and
 * anything else in the caller's word. "Dairy and kiwis" is `milk` and `kiwis`.
 */
export function allergiesIn(text: string): readonly string[] {
  const whole = ALL_ALLERGENS.at(allergenTokens(text), 0);
  const parts = whole?.length === allergenTokens(text).length ? [text] : text.split(BETWEEN);
  const named = parts.flatMap((part): readonly string[] => {
    const known = ALL_ALLERGENS.in(allergenTokens(part));
    if (known.length > 0) return known;
    const word = words(part).join(' ').replace(BEFORE, '').replace(AFTER, '');
    return NOTHING.test(word) ? [] : [word];
  });
  return [...new Set(named)];
}
