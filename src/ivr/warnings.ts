import { presenceOf, type Dish } from '../menu/allergens/dish-contents.js';
import type { CurrentOrder } from './tool-results.js';
import type { Turn } from './turn.js';

/**
 * Says what the allergies on the order have to do with a dish, before anything else is said of it.
 *
 * @returns the allergies that were told of.
 */
export function warnOf(
  turn: Turn,
  dish: Dish,
  { allergies }: Pick<CurrentOrder, 'allergies'>,
): readonly string[] {
  const those = (wanted: string) => allergies.filter((one) => presenceOf(one, dish) === wanted);
  const contained = those('contained');
  const unknown = those('unknown');
  const { spoken } = turn;
  if (contained.length > 0) turn.tell(spoken.allergies.warning(dish.item.name, contained));
  if (unknown.length > 0) turn.tell(spoken.allergies.unknown(dish.item.name, unknown));
  return [...contained, ...unknown];
}

/** Says of a dish that was added that the menu does not mark it as the caller eats, if so. */
export function tellDiet(turn: Turn, itemId: string): void {
  const item = turn.context.menu.item(itemId);
  const { diets = [] } = turn.state;
  const lacks = diets.filter((tag) => item?.dietary.every((one) => one !== tag));
  if (item && lacks.length > 0) turn.tell(turn.spoken.diets.notMarked(item.name, lacks));
}

/**
 * Says that the kitchen can keep no dish free of traces: once a call, unless it is all that can be
 * answered.
 */
export function tellNotice(turn: Turn): void {
  if (turn.state.noticeTold === true && turn.hasSpoken) return;
  turn.set({ noticeTold: true });
  turn.tell(turn.context.menu.business.allergenNotice);
}
