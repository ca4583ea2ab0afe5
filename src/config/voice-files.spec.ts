import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { LANGUAGE_CODES } from './language-codes.js';
import { loadVoiceScript, readVoiceScript, type VoiceScriptError } from './voice-script.js';

/**
 * Every text of a file by its path in it, with the placeholders that it has. The restaurant's name
 * may be said or not.
 */
function texts(value: unknown, path = ''): readonly (readonly [string, readonly string[]])[] {
  if (typeof value === 'string') {
    const names = [...value.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '');
    const values = names.filter((name) => name !== 'restaurant');
    return [[path, [...new Set(values)].toSorted()]];
  }
  if (Array.isArray(value)) return [[path, ['list']]];
  return Object.entries(value as object).flatMap(([key, one]) => texts(one, `${path}/${key}`));
}

function fileOf(name: string): unknown {
  return JSON.parse(readFileSync(name, 'utf8')) as unknown;
}

describe('The voice files that are shipped', () => {
  it('have the same entries, with the same placeholders', () => {
    expect(texts(fileOf('data/voice.es.json'))).toEqual(texts(fileOf('data/voice.json')));
  });

  it.each([
    ['data/voice.json', 'en-US', 'Polly.Joanna-Neural'],
    ['data/voice.es.json', 'es-MX', 'Polly.Mia-Neural'],
  ])('can be used: %s', (file, language, sayVoice) => {
    expect(loadVoiceScript(file)).toMatchObject({ language, sayVoice });
  });

  it('have no sentence in common', () => {
    const english = loadVoiceScript('data/voice.json');
    const spanish = loadVoiceScript('data/voice.es.json');
    const onlyPlaceholders = /^[\s.:,]*(\{\{\w+\}\}[\s.:,]*)+$/;
    for (const [name, text] of Object.entries(spanish.ivr)) {
      if (onlyPlaceholders.test(text as string)) continue;
      expect([name, text]).not.toEqual([name, english.ivr[name as keyof typeof english.ivr]]);
    }
    for (const name of ['welcome', 'greeting', 'persona', 'resumed', 'continue'] as const) {
      expect(spanish[name]).not.toBe(english[name]);
    }
  });
});

/** A part of `data/voice.schema.json`. */
interface Schema {
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

type Document = Record<string, unknown>;

describe('data/voice.schema.json', () => {
  const schema = fileOf('data/voice.schema.json') as Schema;
  const check = new Ajv({ allErrors: true }).compile(schema);
  const shipped = fileOf('data/voice.json') as Document;
  const { $schema: _schema, ...entries } = schema.properties ?? {};
  const sentences = entries['ivr']?.properties ?? {};

  /** The entries that the schema refuses, such as `ivr.welcome`. */
  function refusedBySchema(document: Document): readonly string[] {
    if (check(document)) return [];
    const paths = (check.errors ?? []).map(({ instancePath, params }) => {
      const { missingProperty, additionalProperty } = params as Record<string, string>;
      const property = missingProperty ?? additionalProperty;
      const path = property === undefined ? instancePath : `${instancePath}/${property}`;
      return path.slice(1).replaceAll('/', '.');
    });
    return [
      ...new Set(paths.map((path) => path.replace(/^(fillers|languages|promises)\.\d+$/, '$1'))),
    ].toSorted();
  }

  /** The entries that the server refuses. */
  function refusedByServer(document: Document): readonly string[] {
    try {
      readVoiceScript(document, 'voice.json');
      return [];
    } catch (error) {
      return (error as VoiceScriptError).lines.map((line) => line.split(': ')[1] ?? '').toSorted();
    }
  }

  /** What both refuse: the same, or the test fails. */
  function refused(document: Document): readonly string[] {
    const bySchema = refusedBySchema(document);
    expect(refusedByServer(document)).toEqual(bySchema);
    return bySchema;
  }

  it.each(['data/voice.json', 'data/voice.es.json'])('is named by %s, which fits it', (file) => {
    const document = fileOf(file) as Document;
    expect(document['$schema']).toBe('./voice.schema.json');
    expect(refused(document)).toEqual([]);
  });

  it('describes every entry of the file', () => {
    for (const [name, { description }] of [entries, sentences].flatMap(Object.entries<Schema>)) {
      expect([name, description]).toEqual([name, expect.stringMatching(/^[A-Z].{20,}\.$/)]);
    }
  });

  const names = [...new Set(texts(shipped).flatMap(([, placeholders]) => placeholders))];

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a number', 7],
    ['an empty text', ''],
    ['blanks', ' \n '],
    ...[60, 61, 120, 121, 500, 501, 2000, 2001, 12_000, 12_001].map((length): [string, string] => [
      `${length} letters`,
      'x'.repeat(length),
    ]),
    ['two lines', 'Hello\n{{restaurant}}'],
    ['an unknown placeholder in the second line', 'Hello\n{{somebody}}'],
    ['a placeholder without an end', 'Hello {{restaurant'],
    ['a language', 'es-MX'],
    ...names.map((name): [string, string] => [`{{${name}}}`, `Hello {{${name}}}`]),
  ])('accepts and refuses the same as the server: %s for every entry', (_, value) => {
    const all = (section: object): Document =>
      Object.fromEntries(Object.keys(section).map((name) => [name, value]));
    refused({ ...all(entries), fillers: [value], ivr: all(sentences) });
  });

