import { clientFrame, FrameReader, maskKey, OPCODE, serverFrame } from './frames.js';

function readAll(chunks: readonly Buffer[]): string[] {
  const texts: string[] = [];
  const reader = new FrameReader((opcode, payload) =>
    texts.push(`${opcode}:${payload.length}:${payload.toString('latin1').slice(0, 3)}`),
  );
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  return texts;
}

describe('FrameReader', () => {
  const lengths = [0, 1, 125, 126, 65_535, 65_536];
  const frames = lengths.flatMap((length) => {
    const payload = Buffer.alloc(length, 'abc');
    return [
      serverFrame(OPCODE.text, payload).bytes,
      clientFrame(OPCODE.ping, payload, maskKey()).bytes,
    ];
  });
  const bytes = Buffer.concat(frames);
  const told = lengths.flatMap((length) => {
    const begin = 'abc'.slice(0, length);
    return [`1:${length}:${begin}`, `9:${length}:${begin}`];
  });

  it.each([1_000, 4_093, bytes.length])('reads frames that come in pieces of %i bytes', (size) => {
    expect(readAll(pieces(bytes, size))).toEqual(told);
  });

  it('reads short frames that come byte by byte', () => {
    expect(readAll(pieces(Buffer.concat(frames.slice(0, 8)), 1))).toEqual(told.slice(0, 8));
  });
});

function pieces(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
}
