import { SOUND, withBusiness } from '../../test/support/doubles/sound-menu.js';
import type { OpeningWindow } from '../menu/catalogue/menu-document.js';
import { Menu } from '../menu/catalogue/menu.js';
import { firstWithin, openMoments } from './open-moments.js';

/** Wednesday, before the restaurant opens at eleven. */
const MORNING = new Date('2026-11-18T09:00:00-05:00');

/** The menu of a restaurant that has these hours each day. */
function openDaily(hours: readonly OpeningWindow[], exceptions: readonly string[] = []): Menu {
  const { weekly } = SOUND.business.hours;
  const days = Object.fromEntries(Object.keys(weekly).map((day) => [day, hours]));
  const closed = exceptions.map((date) => ({ date, name: 'Holiday', hours: [] }));
  return new Menu(
    structuredClone(withBusiness({ hours: { weekly: days as never, exceptions: closed } })),
  );
}

describe('openMoments', () => {
  it('begins with the next opening', () => {
    const [first] = openMoments(openDaily([{ open: '11:00', close: '12:00' }]), MORNING);
    expect(first?.toISOString()).toBe('2026-11-18T16:00:00.000Z');
  });

  it('has four for each open hour of two weeks', () => {
    const moments = openMoments(openDaily([{ open: '11:00', close: '12:00' }]), MORNING);
    expect(moments).toHaveLength(15 * 4);
  });

  it('begins at once while it is open, and goes on past midnight', () => {
    const late = new Date('2026-11-18T23:30:00-05:00');
    const moments = openMoments(openDaily([{ open: '22:00', close: '01:00' }]), late);
    const atNight = [0, 1, 6].map((nth) => moments[nth]?.toISOString());
    expect(atNight).toEqual([
      '2026-11-19T04:30:00.000Z',
      '2026-11-19T04:45:00.000Z',
      '2026-11-20T03:00:00.000Z',
    ]);
  });

  it('is found where the restaurant never closes, and has none where it never opens', () => {
    const always = openDaily([{ open: '00:00', close: '24:00' }]);
    expect(openMoments(always, MORNING)).toHaveLength(15 * 24 * 4);
    expect(openMoments(openDaily([]), MORNING)).toEqual([]);
  });

  it('leaves out a holiday', () => {
    const menu = openDaily([{ open: '11:00', close: '12:00' }], ['2026-11-18']);
    expect(openMoments(menu, MORNING)[0]?.toISOString()).toBe('2026-11-19T16:00:00.000Z');
  });
});

describe('firstWithin', () => {
  it('finds the first moment of a window, or none', () => {
    const menu = openDaily([{ open: '11:00', close: '14:00' }]);
    const moments = openMoments(menu, MORNING);
    const first = (from: string, until: string) =>
      firstWithin(moments, [{ days: ['friday'], from, until }], menu)?.toISOString();
    expect(first('12:00', '13:00')).toBe('2026-11-20T17:00:00.000Z');
    expect(first('15:00', '16:00')).toBeUndefined();
  });
});
