import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { LiveEvents, type LiveEvent, type NewLiveEvent } from '../ops/live-events.js';
import { ClusterBus } from './cluster-bus.js';

const TOPIC = 'live-event';

/** Passes live events on between replicas, so that each shows those of all. */
@Injectable()
export class LiveEventsRelay implements OnModuleInit, OnApplicationShutdown {
  private relaying = false;
  private unsubscribe: () => void = () => undefined;

  constructor(
    private readonly events: LiveEvents,
    private readonly bus: ClusterBus,
  ) {}

  onModuleInit(): void {
    this.bus.on<unknown>(TOPIC, (message) => {
      if (isLiveEvent(message)) this.publish(message);
    });
    this.unsubscribe = this.events.subscribe((event) => {
      if (!this.relaying) this.bus.broadcast(TOPIC, event);
    });
  }

  onApplicationShutdown(): void {
    this.unsubscribe();
  }

  /** `publish` tells listeners at once, so the flag is set for this event alone. */
  private publish(event: LiveEvent | NewLiveEvent): void {
    this.relaying = true;
    try {
      this.events.publish(event);
    } finally {
      this.relaying = false;
    }
  }
}

/** An event of a replica of an earlier version has no id. */
function isLiveEvent(message: unknown): message is LiveEvent | NewLiveEvent {
  const { id = '', type, at, data } = Object(message) as Partial<Record<string, unknown>>;
  return (
    [id, type, at].every((text) => typeof text === 'string') &&
    typeof data === 'object' &&
    data !== null
  );
}
