import { allergiesInNote } from './noted-allergies.js';

describe('An allergy in a note for the kitchen', () => {
  it.each<[string, readonly string[]]>([
    ['no peanuts please, allergic', ['peanuts']],
    ['ALLERGY: dairy', ['milk']],
    ['nut allergy', ['peanuts', 'tree-nuts']],
    ['customer is allergic to kiwi and eggs, please be careful', ['egg', 'kiwi']],
    ['son is alergic to shrimp', ['shellfish']],
    ['lactose intolerant', ['milk']],
    ['celiac', ['gluten']],
    ['no nuts, severe allergy', ['peanuts', 'tree-nuts']],
    ['sin cacahuates, es alérgico', ['peanuts']],
    ['alergia a la leche', ['milk']],
    ['alérgica a las fresas, por favor', ['fresas']],
    // None, or of no allergy.
    ['no peanuts please', []],
    ['extra cheese', []],
    ['no cheese, not an allergy', []],
    ['not allergic to anything', []],
    ['no allergies', []],
    ['sin alergias', []],
    ['allergies', []],
    ['', []],
  ])('"%s" is to %j', (note, allergies) => {
    expect(allergiesInNote(note).toSorted()).toEqual(allergies.toSorted());
  });
});
