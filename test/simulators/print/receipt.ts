import type { OrderReport } from './ops-client.js';

const WIDTH = 52;

/** An order as it would hang in the kitchen. */
export function receiptOf(order: OrderReport): string {
  const { name, fulfilment } = order.customer;
  const lines = order.lines.flatMap((line) => [
    row(`${line.quantity} x ${line.name}`, line.totalCents),
    ...line.options.map((option) => `      ${option.name}`),
  ]);
  const sums: [string, number][] = [
    ['Subtotal', order.subtotalCents],
    ['Discount', -order.discountCents],
    ['Delivery', order.deliveryFeeCents],
    ['Tax', order.taxCents],
  ];
  return [
    `Order ${order.id}, ${order.state}: ${fulfilment} for ${name ?? 'nobody'}`,
    ...lines,
    ...sums.filter(([, cents]) => cents !== 0).map(([label, cents]) => row(label, cents)),
    row('Total', order.totalCents),
  ].join('\n');
}

function row(label: string, cents: number): string {
  return `  ${label.padEnd(WIDTH - 12)}${(cents / 100).toFixed(2).padStart(10)}`;
}
