import { FAULT_CODES } from '../../orders/order-fault.js';
import { SPOKEN_LANGUAGES, spokenIn } from './languages.js';

describe('spokenIn', () => {
  it('goes by the language of the tag and speaks English for an unknown one', () => {
    expect(spokenIn('es-MX')).toBe(SPOKEN_LANGUAGES['es']);
    expect(spokenIn('es')).toBe(SPOKEN_LANGUAGES['es']);
    expect(spokenIn('en-US')).toBe(SPOKEN_LANGUAGES['en']);
    expect(spokenIn('fr-CA')).toBe(SPOKEN_LANGUAGES['en']);
  });
});

describe.each(Object.entries(SPOKEN_LANGUAGES))('Faults in the language %s', (language, spoken) => {
  const said = (error: (typeof FAULT_CODES)[number]) =>
    spoken.fault({ error, message: `In English: ${error}.` });

  it.each(FAULT_CODES)('%s has a sentence', (code) => {
    expect(said(code)).toMatch(/\w.*[.?]$/);
    if (language !== 'en') expect(said(code)).not.toContain('In English');
  });

  it('have a sentence of their own each', () => {
    expect(new Set(FAULT_CODES.map(said)).size).toBe(FAULT_CODES.length);
  });
});
