import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type LiveEvent, LiveEvents } from '../ops/live-events.js';
import { ClusterBus } from './cluster-bus.js';

const TOPIC = 'live-event';

/** Lets operators see the events of all replicas, whichever one they look at. */
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

  /** Listeners are told at once, so the flag covers exactly this event's way through them. */
  private publish(event: LiveEvent): void {
    this.relaying = true;
    try {
      this.events.publish(event);
    } finally {
      this.relaying = false;
    }
  }
}

function isLiveEvent(message: unknown): message is LiveEvent {
  const { type, at, data } = Object(message) as Partial<Record<string, unknown>>;
  return (
    typeof type === 'string' && typeof at === 'string' && typeof data === 'object' && data !== null
  );
}
