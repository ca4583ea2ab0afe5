/**
 * A stamp inside audio: 20 characters of base64, which are 15 bytes of mu-law at the start of a
 * payload. It says when the audio was sent, by which call, as which frame, and whether the caller
 * speaks in it. Every base64 character is six bits, so that a stamp is written and read in place.
 */
export interface Stamp {
  /** `nowUs` at the moment of sending. */
  readonly sentUs: number;
  /** Number of the call, 0 to 262,143. */
  readonly call: number;
  /** Number of the frame in its stream, counted modulo `SEQUENCES`. */
  readonly sequence: number;
  readonly voiced: boolean;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CHARACTERS = Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0));
const VALUES = new Uint8Array(256);
for (const [value, character] of CHARACTERS.entries()) VALUES[character] = value;

/** Begins each stamp, so that other audio is not taken for one. */
const MAGIC = 'Vp+9';
const TIME_AT = MAGIC.length;
const TIME_CHARACTERS = 8;
const CALL_AT = TIME_AT + TIME_CHARACTERS;
const CALL_CHARACTERS = 3;
const SEQUENCE_AT = CALL_AT + CALL_CHARACTERS;
const SEQUENCE_CHARACTERS = 4;
const VOICED_AT = SEQUENCE_AT + SEQUENCE_CHARACTERS;

/** Characters of a stamp in base64. */
export const STAMP_CHARACTERS = VOICED_AT + 1;
/** Frames after which their numbers begin anew. */
export const SEQUENCES = 64 ** SEQUENCE_CHARACTERS;

/** Key of a WebSocket frame's mask, laid over what is written and read; null: none. */
type Mask = { readonly key: Buffer; readonly payloadStart: number } | null;

/** Writes a stamp at `at`; `mask` is that of the frame that the buffer is. */
export function writeStamp(buffer: Buffer, at: number, stamp: Stamp, mask: Mask = null): void {
  for (let i = 0; i < MAGIC.length; i += 1) put(buffer, at + i, MAGIC.charCodeAt(i), mask);
  putNumber(buffer, at + TIME_AT, TIME_CHARACTERS, stamp.sentUs, mask);
  putNumber(buffer, at + CALL_AT, CALL_CHARACTERS, stamp.call, mask);
  putNumber(buffer, at + SEQUENCE_AT, SEQUENCE_CHARACTERS, stamp.sequence % SEQUENCES, mask);
  putNumber(buffer, at + VOICED_AT, 1, stamp.voiced ? 1 : 0, mask);
}

/** The stamp at `at` of unmasked text; null when none stands there. */
export function readStamp(buffer: Buffer, at: number): Stamp | null {
  if (at + STAMP_CHARACTERS > buffer.length) return null;
  for (let i = 0; i < MAGIC.length; i += 1) {
    if (buffer[at + i] !== MAGIC.charCodeAt(i)) return null;
  }
  return {
    sentUs: numberAt(buffer, at + TIME_AT, TIME_CHARACTERS),
    call: numberAt(buffer, at + CALL_AT, CALL_CHARACTERS),
    sequence: numberAt(buffer, at + SEQUENCE_AT, SEQUENCE_CHARACTERS),
    voiced: numberAt(buffer, at + VOICED_AT, 1) === 1,
  };
}

/**
 * Frames missing between two numbers of one stream. 0 for the first, for a repeated one, and for a
 * step back: a session that follows another one numbers its frames anew.
 */
export function missing(previous: number | null, sequence: number): number {
  if (previous === null) return 0;
  const step = (sequence - previous + SEQUENCES) % SEQUENCES;
  return step === 0 || step > SEQUENCES / 2 ? 0 : step - 1;
}

function put(buffer: Buffer, at: number, byte: number, mask: Mask): void {
  const over = mask === null ? 0 : (mask.key[(at - mask.payloadStart) & 3] ?? 0);
  buffer[at] = byte ^ over;
}

function putNumber(
  buffer: Buffer,
  at: number,
  characters: number,
  value: number,
  mask: Mask,
): void {
  let rest = value;
  for (let i = characters - 1; i >= 0; i -= 1) {
    put(buffer, at + i, CHARACTERS[rest % 64] ?? 0, mask);
    rest = Math.floor(rest / 64);
  }
}

function numberAt(buffer: Buffer, at: number, characters: number): number {
  let value = 0;
  for (let i = 0; i < characters; i += 1) value = value * 64 + (VALUES[buffer[at + i] ?? 0] ?? 0);
  return value;
}
