import { EventEmitter, once } from 'node:events';
import { payloadMs } from '../../audio/mulaw-format.js';
import type { Speaker } from './speaker.js';
import { SpeechQueue } from './speech-queue.js';
import { SpokenText } from './spoken-text.js';

/** A speaker whose sentences are made when the test says so. */
class HandSpeaker implements Speaker {
  readonly asked: string[] = [];
  readonly ended: string[] = [];
  private readonly pieces = new EventEmitter();

  async *speak(text: string, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    this.asked.push(text);
    this.pieces.emit('asked');
    try {
      for (;;) {
        const [ms] = (await once(this.pieces, text, { signal })) as [number | Error];
        if (ms instanceof Error) throw ms;
        if (ms === 0) return;
        yield Buffer.alloc(ms * 8, 0xff);
      }
    } finally {
      this.ended.push(text);
    }
  }

  async make(text: string, ...pieces: readonly (number | Error)[]): Promise<void> {
    for (const ms of pieces) {
      this.pieces.emit(text, ms);
      await settled();
    }
  }

  async untilAsked(count: number): Promise<void> {
    while (this.asked.length < count) await once(this.pieces, 'asked');
  }
}

/** Every promise that can go on has gone on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('The speech queue', () => {
  let speaker: HandSpeaker;
  let queue: SpeechQueue;
  let said: SpokenText;
  let events: string[];

  beforeEach(() => {
    speaker = new HandSpeaker();
    said = new SpokenText();
    events = [];
    queue = new SpeechQueue(speaker, {
      audio: (itemId, payload, durationMs) => {
        expect(durationMs).toBe(payloadMs(payload));
        events.push(`${itemId} ${durationMs} ms`);
      },
      said: (_itemId, text) => events.push(text),
      drained: () => events.push('drained'),
      failed: (error) => events.push(String(error)),
    });
  });
  afterEach(() => queue.stop());

  it('sends audio as it is made, tells what is said, and when all is through', async () => {
    queue.say('i1', said, 'A.');
    await speaker.make('A.', 250);
    expect(events).toEqual(['i1 200 ms', 'A.']);
    expect(queue.idle).toBe(false);
    await speaker.make('A.', 200, 0);
    expect(events.slice(2)).toEqual(['i1 200 ms', 'i1 60 ms', 'drained']);
    expect(queue.idle).toBe(true);
  });

  it('keeps the order when a later sentence is made first', async () => {
    queue.say('i1', said, 'A.');
    queue.say('i1', said, 'B.');
    await speaker.make('B.', 300, 0);
    expect(events).toEqual([]);
    await speaker.make('A.', 200);
    expect(events).toEqual(['i1 200 ms', 'A.']);
    await speaker.make('A.', 0);
    expect(events.slice(2)).toEqual(['i1 200 ms', 'A. B.', 'i1 100 ms', 'drained']);
  });

  it('has two sentences made ahead of the one that plays, and the next when that has ended', async () => {
    for (const text of ['A.', 'B.', 'C.', 'D.', 'E.']) queue.say('i1', said, text);
    expect(speaker.asked).toEqual(['A.', 'B.', 'C.']);
    await speaker.make('A.', 100, 0);
    // Through, but the phone plays it for 100 ms.
    expect(speaker.asked).toEqual(['A.', 'B.', 'C.']);
    const waitedFrom = performance.now();
    await speaker.untilAsked(4);
    expect(speaker.asked).toEqual(['A.', 'B.', 'C.', 'D.']);
    expect(performance.now() - waitedFrom).toBeGreaterThan(60);
  });

  it('lets go of everything when it is stopped, and says no more', async () => {
    for (const text of ['A.', 'B.', 'C.', 'D.']) queue.say('i1', said, text);
    await speaker.make('A.', 250);
    queue.stop();
    await settled();
    expect(speaker.ended.toSorted()).toEqual(['A.', 'B.', 'C.']);
    expect(events).toEqual(['i1 200 ms', 'A.']);
    expect(queue.idle).toBe(true);
  });

  it('reports a speaker that fails', async () => {
    queue.say('i1', said, 'A.');
    await speaker.make('A.', new Error('no voice'));
    expect(events).toEqual(['Error: no voice']);
  });

  it('cuts off a sentence that does not end', async () => {
    queue.say('i1', said, 'A.');
    await speaker.make('A.', 59_000, 2_000);
    expect(speaker.ended).toEqual(['A.']);
    expect(events.at(-1)).toBe('drained');
  });
});
