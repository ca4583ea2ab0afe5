import { areaAnswer } from '../delivery-area.js';
import { ENGLISH_SPOKEN } from './english.js';
import { areaIn, offerIn } from './in-language.js';
import { SPANISH_SPOKEN } from './spanish.js';

const OFFER = {
  name: 'Family deal',
  description: 'Five dollars off.',
  translations: { es: { name: 'Oferta familiar', description: 'Cinco dólares menos.' } },
};
const AREA = {
  description: 'Downtown',
  translations: { es: { description: 'el centro' } },
};

describe('Texts of the menu in the language that is spoken', () => {
  it('are those of the language where the menu has them', () => {
    expect(offerIn(SPANISH_SPOKEN, OFFER)).toMatchObject(OFFER.translations.es);
    expect(areaIn(SPANISH_SPOKEN, AREA)).toBe('el centro');
  });

  it('are as the menu is written where it has no others', () => {
    expect(offerIn(ENGLISH_SPOKEN, OFFER)).toEqual(OFFER);
    const { translations: _, ...untranslated } = OFFER;
    expect(offerIn(SPANISH_SPOKEN, untranslated)).toEqual(untranslated);
    expect(areaIn(ENGLISH_SPOKEN, AREA)).toBe('Downtown');
    expect(areaIn(SPANISH_SPOKEN, 'Downtown')).toBe('Downtown');
  });

  it('make no area that addresses are checked by', () => {
    expect(areaAnswer('5 Main Street', AREA)).toBe('unchecked');
  });
});
