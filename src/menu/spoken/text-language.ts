import { words } from '../plain-words.js';

const ENGLISH = new Set(
  'the our we and that any dish may is are of can cannot kitchen with'.split(' '),
);
const SPANISH = new Set(
  'la el los las nuestra en y que de no podemos puede pueden platillo plato cocina con un una se'.split(
    ' ',
  ),
);

/** Whether a sentence that a restaurant has written is in English or in Spanish, by its common words; null: neither. */
export function languageOfText(text: string): 'en' | 'es' | null {
  const said = words(text);
  const count = (common: ReadonlySet<string>) => said.filter((word) => common.has(word)).length;
  const [english, spanish] = [count(ENGLISH), count(SPANISH)];
  if (english === spanish) return null;
  return english > spanish ? 'en' : 'es';
}
