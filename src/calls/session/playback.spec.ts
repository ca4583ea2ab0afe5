import fc from 'fast-check';
import { Playback } from './playback.js';

describe('Playback', () => {
  it('has nothing to interrupt before anything was sent', () => {
    expect(new Playback().interrupt(0)).toEqual([]);
  });

  it('counts by the clock from the first chunk until a mark corrects it', () => {
    const playback = new Playback();
    playback.sent('a', 1000, 0);
    expect(playback.interrupt(300)).toEqual([{ itemId: 'a', sentMs: 1000, heardMs: 300 }]);
  });

  it('takes the time of a returned mark as the start of the next chunk', () => {
    const playback = new Playback();
    const first = playback.sent('a', 400, 0);
    playback.sent('a', 400, 5);
    playback.marked(first, 450);
    expect(playback.interrupt(500)).toEqual([{ itemId: 'a', sentMs: 800, heardMs: 450 }]);
  });

  it('never claims more than was sent', () => {
    const playback = new Playback();
    playback.sent('a', 400, 0);
    expect(playback.interrupt(60_000)).toEqual([{ itemId: 'a', sentMs: 400, heardMs: 400 }]);
  });

  it('cuts each of two items at its own place', () => {
    const playback = new Playback();
    const first = playback.sent('a', 500, 0);
    playback.sent('a', 500, 10);
    playback.sent('b', 700, 20);
    playback.marked(first, 500);
    expect(playback.interrupt(1200)).toEqual([
      { itemId: 'a', sentMs: 1000, heardMs: 1000 },
      { itemId: 'b', sentMs: 700, heardMs: 200 },
    ]);
  });

  it('reports an item nobody heard with nothing heard', () => {
    const playback = new Playback();
    playback.sent('a', 1000, 0);
    playback.sent('b', 1000, 0);
    expect(playback.interrupt(200)[1]).toEqual({ itemId: 'b', sentMs: 1000, heardMs: 0 });
  });

  it('tells what is played on without touching it', () => {
    const playback = new Playback();
    playback.sent('a', 200, 0);
    playback.sent('b', 200, 0);
    const parts = [
      { itemId: 'a', heardMs: 150, sentMs: 200 },
      { itemId: 'b', heardMs: 0, sentMs: 200 },
    ];
    expect(playback.waiting(150)).toEqual(parts);
    expect(playback.interrupt(150)).toEqual(parts);
    expect(playback.waiting(150)).toEqual([]);
  });

  it('has nothing to interrupt once every mark came back', () => {
    const playback = new Playback();
    const mark = playback.sent('a', 400, 0);
    expect(playback.marked(mark, 400)).toEqual([{ itemId: 'a', sentMs: 400, heardMs: 400 }]);
    expect(playback.idle).toBe(true);
    expect(playback.interrupt(401)).toEqual([]);
  });

  it('ignores marks that an interruption sent back', () => {
    const playback = new Playback();
    const mark = playback.sent('a', 400, 0);
    playback.interrupt(100);
    expect(playback.marked(mark, 110)).toEqual([]);
  });

  it('goes on counting an item whose next delta comes late', () => {
    const playback = new Playback();
    playback.marked(playback.sent('a', 400, 0), 400);
    playback.sent('a', 600, 900);
    expect(playback.interrupt(1000)).toEqual([{ itemId: 'a', sentMs: 1000, heardMs: 500 }]);
  });

  it('refuses more audio than anybody would listen to', () => {
    const playback = new Playback();
    playback.sent('a', 119_000, 0);
    expect(playback.accepts(1_000)).toBe(true);
    expect(playback.accepts(1_001)).toBe(false);
  });

  it('is off by at most the delay of the marks, whatever is sent when', () => {
    const chunk = fc.record({
      item: fc.constantFrom('a', 'b', 'c'),
      durationMs: fc.integer({ min: 20, max: 400 }),
      pauseMs: fc.integer({ min: 0, max: 300 }),
    });
    const delay = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(
        fc.array(chunk, { minLength: 1, maxLength: 20 }),
        delay,
        fc.nat(5000),
        (chunks, delayMs, stopMs) => {
          const playback = new Playback();
          // A phone that plays in real time and whose marks take delayMs to come back.
          const events: { at: number; act: () => void }[] = [];
          const truth: { start: number; end: number }[] = [];
          let clock = 0;
          let free = 0;
          for (const { item, durationMs, pauseMs } of chunks.toSorted((x, y) =>
            x.item.localeCompare(y.item),
          )) {
            clock += pauseMs;
            const sentAt = clock;
            const start = Math.max(free, sentAt);
            free = start + durationMs;
            truth.push({ start, end: free });
            const end = free;
            events.push({
              at: sentAt,
              act: () => {
                const mark = playback.sent(item, durationMs, sentAt);
                if (end + delayMs <= stopMs) {
                  events.push({
                    at: end + delayMs,
                    act: () => playback.marked(mark, end + delayMs),
                  });
                }
              },
            });
          }
          for (;;) {
            events.sort((x, y) => x.at - y.at);
            const next = events.shift();
            if (!next || next.at > stopMs) break;
            next.act();
          }
          const unplayedTruth = truth
            .filter(({ start, end }, index) =>
              chunks.length > index ? end > stopMs && start < stopMs : false,
            )
            .reduce((sum, { end }) => sum + (end - stopMs), 0);
          const parts = playback.interrupt(stopMs);
          const unheard = parts.reduce((sum, part) => sum + (part.sentMs - part.heardMs), 0);
          // Chunks sent but not begun count fully on both sides; compare what is in flight.
          const notBegun = truth.reduce((sum, { start, end }, index) => {
            const sentAt = chunks
              .toSorted((x, y) => x.item.localeCompare(y.item))
              .slice(0, index + 1)
              .reduce((total, c) => total + c.pauseMs, 0);
            return start >= stopMs && sentAt <= stopMs ? sum + (end - start) : sum;
          }, 0);
          expect(Math.abs(unheard - (unplayedTruth + notBegun))).toBeLessThanOrEqual(delayMs + 1);
        },
      ),
    );
  });

  it('does not drift in half an hour of talk with a phone whose clock runs fast', () => {
    const talk = new FastPhoneTalk(new Playback());
    while (talk.now < 10 * 60_000) talk.answer();
    // By our clock alone, the end of this would be told 0.3 s too early.
    talk.answer({ lengthMs: 11 * 60_000, bargeInMs: 10 * 60_000 });
    while (talk.now < 30 * 60_000) talk.answer();

    const { errors } = talk;
    expect(errors.length).toBeGreaterThan(100);
    expect(errors.filter(({ errorMs, slowestMarkMs }) => errorMs > slowestMarkMs + 20)).toEqual([]);
    const mean = (part: typeof errors) =>
      part.reduce((sum, { errorMs }) => sum + errorMs, 0) / part.length;
    // Beginning and end differ by what chance makes of the delays.
    expect(Math.abs(mean(errors.slice(-20)) - mean(errors.slice(0, 20)))).toBeLessThan(20);
  });
});

