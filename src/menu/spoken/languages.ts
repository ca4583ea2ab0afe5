import { ENGLISH_SPOKEN } from './english.js';
import type { Spoken } from './spoken.js';
import { SPANISH_SPOKEN } from './spanish.js';

/** How a language by its BCP 47 tag, such as `es-MX`, is spoken; English for any other one. */
export function spokenIn(language: string): Spoken {
  return language.split('-')[0] === 'es' ? SPANISH_SPOKEN : ENGLISH_SPOKEN;
}
