import { jest } from '@jest/globals';
import { EventHistory, type Missed, type PlacedEvent } from './event-history.js';
import { InProcessLiveEvents } from './live-events.js';

const START = Date.parse('2026-11-27T12:00:00.000Z');

/** A replica's history, fed by events of the same ids as the others'. */
function replica(): { history: EventHistory; hear: (id: number) => void; places: string[] } {
  const events = new InProcessLiveEvents();
  const history = new EventHistory(events);
  history.onModuleInit();
  const places: string[] = [];
  history.follow(({ place }) => places.push(place));
  const hear = (id: number): void =>
    events.passOn({ id: String(id), type: 'turn', at: new Date().toISOString(), data: {} });
  return { history, hear, places };
}

async function ids(asked: Promise<Missed>): Promise<readonly number[]> {
  const missed = await asked;
  if (missed.kind === 'unknown') throw new Error('Nothing is known of it.');
  return missed.events.map(({ event }: PlacedEvent) => Number(event.id));
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('EventHistory', () => {
  beforeEach(() => void jest.useFakeTimers({ now: START, doNotFake: ['performance'] }));
  afterEach(() => void jest.useRealTimers());

  it('tells exactly what came after a place of its own', async () => {
    const { history, hear, places } = replica();
    range(1, 10).forEach(hear);
    expect(await ids(history.since(places[3] ?? ''))).toEqual([5, 6, 7, 8, 9, 10]);
    expect(await ids(history.since(places[9] ?? ''))).toEqual([]);
  });

  it('leaves nothing out for a reader who comes from another replica', async () => {
    const here = replica();
    const there = replica();
    jest.advanceTimersByTime(60_000);
    // The two hear of what happens in another order.
    for (const id of [1, 2, 3]) there.hear(id);
    for (const id of [3, 2]) here.hear(id);
    jest.advanceTimersByTime(500);
    for (const id of [1, 4]) here.hear(id);
    for (const id of [4]) there.hear(id);
    const read = there.places[1] ?? '';
    expect(new Set(await ids(here.history.since(read)))).toEqual(new Set([1, 2, 3, 4]));

    jest.advanceTimersByTime(10_000);
    here.hear(5);
    there.hear(5);
    here.hear(6);
    expect(await ids(here.history.since(there.places.at(-1) ?? ''))).toEqual([5, 6]);
  });

  it('says that it does not know what is older than five minutes or 2,000 events', async () => {
    const { history, hear, places } = replica();
    range(1, 3).forEach(hear);
    jest.advanceTimersByTime(299_000);
    hear(4);
    expect(await ids(history.since(places[0] ?? ''))).toEqual([2, 3, 4]);
    jest.advanceTimersByTime(2_000);
    expect((await history.since(places[0] ?? '')).kind).toBe('unknown');
    expect(await ids(history.since(places[2] ?? ''))).toEqual([4]);

    range(5, 9_000).forEach(hear);
    expect((await history.since(places[6_000] ?? '')).kind).toBe('unknown');
    expect(await ids(history.since(places[8_990] ?? ''))).toEqual(range(8_992, 9_000));
  });

  it('says so too when nothing is left of what was missed', async () => {
    const here = replica();
    const there = replica();
    jest.advanceTimersByTime(60_000);
    there.hear(1);
    here.hear(2);
    jest.advanceTimersByTime(30_000);
    here.hear(3);
    jest.advanceTimersByTime(600_000);
    expect((await here.history.since(there.places[0] ?? '')).kind).toBe('unknown');
    expect((await here.history.since(here.places[0] ?? '')).kind).toBe('unknown');
    expect(await ids(here.history.since(here.places[1] ?? ''))).toEqual([]);
  });

  it('knows nothing of what was before it, or of places that no one has given', async () => {
    const earlier = replica();
    earlier.hear(1);
    jest.advanceTimersByTime(1_000);
    const { history, hear } = replica();
    hear(2);
    expect((await history.since(earlier.places[0] ?? '')).kind).toBe('unknown');
    for (const place of ['', 'x', '7', 'a.b.c', `${'9'.repeat(400)}.1.1`, 'a.1e99.1', 'a.1.NaN']) {
      expect([place, (await history.since(place)).kind]).toEqual([place, 'unknown']);
    }
  });
});
