import { spokenCents, spokenClock, spokenNumber, spokenWindows } from './english.js';

describe('spoken words', () => {
  it.each<[number, string]>([
    [0, 'zero dollars'],
    [1, 'one cent'],
    [99, 'ninety-nine cents'],
    [100, 'one dollar'],
    [101, 'one dollar and one cent'],
    [2340, 'twenty-three dollars and forty cents'],
    [11512, 'one hundred fifteen dollars and twelve cents'],
    [100_000, 'one thousand dollars'],
    [-500, 'minus five dollars'],
  ])('says %i cents as "%s"', (cents, words) => {
    expect(spokenCents(cents)).toBe(words);
  });

  it('says large numbers in words', () => {
    expect(spokenNumber(1_204_019)).toBe('one million two hundred four thousand nineteen');
  });

  it.each<[string, string]>([
    ['00:00', 'midnight'],
    ['24:00', 'midnight'],
    ['12:00', 'noon'],
    ['00:30', '12:30 AM'],
    ['09:05', '9:05 AM'],
    ['22:00', '10 PM'],
  ])('says %s on the clock as %s', (clock, words) => {
    expect(spokenClock(clock)).toBe(words);
  });

  it('says a run of days by its ends and others one by one', () => {
    const lunch = { from: '11:00', until: '15:00' };
    expect(spokenWindows([{ days: ['wednesday', 'monday', 'tuesday'], ...lunch }])).toBe(
      'Monday to Wednesday from 11 AM to 3 PM',
    );
    expect(spokenWindows([{ days: ['friday', 'sunday'], ...lunch }])).toBe(
      'Friday and Sunday from 11 AM to 3 PM',
    );
    expect(spokenWindows([lunch])).toBe('every day from 11 AM to 3 PM');
  });
});
