import { sleep } from '../sleep.js';
import { MULAW_SAMPLES } from './mulaw.js';
import { recordingsOf, sentencesOf } from './recorded-speech.js';
import { beep } from './tones.js';

/** A sentence of a text without a voice. */
interface SilentSentence {
  readonly text: string;
  /** Recordings that say it; null: there are none. */
  readonly recordings: readonly string[] | null;
}

/** How a text is made audible. */
export type Speech =
  | { readonly kind: 'voice'; readonly voice: SpeechSynthesisVoice; readonly text: string }
  | { readonly kind: 'recordings'; readonly sentences: readonly SilentSentence[] };

/** How long a browser may take to name its voices, ms. */
const VOICES_LIMIT_MS = 500;
/** Longest that a voice may take for a text, ms a character and at least. */
const SPEECH_LIMIT = { perCharacterMs: 150, leastMs: 5_000 };
/** Time to read a text that is not heard. */
const READING = { perCharacterMs: 45, leastMs: 900, mostMs: 8_000 };
const BEEP_SECONDS = 0.25;
const BETWEEN_SENTENCES_MS = 200;
const RATE = 8_000;
/** The language of the recordings. */
const RECORDED = 'en';

let voices: Promise<readonly SpeechSynthesisVoice[]> | null = null;

/** Chooses the browser's own voice; where it has none for the language, recordings by sentence. */
export async function speechOf(text: string, language: string): Promise<Speech> {
  voices ??= browserVoices();
  const known = await voices;
  const base = language.slice(0, 2).toLowerCase();
  const same = (voice: SpeechSynthesisVoice): boolean =>
    voice.lang.replace('_', '-').toLowerCase() === language.toLowerCase();
  const voice = known.find(same) ?? known.find(({ lang }) => lang.toLowerCase().startsWith(base));
  if (voice !== undefined) return { kind: 'voice', voice, text };
  const { RECORDINGS } = await import('./recordings/addresses.js').catch(() => ({
    RECORDINGS: {},
  }));
  const recorded = base === RECORDED ? RECORDINGS : {};
  const sentences = sentencesOf(text).map((sentence) => ({
    text: sentence,
    recordings: recordingsOf(sentence, recorded),
  }));
  return { kind: 'recordings', sentences };
}

/** How much of a text can be heard, as a line of the conversation has it. */
export function heardOf(speech: Speech): { readonly heard?: 'part' | 'nothing' } {
  if (speech.kind === 'voice') return {};
  const { sentences } = speech;
  if (sentences.every(({ recordings }) => recordings !== null)) return {};
  const isHeard = sentences.some(({ recordings }) => recordings !== null);
  return { heard: isHeard ? 'part' : 'nothing' };
}

/** Speaks; a sentence that cannot be heard is a beep, and time to read it. */
export async function speak(
  context: AudioContext,
  speech: Speech,
  signal: AbortSignal,
): Promise<void> {
  if (speech.kind === 'voice') return speakByVoice(speech, signal);
  for (const { text, recordings } of speech.sentences) {
    if (signal.aborted) return;
    const played = recordings !== null && (await playAll(context, recordings, signal));
    await (played ? sleep(BETWEEN_SENTENCES_MS, signal) : leaveTimeToRead(context, text, signal));
  }
}

async function speakByVoice(
  { voice, text }: Extract<Speech, { kind: 'voice' }>,
  signal: AbortSignal,
): Promise<void> {
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

/** False when a recording could not be got: the caller of this phone then reads the sentence. */
async function playAll(
  context: AudioContext,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const parts = await Promise.all(addresses.map((address) => mulawAt(address, signal)));
    for (const part of parts) if (!signal.aborted) await play(context, part, signal);
    return true;
  } catch {
    return signal.aborted;
  }
}

async function mulawAt(address: string, signal: AbortSignal): Promise<Uint8Array> {
  const answer = await fetch(address, { signal });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function play(context: AudioContext, mulaw: Uint8Array, signal: AbortSignal): Promise<void> {
  const buffer = context.createBuffer(1, mulaw.length, RATE);
  buffer.copyToChannel(
    Float32Array.from(mulaw, (byte) => MULAW_SAMPLES[byte] ?? 0),
    0,
  );
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(context.destination);
  source.start();
  // By its length and not by `ended`, which never comes when the context is suspended.
  await sleep(buffer.duration * 1000, signal);
  if (signal.aborted) source.stop();
}

function leaveTimeToRead(context: AudioContext, text: string, signal: AbortSignal): Promise<void> {
  beep(context, BEEP_SECONDS);
  const ms = Math.max(READING.leastMs, text.length * READING.perCharacterMs);
  return sleep(Math.min(READING.mostMs, ms), signal);
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
