import { englishList } from './english-list.js';

describe('englishList', () => {
  it('lists none, one, two and three things', () => {
    expect(englishList([])).toBe('');
    expect(englishList(['milk'])).toBe('milk');
    expect(englishList(['milk', 'egg'])).toBe('milk and egg');
    expect(englishList(['milk', 'egg', 'soy'], 'or')).toBe('milk, egg or soy');
    expect(englishList(['milk', 'egg', 'soy', 'nuts'])).toBe('milk, egg, soy and nuts');
  });
});
