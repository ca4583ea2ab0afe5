/** The service publishes no limits of its own (OpenAI reference 2027, T2). */
const MAX_KEYWORDS = 300;
const MAX_KEYWORD_LENGTH = 80;
/** Takes the place of a model that is refused: older ones end on 2027-02-26. */
const CURRENT_MODEL = 'gpt-transcribe';

/** How OpenAI is to transcribe what the caller says, over REST and in a Realtime session alike. */
export interface TranscriptionSettings {
  readonly model: string;
  /** Codes of the languages that callers may speak; without any the service finds out. */
  readonly languages: readonly string[];
  /** Names that callers are likely to say, as `keywordsOf` gives them. */
  readonly keywords: readonly string[];
}

/** The fields that say so on the wire; a model gets only those that it knows. */
export interface TranscriptionFields {
  readonly model: string;
  readonly language?: string;
  readonly languages?: string[];
  readonly keywords?: string[];
}

/** True for the models that take `languages` and `keywords`, for which `language` means nothing. */
export function takesHints(model: string): boolean {
  return /^gpt-(live-)?transcribe(-|$)/.test(model);
}

/** The settings as fields: never both `language` and `languages`, which would be refused. */
export function transcriptionFields(settings: TranscriptionSettings): TranscriptionFields {
  const { model, languages, keywords } = settings;
  const [language, ...others] = languages;
  if (!takesHints(model)) {
    // Older models take one language at most.
    return { model, ...(language !== undefined && others.length === 0 && { language }) };
  }
  return {
    model,
    ...(languages.length > 0 && { languages: [...languages] }),
    ...(keywords.length > 0 && { keywords: [...keywords] }),
  };
}

/** Those of each vocabulary, which all calls of a menu share. */
const keywords = new WeakMap<readonly string[], readonly string[]>();

/**
 * The names as keywords: each on one line, without `<` and `>` (one of these would have all
 * settings refused), each once, long ones left out, and no more than the first 300.
 */
export function keywordsOf(vocabulary: readonly string[]): readonly string[] {
  const known = keywords.get(vocabulary);
  if (known !== undefined) return known;
  const cleaned = vocabulary.map((name) => name.replace(/[<>]/g, '').replace(/\s+/g, ' ').trim());
  const usable = cleaned.filter(({ length }) => length > 0 && length <= MAX_KEYWORD_LENGTH);
  const list = [...new Set(usable)].slice(0, MAX_KEYWORDS);
  keywords.set(vocabulary, list);
  return list;
}

/** A setting that a service may refuse, and how to do without it. */
export interface TranscriptionPart {
  /** Name of the field, or its beginning: `language` is also for `languages`. */
  readonly field: string;
  /** The settings with less; null when there is nothing of it left. */
  readonly without: (settings: TranscriptionSettings) => TranscriptionSettings | null;
}

/** From the one that is missed least to the one that is missed most. */
export const TRANSCRIPTION_PARTS: readonly TranscriptionPart[] = [
  {
    field: 'keywords',
    without: (settings) =>
      transcriptionFields(settings).keywords ? { ...settings, keywords: [] } : null,
  },
  {
    field: 'language',
    without: (settings) => {
      const { language, languages } = transcriptionFields(settings);
      return (language ?? languages) ? { ...settings, languages: [] } : null;
    },
  },
  {
    field: 'model',
    without: (settings) =>
      takesHints(settings.model) ? null : { ...settings, model: CURRENT_MODEL },
  },
];

/**
 * The settings without the field that a request was refused for; null when it is none that can be
 * left out or replaced, or none is left.
 */
export function withoutRefusedField(
  settings: TranscriptionSettings,
  param: string,
): TranscriptionSettings | null {
  return (
    TRANSCRIPTION_PARTS.find(({ field }) => param.startsWith(field))?.without(settings) ?? null
  );
}
