import { jest } from '@jest/globals';
import type { AudioFaultChange } from '../../audio/audio-faults.js';
import { silence } from '../../audio/mulaw-format.js';
import type { CallAudio } from '../call/call-audio.js';
import { Call } from '../call/call.js';
import { InboundAudio } from './inbound-audio.js';
import { OutboundAudio } from './outbound-audio.js';
import { StreamQuality } from './stream-quality.js';

const VOICE = Buffer.alloc(160, 0x90).toString('base64');
const CLIPPED = Buffer.alloc(160, 0x80).toString('base64');
const SILENT = silence(20).toString('base64');
const SECOND = Buffer.alloc(8_000, 0x90).toString('base64');

const PHONE = {
  backlogBytes: 0,
  play: () => undefined,
  mark: (name: string) => void marks.push(name),
  clear: () => undefined,
  end: () => undefined,
  hangUp: () => undefined,
};
let marks: string[] = [];

/** A stream of which the audio is judged, in fake time. */
class Stream {
  readonly call = new Call({ callSid: 'CA2', from: '', to: '' }, 'test', 1);
  readonly changes: AudioFaultChange[] = [];
  readonly ended: CallAudio[] = [];
  readonly inbound = new InboundAudio(
    () => undefined,
    () => undefined,
  );
  readonly outbound = new OutboundAudio(
    PHONE,
    new Call({ callSid: 'CA1', from: '', to: '' }, 'test', 1),
  );
  readonly quality: StreamQuality;
  private sent = 0;

  constructor(before: CallAudio | null = null) {
    this.call.audioSoFar = () => before;
    this.quality = new StreamQuality({
      call: this.call,
      inbound: this.inbound,
      outbound: this.outbound,
      listener: {
        changed: (change) => this.changes.push(change),
        ended: (audio) => this.ended.push(audio),
      },
    });
  }

  /** Time passes in frames of 20 ms; `null` is one that does not come. */
  pass(ms: number, payloadOf: (frame: number) => string | null, ours: 'quiet' | 'talks' = 'quiet') {
    for (let at = 0; at < ms; at += 20) {
      const now = performance.now();
      if (ours === 'talks' && at % 1_000 === 0) this.outbound.play('a', SECOND, 1_000, now);
      jest.advanceTimersByTime(20);
      this.sent += 1;
      const payload = payloadOf(this.sent);
      if (payload !== null) this.inbound.hear(payload, this.sent * 20, 20, this.sent);
      if (at % 100 === 0) {
        this.outbound.elapsed(performance.now());
        this.quality.check(performance.now());
      }
    }
  }

  /** What began and ended, in order. */
  get told(): string[] {
    return this.changes.map(({ fault, state }) => `${fault} ${state}`);
  }
}

describe('StreamQuality', () => {
  let stream: Stream;
  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
    marks = [];
    stream = new Stream();
  });
  afterEach(() => jest.useRealTimers());

  it('finds nothing wrong with a caller who speaks and a phone that plays', () => {
    stream.pass(5_000, () => VOICE);
    stream.pass(5_000, () => SILENT);
    expect(stream.told).toEqual([]);
    expect(stream.call.audioSoFar()).toMatchObject({
      gaps: 0,
      lostFrames: 0,
      jitterMs: 0,
      faults: [],
    });
  });

  it('tells loss and its end', () => {
    stream.pass(5_000, () => VOICE);
    stream.pass(2_000, (frame) => (frame % 4 === 0 ? null : VOICE));
    expect(stream.told).toEqual(['loss began']);
    stream.pass(12_000, () => VOICE);
    expect(stream.told).toEqual(['loss began', 'loss ended']);
    expect(stream.call.audioSoFar()).toMatchObject({
      lostFrames: 25,
      lostMs: 500,
      faults: ['loss'],
    });
  });

  it('tells clipping', () => {
    stream.pass(4_000, (frame) => (frame % 50 === 0 ? CLIPPED : VOICE));
    expect(stream.told).toEqual(['clipping began']);
  });

  it.each([
    ['only digital silence comes', SILENT],
    ['no frame comes', null],
  ])('tells that the line is one-way when %s while we talk', (_, payload) => {
    stream.pass(30_000, () => payload);
    expect(stream.told).toEqual([]);
    marks = [];
    stream.pass(11_500, () => payload, 'talks');
    expect(stream.told).toContain('one-way-in began');
    stream.pass(1_500, () => VOICE);
    expect(stream.told).toContain('one-way-in ended');
  });

  it('lets a caller who has been heard listen to a long text without a sound', () => {
    stream.pass(2_000, () => VOICE);
    stream.pass(25_000, () => SILENT, 'talks');
    expect(stream.told).not.toContain('one-way-in began');
    stream.pass(20_000, () => SILENT, 'talks');
    expect(stream.told).toContain('one-way-in began');
  });

  it('tells that nothing of ours is marked as played, until a mark comes', () => {
    stream.pass(8_000, () => VOICE, 'talks');
    expect(stream.told).toEqual(['one-way-out began']);
    stream.outbound.marked(marks.at(-1) ?? '', performance.now());
    stream.pass(1_500, () => VOICE);
    expect(stream.told).toEqual(['one-way-out began', 'one-way-out ended']);
  });

  it('tells that much waits to be played', () => {
    for (let second = 0; second < 62; second += 1) {
      stream.outbound.play('a', SECOND, 1_000, performance.now());
    }
    stream.pass(1_500, () => VOICE);
    expect(stream.told).toEqual(['unplayed began']);
    stream.outbound.interrupt(performance.now());
    stream.pass(1_500, () => VOICE);
    expect(stream.told).toEqual(['unplayed began', 'unplayed ended']);
    expect(stream.quality.report().maxBufferedOutMs).toBe(62_000);
  });

  it('keeps the audio on the call over its streams, and tells it once at the end', () => {
    stream.pass(3_000, () => VOICE);
    stream.quality.end();
    expect(stream.ended).toEqual([stream.call.audioSoFar()]);
    const next = new Stream(stream.call.audioSoFar());
    next.pass(3_000, (frame) => (frame === 10 ? null : VOICE));
    next.quality.end();
    expect(next.ended).toMatchObject([{ frames: 149, lostFrames: 1 }]);
    expect(next.call.audioSoFar()).toMatchObject({
      frames: 299,
      gaps: 1,
      lostMs: 20,
      lostFrames: 1,
    });
  });

  it('has nothing to measure of a stream without a frame', () => {
    stream.quality.end();
    expect(stream.ended).toEqual([]);
  });
});
