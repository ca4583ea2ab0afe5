import { jest } from '@jest/globals';
import fc from 'fast-check';
import { exactShare } from './exact-share.js';
import { decodeSample, encodeMulaw, silence } from './mulaw.js';
import { Recogniser } from './recogniser.js';
import { speak } from './speak.js';

/** The first run synthesises every sentence. */
jest.setTimeout(30_000);

const SENTENCES = [
  'Hello, I would like to order for pickup.',
  'Two large pepperoni pizzas, please.',
  'Two large margherita pizzas, please.',
  'A small cola.',
  'A large cola.',
  'Yes, please.',
  'Yes.',
  'That is all, thank you.',
];

function clipOf(clips: ReadonlyMap<string, Buffer>, text: string): Buffer {
  const clip = clips.get(text);
  if (clip === undefined) throw new Error(`no clip of ${text}`);
  return clip;
}

/** Replaces a share of the bytes, the same ones each time. */
function damaged(audio: Buffer, share: number): Buffer {
  let seed = 7;
  const random = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  return Buffer.from(audio.map((byte) => (random() < share ? Math.floor(random() * 256) : byte)));
}

describe('Recogniser', () => {
  let clips: ReadonlyMap<string, Buffer>;
  let recogniser: Recogniser;

  beforeAll(async () => {
    const entries = SENTENCES.map(async (text) => [text, await speak(text, 'caller')] as const);
    clips = new Map(await Promise.all(entries));
    recogniser = new Recogniser(clips);
  });

  it.each(SENTENCES)('recognises "%s" unchanged between silences', (text) => {
    const heard = Buffer.concat([silence(300), clipOf(clips, text), silence(500)]);
    expect(recogniser.recognise(heard)).toEqual({ text, score: 1, exactShare: 1 });
  });

  it.each(SENTENCES)('recognises "%s" with 5% of its bytes damaged, and says so', (text) => {
    const heard = Buffer.concat([silence(300), damaged(clipOf(clips, text), 0.05), silence(500)]);
    const recognition = recogniser.recognise(heard);
    expect(recognition?.text).toBe(text);
    expect(recognition?.exactShare).toBeLessThan(0.97);
    expect(recognition?.exactShare).toBeGreaterThan(0.85);
  });

  it('recognises a clip that lost a frame, by its sound and by the bytes that are left', () => {
    const clip = clipOf(clips, SENTENCES[0] ?? '');
    const cut = clip.length >> 1;
    const heard = Buffer.concat([clip.subarray(0, cut), clip.subarray(cut + 160), silence(500)]);
    const recognition = recogniser.recognise(heard);
    expect(recognition?.text).toBe(SENTENCES[0]);
    expect(recognition?.exactShare).toBeLessThan(1);
    expect(recognition?.exactShare).toBeGreaterThan(0.95);
  });

  it('recognises a re-encoded clip by its sound alone', () => {
    const clip = clipOf(clips, SENTENCES[1] ?? '');
    const quieter = encodeMulaw(Array.from(clip, (byte) => 0.7 * decodeSample(byte)));
    const recognition = recogniser.recognise(Buffer.concat([silence(200), quieter, silence(500)]));
    expect(recognition?.text).toBe(SENTENCES[1]);
    expect(recognition?.exactShare).toBeLessThan(0.5);
  });

  it('recognises nothing in silence, in noise and in a sentence it does not know', async () => {
    const noise = damaged(silence(2000), 1);
    expect(recogniser.recognise(silence(2000))).toBeNull();
    expect(recogniser.recognise(Buffer.alloc(0))).toBeNull();
    expect(recogniser.recognise(noise)).toBeNull();
    expect(recogniser.recognise(await speak('Where is my umbrella?', 'caller'))).toBeNull();
    expect(recogniser.recognise(await speak('A small cola.', 'assistant'))).toBeNull();
  });
});

describe('exactShare', () => {
  const bytes = fc.uint8Array({ minLength: 400, maxLength: 2000 }).map((b) => Buffer.from(b));

  it('is 1 for a clip that arrived whole, whatever is around it', () => {
    fc.assert(
      fc.property(bytes, bytes, bytes, (clip, before, after) => {
        expect(exactShare(clip, Buffer.concat([before, clip, after]))).toBe(1);
      }),
    );
  });

  it('is never more than 1, nor less than 0', () => {
    fc.assert(
      fc.property(bytes, bytes, (clip, heard) => {
        const share = exactShare(clip, heard);
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }),
    );
  });
});
