import { serverFrame, OPCODE } from '../wire/frames.js';
import { nowUs } from '../wire/clock.js';
import { writeStamp } from '../wire/stamp.js';
import type { DeltaAudio } from './answer-audio.js';

let ids = 0;

/** An id of the service's shape that no other has. */
export function newId(kind: string): string {
  ids += 1;
  return `${kind}_${ids.toString(36).padStart(21, '0')}`;
}

/** An event of the service as a whole frame. */
export function eventFrame(type: string, fields: object): Buffer {
  const text = JSON.stringify({ type, event_id: newId('event'), ...fields });
  return serverFrame(OPCODE.text, Buffer.from(text)).bytes;
}

/** Where a delta belongs to. */
export interface DeltaIds {
  readonly responseId: string;
  readonly itemId: string;
}

/** An audio delta in the service's usual shape, stamped as it is made; without a stamp for null. */
export function audioFrame(
  { responseId, itemId }: DeltaIds,
  { base64 }: DeltaAudio,
  stamp: { readonly call: number; readonly sequence: number } | null,
): Buffer {
  const head = Buffer.from(
    `{"type":"response.output_audio.delta","event_id":"${newId('event')}",` +
      `"response_id":"${responseId}","item_id":"${itemId}","output_index":0,"content_index":0,` +
      '"delta":"',
    'latin1',
  );
  const payload = Buffer.concat([head, base64, END]);
  if (stamp !== null) {
    writeStamp(payload, head.length, { ...stamp, sentUs: nowUs(), voiced: true });
  }
  return serverFrame(OPCODE.text, payload).bytes;
}

const END = Buffer.from('"}');
