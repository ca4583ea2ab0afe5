import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { speak, type SpeechVoice } from './speak.js';

/**
 * Makes all speech of the tests that is not in `.cache/speech`: a sentence that is made while a
 * call waits for it is late. `sentences.json` is what `.cache/speech/made.jsonl` names after a
 * run without a cache; a sentence that is missing there is made by the first test that says it.
 */
export async function makeSpeech(): Promise<void> {
  const file = await readFile(join(import.meta.dirname, 'sentences.json'), 'utf8');
  const sentences = JSON.parse(file) as Readonly<Record<SpeechVoice, readonly string[]>>;
  await Promise.all([
    ...sentences.caller.map((text) => speak(text, 'caller')),
    ...sentences.assistant.map((text) => speak(text, 'assistant')),
  ]);
}
