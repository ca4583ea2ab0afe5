import { PlayoutBuffer } from './playout-buffer.js';

/** Mu-law of so many milliseconds that is not silent. */
const audio = (ms: number): Uint8Array => new Uint8Array(ms * 8).fill(0x90);

describe('PlayoutBuffer', () => {
  let played: string[];
  let buffer: PlayoutBuffer;
  /** Plays so many milliseconds; says how many of them were heard. */
  const play = (ms: number): number => {
    const block = new Float32Array(ms * 8);
    buffer.read(block);
    return block.filter((sample) => sample !== 0).length / 8;
  };

  beforeEach(() => {
    played = [];
    buffer = new PlayoutBuffer((name) => played.push(name));
  });

  it('waits for 60 ms of audio, or for 60 ms', () => {
    buffer.push(audio(20));
    expect(play(20)).toBe(0);
    buffer.push(audio(40));
    expect(play(20)).toBe(20);
    buffer.clear();
    buffer.push(audio(20));
    expect([play(20), play(20), play(20)]).toEqual([0, 0, 20]);
  });

  it('returns a mark when all before it was played, and at once when nothing is', () => {
    buffer.mark('idle');
    expect(played).toEqual(['idle']);
    buffer.push(audio(60));
    buffer.mark('one');
    buffer.push(audio(40));
    buffer.mark('two');
    play(59);
    expect(played).toEqual(['idle']);
    play(1);
    expect(played).toEqual(['idle', 'one']);
    play(40);
    expect(played).toEqual(['idle', 'one', 'two']);
  });

  it('is silent at once when cleared, and returns every mark', () => {
    buffer.push(audio(500));
    buffer.mark('one');
    buffer.push(audio(500));
    buffer.mark('two');
    play(100);
    expect(buffer.clear()).toBe(900);
    expect(played).toEqual(['one', 'two']);
    expect([buffer.bufferedMs, play(100)]).toEqual([0, 0]);
  });

  it('counts audio that comes late as a gap, and that of the next turn as none', () => {
    buffer.push(audio(60));
    play(100);
    buffer.push(audio(60));
    expect(buffer.gaps).toBe(1);
    play(100);
    play(400);
    buffer.push(audio(60));
    expect(buffer.gaps).toBe(1);
  });
});
