import { spanishName } from './spanish-names.js';
import { allergenTokens, ENGLISH_ALLERGENS } from '../allergens/allergen-words.js';
import type { SpokenAllergies, SpokenDiets } from './spoken.js';
import { languageOfText } from './text-language.js';

const ALLERGENS: Readonly<Record<string, string>> = {
  gluten: 'gluten',
  milk: 'leche',
  egg: 'huevo',
  fish: 'pescado',
  shellfish: 'mariscos',
  molluscs: 'moluscos',
  peanuts: 'cacahuates',
  'tree-nuts': 'nueces',
  soy: 'soya',
  sesame: 'ajonjolí',
  mustard: 'mostaza',
  celery: 'apio',
  lupin: 'altramuz',
  sulphites: 'sulfitos',
};

const LISTS = {
  and: new Intl.ListFormat('es-MX', { type: 'conjunction' }),
  or: new Intl.ListFormat('es-MX', { type: 'disjunction' }),
};

/** Allergens of the menu, and words of callers, as one phrase. */
export function spanishAllergens(allergies: readonly string[], last: 'and' | 'or' = 'and'): string {
  return LISTS[last].format(
    allergies.map((one) => ALLERGENS[one] ?? spanishName(one).toLowerCase()),
  );
}

/** What is said of allergies in Latin American Spanish. */
export const SPANISH_ALLERGIES: SpokenAllergies = {
  ask: '¿A qué es usted alérgico?',
  askWhether: (allergies) => `¿Es una alergia a ${spanishAllergens(allergies)}?`,
  noted: (allergies) => `Anoté para la cocina una alergia a ${spanishAllergens(allergies)}.`,
  withdrawn: (allergies) => `Ya quité la alergia a ${spanishAllergens(allergies)}.`,
  onOrder: (allergies) =>
    `A la cocina se le avisa de una alergia a ${spanishAllergens(allergies)}.`,
  warning: (name, allergies) =>
    `Tenga en cuenta: ${name} contiene ${spanishAllergens(allergies)}, y usted me habló de una alergia.`,
  unknown: (name, what) =>
    `No se sabe si ${name} contiene ${spanishAllergens(what, 'or')}; el menú no lo dice.`,
  contains: (name, what) => `${name} contiene ${spanishAllergens(what)}.`,
  unlisted: (name, what) => `El menú no indica ${spanishAllergens(what, 'or')} en ${name}.`,
  unlistedOf: (names, what, more) =>
    `El menú no indica ${spanishAllergens(what, 'or')} en ${listed(names, more)}.`,
  othersUnlisted: (what) => `En los demás no indica ${spanishAllergens(what, 'or')}.`,
  noneUnlisted: (what) =>
    `En cada uno el menú indica ${spanishAllergens(what, 'or')}, o no dice qué lleva.`,
  nowhereListed: (what) => `El menú no indica ${spanishAllergens(what, 'or')} en ningún lado.`,
  containing: (names, what, more) =>
    `Según el menú, estos contienen ${spanishAllergens(what, 'or')}: ${listed(names, more)}.`,
  unknownOf: (names, what, more) =>
    `No se sabe si estos contienen ${spanishAllergens(what, 'or')}: ${listed(names, more)}.`,
  choicesMayAdd: (what) =>
    `Lo que elija con un platillo puede contener ${spanishAllergens(what, 'or')}.`,
  unsaid: 'Eso no lo sé: el menú no dice qué se usa.',
};

const TAGS: Readonly<Record<string, string>> = {
  vegetarian: 'vegetariano',
  vegan: 'vegano',
  'gluten-free': 'sin gluten',
  'dairy-free': 'sin lácteos',
  spicy: 'picante',
};

/** What is said of diets in Latin American Spanish. */
export const SPANISH_DIETS: SpokenDiets = {
  marked: (name, tags) => `El menú marca ${name} como ${tagged(tags)}.`,
  notMarked: (name, tags) =>
    `El menú no marca ${name} como ${tagged(tags)}, así que no sé si lo es.`,
  markedOf: (names, tags, more) =>
    `El menú marca estos como ${tagged(tags)}: ${listed(names, more)}.`,
  choices: (names) => `Hay una opción que se llama ${LISTS.or.format(names)}.`,
  noneMarkedIn: (part, tags) => `En ${part} el menú no marca nada como ${tagged(tags)}.`,
  noneMarked: (tags) => `El menú no dice qué es ${tagged(tags)}, así que no lo sé.`,
};

function tagged(tags: readonly string[]): string {
  return LISTS.and.format(tags.map((tag) => TAGS[tag] ?? tag));
}

function listed(names: readonly string[], more: number): string {
  return LISTS.and.format(more > 0 ? [...names, `${more} más`] : names);
}

/** The sentence about traces; one that is in English is said in Spanish, with the allergens it names. */
export function spanishAllergenNotice(written: string): string {
  if (languageOfText(written) !== 'en') return written;
  const named = ENGLISH_ALLERGENS.in(allergenTokens(written));
  const handled = named.length === 0 ? 'alérgenos' : spanishAllergens(named);
  return `En la cocina hay ${handled}: no podemos prometer que un platillo no tenga trazas.`;
}
