import { soundAlike } from './name-checks.js';

const words = (name: string) => name.split(' ');

describe('soundAlike', () => {
  it.each([
    ['coke', 'cake'],
    ['pho', 'fo'],
    ['wrap', 'rap'],
    ['knots', 'nuts'],
    ['capri', 'gabri'],
    ['sole', 'soul'],
    ['fish pie', 'fish bye'],
    ['chili dog', 'chilli dogg'],
    ['cold brew', 'coldbrew'],
    ['pepper oni', 'pepperoni'],
    ['13 wing', '30 wing'],
    ['50', '15'],
  ])('%s and %s', (one, other) => {
    expect(soundAlike(words(one), words(other))).toBe(true);
    expect(soundAlike(words(other), words(one))).toBe(true);
  });

  it.each([
    ['margherita', 'marinara'],
    ['house salad', 'caesar salad'],
    ['quattro formaggi', 'quattro stagioni'],
    ['garlic bread', 'garlic knots'],
    ['combo 1', 'combo 2'],
    ['15', '60'],
    ['1', '10'],
    ['burger', 'burger'],
    ['beef curry', 'lamb curry'],
  ])('not %s and %s', (one, other) => {
    expect(soundAlike(words(one), words(other))).toBe(false);
  });
});
