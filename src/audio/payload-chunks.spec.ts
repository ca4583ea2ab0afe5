import fc from 'fast-check';
import { type AudioChunk, payloadMs } from './mulaw-format.js';
import { chunksOf, PayloadChunks } from './payload-chunks.js';

describe('Payload chunks', () => {
  it('are 200 ms each, and whole frames at the end', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 2_500 }), { maxLength: 8 }), (pieces) => {
        const chunks = new PayloadChunks();
        const whole = pieces.flatMap((piece) => chunks.push(piece));
        expect(whole.every((chunk) => bytesOf(chunk).length === 1_600)).toBe(true);
        const last = chunks.flush();
        const audio = Buffer.concat(pieces);
        const all = [...whole, ...(last === null ? [] : [last])];
        const sent = Buffer.concat(all.map(bytesOf));
        expect(all).toEqual(chunksOf(audio));
        for (const { payload, durationMs } of all) expect(durationMs).toBe(payloadMs(payload));
        expect(sent.length % 160).toBe(0);
        expect(sent.length - audio.length).toBeLessThan(160);
        expect(sent.subarray(0, audio.length).equals(audio)).toBe(true);
        expect(sent.subarray(audio.length).every((byte) => byte === 0xff)).toBe(true);
      }),
    );
  });

  it('begin anew after the end', () => {
    const chunks = new PayloadChunks();
    chunks.push(Buffer.alloc(10));
    chunks.flush();
    expect(chunks.flush()).toBeNull();
  });
});

function bytesOf({ payload }: AudioChunk): Buffer {
  return Buffer.from(payload, 'base64');
}
