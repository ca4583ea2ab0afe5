import { englishList } from '../../common/english-list.js';
import type { SpokenAllergies } from './spoken.js';

/** An allergen of the menu, or a caller's word, as it is said. */
function said(allergies: readonly string[], last: 'and' | 'or'): string {
  return englishList(
    allergies.map((one) => one.replaceAll('-', ' ')),
    last,
  );
}

/** What is said of allergies in English. */
export const ENGLISH_ALLERGIES: SpokenAllergies = {
  ask: 'What is it that you are allergic to?',
  noted: (allergies) => `I have noted an allergy to ${said(allergies, 'and')} for the kitchen.`,
  withdrawn: (allergies) => `I have taken the allergy to ${said(allergies, 'and')} off again.`,
  onOrder: (allergies) => `The kitchen is told of an allergy to ${said(allergies, 'and')}.`,
  warning: (name, allergies) =>
    `Please note: the ${name} contains ${said(allergies, 'and')}, and you told me of an allergy to ` +
    `${allergies.length === 1 ? 'it' : 'them'}.`,
  unknown: (name, what) =>
    `It is not known whether the ${name} contains ${said(what, 'or')}; the menu does not say.`,
  contains: (name, what) => `The ${name} contains ${said(what, 'and')}.`,
  unlisted: (name, what) => `The menu does not list ${said(what, 'or')} for the ${name}.`,
};
