import { jest } from '@jest/globals';
import { standIn } from '../../../test/support/doubles/stand-in.js';
import type { CallVoice } from '../../realtime/call-voice.js';
import { KEEP_PROMISE } from '../../realtime/steering.js';
import { TurnState } from '../../realtime/turn-state.js';
import { Call } from '../call/call.js';
import { OutboundAudio } from './outbound-audio.js';
import { StreamCare } from './stream-care.js';
import { StreamWatch } from './stream-watch.js';

/** A filler of one second. */
const FILLER = [{ payload: 'FFFF', durationMs: 1_000 }];

/** A stream that is looked at: what was done about it, with the ms at which. */
class Stream {
  readonly call = new Call({ callSid: 'CA1', from: '', to: '' }, 'one', 1);
  readonly turn = new TurnState(false);
  readonly done: [string, number][] = [];
  readonly outbound: OutboundAudio;
  readonly watch: StreamWatch;
  readonly care: StreamCare;
  readonly inbound = { unheard: false, quietMs: (now: number) => now - this.voiceAt };
  ours = true;
  voiceAt = -Infinity;
  private readonly beganAt = performance.now();

  constructor() {
    const phone = {
      backlogBytes: 0,
      play: (payload: string) => payload === 'FFFF' && this.note('filler'),
      mark: () => undefined,
      clear: () => undefined,
      end: () => undefined,
      hangUp: () => undefined,
    };
    this.outbound = new OutboundAudio(phone, this.call);
    const settings = { limits: { silenceHangupMs: 60_000 }, promises: ['let me check'] };
    this.watch = new StreamWatch(settings, this.beganAt);
    this.care = new StreamCare(this.watch, {
      call: this.call,
      turn: this.turn,
      voice: standIn<CallVoice>({
        provider: 'one',
        state: 'ready',
        longestPauseMs: 500,
        giveUp: (code) => this.note(`give up: ${code}`),
      }),
      inbound: this.inbound,
      outbound: this.outbound,
      tools: { running: false },
      closing: {
        farewell: { begun: false },
        inWords: (cause) => this.note(cause),
      },
      answers: {
        instruct: (text) => this.note(text === KEEP_PROMISE ? 'follow-up' : text),
        say: (name) => this.note(name),
        played: () => this.note('played'),
      },
      quality: { check: () => undefined, end: () => undefined },
      fillers: { next: () => FILLER },
      isOurs: () => this.ours,
      leave: () => {
        this.note('leave');
        this.care.stop();
      },
    });
  }

  /** Nothing is owed and the caller is quiet. */
  settle(): void {
    this.turn.audio();
    this.turn.done({ status: 'completed', awaitsTools: false }, false);
    this.watch.settled();
  }

  private note(what: string): void {
    this.done.push([what, Math.round(performance.now() - this.beganAt)]);
  }
}

describe('StreamCare', () => {
  let stream: Stream;

  beforeEach(() => {
    jest.useFakeTimers();
    stream = new Stream();
  });
  afterEach(() => {
    stream.care.stop();
    jest.useRealTimers();
  });

  it('bridges a wait with fillers and then gives up on the provider', () => {
    stream.watch.awaits(performance.now());
    jest.advanceTimersByTime(12_200);
    const steps = stream.done.filter(([what]) => what !== 'played');
    expect(steps.map(([what]) => what)).toEqual([
      'filler',
      'filler',
      'filler',
      'filler',
      'give up: stuck',
    ]);
    const at = [0, ...steps.map(([, ms]) => ms)];
    // A filler lasts one second.
    expect(at.slice(1, 5).every((ms, index) => ms - (at[index] ?? 0) <= 3_200)).toBe(true);
    expect(stream.call.snapshot().timeline.at(-1)).toMatchObject({ event: 'stuck' });
  });

  it('counts as played what no mark tells of, and says so', () => {
    stream.settle();
    stream.outbound.play('a', 'AAAA', 2_000, performance.now());
    jest.advanceTimersByTime(4_000);
    expect(stream.done).toEqual([['played', 3_000]]);
  });

  it('asks a silent caller, and ends the call in words', () => {
    stream.settle();
    jest.advanceTimersByTime(61_000);
    expect(stream.done.slice(0, 2)).toEqual([
      ['stillThere', 15_000],
      ['silence-hang-up', 60_000],
    ]);
  });

  it('has a promise kept', () => {
    stream.settle();
    stream.watch.answered('Let me check.');
    jest.advanceTimersByTime(10_000);
    expect(stream.done).toEqual([['follow-up', 5_100]]);
  });

  it('has a turn heard again whose end is not found', () => {
    stream.settle();
    stream.turn.callerBegan();
    stream.care.callerBegan(performance.now());
    jest.advanceTimersByTime(4_600);
    expect(stream.done.map(([what]) => what)).toContain('give up: turn_never_ended');
  });

  it('listens for the end of the caller’s words itself while nobody else does', () => {
    stream.settle();
    jest.advanceTimersByTime(200);
    expect(stream.inbound.unheard).toBe(false);
    stream.turn.recovering();
    stream.watch.awaits(performance.now());
    stream.voiceAt = performance.now() + 2_000;
    jest.advanceTimersByTime(2_400);
    expect(stream.inbound.unheard).toBe(true);
    expect(stream.done).toEqual([]);
    jest.advanceTimersByTime(300);
    expect(stream.done.map(([what]) => what)).toEqual(['filler']);
  });

  it('leaves a stream that nobody speaks on after a filler', () => {
    jest.advanceTimersByTime(1_000);
    stream.watch.leaves(performance.now());
    jest.advanceTimersByTime(1_200);
    expect(stream.done.map(([what]) => what)).toEqual(['filler', 'leave']);
  });

  it('does nothing for a call that another replica may have, and nothing once stopped', () => {
    stream.ours = false;
    stream.watch.awaits(performance.now());
    jest.advanceTimersByTime(60_000);
    stream.ours = true;
    stream.care.stop();
    jest.advanceTimersByTime(60_000);
    expect(stream.done).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