  it('accepts and refuses the same lists of fillers as the server', () => {
    for (const fillers of ['Hm.', [], ['Hm.'], ['Hm.', 7], Array(20).fill('Hm.')]) {
      refused({ ...shipped, fillers });
    }
    expect(refused({ ...shipped, fillers: Array(21).fill('Hm.') })).toEqual(['fillers']);
  });

  it('accepts and refuses the same lists of promises as the server', () => {
    for (const promises of ['Hm.', [], ['Hm.'], ['Hm.', 7], ['']]) {
      refused({ ...shipped, promises });
    }
    expect(refused({ ...shipped, promises: [] })).toEqual([]);
    expect(refused({ ...shipped, promises: Array(51).fill('Hm.') })).toEqual(['promises']);
    const { promises: _, ...without } = shipped;
    expect(refused(without)).toEqual([]);
  });

  it('accepts and refuses the same lists of languages as the server', () => {
    expect(refused({ ...shipped, languages: ['en', 'es'] })).toEqual([]);
    expect(refused({ ...shipped, languages: LANGUAGE_CODES.slice(0, 10) })).toEqual([]);
    const bad = [null, 'en', [], ['en-US'], ['en', 'nn'], ['en', 7], ['en', 'en']];
    for (const languages of [...bad, LANGUAGE_CODES.slice(0, 11)]) {
      expect(refused({ ...shipped, languages })).toEqual(['languages']);
    }
    const { languages } = schema.properties ?? {};
    expect(languages).toMatchObject({ items: { enum: LANGUAGE_CODES } });
  });

  it('knows no other entry, as the server', () => {
    const ivr = { ...(shipped['ivr'] as Document), adieu: 'Bye' };
    expect(refused({ ...shipped, ivr, adieu: 'Bye' })).toEqual(['adieu', 'ivr.adieu']);
    expect(refused({ ...shipped, $schema: 'elsewhere.json' })).toEqual([]);
  });
});

describe('Every entry of the voice file', () => {
  const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .filter((file) => !file.startsWith('config'))
    .map((file) => readFileSync(join('src', file), 'utf8'))
    .join('\n');

  /** What reads an entry for the others. */
  const loader = readFileSync('src/config/voice-script.ts', 'utf8');

  /** Entries that code names: the quoted words in what it says, asks and offers. */
  const named = new Set<string>();
  const statements =
    /\b(?:(?:say|sayKeys|sentence|text|leaveInWords|offer|miss)\([^;]*?\)[;,)]?\s*\n|help: '\w+'|text\('\w+'\))/g;
  for (const [statement] of source.matchAll(statements)) {
    for (const [, name = ''] of statement.matchAll(/'(\w+)'/g)) named.add(name);
  }

  const { $schema: _, ivr, ...entries } = fileOf('data/voice.json') as Document;

  it('has a reader', () => {
    const unread = Object.keys(entries).filter(
      (name) =>
        !named.has(name) &&
        !new RegExp(`\\b(?:this|script)\\.${name}\\b`).test(loader) &&
        ![
          `\\bscript(?:\\(\\)|\\.in\\(\\w+\\))?\\.${name}\\b`,
          `\\{ ${name}(?:, \\w+)* \\} = this\\.script\\b`,
        ].some((pattern) => new RegExp(pattern).test(source)),
    );
    expect(unread).toEqual([]);
  });

  it('is said, if it is one of the line without AI', () => {
    expect(Object.keys(ivr as Document).filter((name) => !named.has(name))).toEqual([]);
  });

  it('would be missed if nothing read it', () => {
    expect(named).not.toContain('lost');
    expect(source).not.toMatch(/\bscript\.lost\b/);
  });
});
