import { createHash, randomUUID } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Flite } from './flite.js';
import { readWav, toTelephoneAudio } from './telephone-audio.js';

/** Who speaks: the person on the phone or the restaurant's assistant. */
export type SpeechVoice = 'caller' | 'assistant';

const FLITE_VOICES: Readonly<Record<SpeechVoice, string>> = { caller: 'slt', assistant: 'kal16' };
/** A brisk talker: calls stay short. */
const STRETCH = 0.85;
/** Changes when the same text would give other bytes, so that old cache files are not used. */
const RECIPE = 1;
const CACHE_FOLDER = join(import.meta.dirname, '../../../.cache/speech');

const flite = new Flite();
const spoken = new Map<string, Promise<Buffer>>();

/** Flite reads ASCII only: accents are dropped, typographic marks become plain ones. */
function readable(text: string): string {
  return text
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[–—]/g, ', ')
    .normalize('NFKD')
    .replaceAll(/[^\x20-\x7e]/g, (character) => (/\s/.test(character) ? ' ' : ''))
    .trim();
}

async function load(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch {
    return null;
  }
}

async function synthesise(text: string, voice: SpeechVoice): Promise<Buffer> {
  const job = { text: readable(text), voice: FLITE_VOICES[voice], stretch: STRETCH };
  if (!/[a-z0-9]/i.test(job.text)) return Buffer.alloc(0);
  const name = createHash('sha256')
    .update(JSON.stringify([RECIPE, job]))
    .digest('hex');
  const file = join(CACHE_FOLDER, `${name}.ulaw`);
  const kept = await load(file);
  if (kept !== null) return kept;
  const audio = toTelephoneAudio(readWav(await flite.synthesise(job)));
  await mkdir(CACHE_FOLDER, { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, audio);
  await rename(draft, file);
  await appendFile(join(CACHE_FOLDER, 'made.jsonl'), `${JSON.stringify({ voice, text })}\n`);
  return audio;
}

/**
 * Speech without a network: mu-law, 8 kHz, no silence around it. The same text and voice
 * give the same bytes in every process, so that what arrives can be compared with what was
 * said. Text without a letter or digit gives no audio. Kept in memory and in `.cache/speech`,
 * where `made.jsonl` names the texts in the order in which they were made.
 */
export function speak(text: string, voice: SpeechVoice): Promise<Buffer> {
  const key = `${voice}:${text}`;
  let audio = spoken.get(key);
  if (audio === undefined) {
    audio = synthesise(text, voice);
    audio.catch(() => spoken.delete(key));
    spoken.set(key, audio);
  }
  return audio;
}
