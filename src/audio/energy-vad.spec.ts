import { EnergyVad } from './energy-vad.js';
import { encodeMulaw } from './mulaw.js';

const THRESHOLD_DBFS = -40;
const SILENCE = Buffer.alloc(160, 0xff);

/** 20 ms of a tone at a level. */
function tone(dbfs: number): Buffer {
  const peak = 32_768 * Math.SQRT2 * 10 ** (dbfs / 20);
  return encodeMulaw(
    Int16Array.from({ length: 160 }, (_, i) => peak * Math.sin((2 * Math.PI * 5 * i) / 160)),
  );
}

function hear(vad: EnergyVad, frame: Buffer, ms: number, speaking = false): boolean[] {
  return Array.from({ length: ms / 20 }, () => vad.voiced(frame, speaking));
}

describe('Voice activity by level', () => {
  it('hears speech on a silent line, and no silence as speech', () => {
    const vad = new EnergyVad(THRESHOLD_DBFS);
    expect(hear(vad, SILENCE, 1_000)).not.toContain(true);
    expect(hear(vad, tone(-20), 400)).not.toContain(false);
  });

  it('hears a caller who speaks from the first frame on', () => {
    expect(hear(new EnergyVad(THRESHOLD_DBFS), tone(-20), 400)).not.toContain(false);
  });

  it('takes a soft sound on a quiet line for noise, by its threshold', () => {
    expect(hear(new EnergyVad(THRESHOLD_DBFS), tone(-43), 400)).not.toContain(true);
    expect(hear(new EnergyVad(-50), tone(-43), 400)).not.toContain(false);
  });

  it('lets softer sounds count in a turn than at its beginning', () => {
    const vad = new EnergyVad(THRESHOLD_DBFS);
    expect(hear(vad, tone(-43), 20, false)).toEqual([false]);
    expect(hear(vad, tone(-43), 20, true)).toEqual([true]);
    expect(hear(vad, tone(-47), 20, true)).toEqual([false]);
  });

  it('takes a steady loud noise for the line after 3 s, and hears a voice above it', () => {
    const vad = new EnergyVad(THRESHOLD_DBFS);
    const noise = tone(-30);
    expect(hear(vad, noise, 2_800, true).at(-1)).toBe(true);
    hear(vad, noise, 400, true);
    expect(hear(vad, noise, 1_000, true)).not.toContain(true);
    expect(hear(vad, tone(-23), 200, true)).not.toContain(false);
    expect(hear(vad, tone(-18), 200)).not.toContain(false);
  });

  it('follows the line down again when the noise ends', () => {
    const vad = new EnergyVad(THRESHOLD_DBFS);
    hear(vad, tone(-30), 4_000);
    hear(vad, SILENCE, 40);
    expect(hear(vad, tone(-30), 200)).not.toContain(false);
  });
});
