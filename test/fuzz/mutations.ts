import fc from 'fast-check';

/** Levels of nesting that a recursive reader does not survive. */
const DEEP = 10_000;

/** JSON texts that readers stumble over; some are no JSON. */
const ODD_VALUES: readonly string[] = [
  'null',
  'true',
  '0',
  '-0',
  '-1',
  '0.5',
  '1e999',
  '-1e999',
  '1e-400',
  '9007199254740993',
  'NaN',
  'Infinity',
  'undefined',
  '""',
  '" "',
  '"__proto__"',
  '"constructor"',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udfff x \\ud800"',
  '"\\u202e\\ufeff"',
  '"2026-02-30T25:61:00.000Z"',
  '"+99999999-01-01T00:00:00Z"',
  '[]',
  '{}',
  '[null]',
  '[[]]',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"length":1e9}',
  '{"toString":null,"valueOf":null}',
  '{"toJSON":1,"then":1}',
];

/** Names of properties that every object has, and others that are not a document's own. */
const ODD_KEYS: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  'then',
  'length',
  '0',
  '',
  '\ud800',
  '~1/~0',
];

/** One change at one place of a document. */
type Edit =
  | { readonly kind: 'drop' | 'twice' | 'wrap' | 'deepen' | 'lengthen' | 'swap' }
  | { readonly kind: 'replace'; readonly text: string }
  | { readonly kind: 'rename'; readonly key: string };

const anyValue = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...ODD_VALUES) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }).map(jsonOf) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
);

const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: anyValue.map((text) => ({ kind: 'replace' as const, text })) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Edit>(
      { kind: 'drop' },
      { kind: 'twice' },
      { kind: 'wrap' },
      { kind: 'swap' },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...ODD_KEYS).map((key) => ({ kind: 'rename' as const, key })),
  },
  { weight: 1, arbitrary: fc.constantFrom<Edit>({ kind: 'deepen' }, { kind: 'lengthen' }) },
);

const anyEdits = fc.array(fc.tuple(fc.nat({ max: 0x7fffffff }), anyEdit), { maxLength: 3 });

/**
 * JSON texts near these documents: as they are, with up to three changes anywhere in them, or
 * damaged as texts. About a third are whole documents.
 */
export function jsonNear(...documents: readonly unknown[]): fc.Arbitrary<string> {
  const sized = documents.map((document) => ({ document, nodes: countOf(document) }));
  const changed = fc
    .tuple(fc.constantFrom(...sized), anyEdits)
    .map(([{ document, nodes }, edits]) => textOf(document, nodes, edits));
  return fc.oneof(
    { weight: 16, arbitrary: changed },
    { weight: 2, arbitrary: damaged(changed) },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.constantFrom('', '[', '{', 'null', '[]', '{}', nested('1', DEEP)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  );
}

/** What comes of such a text by `JSON.parse`; undefined for one that is no JSON. */
export function valueNear(...documents: readonly unknown[]): fc.Arbitrary<unknown> {
  return jsonNear(...documents).map((text): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  });
}

/** Such texts as bytes, and bytes that are no UTF-8. */
export function bytesNear(...documents: readonly unknown[]): fc.Arbitrary<Buffer> {
  return asBytes(jsonNear(...documents));
}

/** Texts as they are, cut off, with a character replaced, or two of them in a row. */
export function damaged(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(texts, fc.nat(), fc.string({ unit: 'binary', maxLength: 3 }), fc.nat({ max: 3 }))
    .map(([text, position, other, how]) => {
      const at = text.length === 0 ? 0 : position % text.length;
      if (how === 0) return text;
      if (how === 1) return text.slice(0, at);
      if (how === 2) return text.slice(0, at) + other + text.slice(at + 1);
      return text + text;
    });
}

/** Texts as bytes, one in sixteen with a byte replaced. */
export function asBytes(texts: fc.Arbitrary<string>): fc.Arbitrary<Buffer> {
  return fc.oneof(
    { weight: 15, arbitrary: texts.map((text) => Buffer.from(text)) },
    {
      weight: 1,
      arbitrary: fc.tuple(texts, fc.nat(), fc.nat({ max: 255 })).map(([text, position, byte]) => {
        const bytes = Buffer.from(text);
        if (bytes.length > 0) bytes[position % bytes.length] = byte;
        return bytes;
      }),
    },
  );
}

function countOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, part) => sum + countOf(part), 1);
}

function textOf(document: unknown, nodes: number, list: readonly (readonly [number, Edit])[]) {
  const edits = new Map(list.map(([place, edit]) => [place % nodes, edit]));
  let index = 0;
  /** The texts that take the place of a value, each with its key. */
  const write = (value: unknown, key: string): readonly (readonly [string, string])[] => {
    const edit = edits.get(index);
    index += 1;
    const text = plain(value);
    switch (edit?.kind) {
      case undefined:
        return [[key, text]];
      case 'drop':
        return [];
      case 'twice':
        return [
          [key, text],
          [key, text],
        ];
      case 'swap':
        return [[key, JSON.stringify(key)]];
      case 'wrap':
        return [[key, `[${text}]`]];
      case 'deepen':
        return [[key, nested(text, DEEP)]];
      case 'lengthen':
        return [[key, jsonOf('wide '.repeat(20_000))]];
      case 'replace':
        return [[key, edit.text]];
      case 'rename':
        return [[edit.key, text]];
    }
  };
  const plain = (value: unknown): string => {
    if (Array.isArray(value)) {
      return `[${value.flatMap((part) => write(part, '').map(([, text]) => text)).join(',')}]`;
    }
    if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
    const fields = Object.entries(value).flatMap(([key, part]) => write(part, key));
    return `{${fields.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`;
  };
  return write(document, '')[0]?.[1] ?? '';
}

function nested(text: string, levels: number): string {
  return '['.repeat(levels) + text + ']'.repeat(levels);
}

function jsonOf(value: string): string {
  return JSON.stringify(value);
}
