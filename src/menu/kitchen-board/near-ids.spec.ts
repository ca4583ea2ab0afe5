import { nearIds } from './near-ids.js';

const KNOWN = ['margherita', 'white-clam', 'add-mushrooms', 'tiramisu', 'large', 'clam-chowder'];

describe('Ids near an unknown one', () => {
  it.each([
    ['margarita', ['margherita']],
    ['Margherita', ['margherita']],
    ['mushrooms', ['add-mushrooms']],
    ['clam', ['white-clam', 'clam-chowder']],
    ['tiramisu-large', ['tiramisu', 'large']],
    ['xyz', []],
    ['', []],
  ])('%s', (id, near) => {
    expect(nearIds(id, KNOWN)).toEqual(near);
  });
});
