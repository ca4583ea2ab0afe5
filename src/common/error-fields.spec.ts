import { errorFields, errorKind, stackFrames } from './error-fields.js';

const WORDS = 'Anna said 4111';

/** What an attempt throws. */
function thrownBy(attempt: () => unknown): unknown {
  try {
    attempt();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown');
}

describe('The fields of an error', () => {
  it.each([
    ['JSON.parse', thrownBy(() => JSON.parse(`{"name": ${WORDS}`))],
    ['URL', thrownBy(() => new URL(WORDS))],
    ['an error of ours', new RangeError(WORDS)],
    ['a message that looks like frames', new Error(`${WORDS}\n    at ${WORDS} (/x.js:1:1)`)],
    ['a cause', new Error('outer', { cause: new Error(WORDS) })],
    ['a name that is no name', Object.assign(new Error(WORDS), { name: WORDS })],
    ['a code that is no code', Object.assign(new Error(WORDS), { code: WORDS })],
    ['a changed message', Object.assign(new Error(WORDS), { message: 'other' })],
    ['a refusal of a row', Object.assign(new Error(WORDS), { code: '23505', detail: WORDS })],
    ['a text', WORDS],
    ['an object', { words: WORDS, code: 7, name: {} }],
    ['many errors', new AggregateError([new Error(WORDS)], WORDS)],
  ])('hold nothing of what %s says', (_, error) => {
    const fields = errorFields(error);
    expect(JSON.stringify(fields)).not.toMatch(/Anna|4111/);
    expect(fields.error).toMatch(/^\w+$/);
  });

  it('say where it was made', () => {
    const { error, at } = errorFields(thrownBy(() => JSON.parse('no')));
    expect(error).toBe('SyntaxError');
    expect(at?.length).toBeGreaterThan(1);
    expect(at?.join('\n')).toContain('error-fields.spec');
  });

  it.each([
    [Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    [new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } }), 'ENOTFOUND'],
    [Object.assign(new Error(WORDS), { name: 'ReplyError' }), 'ReplyError'],
    [Object.assign(new Error(`OOM ${WORDS}`), { name: 'ReplyError' }), 'OOM'],
    [new TypeError(WORDS), 'TypeError'],
    [WORDS, 'string'],
    [null, 'object'],
    [undefined, 'undefined'],
  ])('say of %p its kind', (error, kind) => {
    expect(errorKind(error)).toBe(kind);
  });

  it('are made from the text of a stack too', () => {
    const stack = `Error: ${WORDS}\n    at ${WORDS}\n    at run (file:///a/b.js:1:2)\n    at async /c.js:3:4`;
    expect(stackFrames(stack)).toEqual(['at run (file:///a/b.js:1:2)', 'at async /c.js:3:4']);
  });
});
