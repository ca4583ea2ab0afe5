import type { SpokenAllergies } from './spoken.js';

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
  return LISTS[last].format(allergies.map((one) => ALLERGENS[one] ?? one));
}

/** What is said of allergies in Latin American Spanish. */
export const SPANISH_ALLERGIES: SpokenAllergies = {
  ask: '¿A qué es usted alérgico?',
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
};
