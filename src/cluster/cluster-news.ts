import type { ClusterBus } from './cluster-bus.js';
import type { SharedStore } from './shared-store.js';

/** Shortest time between two messages of one topic, of all replicas together. */
export const NEWS_PAUSE_MS = 2_000;

/**
 * Tells all replicas that something has changed, without saying what: at most once in two
 * seconds in the whole cluster, so that neither many replicas nor many changes are many messages.
 * Whoever has news while another tells some is content with that.
 */
export class ClusterNews {
  private timer: NodeJS.Timeout | null = null;
  private telling = false;

  /** @param heard called on all replicas, the one that tells included: others may have had news too. */
  constructor(
    private readonly topic: string,
    private readonly bus: ClusterBus,
    private readonly store: SharedStore,
    private readonly heard: () => void,
  ) {
    bus.on<unknown>(topic, () => {
      this.settle();
      this.heard();
    });
  }

  /** There is news, which others can read by now. Never throws and never waits. */
  tell(): void {
    if (this.timer === null && !this.telling) void this.attempt();
  }

  /** Says nothing more. */
  close(): void {
    this.settle();
  }

  /** Never rejects, as the store does not. */
  private async attempt(): Promise<void> {
    this.timer = null;
    this.telling = true;
    const isOurs = await this.store.setIfAbsent(`news:${this.topic}`, '1', NEWS_PAUSE_MS);
    this.telling = false;
    if (isOurs) {
      this.bus.broadcast(this.topic, {});
      this.heard();
      return;
    }
    this.timer = setTimeout(() => void this.attempt(), NEWS_PAUSE_MS).unref();
  }

  private settle(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}
