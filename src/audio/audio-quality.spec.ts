import { AudioQuality } from './audio-quality.js';

const frame = (code: number) => Buffer.alloc(160, code);

describe('AudioQuality', () => {
  it('hears silence as silence', () => {
    const quality = new AudioQuality();
    quality.look(frame(0xff));
    expect(quality.report()).toEqual({
      levelDbfs: -100,
      peakDbfs: -100,
      clippedPercent: 0,
      silencePercent: 100,
    });
  });

  it('hears a full-scale square wave as clipped, at -0.2 dBFS', () => {
    const quality = new AudioQuality();
    quality.look(frame(0x80));
    expect(quality.report()).toMatchObject({ levelDbfs: -0.2, clippedPercent: 100 });
  });

  it('tells the share of silent frames', () => {
    const quality = new AudioQuality();
    quality.look(frame(0xff));
    quality.look(frame(0x90));
    expect(quality.report().silencePercent).toBe(50);
  });

  it('has a report before anything was heard', () => {
    expect(new AudioQuality().report()).toMatchObject({ levelDbfs: -100, silencePercent: 0 });
  });

  it('follows the level of the last second', () => {
    const quality = new AudioQuality();
    expect(quality.recentDbfs).toBe(-100);
    for (let n = 0; n < 5; n += 1) quality.look(frame(0x80));
    expect(quality.recentDbfs).toBeGreaterThan(-1);
    for (let n = 0; n < 10; n += 1) quality.look(frame(0xff));
    expect(quality.recentDbfs).toBeLessThan(-20);
    expect(quality.report().levelDbfs).toBeGreaterThan(-6);
  });
});
