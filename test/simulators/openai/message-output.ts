import { speak } from '../speech/speak.js';
import { type Entry, entryOf } from './conversation.js';
import type { PlannedMessage } from './response-plan.js';
import { toPcm24k } from './rest/upsample.js';
import type { PartIds, ServerEvent } from './wire.js';

/** The first audio delta, and the sizes of those after it: 200 to 400 ms, not all whole frames. */
const FIRST_DELTA_BYTES = 800;
const DELTA_BYTES = [1600, 2400, 3200, 2000, 2800];

/** One piece of a message: transcript that runs ahead, and the audio after it. */
export interface Piece {
  readonly text: string;
  /** As it sounds, mu-law. */
  readonly audio: Buffer;
  /** The same in the format of the response. */
  readonly sent: Buffer;
}

/** Formats in which the stand-in speaks. */
export type SpokenFormat = 'audio/pcmu' | 'audio/pcm';

/** Bytes of 24 kHz PCM for one byte of mu-law. */
const PCM_PER_MULAW = 6;
const NOTHING = Buffer.alloc(0);

function cut(audio: Buffer): Buffer[] {
  if (audio.length === 0) return [];
  const pieces = [audio.subarray(0, FIRST_DELTA_BYTES)];
  for (let at = FIRST_DELTA_BYTES; at < audio.length; at += pieces.at(-1)?.length ?? 1) {
    const size = DELTA_BYTES[(pieces.length - 1) % DELTA_BYTES.length] ?? FIRST_DELTA_BYTES;
    pieces.push(audio.subarray(at, at + size));
  }
  return pieces;
}

/** A spoken text in pieces; its words are through before half of its audio is. */
export async function spokenPieces(
  text: string,
  format: SpokenFormat = 'audio/pcmu',
): Promise<Piece[]> {
  const whole = await speak(text, 'assistant');
  const audio = cut(whole);
  const pcm = format === 'audio/pcm' ? toPcm24k(whole) : null;
  const words = text.match(/\s*\S+/g) ?? [];
  const perPiece = Math.max(1, Math.ceil((2 * words.length) / Math.max(1, audio.length)));
  const count = Math.max(audio.length, Math.ceil(words.length / perPiece));
  let from = 0;
  return Array.from({ length: count }, (_, i) => {
    const piece = audio[i] ?? NOTHING;
    const to = from + piece.length;
    const sent = pcm?.subarray(from * PCM_PER_MULAW, to * PCM_PER_MULAW) ?? piece;
    from = to;
    return { text: words.slice(i * perPiece, (i + 1) * perPiece).join(''), audio: piece, sent };
  });
}

/** A written text in pieces of a few words. */
export function writtenPieces(text: string): Piece[] {
  const words = text.match(/(?:\s*\S+){1,4}/g) ?? [];
  return words.map((piece) => ({ text: piece, audio: NOTHING, sent: NOTHING }));
}

/**
 * One message of the assistant while it is generated: the events of its content part, in the
 * service's order, and what of it exists so far.
 */
export class MessageOutput {
  readonly entry: Entry;
  private readonly spoken: boolean;
  private said = '';
  private readonly chunks: Buffer[] = [];

  constructor({ phase, spoken }: Pick<PlannedMessage, 'phase' | 'spoken'>) {
    this.spoken = spoken;
    const item = {
      type: 'message',
      role: 'assistant',
      status: 'in_progress',
      content: [],
    } as const;
    // The types do not know the field yet.
    this.entry = entryOf({ ...item, content: [], ...(phase === null ? {} : { phase }) });
  }

  /** Opens the content part. */
  opening(ids: PartIds): ServerEvent {
    return { type: 'response.content_part.added', ...ids, part: this.part('') };
  }

  /** Takes the next piece as generated and answers its events: transcript, then audio. */
  deltas(ids: PartIds, piece: Piece): ServerEvent[] {
    const events: ServerEvent[] = [];
    if (piece.text !== '') {
      this.said += piece.text;
      const type = this.spoken
        ? 'response.output_audio_transcript.delta'
        : 'response.output_text.delta';
      events.push({ type, ...ids, delta: piece.text });
    }
    if (piece.audio.length > 0) {
      this.chunks.push(piece.audio);
      this.entry.audio = Buffer.concat(this.chunks);
      const delta = piece.sent.toString('base64');
      events.push({ type: 'response.output_audio.delta', ...ids, delta });
    }
    return events;
  }

  /** Closes the part; the item holds what was generated, all of it or not. */
  closing(ids: PartIds, status: 'completed' | 'incomplete'): ServerEvent[] {
    const { item } = this.entry;
    this.entry.text = this.said;
    if (item.type === 'message' && item.role === 'assistant') {
      item.status = status;
      item.content = this.spoken
        ? [{ type: 'output_audio', transcript: this.said }]
        : [{ type: 'output_text', text: this.said }];
    }
    const part: ServerEvent = {
      type: 'response.content_part.done',
      ...ids,
      part: this.part(this.said),
    };
    if (!this.spoken) return [{ type: 'response.output_text.done', ...ids, text: this.said }, part];
    return [
      { type: 'response.output_audio.done', ...ids },
      { type: 'response.output_audio_transcript.done', ...ids, transcript: this.said },
      part,
    ];
  }

  private part(
    said: string,
  ): { type: 'audio'; transcript: string } | { type: 'text'; text: string } {
    return this.spoken ? { type: 'audio', transcript: said } : { type: 'text', text: said };
  }
}
