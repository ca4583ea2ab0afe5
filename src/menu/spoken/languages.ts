import { ENGLISH_SPOKEN } from './english.js';
import type { Spoken } from './spoken.js';
import { SPANISH_SPOKEN } from './spanish.js';

/** All languages that can be spoken, by the first part of their BCP 47 tag. */
export const SPOKEN_LANGUAGES: Readonly<Record<string, Spoken>> = {
  en: ENGLISH_SPOKEN,
  es: SPANISH_SPOKEN,
};

/** The words of a language by its BCP 47 tag, such as `es-MX`; English for unknown languages. */
export function spokenIn(language: string): Spoken {
  return SPOKEN_LANGUAGES[language.split('-')[0] ?? ''] ?? ENGLISH_SPOKEN;
}
