/**
 * Records the fillers of the voice script with the offline voice, for `data/fillers`:
 * `npm run fillers`. A restaurant may replace a file by its own recording (mu-law, 8 kHz). The
 * offline voice speaks English only: fillers of another language are a tone until recorded.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fillerName } from '../src/calls/session/filler-name.js';
import { loadVoiceScript } from '../src/config/voice-script.js';
import { speak } from './simulators/speech/speak.js';

const ROOT = join(import.meta.dirname, '..');
const folder = join(ROOT, 'data/fillers');

await mkdir(folder, { recursive: true });
for (const text of loadVoiceScript(join(ROOT, 'data/voice.json')).fillers) {
  const file = join(folder, `${fillerName(text)}.ulaw`);
  await writeFile(file, await speak(text, 'assistant'));
  process.stdout.write(`${file}\n`);
}
