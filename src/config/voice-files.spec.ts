import { readFileSync } from 'node:fs';
import { loadVoiceScript } from './voice-script.js';

/** Every text of a file by its path in it, with the placeholders that it has. */
function texts(value: unknown, path = ''): readonly (readonly [string, readonly string[]])[] {
  if (typeof value === 'string') {
    const names = [...value.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '');
    return [[path, [...new Set(names)].toSorted()]];
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
