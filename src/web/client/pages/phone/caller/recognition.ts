import type { GatherEntry } from '../twiml/gather-entry.js';

/** What TypeScript's library does not know of the browser's recognition. */
interface Recognition {
  lang: string;
  interimResults: boolean;
  onspeechstart: (() => void) | null;
  onresult: ((event: RecognitionEvent) => void) | null;
  start(): void;
  abort(): void;
}

interface RecognitionEvent {
  readonly results: ArrayLike<
    ArrayLike<{ readonly transcript: string; readonly confidence: number }> & {
      readonly isFinal: boolean;
    }
  >;
}

type RecognitionClass = new () => Recognition;

const { SpeechRecognition: Standard, webkitSpeechRecognition: Prefixed } = globalThis as {
  readonly SpeechRecognition?: RecognitionClass;
  readonly webkitSpeechRecognition?: RecognitionClass;
};
const Recogniser = Standard ?? Prefixed;

/** Whether this browser recognises speech. Many send it to their maker for that. */
export const RECOGNISES = Recogniser !== undefined;

/** Recognises what is said to a `<Gather>`; returns what ends it. */
export function recognise(
  entry: GatherEntry,
  partial: (text: string) => void,
  words: (text: string, confidence: number) => void,
): () => void {
  if (Recogniser === undefined || !entry.settings.takesSpeech) return () => undefined;
  const recognition = new Recogniser();
  recognition.lang = entry.settings.language;
  recognition.interimResults = true;
  recognition.onspeechstart = () => entry.hold();
  recognition.onresult = ({ results }) => {
    const result = results[results.length - 1];
    const best = result?.[0];
    if (best === undefined) return;
    if (result?.isFinal === true) words(best.transcript, best.confidence);
    else partial(best.transcript);
  };
  recognition.start();
  return () => recognition.abort();
}
