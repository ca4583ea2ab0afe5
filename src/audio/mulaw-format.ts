/**
 * The one audio format of a call: mu-law (ITU-T G.711), mono, 8 kHz, one byte a sample. Twilio
 * and OpenAI both carry it as base64, so that a payload is passed on as it came.
 */
export const SAMPLE_RATE_HZ = 8_000;
/** Mu-law bytes, which are samples, of one millisecond. */
export const BYTES_PER_MS = SAMPLE_RATE_HZ / 1_000;
/** The mu-law byte of a sample of 0. */
export const SILENCE_BYTE = 0xff;
/** Twilio cuts a caller's audio into frames of this length (protocol A4.1). */
export const FRAME_MS = 20;
export const FRAME_BYTES = FRAME_MS * BYTES_PER_MS;

/** A base64 payload with its length, which was measured where it came in. */
export interface AudioChunk {
  readonly payload: string;
  readonly durationMs: number;
}

/** Duration of so many mu-law bytes; an exact multiple of 1/8. */
export function durationOf(bytes: number): number {
  return bytes / BYTES_PER_MS;
}

/** Mu-law bytes of so many milliseconds. */
export function bytesIn(ms: number): number {
  return ms * BYTES_PER_MS;
}

/** Duration of a padded base64 payload, from its length alone. */
export function payloadMs(payload: string): number {
  const { length } = payload;
  if (length === 0) return 0;
  const padding = payload.endsWith('==') ? 2 : payload.endsWith('=') ? 1 : 0;
  return durationOf((length / 4) * 3 - padding);
}

/** Mu-law silence. */
export function silence(ms: number): Buffer {
  return Buffer.alloc(bytesIn(ms), SILENCE_BYTE);
}
