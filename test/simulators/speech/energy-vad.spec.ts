import fc from 'fast-check';
import { EnergyVad, type VadEvent } from './energy-vad.js';
import { encodeMulaw, silence } from './mulaw.js';

const SETTINGS = { threshold: 0.5, prefixPaddingMs: 300, silenceDurationMs: 500 };

function noise(ms: number, amplitude: number): Buffer {
  return encodeMulaw(Array.from({ length: ms * 8 }, (_, i) => amplitude * Math.sin(i * 0.7)));
}

function judge(audio: Buffer, pieceBytes = audio.length): VadEvent[] {
  const vad = new EnergyVad(SETTINGS);
  const events: VadEvent[] = [];
  for (let at = 0; at < audio.length; at += pieceBytes) {
    events.push(...vad.push(audio.subarray(at, at + pieceBytes)));
  }
  return events;
}

const TWO_TURNS = Buffer.concat([
  silence(1000),
  noise(800, 4000),
  silence(300),
  noise(400, 4000),
  silence(700),
  noise(500, 4000),
  silence(600),
]);

describe('EnergyVad', () => {
  it('finds turns with padding before and silence after them, over pauses inside', () => {
    expect(judge(TWO_TURNS)).toEqual([
      { kind: 'speech-started', audioStartMs: 700 },
      { kind: 'speech-stopped', audioEndMs: 3000 },
      { kind: 'speech-started', audioStartMs: 3000 },
      { kind: 'speech-stopped', audioEndMs: 4200 },
    ]);
  });

  it('counts audio, not time: pieces of any size give the same turns', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (pieceBytes) => {
        expect(judge(TWO_TURNS, pieceBytes)).toEqual(judge(TWO_TURNS));
      }),
      { numRuns: 20 },
    );
  });

  it('takes neither a click nor a faint line for speech', () => {
    const click = Buffer.concat([silence(500), noise(40, 20_000), silence(500)]);
    expect(judge(click)).toEqual([]);
    expect(judge(noise(2000, 100))).toEqual([]);
  });

  it('hears fainter speech with a lower threshold', () => {
    const vad = new EnergyVad({ ...SETTINGS, threshold: 0.1 });
    expect(vad.push(noise(200, 300))).toHaveLength(1);
    expect(vad.speaking).toBe(true);
    expect(new EnergyVad(SETTINGS).push(noise(200, 300))).toHaveLength(0);
  });

  it('ends a forced start with the silence after it', () => {
    const vad = new EnergyVad(SETTINGS);
    vad.push(silence(1000));
    expect(vad.forceStart()).toEqual({ kind: 'speech-started', audioStartMs: 700 });
    expect(vad.forceStart()).toBeNull();
    expect(vad.push(silence(500))).toEqual([{ kind: 'speech-stopped', audioEndMs: 1500 }]);
  });
});
