import type { Order } from '../order.js';

/** An order as the kitchen's webhook gets it. */
interface KitchenPayload extends Order {
  /** Only with allergies, as the first thing of the message: "ALLERGY: MILK, TREE-NUTS". */
  readonly alert?: string;
}

/** The JSON of an order for the kitchen's webhook, which begins with the allergies if there are any. */
export function kitchenPayload(order: Order): string {
  const { alert: _, ...told }: KitchenPayload = order;
  const alert = `ALLERGY: ${told.allergies.join(', ').toUpperCase()}`;
  return JSON.stringify({ ...(told.allergies.length > 0 && { alert }), ...told });
}
