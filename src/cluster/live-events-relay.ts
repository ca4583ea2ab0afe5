import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import {
  EventHistory,
  HISTORY,
  type OtherReplicas,
  type WrittenEvent,
} from '../ops/event-history.js';
import { LiveEvents, type LiveEvent } from '../ops/live-events.js';
import { ClusterBus } from './cluster-bus.js';
import { ClusterMetrics } from './cluster.metrics.js';
import { BEGIN_EVENTS, EVENTS_SINCE, TELL_EVENTS } from './live-events.scripts.js';
import { RedisLink } from './redis-link.js';

/** Events of so long are told together: what a replica tells does not grow with its calls. */
const GATHER_MS = 100;
/** So many events wait at most; those before them are lost. */
const MAX_WAITING = 1_000;
/** So many lists of events are kept, the oldest for as long as the history lasts. */
const MAX_ENTRIES = 4_000;

/**
 * Live events between replicas. Each writes its own down where all can read them, a few times a
 * second, and hears those of others only while someone reads events here: a replica without
 * readers is told nothing, however many calls there are.
 */
@Injectable()
export class LiveEventsRelay implements OtherReplicas, OnModuleInit, OnApplicationShutdown {
  private readonly key: string;
  private readonly channel: string;
  /** Tells its own messages apart, which Redis gives it as well. */
  private readonly teller = randomUUID();
  /** As JSON. */
  private waiting: string[] = [];
  private timer: NodeJS.Timeout | null = null;
  private wanted = false;
  private unsubscribe: () => void = () => undefined;

  constructor(
    private readonly events: LiveEvents,
    private readonly history: EventHistory,
    private readonly link: RedisLink,
    private readonly metrics: ClusterMetrics,
    bus: ClusterBus,
  ) {
    // How replicas of earlier versions tell theirs, to all.
    bus.on<unknown>('live-event', (event) => {
      if (isLiveEvent(event)) events.passOn(event);
    });
    this.key = link.key('events');
    this.channel = link.key('events', 'told');
  }

  onModuleInit(): void {
    if (!this.link.configured) return;
    this.history.joinWith(this);
    this.link.onListening((listening) => {
      if (this.wanted) this.history.heard(listening);
    });
    this.link.onUp(() => void this.begin());
    this.unsubscribe = this.events.subscribe((event, origin) => {
      if (origin === 'here') this.gather(event);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.unsubscribe();
    await this.tell();
  }

  async hear(): Promise<void> {
    this.wanted = true;
    const listening = await this.link.join(this.channel, (text) => this.receive(text));
    if (this.wanted) this.history.heard(listening);
  }

  rest(): void {
    this.wanted = false;
    this.history.heard(false);
    void this.link.leave(this.channel);
  }

  async since(epochMs: number): Promise<readonly WrittenEvent[] | null> {
    try {
      const from = Math.max(0, Math.floor(epochMs));
      const reply = await this.link.run((redis) => EVENTS_SINCE.run(redis, [this.key], [from]));
      if (reply === null) return null;
      return (reply as [string, string[]][]).flatMap(([id, [, text = '']]) =>
        eventsOf(text).map((event) => ({ event, writtenAt: Number(id.split('-')[0]) })),
      );
    } catch {
      // Away, or refused: the link has said so.
      return null;
    }
  }

  private receive(text: string): void {
    const [teller = ''] = text.split(' ', 1);
    if (teller === this.teller) return;
    for (const event of eventsOf(text.slice(teller.length + 1))) this.events.passOn(event);
  }

  private gather(event: LiveEvent): void {
    if (this.waiting.length >= MAX_WAITING) {
      this.waiting.shift();
      this.metrics.messagesDropped.inc({ reason: 'unsendable' });
    }
    this.waiting.push(JSON.stringify(event));
    this.timer ??= setTimeout(() => void this.tell(), GATHER_MS).unref();
  }

  /** Never rejects. */
  private async tell(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const told = this.waiting;
    this.waiting = [];
    if (told.length === 0) return;
    const list = `[${told.join(',')}]`;
    const args = [HISTORY.maxAgeMs, MAX_ENTRIES, list, this.channel, `${this.teller} ${list}`];
    try {
      await this.link.run((redis) => TELL_EVENTS.run(redis, [this.key], args));
    } catch {
      this.metrics.messagesDropped.inc({ reason: 'away' }, told.length);
    }
  }

  private async begin(): Promise<void> {
    await this.link
      .run((redis) => BEGIN_EVENTS.run(redis, [this.key], [HISTORY.maxAgeMs]))
      .catch(() => undefined);
  }
}

/** The events of a list that a replica has written; none of another text. */
function eventsOf(text: string): readonly LiveEvent[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter(isLiveEvent) : [];
  } catch {
    return [];
  }
}

function isLiveEvent(value: unknown): value is LiveEvent {
  const { id, type, at, data } = Object(value) as Partial<Record<string, unknown>>;
  return (
    [id, type, at].every((text) => typeof text === 'string') &&
    typeof data === 'object' &&
    data !== null
  );
}
