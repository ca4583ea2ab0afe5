import type { AnswerKind } from '../ivr/answer-kind.js';

/** Twilio's generic models: for a few words, and for sentences. Twilio replaces one that is down. */
type SpeechModel = 'experimental_utterances' | 'experimental_conversations';

/** How Twilio recognises an answer. */
export interface Recognition {
  /** The pause that ends the answer, in seconds. */
  readonly speechTimeout: string;
  /** Absent: Twilio's choice. */
  readonly speechModel?: SpeechModel;
}

interface Listening {
  readonly model: SpeechModel;
  readonly pauseSeconds: number;
}

/**
 * A yes is over when it is said; who orders thinks between two dishes, and who gives an address or
 * a number reads it or looks it up.
 */
const LISTENING: Readonly<Record<AnswerKind, Listening>> = {
  'yes-no': { model: 'experimental_utterances', pauseSeconds: 1 },
  choice: { model: 'experimental_utterances', pauseSeconds: 1 },
  time: { model: 'experimental_utterances', pauseSeconds: 2 },
  dishes: { model: 'experimental_conversations', pauseSeconds: 2 },
  name: { model: 'experimental_conversations', pauseSeconds: 2 },
  address: { model: 'experimental_conversations', pauseSeconds: 3 },
  number: { model: 'experimental_conversations', pauseSeconds: 3 },
};

/**
 * Languages of both models, out of the table of Twilio's page on `<Gather>`, without those for
 * which it does not support `profanityFilter` (Latin American Spanish, Vietnamese). With a language
 * that its model lacks a `<Gather>` fails.
 */
const LANGUAGES: ReadonlySet<string> = new Set(
  (
    'da-DK de-DE en-AU en-GB en-IN en-US es-ES fi-FI fr-CA fr-FR hi-IN ja-JP ko-KR mk-MK nl-NL ' +
    'no-NO pl-PL pt-BR pt-PT ro-RO ru-RU th-TH tr-TR uk-UA'
  ).split(' '),
);

/**
 * How an answer of a kind is recognised. The pause is a number: `auto` ends at the first one, and
 * Twilio refuses it together with a model (error 13335).
 */
export function recognition(answer: AnswerKind, language: string): Recognition {
  const { model, pauseSeconds } = LISTENING[answer];
  const speechTimeout = String(pauseSeconds);
  return LANGUAGES.has(language) ? { speechTimeout, speechModel: model } : { speechTimeout };
}
