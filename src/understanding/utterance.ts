import { bare, commandOf } from './commands.js';
import { maskCardNumbers } from '../common/card-numbers.js';
import { keysNote } from '../common/keys-note.js';
import { truncate } from '../common/truncate.js';
import type { Command, Vocabulary } from './vocabulary/vocabulary.js';
import { maskWishes } from './wishes.js';
import { numberOf, plain, spokenChoice } from './words.js';

/** Longest utterance that is looked at, in characters. */
const MAX_SPEECH_LENGTH = 2400;
/** From this confidence on, recognition is believed. */
const SURE = 0.4;
/** Most keys that are noted. */
const MAX_KEYS = 40;

/** One input of the caller, in the forms that the steps look at. */
export interface Utterance {
  /** The one key that was pressed; null when none or several were. */
  readonly key: string | null;
  /** All keys that were pressed, without stars and pounds; empty when something was said. */
  readonly keys: string;
  /**
   * What was said, as recognition wrote it, card numbers masked and colloquial forms replaced; empty
   * when keys were pressed.
   */
  readonly raw: string;
  /** The same in lower case, without punctuation and politeness. */
  readonly text: string;
  readonly command: Command | null;
  /** Recognition is not sure that this was said. */
  readonly doubtful: boolean;
  /** A number that was keyed or said alone. */
  readonly number: number | null;
}

/** Reads one input; keys take precedence over speech. Null: the input is empty. */
export function utteranceOf(
  input: { speech?: string; digits?: string; confidence?: number },
  vocabulary: Vocabulary,
): Utterance | null {
  const digits = (input.digits ?? '').replace(/[^\d*#]/g, '');
  if (digits !== '') {
    const key = digits.length === 1 ? digits : null;
    return {
      key,
      keys: digits.replace(/[*#]/g, ''),
      raw: '',
      text: '',
      command: keyCommand(key),
      number: numberOf(digits),
      doubtful: false,
    };
  }
  const raw = vocabulary.colloquial.reduce(
    (said, [pattern, by]) => said.replace(pattern, by),
    truncate(maskCardNumbers(input.speech ?? '').trim(), MAX_SPEECH_LENGTH),
  );
  if (plain(raw) === '') return null;
  return {
    key: null,
    keys: '',
    raw,
    text: bare(raw, vocabulary),
    // "Well done" is a wish for the kitchen, not the end of the order.
    command: maskWishes(raw, vocabulary).notes.length > 0 ? null : commandOf(raw, vocabulary),
    number: spokenChoice(raw, vocabulary),
    doubtful: isUnsure(input.confidence),
  };
}

/**
 * Whether recognition is not sure of what was said.
 *
 * @param confidence as Twilio tells it, from 0 to 1; undefined: it tells none.
 */
export function isUnsure(confidence: number | undefined): boolean {
  return (confidence ?? 1) < SURE;
}

/** The input as it is noted in the transcript, card numbers masked; null for nothing. */
export function transcriptOf(input: { speech?: string; digits?: string }): string | null {
  const digits = (input.digits ?? '').replace(/[^\d*#]/g, '').slice(0, MAX_KEYS);
  if (digits !== '') return maskCardNumbers(keysNote(digits));
  const speech = maskCardNumbers(input.speech ?? '').trim();
  return speech === '' ? null : truncate(speech, MAX_SPEECH_LENGTH);
}

/**
 * What a key means at every question: 0 a person, star the question before, pound the question once
 * more, 9 more choices. 1 to 8 are the choices of the question; where it asks for a number of
 * dishes, 1 to 9 are that number (docs/decisions/0012-listening.md).
 */
function keyCommand(key: string | null): Command | null {
  switch (key) {
    case '0':
      return 'person';
    case '*':
      return 'back';
    case '#':
      return 'repeat';
    case '9':
      return 'next';
    default:
      return null;
  }
}
