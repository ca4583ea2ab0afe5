import { jest } from '@jest/globals';
import { standIn } from '../../test/support/doubles/stand-in.js';
import type { ClusterBus } from './cluster-bus.js';
import { ClusterNews, NEWS_PAUSE_MS } from './cluster-news.js';
import { LocalSharedStore } from './local-shared-store.js';

/** Replicas with one store and one bus, which deliver at once. */
class Replicas {
  /** How many messages each was told. */
  readonly heard: number[] = [];
  readonly news: ClusterNews[] = [];
  private readonly handlers: (() => void)[] = [];
  private readonly store = new LocalSharedStore();

  constructor(count: number) {
    for (let index = 0; index < count; index += 1) {
      this.heard.push(0);
      const bus = standIn<ClusterBus>({
        on: (_, handler) => void this.handlers.push(handler as () => void),
        broadcast: () => this.handlers.forEach((handler, other) => other !== index && handler()),
      });
      this.news.push(new ClusterNews('topic', bus, this.store, () => this.count(index)));
    }
  }

  private count(index: number): void {
    this.heard[index] = (this.heard[index] ?? 0) + 1;
  }
}

describe('ClusterNews', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('tells all at once', async () => {
    const { heard, news } = new Replicas(3);
    news[1]?.tell();
    await jest.advanceTimersByTimeAsync(0);
    expect(heard).toEqual([1, 1, 1]);
  });

  it('tells once in a pause, whoever has news and however often', async () => {
    const { heard, news } = new Replicas(50);
    for (let ms = 0; ms < 10 * NEWS_PAUSE_MS; ms += 100) {
      for (const one of news) one.tell();
      await jest.advanceTimersByTimeAsync(100);
    }
    expect(Math.max(...heard)).toBeLessThanOrEqual(11);
  });

  it('has told what came last', async () => {
    const { heard, news } = new Replicas(3);
    news[0]?.tell();
    await jest.advanceTimersByTimeAsync(10);
    heard.fill(0);
    news[1]?.tell();
    await jest.advanceTimersByTimeAsync(10);
    expect(heard).toEqual([0, 0, 0]);
    await jest.advanceTimersByTimeAsync(NEWS_PAUSE_MS);
    // The one that tells as well: it has heard nothing of what another one would have told.
    expect(heard).toEqual([1, 1, 1]);
    await jest.advanceTimersByTimeAsync(10 * NEWS_PAUSE_MS);
    expect(heard).toEqual([1, 1, 1]);
  });

  it('says nothing when it is closed', async () => {
    const { heard, news } = new Replicas(2);
    news[0]?.tell();
    news[1]?.tell();
    await jest.advanceTimersByTimeAsync(1);
    for (const one of news) one.close();
    heard.fill(0);
    await jest.advanceTimersByTimeAsync(10 * NEWS_PAUSE_MS);
    expect(heard).toEqual([0, 0]);
  });
});
