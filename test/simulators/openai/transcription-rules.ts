import { type ApiError, invalidRequest } from './api-error.js';

/** The settings of a transcription, over REST and in a Realtime session alike. */
export interface TranscriptionSettings {
  readonly model?: string;
  readonly language?: string;
  readonly languages?: readonly string[];
  readonly keywords?: readonly string[];
  readonly prompt?: string;
}

/** What of the rules is not certain, or not published. */
export interface TranscriptionRuleKnobs {
  /** Codes that `languages` may hold. */
  languageCodes: ReadonlySet<string>;
  /**
   * What `language` alone does with a model that wants `languages`. Over REST it is accepted
   * without effect [O]; whether a Realtime session ignores or refuses it is not known.
   */
  oldLanguageField: 'ignored' | 'refused';
  /** Longest `prompt` in characters; that there is a limit is known, its size is not. */
  maxPromptLength: number | null;
}

/**
 * Codes that the service is taken to accept. Documented: ISO 639-1, some of 639-3, `zh-cn` and
 * like. By probes 63 of 100 codes of 639-1 pass and `nn` does not; which ones pass is not
 * published, so these are the languages that OpenAI lists for speech to text.
 */
export const LANGUAGE_CODES: ReadonlySet<string> = new Set(
  (
    'af ar az be bg bs ca cs cy da de el en es et fa fi fr gl he hi hr hu hy id is it ja kk kn ko lt ' +
    'lv mi mk mr ms ne nl no pl pt ro ru sk sl sr sv sw ta th tl tr uk ur vi zh ' +
    'eng spa yue cmn zh-cn zh-tw zh-hk'
  ).split(' '),
);

/** The rules with the likeliest answer to each open question. */
export function likelyTranscriptionRules(): TranscriptionRuleKnobs {
  return { languageCodes: LANGUAGE_CODES, oldLanguageField: 'ignored', maxPromptLength: null };
}

/** Models that take `languages` and `keywords`, and to which `language` means nothing. */
export function takesLanguages(model: string | undefined): boolean {
  return model === 'gpt-transcribe' || model === 'gpt-live-transcribe';
}

/**
 * How settings are refused (reference, part T2); null when they are not. One fault refuses the
 * whole request or update. `param` is put before the name of the field at fault.
 */
export function transcriptionRefusal(
  settings: TranscriptionSettings,
  knobs: TranscriptionRuleKnobs,
  param = '',
): ApiError | null {
  const { model, language, languages, keywords, prompt } = settings;
  const refuse = (field: string, message: string): ApiError =>
    invalidRequest('invalid_value', message, `${param}${field}`);
  const modern = takesLanguages(model);
  if (language !== undefined && languages !== undefined) {
    return refuse('language', "'language' and 'languages' cannot be used together.");
  }
  // The reference names the models that these fields are for, not what others answer [I].
  if (!modern && languages !== undefined) {
    return refuse('languages', `'languages' is not supported with ${model ?? 'this model'}.`);
  }
  if (!modern && keywords !== undefined) {
    return refuse('keywords', `'keywords' is not supported with ${model ?? 'this model'}.`);
  }
  if (modern && language !== undefined && knobs.oldLanguageField === 'refused') {
    return refuse('language', `'language' is not supported with ${model}; use 'languages'.`);
  }
  const bad = languages?.find((code) => !knobs.languageCodes.has(code));
  if (bad !== undefined) return refuse('languages', `Unsupported language code '${bad}'.`);
  if (keywords?.some((word) => /[<>\r\n]/.test(word)) === true) {
    return refuse('keywords', "Keywords must be single lines without '<' and '>'.");
  }
  if (prompt !== undefined && prompt.length > (knobs.maxPromptLength ?? Number.POSITIVE_INFINITY)) {
    return refuse('prompt', 'The prompt is too long.');
  }
  return null;
}
