import type { Order } from '../../orders/order.js';
import type { DeliveryArea, MenuPromotion } from '../catalogue/menu-document.js';
import type { Spoken } from './spoken.js';

/** An offer, or any part of it, with the name and the sentence of the language that is spoken. */
export function offerIn<T extends Pick<MenuPromotion, 'name' | 'description' | 'translations'>>(
  { language }: Spoken,
  offer: T,
): T {
  return { ...offer, ...offer.translations?.[language] };
}

/** A delivery area in words of the language that is spoken, or as the menu describes it. */
export function areaIn({ language }: Spoken, area: string | DeliveryArea): string {
  if (typeof area === 'string') return area;
  return area.translations?.[language]?.description ?? area.description;
}

/** An order whose offer is called as the menu calls it in the language that is spoken. */
export function orderIn(spoken: Spoken, order: Order, promotions: readonly MenuPromotion[]): Order {
  const offer = promotions.find(({ code }) => code === order.promotion?.code);
  if (order.promotion === null || offer === undefined) return order;
  return { ...order, promotion: { ...order.promotion, name: offerIn(spoken, offer).name } };
}
