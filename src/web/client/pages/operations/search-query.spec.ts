import { ALL_CALLS, searchQuery } from './search-query.js';

describe('The search of ended calls', () => {
  it('asks for all when nothing is typed', () => {
    expect(String(searchQuery({ ...ALL_CALLS, q: '  ' }))).toBe('state=ended');
  });

  it('sends what is typed, times in UTC', () => {
    const from = '2026-11-27T12:00';
    const query = searchQuery({ q: ' +1555 ', outcome: 'lost', from, to: '2026-11-28T12:00' });
    expect(Object.fromEntries(query)).toEqual({
      state: 'ended',
      q: '+1555',
      outcome: 'lost',
      from: new Date(2026, 10, 27, 12).toISOString(),
      to: new Date(2026, 10, 28, 12).toISOString(),
    });
    expect(String(query)).toContain('q=%2B1555');
  });
});
