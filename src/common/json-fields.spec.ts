import { fieldsIn } from './json-fields.js';

describe('fieldsIn', () => {
  it('gives the fields of an object', () => {
    expect(fieldsIn('{"ok":true,"id":"a"}')).toEqual({ ok: true, id: 'a' });
  });

  it.each([null, '', '{', '[1]', '"text"', 'null', '7'])('gives none of %j', (text) => {
    expect(fieldsIn(text)).toEqual({});
  });
});
