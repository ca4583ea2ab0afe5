import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import * as fc from 'fast-check';
import { decodeCursor, encodeCursor, PageQuery } from './paging.js';

function faultsOf(query: Record<string, string>): string[] {
  return validateSync(plainToInstance(PageQuery, query)).map(({ property }) => property);
}

describe('paging', () => {
  it('gives 50 entries from the start unless asked otherwise', () => {
    const query = plainToInstance(PageQuery, {});
    expect(query.limit).toBe(50);
    expect(query.cursor).toBeUndefined();
  });

  it('reads the limit from the text of a query', () => {
    expect(plainToInstance(PageQuery, { limit: '200' }).limit).toBe(200);
    expect(faultsOf({ limit: '200', cursor: 'abc' })).toEqual([]);
  });

  it.each(['0', '201', '1.5', 'many', ''])('refuses a limit of "%s"', (limit) => {
    expect(faultsOf({ limit })).toEqual(['limit']);
  });

  it('finds every value again in its cursor, which is safe in a URL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const cursor = encodeCursor(value);
        expect(decodeCursor(cursor)).toBe(value);
        expect(encodeURIComponent(cursor)).toBe(cursor);
      }),
    );
  });

  it('reads nothing from a cursor that it did not make', () => {
    expect(decodeCursor('not a cursor!')).toBeNull();
    expect(decodeCursor('_w')).toBeNull();
    expect(decodeCursor(encodeCursor('2026-11-26 \0'))).toBeNull();
  });
});
