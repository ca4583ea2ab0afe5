import { beep } from './tones.js';
import { sleep } from '../sleep.js';

/** How long a browser may take to name its voices, ms. */
const VOICES_LIMIT_MS = 500;
/** Longest that a voice may take for a text, ms a character and at least. */
const SPEECH_LIMIT = { perCharacterMs: 150, leastMs: 5_000 };
/** Time to read a text that no voice speaks. */
const READING = { perCharacterMs: 45, leastMs: 900, mostMs: 8_000 };
const BEEP_SECONDS = 0.25;

let voices: Promise<readonly SpeechSynthesisVoice[]> | null = null;

/** Speaks a `<Say>`; where the browser has no voice, beeps and leaves time to read it. */
export async function sayAloud(
  context: AudioContext,
  text: string,
  language: string,
  signal: AbortSignal,
): Promise<void> {
  voices ??= browserVoices();
  const known = await voices;
  if (signal.aborted) return;
  const base = language.slice(0, 2).toLowerCase();
  const same = (voice: SpeechSynthesisVoice): boolean =>
    voice.lang.replace('_', '-').toLowerCase() === language.toLowerCase();
  const voice = known.find(same) ?? known.find(({ lang }) => lang.toLowerCase().startsWith(base));
  if (voice === undefined) {
    beep(context, BEEP_SECONDS);
    const ms = Math.max(READING.leastMs, text.length * READING.perCharacterMs);
    return sleep(Math.min(READING.mostMs, ms), signal);
  }
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  const over = new AbortController();
  utterance.onend = utterance.onerror = () => over.abort();
  speechSynthesis.speak(utterance);
  const { perCharacterMs, leastMs } = SPEECH_LIMIT;
  const limitMs = Math.max(leastMs, text.length * perCharacterMs);
  await sleep(limitMs, AbortSignal.any([signal, over.signal]));
  speechSynthesis.cancel();
}

async function browserVoices(): Promise<readonly SpeechSynthesisVoice[]> {
  if (!('speechSynthesis' in globalThis)) return [];
  if (speechSynthesis.getVoices().length === 0) {
    const named = new AbortController();
    speechSynthesis.addEventListener('voiceschanged', () => named.abort(), { once: true });
    await sleep(VOICES_LIMIT_MS, named.signal);
  }
  return speechSynthesis.getVoices();
}
