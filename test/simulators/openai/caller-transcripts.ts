import { BYTES_PER_MS } from '../speech/mulaw.js';
import type { Entry } from './conversation.js';
import type { Knobs } from './knobs.js';
import { takesLanguages, type TranscriptionSettings } from './transcription-rules.js';
import type { OddSend, Send } from './wire.js';

const NAME = 'conversation.item.input_audio_transcription';

/** Sends the texts of the caller's turns, each some time after its audio. */
export class CallerTranscripts {
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly send: Send,
    private readonly knobs: Knobs,
  ) {}

  /** Transcribes a turn as the session was set up when it ended. */
  later(entry: Entry, settings: TranscriptionSettings): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const code = this.knobs.failTranscripts.shift();
      if (code === undefined) this.complete(entry, settings);
      else this.fail(entry, code);
    }, this.knobs.transcriptMs);
    this.timers.add(timer.unref());
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private complete(entry: Entry, { model }: TranscriptionSettings): void {
    const transcript = entry.text ?? '';
    if (entry.item.type === 'message' && entry.item.role === 'user') {
      entry.item.content = [{ type: 'input_audio', transcript }];
    }
    const ids = { item_id: entry.item.id, content_index: 0 };
    const seconds = entry.audio.length / BYTES_PER_MS / 1000;
    const { detectedLanguages } = this.knobs;
    // The form of the entries is that of the REST answer; for Realtime only the field is known [I].
    const languages = detectedLanguages?.map((language) => ({ code: language }));
    if (transcript !== '') this.send({ type: `${NAME}.delta`, ...ids, delta: transcript });
    (this.send as OddSend)({
      type: `${NAME}.completed`,
      ...ids,
      transcript,
      usage: { type: 'duration', seconds },
      ...(languages !== undefined && takesLanguages(model) ? { languages } : {}),
    });
  }

  private fail(entry: Entry, code: string): void {
    const message = 'Input transcription failed for this item.';
    const error = { type: 'transcription_error', code, message, param: null };
    const ids = { item_id: entry.item.id, content_index: 0 };
    (this.send as OddSend)({ type: `${NAME}.failed`, ...ids, error });
  }
}

/** What of the settings has an effect on what is understood. */
export function hintsOf(settings: TranscriptionSettings): {
  readonly languages: readonly string[];
  readonly keywords: readonly string[];
} {
  const { model, language, languages, keywords = [] } = settings;
  const old = takesLanguages(model) || language === undefined ? [] : [language];
  return { languages: languages ?? old, keywords };
}
