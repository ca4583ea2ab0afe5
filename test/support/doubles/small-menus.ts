import type {
  MenuDocument,
  MenuItem,
  ModifierGroup,
} from '../../../src/menu/catalogue/menu-document.js';
import { dish, SOUND } from './sound-menu.js';

/** A group of choices: each option by its id and name. */
function group(
  id: string,
  name: string,
  [min, max]: readonly [number, number],
  options: Readonly<Record<string, string>>,
): ModifierGroup {
  return {
    id,
    name,
    min,
    max,
    options: Object.entries(options).map(([optionId, called]) => ({
      id: optionId,
      name: called,
      priceDeltaCents: 0,
      allergens: [],
    })),
  };
}

/** A menu of categories with their dishes, open at all hours that the tests call at. */
function menu(
  categories: Readonly<Record<string, readonly MenuItem[]>>,
  ...modifierGroups: readonly ModifierGroup[]
): MenuDocument {
  return {
    ...SOUND,
    categories: Object.entries(categories).map(([name, items]) => ({
      id: name.toLowerCase().replace(/\W+/g, '-'),
      name,
      items,
    })),
    modifierGroups,
    promotions: [],
  };
}

const extras = (...modifierGroups: readonly string[]) => ({ modifierGroups });
const called = (...aliases: readonly string[]) => ({ aliases });

/** A burger place: names with number words, "no" and "and" in them, and ids that count. */
export const BURGERS = menu(
  {
    Burgers: [
      dish('classic', 'Classic Burger', {
        ...extras('burger-extras', 'leave-out'),
        description: 'Beef, lettuce, tomato, pickles, onions and mayo.',
      }),
      dish('cheeseburger', 'Cheeseburger', {
        ...extras('burger-extras', 'leave-out'),
        description: 'Beef, cheddar, pickles, onions and mayo.',
      }),
      dish('bacon-burger', 'Double Bacon Burger', {
        ...extras('burger-extras', 'leave-out'),
        ...called('bacon burger'),
        description: 'Two patties, bacon, cheddar and barbecue sauce.',
      }),
      dish('no-name', 'No Name Burger', extras('burger-extras', 'leave-out')),
      dish('veggie', 'Veggie Burger', extras('burger-extras', 'leave-out')),
    ],
    Plates: [
      dish('mac', 'Mac and Cheese'),
      dish('fish-chips', 'Fish & Chips'),
      dish('surf-turf', 'Surf and Turf'),
      dish('two-cheese', 'Two Cheese Pizza'),
      dish('nuggets', 'Chicken Nuggets', extras('pieces', 'dip')),
      dish('hot-dog', 'Hot Dog'),
    ],
    Sides: [
      dish('fries', 'French Fries', { ...extras('size'), ...called('fries') }),
      dish('rings', 'Onion Rings', extras('size')),
      dish('slaw', 'Coleslaw'),
    ],
    Drinks: [
      dish('seven-up', '7 Up', extras('size')),
      dish('coke', 'Coke', { ...extras('size'), ...called('coca cola') }),
      dish('root-beer', 'Root Beer', extras('size')),
      dish('shake', 'Milkshake', { ...extras('flavor'), ...called('shake') }),
    ],
  },
  group('size', 'Size', [1, 1], { 'size-1': 'Small', 'size-2': 'Medium', 'size-3': 'Large' }),
  group('burger-extras', 'Extras', [0, 5], {
    'x-bacon': 'Bacon',
    'x-cheddar': 'Cheddar cheese',
    'x-avocado': 'Avocado',
    'x-egg': 'Fried egg',
    'x-jalapenos': 'Jalapeños',
  }),
  group('leave-out', 'Leave out', [0, 4], {
    'no-onions': 'No onions',
    'no-pickles': 'No pickles',
    'no-tomato': 'No tomato',
  }),
  group('pieces', 'Number of pieces', [1, 1], {
    'pieces-6': 'Six pieces',
    'pieces-9': 'Nine pieces',
    'pieces-20': 'Twenty pieces',
  }),
  group('dip', 'Dip', [0, 2], {
    'dip-bbq': 'Barbecue',
    'dip-ranch': 'Ranch',
    'dip-honey': 'Honey mustard',
  }),
  group('flavor', 'Flavor', [1, 1], {
    vanilla: 'Vanilla',
    chocolate: 'Chocolate',
    strawberry: 'Strawberry',
  }),
);

const HEAT = group('heat', 'Spice level', [0, 1], {
  mild: 'Mild',
  'medium-hot': 'Medium',
  hot: 'Hot',
});

