import { jest } from '@jest/globals';
import { silence } from '../../audio/mulaw-format.js';
import { InboundAudio } from './inbound-audio.js';

const FRAME = Buffer.alloc(160, 0x90).toString('base64');
const SILENT = silence(20).toString('base64');

describe('InboundAudio', () => {
  let forwarded: [string, number][];
  let inbound: InboundAudio;
  let timed: number;

  beforeEach(() => {
    forwarded = [];
    timed = 0;
    inbound = new InboundAudio(
      (payload, durationMs) => forwarded.push([payload, durationMs]),
      () => (timed += 1),
    );
  });

  it('passes each frame on as it came, with the duration it was given', () => {
    inbound.hear(FRAME, 0, 20, null);
    inbound.hear('/w==', 20, 0.125, null);
    expect(forwarded).toEqual([
      [FRAME, 20],
      ['/w==', 0.125],
    ]);
  });

  it('fills a hole with silent frames and reports it', () => {
    inbound.hear(FRAME, 0, 20, null);
    inbound.hear(FRAME, 60, 20, null);
    expect(forwarded).toEqual([
      [FRAME, 20],
      [SILENT, 20],
      [SILENT, 20],
      [FRAME, 20],
    ]);
    expect(inbound.report()).toMatchObject({ gaps: 1, lostMs: 40 });
  });

  it('counts frames and mu-law bytes of the caller and not what was filled in', () => {
    expect(inbound.counts()).toMatchObject({ framesIn: 0, bytesIn: 0, lastMediaAt: null });
    inbound.hear(FRAME, 0, 20, null);
    inbound.hear('/w==', 200, 0.125, null);
    const { framesIn, bytesIn, lastMediaAt } = inbound.counts();
    expect([framesIn, bytesIn]).toEqual([2, 161]);
    expect(Date.parse(lastMediaAt ?? '')).toBeGreaterThan(Date.now() - 5_000);
  });

  it('tells lost, late and repeated frames apart by their numbers', () => {
    for (const number of [1, 2, 4, 3, 3, 6]) inbound.hear(FRAME, number * 20, 20, number);
    expect(inbound.report()).toMatchObject({
      frames: 6,
      lostFrames: 1,
      lateFrames: 1,
      repeatedFrames: 1,
      lostMs: 20,
    });
  });

  it('measures jitter by the monotonic clock', () => {
    jest.useFakeTimers({ now: 0 });
    const steady = new InboundAudio(
      () => undefined,
      () => undefined,
    );
    for (let frame = 0; frame < 100; frame += 1) {
      steady.hear(FRAME, frame * 20, 20, null);
      inbound.hear(FRAME, (frame - (frame % 10)) * 20 + (frame % 10) * 10, 20, null);
      jest.advanceTimersByTime(20);
      // The wall clock is set.
      jest.setSystemTime(frame * 1_000_000);
    }
    expect(steady.report().jitterMs).toBe(0);
    expect(inbound.report().jitterMs).toBeGreaterThan(10);
    jest.useRealTimers();
  });

  it('knows for how long there was only digital silence, or nothing', () => {
    jest.useFakeTimers({ now: 0 });
    const soundless = (payload: string | null): number => {
      const audio = new InboundAudio(
        () => undefined,
        () => undefined,
      );
      for (let ms = 0; ms < 1_000; ms += 20) {
        jest.advanceTimersByTime(20);
        if (payload !== null) audio.hear(payload, ms, 20, null);
      }
      return audio.soundlessMs(performance.now());
    };
    const softest = Buffer.alloc(160, 0xfd).toString('base64');
    expect([SILENT, null, FRAME, softest].map(soundless)).toEqual([1_000, 1_000, 0, 0]);
    jest.useRealTimers();
  });

  it('takes the time of one frame in fifty', () => {
    for (let frame = 0; frame < 100; frame += 1) inbound.hear(FRAME, frame * 20, 20, null);
    expect(timed).toBe(2);
  });

  it('knows the end of a word within 40 ms while no provider listens, else within 200 ms', () => {
    jest.useFakeTimers({ now: 0 });
    const quietAfter = (unheard: boolean, voicedMs: number): number => {
      const audio = new InboundAudio(
        () => undefined,
        () => undefined,
      );
      audio.unheard = unheard;
      const beganAt = performance.now();
      for (let ms = 0; ms < 1_000; ms += 20) {
        audio.hear(ms < voicedMs ? FRAME : SILENT, ms, 20, null);
        jest.advanceTimersByTime(20);
      }
      const toldEndMs = 1_000 - audio.quietMs(performance.now());
      expect(performance.now() - beganAt).toBe(1_000);
      return toldEndMs;
    };
    expect(Math.abs(quietAfter(true, 520) - 520)).toBeLessThanOrEqual(40);
    expect(Math.abs(quietAfter(false, 520) - 520)).toBeLessThanOrEqual(200);
    jest.useRealTimers();
  });

  it('takes a steady noise for no voice', () => {
    jest.useFakeTimers({ now: 0 });
    inbound.unheard = true;
    const hum = Buffer.alloc(160, 0xc0).toString('base64');
    for (let ms = 0; ms < 20_000; ms += 20) {
      inbound.hear(hum, ms, 20, null);
      jest.advanceTimersByTime(20);
    }
    expect(inbound.quietMs(performance.now())).toBeGreaterThan(10_000);
    jest.useRealTimers();
  });
});
