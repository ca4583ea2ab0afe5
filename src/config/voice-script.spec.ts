import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  loadVoiceScript,
  readVoiceScript,
  type VoiceScript,
  VoiceScriptError,
} from './voice-script.js';

const FILE = 'data/voice.json';

function shipped(): Record<string, unknown> {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, unknown>;
}

function faults(content: unknown): readonly string[] {
  try {
    readVoiceScript(content, 'voice.json');
    return [];
  } catch (error) {
    if (error instanceof VoiceScriptError) {
      return error.lines;
    }
    throw error;
  }
}

describe('VoiceScript', () => {
  it('accepts the file that is shipped', () => {
    const script = loadVoiceScript(FILE);
    expect(script.language).toBe('en-US');
    expect(script.fillers.length).toBeGreaterThan(1);
  });

  it.each([
    [{}, ['en']],
    [{ language: 'fil-PH' }, ['tl']],
    [{ languages: ['en', 'es'] }, ['en', 'es']],
    [{ language: 'quz-PE' }, []],
  ])('knows what callers speak: %j', (entries, languages) => {
    const script = readVoiceScript({ ...shipped(), ...entries }, 'voice.json');
    expect(script.callerLanguages).toEqual(languages);
  });

  it('tells in one line that a language of callers is not known', () => {
    expect(faults({ ...shipped(), languages: ['en', 'nn'] })).toEqual([
      expect.stringMatching(
        /^voice\.json: languages: must hold codes that transcription knows: af/,
      ),
    ]);
  });

  it('puts the name of the restaurant into a text, whatever the name contains', () => {
    const script = loadVoiceScript(FILE);
    expect(script.render('{{restaurant}}? {{restaurant}}!', { restaurant: "$& Joe's" })).toBe(
      "$& Joe's? $& Joe's!",
    );
  });

  it('names each fault with its path', () => {
    const { goodbye: _, ...content } = shipped();
    expect(
      faults({
        ...content,
        language: 'English',
        greeting: 'Welcome to {{resturant}}',
        fillers: ['Hm.', 7],
        welcom: 'Hello',
      }),
    ).toEqual(
      expect.arrayContaining([
        'voice.json: goodbye: is missing',
        'voice.json: language: must be a language tag such as en-US',
        'voice.json: greeting: knows no placeholder but {{restaurant}}',
        expect.stringMatching(/^voice\.json: fillers: .*must be text/),
        'voice.json: welcom: is not a known entry; did you mean "welcome"?',
      ]),
    );
  });

  it('refuses characters that cannot be spoken, in texts and in keys', () => {
    const { ivr, fillers, ...content } = shipped();
    expect(
      faults({
        ...content,
        welcome: 'Hello\u0000',
        fillers: [...(fillers as string[]), 'One \uDC00 moment'],
        ivr: { ...(ivr as object), mainSay: 'a\u0007b' },
        'go\u0001odbye': 'Bye',
      }),
    ).toEqual([
      "voice.json: : has the key 'go odbye' with the control character U+0001 at 3",
      'voice.json: welcome: holds the control character U+0000 at 6',
      expect.stringMatching(
        /^voice\.json: fillers\.\d+: holds the illegal character U\+DC00 at 5$/,
      ),
      'voice.json: ivr.mainSay: holds the control character U+0007 at 2',
      expect.stringMatching(/^voice\.json: go odbye: is not a known entry/),
    ]);
  });

  it('fills in nothing for the names of an object’s own machinery', () => {
    const script = loadVoiceScript(FILE);
    expect(script.render('{{constructor}}{{__proto__}}!', { restaurant: 'x' })).toBe('!');
  });

  describe('of an earlier version', () => {
    const folder = mkdtempSync(join(tmpdir(), 'voiceplate-earlier-'));
    afterAll(() => rmSync(folder, { recursive: true }));

    function written(language: string, change: (ivr: Record<string, unknown>) => void): string {
      const content = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, unknown>;
      const ivr = content['ivr'] as Record<string, unknown>;
      change(ivr);
      const { otherVoiceFile: _, ...entries } = content;
      const file = join(folder, 'own.json');
      writeFileSync(file, JSON.stringify({ ...entries, language, ivr }));
      return file;
    }

    it.each([
      ['en-GB', 'data/voice.json'],
      ['es-US', 'data/voice.es.json'],
    ])('gets the sentences that it lacks from the shipped file: %s', (language, shippedFile) => {
      const script = loadVoiceScript(
        written(language, (ivr) => {
          ivr['welcome'] = 'Own words.';
          delete ivr['doorNoted'];
          delete ivr['readyAsk'];
        }),
      );
      const lent = loadVoiceScript(shippedFile);
      expect(script.shippedSentences.toSorted()).toEqual(['ivr.doorNoted', 'ivr.readyAsk']);
      expect(script.ivr.welcome).toBe('Own words.');
      expect(script.ivr.doorNoted).toBe(lent.ivr.doorNoted);
      expect(script.ivr.readyAsk).toBe(lent.ivr.readyAsk);
      expect(lent.shippedSentences).toEqual([]);
    });

    it('keeps what it leaves out on purpose', () => {
      const file = written('en-US', (ivr) => delete ivr['languageKey']);
      expect(loadVoiceScript(file).ivr.languageKey).toBeUndefined();
    });

    it.each<[string, string, (ivr: Record<string, unknown>) => void, string]>([
      ['an unknown entry', 'en-US', (ivr) => (ivr['adieu'] = 'Bye'), 'ivr.adieu: is not a known'],
      ['a wrong type', 'en-US', (ivr) => (ivr['name'] = 7), 'ivr.name: must be text'],
      ['nothing', 'en-US', (ivr) => (ivr['name'] = null), 'ivr.name: must be text'],
      ['another language', 'fr-FR', (ivr) => delete ivr['name'], 'ivr.name: is missing'],
    ])('is refused with %s', (_, language, change, fault) => {
      expect(() => loadVoiceScript(written(language, change))).toThrow(
        expect.objectContaining({ lines: [expect.stringContaining(fault)] }),
      );
    });
  });

  it('names faults within a section by the section and the entry', () => {
    const { ivr, ...content } = shipped();
    const { welcome: _, ...sentences } = ivr as Record<string, unknown>;
    const placeholder = 'knows no placeholder but {{restaurant}}, {{line}}';
    expect(
      faults({
        ...content,
        ivr: { ...sentences, added: 'Added {{lime}}', adieu: 'Bye', welcom: 'Hi' },
      }),
    ).toEqual(
      expect.arrayContaining([
        'voice.json: ivr.welcome: is missing',
        `voice.json: ivr.added: ${placeholder}`,
        'voice.json: ivr.adieu: is not a known entry',
        'voice.json: ivr.welcom: is not a known entry; did you mean "welcome"?',
      ]),
    );
    expect(faults(content)).toEqual(['voice.json: ivr: is missing']);
    expect(faults({ ...content, ivr: 'text' })).toEqual([
      expect.stringMatching(/^voice\.json: ivr: .*must be an object/),
    ]);
  });

  it('puts each value in the place of its name', () => {
    const script = loadVoiceScript(FILE);
    const values = { restaurant: "Luigi's", key: '1', name: 'Cola' };
    expect(script.render('{{key}} for {{name}} at {{restaurant}}', values)).toBe(
      "1 for Cola at Luigi's",
    );
  });

  it.each([[null], ['text'], [[]]])('refuses %j as a file', (content) => {
    expect(faults(content)).toEqual(['voice.json: must be a JSON object']);
  });

  it.each([
    ['a list in a list without end', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['a constructor', '{"constructor":{"prototype":{"x":1}}}'],
  ])('tells in one line that it cannot read %s', (_, json) => {
    const content = { ...shipped(), language: JSON.parse(json) as unknown };
    expect(faults(content)).toEqual([expect.stringMatching(/^voice\.json: cannot be read: /)]);
  });

  it('tells in one line that a file is not there', () => {
    expect(() => loadVoiceScript('no/such/voice.json')).toThrow(
      /^VOICE_FILE: no\/such\/voice\.json cannot be used: ENOENT/,
    );
  });
});

describe('A voice file that names one of another language', () => {
  const folder = mkdtempSync(join(tmpdir(), 'voice-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Loads a file beside `other.json`. */
  const load = (entries: object, other: object | null): VoiceScript => {
    const written = { ...shipped(), otherVoiceFile: 'other.json', ...entries };
    writeFileSync(join(folder, 'voice.json'), JSON.stringify(written));
    rmSync(join(folder, 'other.json'), { force: true });
    if (other)
      writeFileSync(join(folder, 'other.json'), JSON.stringify({ ...shipped(), ...other }));
    return loadVoiceScript(join(folder, 'voice.json'));
  };
  const SPANISH = { language: 'es-MX', goodbye: 'Adiós.', otherVoiceFile: undefined };

  it('speaks both languages, and its own one for any other', () => {
    const script = load({}, SPANISH);
    expect(script.inAllLanguages.map(({ code }) => code)).toEqual(['en', 'es']);
    expect(script.in('es').goodbye).toBe('Adiós.');
    for (const code of [null, 'en', 'fr', '']) expect(script.in(code)).toBe(script);
  });

  it('has transcription expect both, first the one that is spoken', () => {
    const script = load({}, SPANISH);
    expect(script.callerLanguagesIn(null)).toEqual(['en', 'es']);
    expect(script.callerLanguagesIn('es')).toEqual(['es', 'en']);
    expect(load({ language: 'quz-PE' }, SPANISH).callerLanguagesIn(null)).toEqual([]);
  });

  it('does not follow what the other one names', () => {
    const script = load({}, { ...SPANISH, otherVoiceFile: 'nowhere.json' });
    expect(script.in('es').inAllLanguages).toHaveLength(1);
  });

  it.each([
    ['is not there', null, /^otherVoiceFile: .*other\.json cannot be used/],
    [
      'is in the same language',
      { language: 'en-GB' },
      /otherVoiceFile: must be in another language/,
    ],
    ['has a fault', { ...SPANISH, goodbye: 7 }, /other\.json: goodbye: must/],
  ])('is refused when that one %s', (_, other, fault) => {
    expect(() => load({}, other)).toThrow(VoiceScriptError);
    try {
      load({}, other);
    } catch (error) {
      expect((error as VoiceScriptError).lines.join('\n')).toMatch(fault);
    }
  });
});