describe('A phone that returns no marks', () => {
  let playback: Playback;
  const names: string[] = [];
  /** So many ms of an item, in chunks of 200 ms. */
  const send = (itemId: string, ms: number, now: number) => {
    for (let sentMs = 0; sentMs < ms; sentMs += 200) names.push(playback.sent(itemId, 200, now));
  };

  beforeEach(() => {
    playback = new Playback();
    names.length = 0;
  });

  it('has played by the clock, and counts as done a second later', () => {
    send('a', 2_000, 0);
    expect([1_999, 2_000].map((now) => playback.playing(now))).toEqual([true, false]);
    expect(playback.elapsed(2_999)).toEqual([]);
    expect(playback.idle).toBe(false);
    expect(playback.elapsed(3_000)).toEqual([{ itemId: 'a', sentMs: 2_000, heardMs: 2_000 }]);
    expect([playback.idle, playback.unplayedMs]).toEqual([true, 0]);
  });

  it.each([
    ['at once', 2_100],
    ['before a mark would be late', 2_600],
    ['long afterwards', 9_000],
  ])('begins to play the next answer when it is sent %s', (_when, sentAt) => {
    send('a', 2_000, 0);
    playback.elapsed(2_000);
    send('b', 2_000, sentAt);
    playback.elapsed(sentAt + 400);
    expect(playback.heardOut(sentAt + 500).length).toBeLessThanOrEqual(1);
    const parts = playback.interrupt(sentAt + 500);
    expect(parts.at(-1)).toEqual({ itemId: 'b', sentMs: 2_000, heardMs: 500 });
    expect(parts).toHaveLength(1);
  });

  it('was not interrupted by a caller who answers a short greeting', () => {
    send('a', 400, 0);
    expect(playback.heardOut(450)).toHaveLength(1);
    expect(playback.interrupt(450)).toEqual([]);
  });

  it('was not interrupted by a caller who answers when the question has ended', () => {
    send('a', 2_000, 0);
    playback.elapsed(1_800);
    expect(playback.heardOut(2_050)).toEqual([{ itemId: 'a', sentMs: 2_000, heardMs: 2_000 }]);
    expect(playback.interrupt(2_050)).toEqual([]);
  });

  it('takes audio for as long as the call lasts', () => {
    for (let now = 0; now < 30 * 60_000; now += 10_000) {
      playback.elapsed(now);
      expect(playback.accepts(9_000)).toBe(true);
      send(`a${now}`, 9_000, now);
    }
    expect(playback.marksPending).toBe(45);
  });

  it('is not confirmed by the phone until a mark comes, of any name', () => {
    playback.sent('a', 2_000, 0);
    playback.sent('a', 1_000, 0);
    expect(playback.unconfirmedMs).toBe(0);
    playback.elapsed(3_500);
    expect(playback.unconfirmedMs).toBe(2_000);
    playback.elapsed(9_000);
    expect(playback.unconfirmedMs).toBe(3_000);
    playback.marked('of something cleared', 9_100);
    expect(playback.unconfirmedMs).toBe(0);
  });

  it('knows the most that was ever unplayed', () => {
    const first = playback.sent('a', 2_000, 0);
    playback.marked(first, 2_000);
    playback.sent('a', 500, 2_000);
    expect(playback.maxUnplayedMs).toBe(2_000);
  });

  it('is behind the clock when a mark comes late after all', () => {
    send('a', 3_000, 0);
    playback.elapsed(1_500);
    // The second chunk is only now played: the third, counted as played or not, begins.
    playback.marked(names[1] ?? '', 1_600);
    expect(playback.interrupt(1_700)).toEqual([{ itemId: 'a', sentMs: 3_000, heardMs: 500 }]);
  });

  it('goes by marks again once they come', () => {
    send('a', 2_000, 0);
    playback.elapsed(1_500);
    playback.marked(names[5] ?? '', 1_700);
    expect(playback.interrupt(1_800)).toEqual([{ itemId: 'a', sentMs: 2_000, heardMs: 1_300 }]);
  });
});