/** A Chinese take-away. */
export const CHINESE = menu(
  {
    Starters: [
      dish('egg-rolls', 'Egg Rolls', extras('rolls')),
      dish('dumplings', 'Pork Dumplings', extras('how')),
      dish('hot-sour', 'Hot and Sour Soup', extras('soup-size')),
      dish('wonton', 'Wonton Soup', extras('soup-size')),
    ],
    Mains: [
      dish('general-tso', "General Tso's Chicken", {
        ...extras('rice', 'heat'),
        ...called('general tso', 'general chicken'),
      }),
      dish('kung-pao', 'Kung Pao Chicken', {
        ...extras('rice', 'heat'),
        description: 'Chicken, peanuts, peppers and chili.',
      }),
      dish('sweet-sour', 'Sweet and Sour Pork', extras('rice')),
      dish('broccoli', 'Beef with Broccoli', {
        ...extras('rice', 'heat'),
        description: 'Beef, broccoli, garlic and brown sauce.',
      }),
      dish('three-delights', 'Three Delights', extras('rice')),
      dish('mapo', 'Mapo Tofu', extras('rice', 'heat')),
    ],
    'Rice and noodles': [
      dish('fried-rice', 'Pork Fried Rice'),
      dish('shrimp-rice', 'Shrimp Fried Rice'),
      dish('lo-mein', 'Vegetable Lo Mein', {
        description: 'Noodles, carrots, onions and cabbage.',
      }),
    ],
  },
  HEAT,
  group('rice', 'Rice', [1, 1], { white: 'White rice', brown: 'Brown rice' }),
  group('rolls', 'Portion', [1, 1], { 'rolls-2': 'Two', 'rolls-4': 'Four', 'rolls-8': 'Eight' }),
  group('how', 'Cooking', [1, 1], { steamed: 'Steamed', 'pan-fried': 'Pan fried' }),
  group('soup-size', 'Size', [1, 1], { pint: 'Pint', quart: 'Quart' }),
);

/** A taqueria, in the language of the menus of its street: Spanish names in an English call. */
export const TAQUERIA = menu(
  {
    Tacos: [
      dish('pastor', 'Tacos al Pastor', {
        ...extras('taco-extras', 'taco-out'),
        ...called('al pastor', 'pastor tacos', 'pastor'),
        description: 'Pork, pineapple, onions and cilantro.',
      }),
      dish('asada', 'Carne Asada Tacos', {
        ...extras('taco-extras', 'taco-out'),
        ...called('carne asada', 'asada', 'tacos de asada', 'tacos de carne asada'),
        description: 'Beef, onions and cilantro.',
      }),
      dish('pescado', 'Tacos de Pescado', {
        ...extras('taco-extras', 'taco-out'),
        ...called('fish tacos', 'fish taco'),
        description: 'Fried fish, cabbage and crema.',
      }),
    ],
    Platos: [
      dish('burrito', 'Burrito', {
        ...extras('meat', 'taco-extras', 'taco-out'),
        description: 'Rice, beans, cheese and salsa.',
      }),
      dish('quesadilla', 'Quesadilla', extras('meat', 'taco-extras')),
      dish('chips-guac', 'Chips and Guacamole', called('chips and guac', 'totopos con guacamole')),
      dish('arroz-pollo', 'Arroz con Pollo'),
      dish('sin-nombre', 'Torta Sin Nombre', extras('taco-extras', 'taco-out')),
      dish('tres-leches', 'Tres Leches', called('tres leches cake', 'pastel de tres leches')),
    ],
    Bebidas: [
      dish('horchata', 'Horchata', extras('vaso')),
      dish('jamaica', 'Jamaica', { ...extras('vaso'), ...called('agua de jamaica') }),
      dish('coke', 'Mexican Coke', called('coke', 'coca')),
    ],
  },
  group('meat', 'Meat', [1, 1], { chicken: 'Chicken', steak: 'Steak', carnitas: 'Carnitas' }),
  group('taco-extras', 'Extras', [0, 4], {
    'x-guacamole': 'Guacamole',
    'x-cheese': 'Cheese',
    'x-crema': 'Sour cream',
    'x-jalapenos': 'Jalapeños',
  }),
  group('taco-out', 'Leave out', [0, 3], { 'no-onion': 'No onions', 'no-cilantro': 'No cilantro' }),
  group('vaso', 'Size', [1, 1], { small: 'Small', large: 'Large' }),
);
