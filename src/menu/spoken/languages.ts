import { ENGLISH_SPOKEN } from './english.js';
import type { Spoken } from './spoken.js';
import { SPANISH_SPOKEN } from './spanish.js';

/** The languages that are spoken, by the first part of their BCP 47 tag. */
export const SPOKEN_LANGUAGES: Readonly<Record<string, Spoken>> = {
  en: ENGLISH_SPOKEN,
  es: SPANISH_SPOKEN,
};

/** How a language by its BCP 47 tag, such as `es-MX`, is spoken; English for any other one. */
export function spokenIn(language: string): Spoken {
  return SPOKEN_LANGUAGES[language.split('-')[0] ?? ''] ?? ENGLISH_SPOKEN;
}
