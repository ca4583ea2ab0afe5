import { HeldAudio } from './held-audio.js';

function drained(held: HeldAudio): string[] {
  const frames: string[] = [];
  held.drain((payload, durationMs) => frames.push(`${payload} ${durationMs}`));
  return frames;
}

describe('HeldAudio', () => {
  it('gives back what it was given, in order, once', () => {
    const held = new HeldAudio();
    held.add('a', 20);
    held.add('b', 40);
    expect(drained(held)).toEqual(['a 20', 'b 40']);
    expect(drained(held)).toEqual([]);
  });

  it('keeps the newest of its limit', () => {
    const held = new HeldAudio(100);
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) held.add(name, 20);
    expect(drained(held)).toEqual(['c 20', 'd 20', 'e 20', 'f 20', 'g 20']);
  });

  it('has 13 s of frames from before a session is ready', () => {
    const held = new HeldAudio();
    for (let frame = 0; frame < 1_000; frame += 1) held.add(`f${frame}`, 20);
    const frames = drained(held);
    expect([frames.at(0), frames.at(-1), frames.length]).toEqual(['f350 20', 'f999 20', 650]);
  });

  it('keeps nothing that is longer than its limit', () => {
    const held = new HeldAudio(100);
    held.add('a', 101);
    expect(drained(held)).toEqual([]);
  });
});
