import fc from 'fast-check';
import { TurnDetector, type TurnEvent } from './turn-detector.js';

const SILENCE_MS = 500;
/** Frames whose first byte is this are voice. */
const VOICE = 0x80;

function newDetector(): TurnDetector {
  return new TurnDetector({ voiced: ([first]) => first === VOICE }, SILENCE_MS);
}

function silence(ms: number): Buffer {
  return Buffer.alloc(ms * 8, 0xff);
}

function voice(ms: number): Buffer {
  return Buffer.alloc(ms * 8, VOICE);
}

function kinds(events: readonly TurnEvent[]): string[] {
  return events.map(({ kind }) => kind);
}

describe('The turn detector', () => {
  it('begins a turn after 80 ms of voice, not before', () => {
    const detector = newDetector();
    detector.push(silence(1_000));
    expect(kinds(detector.push(voice(60)))).toEqual([]);
    expect(kinds(detector.push(voice(20)))).toEqual(['started']);
  });

  it('takes no clicks for a turn', () => {
    const clicks = Array.from({ length: 20 }, () => [voice(60), silence(20)]).flat();
    expect(newDetector().push(Buffer.concat(clicks))).toEqual([]);
  });

  it('ends the turn after the silence, with its pre-roll and how long the voice was', () => {
    const detector = newDetector();
    const spoken = Buffer.concat([voice(400), silence(200), voice(300)]);
    const events = detector.push(Buffer.concat([silence(1_000), spoken, silence(SILENCE_MS)]));
    expect(kinds(events)).toEqual(['started', 'ended']);
    const ended = events.find((event) => event.kind === 'ended');
    expect(ended?.voiceMs).toBe(900);
    expect(ended?.audio).toEqual(Buffer.concat([silence(300), spoken, silence(SILENCE_MS)]));
  });

  it('goes on over a shorter pause', () => {
    const detector = newDetector();
    detector.push(voice(200));
    expect(detector.push(Buffer.concat([silence(480), voice(20), silence(480)]))).toEqual([]);
  });

  it('ends a turn of a minute, so that it can be answered, and begins the next', () => {
    const events = newDetector().push(voice(61_000));
    expect(kinds(events)).toEqual(['started', 'ended', 'started']);
    expect(events.find((event) => event.kind === 'ended')?.audio).toHaveLength(60_000 * 8);
  });

  it('finds the same turns however the audio is cut into pieces', () => {
    const audio = Buffer.concat([silence(330), voice(210), silence(700), voice(500), silence(600)]);
    const expected = newDetector().push(audio);
    expect(kinds(expected)).toEqual(['started', 'ended', 'started', 'ended']);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 20 }), (sizes) => {
        const detector = newDetector();
        const events: TurnEvent[] = [];
        let at = 0;
        for (const size of [...sizes, audio.length]) {
          events.push(...detector.push(audio.subarray(at, at + size)));
          at = Math.min(audio.length, at + size);
        }
        expect(events).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });
});