/** The phone plays so much faster than our clock tells. */
const PHONE_SPEED = 1.0005;
/** Audio reaches the phone a little faster than it plays it. */
const SEND_SPEED = 1.02;

/** How far the ledger was off at a barge-in, and the slowest mark since that answer began. */
interface BargeInError {
  readonly errorMs: number;
  readonly slowestMarkMs: number;
}

/**
 * A talk over a phone that plays at its own speed. Its marks take 20 to 120 ms and arrive in
 * the order in which the audio was played. Times are our clock in ms.
 */
class FastPhoneTalk {
  readonly errors: BargeInError[] = [];
  now = 0;
  private answers = 0;
  private randomState = 7;

  constructor(private readonly playback: Playback) {}

  /** One answer, heard to its end or interrupted, and the pause after it. */
  answer({
    lengthMs = this.between(1_000, 9_000),
    bargeInMs = this.between(200, 12_000),
  }: { lengthMs?: number; bargeInMs?: number } = {}): void {
    const { playback } = this;
    const bargeInAt = this.now + bargeInMs;
    const itemId = `answer-${(this.answers += 1)}`;
    const events: { at: number; act: () => void }[] = [];
    let [sentAt, endsAt, markAt, playedMs, slowestMarkMs] = [this.now, this.now, 0, 0, 0];
    for (let sentMs = 0; sentMs < lengthMs;) {
      const durationMs = this.between(100, 400);
      const startsAt = Math.max(endsAt, sentAt);
      endsAt = startsAt + durationMs / PHONE_SPEED;
      markAt = Math.max(markAt, endsAt + this.between(20, 120));
      const times = { sentAt, markAt };
      let name = '';
      events.push(
        {
          at: sentAt,
          act: () => (name = playback.sent(itemId, durationMs, times.sentAt)),
        },
        { at: markAt, act: () => playback.marked(name, times.markAt) },
      );
      if (startsAt < bargeInAt) {
        playedMs += Math.min((bargeInAt - startsAt) * PHONE_SPEED, durationMs);
        slowestMarkMs = Math.max(slowestMarkMs, markAt - endsAt);
      }
      sentMs += durationMs;
      sentAt += durationMs / SEND_SPEED;
    }
    const due = events.filter(({ at }) => at <= bargeInAt).toSorted((a, b) => a.at - b.at);
    for (const { act } of due) act();
    const interrupted = due.length < events.length;
    if (interrupted) {
      const [part] = playback.interrupt(bargeInAt);
      this.errors.push({ errorMs: Math.abs((part?.heardMs ?? 0) - playedMs), slowestMarkMs });
    }
    this.now = (interrupted ? bargeInAt : markAt) + this.between(500, 2_000);
  }

  /** The same numbers in each run (Park and Miller). */
  private between(min: number, max: number): number {
    this.randomState = (this.randomState * 48_271) % 2_147_483_647;
    return min + (this.randomState / 2_147_483_647) * (max - min);
  }
}
