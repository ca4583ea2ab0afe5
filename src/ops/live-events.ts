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

/** The stream of live events. An abstract class so that it is its own injection token. */
export abstract class LiveEvents {
  /** Gives an event that has none an id. Never throws and never waits. */
  abstract publish(event: NewLiveEvent | LiveEvent): void;
  /** Returns the function that ends the subscription; calling it twice is harmless. */
  abstract subscribe(listener: (event: LiveEvent) => void): () => void;
}

/** Delivers to the listeners of this process, at once and in order. */
@Injectable()
export class InProcessLiveEvents extends LiveEvents {
  private readonly logger = new Logger(InProcessLiveEvents.name);
  private readonly listeners = new Set<(event: LiveEvent) => void>();
  private readonly process = randomUUID();
  private told = 0;

  publish(news: NewLiveEvent | LiveEvent): void {
    this.told += 1;
    const event = 'id' in news ? news : { id: `${this.process}-${this.told}`, ...news };
    for (const listener of this.listeners) {
      try {
        listener(event);
      } catch (error) {
        this.logger.error('Live event listener failed', {
          type: event.type,
          ...errorFields(error),
        });
      }
    }
  }

  subscribe(listener: (event: LiveEvent) => void): () => void {
    // A wrapper, so that one function subscribed twice is two subscriptions.
    const entry = (event: LiveEvent): void => listener(event);
    this.listeners.add(entry);
    return () => this.listeners.delete(entry);
  }
}
