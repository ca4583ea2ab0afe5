import fc from 'fast-check';
import type { Vocabulary } from './vocabulary/vocabulary.js';
import { ENGLISH } from './vocabulary/english.js';
import { SPANISH } from './vocabulary/spanish.js';
import { commandOf } from './commands.js';

const ENGLISH_SAID = {
  yes: [
    'yes thank you so much',
    'yeah looks right to me',
    'mm hmm',
    'yes dear',
    "yeah no that's right",
    "no yeah that's right",
    'oh yes sir thank you',
    "yeah that's correct honey",
    'yep you got it boss',
    'uh huh sounds good to me',
    'sure that works for us thanks',
    'okay yes please go ahead',
    'yes yes yes',
    'absolutely perfect thank you',
    'yeah that works dude',
  ],
  no: [
    'no thank you so much',
    "no yeah that's wrong",
    'nope sorry',
    'oh no dear',
    'nah not really thanks',
    'no sir',
    'um no never mind sorry',
    "no no that's not right",
    'okay no',
  ],
  done: [
    "nope that'll do it",
    "nah we're good",
    "nah I'm good",
    "cool that's all I need",
    'no I think that covers it',
    "never mind that's it",
    "fine it's for my husband anyway that's all",
    "no that's the whole thing",
    'no more thanks',
    "that's plenty thank you",
    "okay that's it for now my friend",
    "perfect that's everything for us",
    "nope I'm all set dear thanks so much",
    "alright well that's about it then",
    'nothing else here thanks man',
  ],
  cancel: [
    'no cancel that please',
    'oh just cancel everything sorry',
    'nah cancel the whole thing',
  ],
  repeat: ['sorry what did you say dear', 'um come again please', 'oh sorry say that again'],
  goodbye: ['no thanks bye', 'okay thank you so much goodbye'],
} as const;

const SPANISH_SAID = {
  yes: [
    'órale',
    'sí joven muchas gracias',
    'ajá sí señorita',
    'simón',
    'claro que sí amigo',
    'sí correcto muchísimas gracias',
    'sí por favor señor',
    'exacto así es jefe',
  ],
  no: ['no gracias señorita', 'ay no perdón', 'no no está mal joven', 'nop gracias amigo'],
  done: [
    'nomás eso',
    'no más nada',
    'eso es to',
    'nomás eso joven',
    'ya es todo muchas gracias amigo',
    'no ya sería todo gracias señorita',
    'perfecto es todo',
    'sería lo único por favor',
    'bueno pues nada más gracias',
  ],
  cancel: ['mejor cancela todo', 'no ya cancela todo por favor'],
  goodbye: ['no gracias adiós'],
} as const;

const UNSETTLING: Readonly<Record<'English' | 'Spanish', readonly string[]>> = {
  English:
    'but wait not wrong never one two 3 pizza margherita coke olives large onions except change add instead without delivery pickup tomorrow how what why address name'.split(
      ' ',
    ),
  Spanish:
    'pero espere nunca mal una dos 3 pizza margherita coca aceitunas grande cebolla menos cambie agregue sin domicilio recoger mañana cuánto cuál dirección nombre'.split(
      ' ',
    ),
};

describe.each([
  ['English', ENGLISH, ENGLISH_SAID],
  ['Spanish', SPANISH, SPANISH_SAID],
] as const)('A command in everyday words, in %s', (language, vocabulary: Vocabulary, said) => {
  it.each(
    Object.entries<readonly string[]>(said).flatMap(([command, phrases]) =>
      phrases.map((phrase) => [phrase, command] as const),
    ),
  )('"%s" is %s', (phrase, command) => {
    expect(commandOf(phrase, vocabulary)).toBe(command);
  });

  it('is no yes, and no end of the order, with anything else beside it', () => {
    const yes = fc.constantFrom<string>(...said.yes, ...said.done);
    const other = fc.constantFrom(...UNSETTLING[language]);
    fc.assert(
      fc.property(yes, other, fc.nat(20), fc.boolean(), (phrase, word, place, twice) => {
        const words = `${phrase}${twice ? ` ${said.yes[0]}` : ''}`.split(' ');
        words.splice(place % (words.length + 1), 0, word);
        expect(commandOf(words.join(' '), vocabulary)).not.toBe('yes');
      }),
      { numRuns: 500 },
    );
  });

  it('is found in few words only, whatever was said', () => {
    const word = fc.constantFrom(...[...vocabulary.answers.idle].slice(0, 60), 'yes', 'sí', 'no');
    fc.assert(
      fc.property(fc.array(word, { minLength: 200, maxLength: 600 }), (words) => {
        const begun = performance.now();
        commandOf(words.join(' '), vocabulary);
        expect(performance.now() - begun).toBeLessThan(200);
      }),
      { numRuns: 20 },
    );
  });
});
