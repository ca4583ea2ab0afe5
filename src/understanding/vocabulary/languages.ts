import { ENGLISH } from './english.js';
import { SPANISH } from './spanish.js';
import type { Vocabulary } from './vocabulary.js';

/** The words of a language by its BCP 47 tag, such as `es-MX`; English for any other one. */
export function vocabularyOf(language: string): Vocabulary {
  return language.split('-')[0] === 'es' ? SPANISH : ENGLISH;
}
