import { signal } from '@preact/signals';
import type { KitchenOrder, TicketState } from '../../api/kitchen.js';
import { Confirm } from '../../ui/confirm.js';
import { advance, orders } from './kitchen-state.js';
import { Ticket } from './ticket.js';
import { LANES, ticketBeside, ticketsIn, type Lane } from './tickets.js';

/** The ticket that the tab key leads to; null: the first. */
const current = signal<string | null>(null);
/** What is about to be cancelled. */
const cancelling = signal<{ readonly order: KitchenOrder; readonly lane: Lane } | null>(null);

/** A second tap so soon was meant for the ticket that has just left the place, ms. */
const DOUBLE_TAP_MS = 400;
/** The ticket that has taken another one's place last, and when. */
let movedUp: { readonly id: string | null; readonly at: number } = { id: null, at: 0 };

const STEP_KEYS: readonly string[] = ['Enter', ' '];
const CANCEL_KEYS: readonly string[] = ['Delete', 'Backspace'];

/** All open orders, a column a state. */
export function Board() {
  const lanes = LANES.map((lane) => ticketsIn(lane, orders.value.values()));
  const shown = lanes.flat();
  const reachable = shown.find(({ id }) => id === current.value)?.id ?? shown[0]?.id;

  /** Moves a ticket; the focus goes to the one that takes its place. */
  const move = async (order: KitchenOrder, { state }: Lane, to: TicketState): Promise<void> => {
    const below = ticketBeside(lanes, order.id, 'ArrowDown');
    const above = ticketBeside(lanes, order.id, 'ArrowUp');
    movedUp = { id: below, at: performance.now() };
    await advance(order, to);
    const isGone = orders.value.get(order.id)?.state !== state;
    if (isGone) movedUp = { id: below, at: performance.now() };
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      focusTicket((isGone ? (below ?? above) : null) ?? order.id);
    });
  };
  const tap = async (order: KitchenOrder, lane: Lane): Promise<void> => {
    const isDoubleTap = movedUp.id === order.id && performance.now() - movedUp.at < DOUBLE_TAP_MS;
    if (!isDoubleTap) await move(order, lane, lane.next);
  };

  const press = (event: KeyboardEvent, order: KitchenOrder, lane: Lane): void => {
    const beside = ticketBeside(lanes, order.id, event.key);
    if (beside !== null) focusTicket(beside);
    else if (STEP_KEYS.includes(event.key)) void (event.repeat || move(order, lane, lane.next));
    else if (CANCEL_KEYS.includes(event.key) && lane.state !== 'ready')
      cancelling.value = { order, lane };
    else if (!event.key.startsWith('Arrow')) return;
    event.preventDefault();
  };

  return (
    <>
      <nav class="kitchen-jumps" aria-label="Lanes">
        {LANES.map(({ state, title }, column) => (
          <a key={state} href={`#lane-${state}`}>
            {title} <span class="kitchen-lane-count">{lanes[column]?.length}</span>
          </a>
        ))}
      </nav>
      <div class="kitchen-lanes">
        {LANES.map((lane, column) => (
          <section
            key={lane.state}
            id={`lane-${lane.state}`}
            class="kitchen-lane"
            aria-label={lane.title}
          >
            <h2>
              {lane.title} <span class="kitchen-lane-count">{lanes[column]?.length}</span>
            </h2>
            {lanes[column]?.length === 0 && <p class="kitchen-none">No orders</p>}
            <div class="kitchen-tickets">
              {lanes[column]?.map((order) => (
                <Ticket
                  key={order.id}
                  order={order}
                  lane={lane}
                  reachable={order.id === reachable}
                  onFocus={() => (current.value = order.id)}
                  onKey={(event) => press(event, order, lane)}
                  onStep={() => tap(order, lane)}
                  onCancel={() => (cancelling.value = { order, lane })}
                />
              ))}
            </div>
          </section>
        ))}
      </div>
      {cancelling.value && <CancelCheck {...cancelling.value} move={move} />}
    </>
  );
}

interface CancelCheckProps {
  readonly order: KitchenOrder;
  readonly lane: Lane;
  readonly move: (order: KitchenOrder, lane: Lane, to: TicketState) => Promise<void>;
}

/** Asks before an order is cancelled. */
function CancelCheck({ order, lane, move }: CancelCheckProps) {
  const { name, phone } = order.customer;
  const call = phone === null ? 'call them' : `call ${phone}`;
  return (
    <Confirm
      question={`Cancel order ${order.number ?? ''}?`}
      detail={`${name ?? 'The caller'} is not told: ${call}. This cannot be taken back.`}
      action="Cancel the order"
      onConfirm={() => {
        cancelling.value = null;
        void move(order, lane, 'cancelled');
      }}
      onCancel={() => (cancelling.value = null)}
    />
  );
}

function focusTicket(id: string): void {
  current.value = id;
  document.getElementById(`ticket-${id}`)?.focus();
}
