import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { errorFields } from '../common/error-fields.js';

/** Something an operator may want to see as it happens. Holds no full phone number. */
export interface NewLiveEvent {
  /** `call`, `turn`, `audio`, `order`, `menu`, `pace`, `callback` or `provider`. */
  readonly type: string;
  /** ISO 8601. */
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An event that was told. */
export interface LiveEvent extends NewLiveEvent {
  /** The same on every replica. */
  readonly id: string;
}

/** Whether an event is of this replica. Those of others are told only while someone reads here. */
export type EventOrigin = 'here' | 'elsewhere';

/** Is told an event. */
export type EventListener = (event: LiveEvent, origin: EventOrigin) => void;

/** The stream of live events. An abstract class so that it is its own injection token. */
export abstract class LiveEvents {
  /** Tells an event of this replica and gives it an id. Never throws and never waits. */
  abstract publish(event: NewLiveEvent): void;
  /** Tells an event of another replica. Never throws and never waits. */
  abstract passOn(event: LiveEvent): void;
  /** Returns the function that ends the subscription; calling it twice is harmless. */
  abstract subscribe(listener: EventListener): () => void;
}

/** Delivers to the listeners of this process, at once and in order. */
@Injectable()
export class InProcessLiveEvents extends LiveEvents {
  private readonly logger = new Logger(InProcessLiveEvents.name);
  private readonly listeners = new Set<EventListener>();
  private readonly process = randomUUID();
  private told = 0;

  publish(news: NewLiveEvent): void {
    this.told += 1;
    this.tell({ id: `${this.process}-${this.told}`, ...news }, 'here');
  }

  passOn(event: LiveEvent): void {
    this.tell(event, 'elsewhere');
  }

  subscribe(listener: EventListener): () => void {
    // A wrapper, so that one function subscribed twice is two subscriptions.
    const entry: EventListener = (event, origin) => listener(event, origin);
    this.listeners.add(entry);
    return () => this.listeners.delete(entry);
  }

  private tell(event: LiveEvent, origin: EventOrigin): void {
    for (const listener of this.listeners) {
      try {
        listener(event, origin);
      } catch (error) {
        this.logger.error('Live event listener failed', {
          type: event.type,
          ...errorFields(error),
        });
      }
    }
  }
}
