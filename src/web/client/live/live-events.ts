import { signal, type ReadonlySignal } from '@preact/signals';

/** An event of `GET /events`. */
export interface LiveEvent {
  readonly id: string;
  readonly type: string;
  /** ISO 8601. */
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Whether the page is told of what happens: not yet, at once, or not any longer. */
export type LinkState = 'connecting' | 'live' | 'reconnecting';

/** What a page does about events. */
export interface EventHandlers {
  /** Something has happened. Each event comes once. */
  event(event: LiveEvent): void;
  /** The page is connected, first or again after a break that lost something: fetch the present state. */
  refresh(): void;
}

/** Ids that are remembered; a replica tells at most 2,000 events again. */
const MAX_IDS = 4_000;
/** How long to wait when the server has refused the stream, ms; a lost connection is the browser's. */
const RETRY_MS = 3_000;

/**
 * Listens for as long as the page is open. A connection that breaks is made again by the browser,
 * and goes on where it was, at any replica.
 *
 * @param types names of events to listen to.
 */
export function followEvents(
  path: string,
  types: readonly string[],
  handlers: EventHandlers,
): ReadonlySignal<LinkState> {
  const state = signal<LinkState>('connecting');
  const seen = new Set<string>();
  let isFirst = true;

  const take = (message: MessageEvent<string>): void => {
    const event = JSON.parse(message.data) as LiveEvent;
    if (seen.has(event.id)) return;
    seen.add(event.id);
    if (seen.size > MAX_IDS) seen.delete(seen.values().next().value ?? '');
    handlers.event(event);
  };

  const open = (): void => {
    const source = new EventSource(path);
    source.onopen = () => {
      state.value = 'live';
      // Before the first event there is no place to go on from.
      if (isFirst || seen.size === 0) handlers.refresh();
      isFirst = false;
    };
    source.onerror = () => {
      state.value = 'reconnecting';
      if (source.readyState !== EventSource.CLOSED) return;
      // A new one knows no place to go on from.
      isFirst = true;
      setTimeout(open, RETRY_MS);
    };
    source.addEventListener('reset', () => handlers.refresh());
    for (const type of types) source.addEventListener(type, take);
  };
  open();
  return state;
}
