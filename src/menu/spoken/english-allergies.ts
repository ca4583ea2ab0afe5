import { englishList } from '../../common/english-list.js';
import { allergenTokens, SPANISH_ALLERGENS } from '../allergens/allergen-words.js';
import type { SpokenAllergies, SpokenDiets } from './spoken.js';
import { languageOfText } from './text-language.js';

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
  askWhether: (allergies) => `Is that an allergy to ${said(allergies, 'and')}?`,
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
  unlistedOf: (names, what, more) =>
    `The menu does not list ${said(what, 'or')} for ${listed(names, more)}.`,
  othersUnlisted: (what) => `For the others it does not list ${said(what, 'or')}.`,
  noneUnlisted: (what) =>
    `For each of them the menu lists ${said(what, 'or')}, or does not say what is in it.`,
  nowhereListed: (what) => `The menu does not list ${said(what, 'or')} anywhere.`,
  containing: (names, what, more) =>
    `By the menu these contain ${said(what, 'or')}: ${listed(names, more)}.`,
  unknownOf: (names, what, more) =>
    `It is not known whether these contain ${said(what, 'or')}: ${listed(names, more)}.`,
  choicesMayAdd: (what) => `What you choose with a dish may contain ${said(what, 'or')}.`,
  unsaid: 'I do not know that: the menu does not say what is used.',
};

/** What is said of diets in English. */
export const ENGLISH_DIETS: SpokenDiets = {
  marked: (name, tags) => `The menu marks the ${name} as ${said(tags, 'and')}.`,
  notMarked: (name, tags) =>
    `The menu does not mark the ${name} as ${said(tags, 'and')}, so I do not know whether it is.`,
  markedOf: (names, tags, more) =>
    `The menu marks these as ${said(tags, 'and')}: ${listed(names, more)}.`,
  choices: (names) => `There is a choice called ${englishList(names, 'or')}.`,
  noneMarkedIn: (part, tags) => `In ${part} the menu marks nothing as ${said(tags, 'and')}.`,
  noneMarked: (tags) => `The menu does not say what is ${said(tags, 'and')}, so I do not know.`,
};

function listed(names: readonly string[], more: number): string {
  return englishList(more > 0 ? [...names, `${more} more`] : names);
}

/** The sentence about traces; one that is in Spanish is said in English, with the allergens it names. */
export function englishAllergenNotice(written: string): string {
  if (languageOfText(written) !== 'es') return written;
  const named = SPANISH_ALLERGENS.in(allergenTokens(written));
  const handled = named.length === 0 ? 'allergens' : said(named, 'and');
  return `Our kitchen handles ${handled}, so we cannot promise that any dish is free of traces.`;
}
