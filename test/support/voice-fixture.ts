import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The words that tests know by heart. `data/voice.json` is the restaurant's and may change. */
export const VOICE_FIXTURE = 'test/fixtures/voice.json';

/** The same in Spanish. */
export const SPANISH_VOICE_FIXTURE = 'test/fixtures/voice.es.json';

/**
 * The same for a line that speaks both languages, in a folder of its own.
 *
 * @param first the file of the language that calls begin in.
 */
export function bilingualVoiceFile(first: string): string {
  const [file, other] =
    first === VOICE_FIXTURE
      ? [VOICE_FIXTURE, SPANISH_VOICE_FIXTURE]
      : [SPANISH_VOICE_FIXTURE, VOICE_FIXTURE];
  const script = JSON.parse(readFileSync(file, 'utf8')) as { readonly ivr: object };
  const languageKey = first === VOICE_FIXTURE ? 'Para español, marque 8.' : 'For English, press 8.';
  const path = join(mkdtempSync(join(tmpdir(), 'voice-')), 'voice.json');
  writeFileSync(
    path,
    JSON.stringify({
      ...script,
      otherVoiceFile: resolve(other),
      ivr: { ...script.ivr, languageKey },
    }),
  );
  return path;
}
