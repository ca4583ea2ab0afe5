import { signal } from '@preact/signals';
import type { KitchenOrder } from '../../api/kitchen.js';
import { Confirm } from '../../ui/confirm.js';
import { advance, orders } from './kitchen-state.js';
import { Ticket } from './ticket.js';
import { LANES, ticketBeside, ticketsIn, type Lane } from './tickets.js';

/** The ticket that the tab key leads to; null: the first. */
const current = signal<string | null>(null);
/** The order that is about to be cancelled. */
const cancelling = signal<KitchenOrder | null>(null);

const STEP_KEYS: readonly string[] = ['Enter', ' '];
const CANCEL_KEYS: readonly string[] = ['Delete', 'Backspace'];

/** All open orders, a column a state. */
export function Board() {
  const lanes = LANES.map((lane) => ticketsIn(lane, orders.value.values()));
  const shown = lanes.flat();
  const reachable = shown.find(({ id }) => id === current.value)?.id ?? shown[0]?.id;

  const press = (event: KeyboardEvent, order: KitchenOrder, lane: Lane): void => {
    const beside = ticketBeside(lanes, order.id, event.key);
    if (beside !== null) focusTicket(beside);
    else if (STEP_KEYS.includes(event.key)) void advance(order, lane.next);
    else if (CANCEL_KEYS.includes(event.key) && lane.state !== 'ready') cancelling.value = order;
    else if (!event.key.startsWith('Arrow')) return;
    event.preventDefault();
  };

  return (
    <>
      <div class="kitchen-lanes">
        {LANES.map((lane, column) => (
          <section key={lane.state} class="kitchen-lane" aria-label={lane.title}>
            <h2>
              {lane.title} <span class="kitchen-lane-count">{lanes[column]?.length}</span>
            </h2>
            {lanes[column]?.length === 0 && <p class="kitchen-none">No orders</p>}
            {lanes[column]?.map((order) => (
              <Ticket
                key={order.id}
                order={order}
                lane={lane}
                reachable={order.id === reachable}
                onFocus={() => (current.value = order.id)}
                onKey={(event) => press(event, order, lane)}
                onCancel={() => (cancelling.value = order)}
              />
            ))}
          </section>
        ))}
      </div>
      {cancelling.value && (
        <Confirm
          question={`Cancel order ${cancelling.value.number ?? ''}?`}
          detail={`${cancelling.value.customer.name ?? 'The caller'} is not told: call them. This cannot be taken back.`}
          action="Cancel the order"
          onConfirm={() => {
            const order = cancelling.value;
            cancelling.value = null;
            if (order) void advance(order, 'cancelled');
          }}
          onCancel={() => (cancelling.value = null)}
        />
      )}
    </>
  );
}

function focusTicket(id: string): void {
  current.value = id;
  document.getElementById(`ticket-${id}`)?.focus();
}
