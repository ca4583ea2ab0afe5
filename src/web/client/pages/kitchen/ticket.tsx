import type { KitchenOrder } from '../../api/kitchen.js';
import { Button } from '../../ui/button.js';
import { Badge } from '../../ui/parts.js';
import { arrived, menu, now } from './kitchen-state.js';
import {
  againstPromise,
  allergyWords,
  elapsed,
  promisedAt,
  timeAt,
  urgencyOf,
  type Lane,
} from './tickets.js';

interface TicketProps {
  readonly order: KitchenOrder;
  readonly lane: Lane;
  /** Whether the tab key leads to it. */
  readonly reachable: boolean;
  readonly onFocus: () => void;
  /** A key was pressed on the ticket itself. */
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onStep: () => Promise<void>;
  readonly onCancel: () => void;
}

/** An order as it hangs in the kitchen. */
export function Ticket({ order, lane, reachable, onFocus, onKey, onStep, onCancel }: TicketProps) {
  const { id, number, customer, allergies, lines, flags } = order;
  const name = `Order ${number ?? ''}, ${customer.fulfilment}, ${lane.title}`;
  return (
    <article
      id={`ticket-${id}`}
      class="kitchen-ticket"
      data-urgency={urgencyOf(order, now.value)}
      data-new={arrived.value.has(id)}
      tabIndex={reachable ? 0 : -1}
      aria-label={name}
      onFocus={onFocus}
      onKeyDown={(event) => {
        if (event.target === event.currentTarget) onKey(event);
      }}
    >
      <header class="kitchen-ticket-head">
        <h3 class="kitchen-number">{number ?? '–'}</h3>
        {lane.state !== 'ready' && <Clock order={order} />}
        <p class="kitchen-who">
          <strong>{customer.name ?? 'No name'}</strong>
          {customer.fulfilment === 'delivery' ? (
            <Badge tone="accent">Delivery</Badge>
          ) : (
            <Badge>Pickup</Badge>
          )}
        </p>
      </header>
      {allergies.length > 0 && (
        <p class="kitchen-allergy">
          <span aria-hidden="true">⚠</span> ALLERGY: {allergyWords(allergies)}
        </p>
      )}
      <ul class="kitchen-lines">
        {lines.map(({ lineId, quantity, name: dish, options, note }) => (
          <li key={lineId}>
            <p class="kitchen-dish">
              <span class="kitchen-count">{quantity}×</span> {dish}
            </p>
            {options.length > 0 && (
              <p class="kitchen-options">{options.map((option) => option.name).join(' · ')}</p>
            )}
            {note !== null && <p class="kitchen-note">“{note}”</p>}
          </li>
        ))}
      </ul>
      {flags.length > 0 && (
        <p>
          <Badge tone="warn">Check the price: {flags.map(({ words }) => words).join(', ')}</Badge>
        </p>
      )}
      {customer.fulfilment === 'delivery' && customer.address !== null && (
        <p class="kitchen-address">{customer.address}</p>
      )}
      <footer class="kitchen-steps">
        <Button
          kind="primary"
          size="large"
          label={`${lane.action}: order ${number ?? ''}`}
          onPress={onStep}
        >
          {lane.action}
        </Button>
        {lane.state !== 'ready' && (
          <Button
            kind="quiet"
            size="large"
            label={`Cancel order ${number ?? ''}`}
            onPress={onCancel}
          >
            Cancel
          </Button>
        )}
      </footer>
    </article>
  );
}

/** How long an order has taken, against what its caller was promised. */
function Clock({ order }: { readonly order: KitchenOrder }) {
  const promised = promisedAt(order);
  const since = elapsed(order, now.value);
  if (promised === null) {
    return (
      <span class="kitchen-clock">
        {since}
        <small>no promised time</small>
      </span>
    );
  }
  return (
    <span class="kitchen-clock">
      {againstPromise(promised, now.value)}
      <small>
        {order.readyAt === null ? `${since}, by ` : 'wanted '}
        {clockTime(promised)}
      </small>
    </span>
  );
}

/** Hours and minutes at the restaurant; with the day when it is not today. */
export function clockTime(ms: number): string {
  return timeAt(ms, now.value, menu.value?.business.timezone);
}
