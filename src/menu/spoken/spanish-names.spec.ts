import { SPANISH_SPOKEN as spoken } from './spanish.js';

describe('names of the menu in Spanish', () => {
  it.each([
    ['Small 10 inch', 'Chica de 10 pulgadas'],
    ['Two-liter bottle', 'Botella de dos litros'],
    ['Thin crust', 'Masa delgada'],
    ['No onions', 'Sin cebolla'],
    ['Extra mozzarella', 'Queso extra'],
    ['Number of wings', 'Número de alitas'],
    ['Calzones and strombolis', 'Calzones y strombolis'],
    ['Ranch', 'Ranch'],
    ['Secret sauce', 'Secret sauce'],
    ['Grande', 'Grande'],
  ])('calls "%s" "%s"', (name, said) => {
    expect(spoken.named(name)).toBe(said);
  });

  it.each<[number, string, string]>([
    [1, 'Tiramisu', 'un Tiramisu'],
    [21, 'Cannoli', 'veintiún Cannoli'],
    [2, 'Hawaiian', 'dos Hawaiian'],
    [1, 'BBQ Chicken Pizza', 'una BBQ Chicken Pizza'],
    [1, 'Spinach Calzone', 'un Spinach Calzone'],
    [1, 'French Fries', 'una orden de French Fries'],
    [2, 'Garlic Knots', 'dos órdenes de Garlic Knots'],
    [1, 'Caesar Salad', 'una Caesar Salad'],
  ])('counts %i of %s', (quantity, name, said) => {
    expect(spoken.dishes(quantity, name)).toBe(said);
  });

  it.each([
    ['Basil, pine nuts, garlic, parmesan.', 'Albahaca, piñones, ajo, parmesano.'],
    ['Ham and pineapple on tomato and mozzarella.', 'Jamón y piña sobre tomate y mozzarella.'],
    ['A secret of the house.', 'A secret of the house.'],
  ])('describes "%s"', (text, said) => {
    expect(spoken.described(text)).toBe(said);
  });

  it.each([
    [
      'Our kitchen handles wheat and egg, so no dish is free of traces.',
      /^En la cocina hay gluten y huevo: /,
    ],
    ['Any dish may have traces of the allergens we use.', /^En la cocina hay alérgenos: /],
    ['En nuestra cocina hay nueces.', /^En nuestra cocina hay nueces\.$/],
  ])('says of traces "%s"', (written, said) => {
    expect(spoken.allergenNotice(written)).toMatch(said);
  });
});
