import type {
  MenuDocument,
  MenuItem,
  MenuPromotion,
} from '../../../src/menu/catalogue/menu-document.js';

const DAY = [{ open: '11:00', close: '21:00' }];

/** A dish of 12 dollars without allergens. */
export function dish(id: string, name: string, more: Partial<MenuItem> = {}): MenuItem {
  const usual = { aliases: [], description: 'As the house makes it.', priceCents: 1200 };
  return { id, name, ...usual, dietary: [], allergens: [], ...more };
}

/** A required choice. */
export const SIZE = {
  id: 'size',
  name: 'Size',
  min: 1,
  max: 1,
  options: [
    { id: 'small', name: 'Small', priceDeltaCents: 0, allergens: [] },
    { id: 'large', name: 'Large', priceDeltaCents: 300, allergens: [] },
  ],
};
const SIDES = {
  id: 'two-sides',
  name: 'Sides',
  min: 2,
  max: 2,
  options: ['Rice', 'Beans', 'Coleslaw'].map((name) => ({
    id: name.toLowerCase(),
    name,
    priceDeltaCents: 0,
    allergens: [],
  })),
};
/** Options that may be left out. */
export const EXTRAS = {
  id: 'extras',
  name: 'Extras',
  min: 0,
  max: 2,
  options: [
    { id: 'bacon', name: 'Bacon', priceDeltaCents: 150, allergens: [] },
    { id: 'no-onions', name: 'No onions', priceDeltaCents: 0, allergens: [] },
  ],
};

/** A small menu without any fault; it is closed on Mondays. */
export const SOUND: MenuDocument = {
  business: {
    name: 'The Oak',
    address: '5 Main Street, New York',
    phone: '+12125550142',
    timezone: 'America/New_York',
    currency: 'USD',
    hours: {
      weekly: {
        monday: [],
        tuesday: DAY,
        wednesday: DAY,
        thursday: DAY,
        friday: DAY,
        saturday: DAY,
        sunday: DAY,
      },
      exceptions: [],
    },
    pickup: { leadMinutes: 20 },
    delivery: null,
    taxRate: 0.08,
    allergenNotice: 'Ask us about allergens.',
  },
  categories: [
    {
      id: 'grill',
      name: 'From the grill',
      items: [
        dish('burger', 'Oak Burger', {
          aliases: ['cheeseburger'],
          modifierGroups: ['size', 'extras'],
        }),
        dish('ribs', 'Smoked Ribs', { modifierGroups: ['two-sides'] }),
      ],
    },
    { id: 'drinks', name: 'Drinks', items: [dish('lemonade', 'Lemonade', { priceCents: 300 })] },
  ],
  modifierGroups: [SIZE, SIDES, EXTRAS],
  promotions: [
    {
      code: 'TENOFF',
      name: 'Ten off',
      description: 'Ten percent off.',
      kind: 'percent',
      percent: 10,
    },
  ],
};

/** The sound menu with more drinks. */
export function withDishes(...dishes: readonly MenuItem[]): MenuDocument {
  const [grill, drinks] = SOUND.categories;
  if (!grill || !drinks) throw new Error('The menu of the test has two categories');
  return {
    ...SOUND,
    categories: [grill, { ...drinks, items: [...drinks.items, ...dishes] }],
  };
}

/** The sound menu with another group of the same id. */
export function withGroup(changed: MenuDocument['modifierGroups'][number]): MenuDocument {
  const groups = SOUND.modifierGroups;
  return {
    ...SOUND,
    modifierGroups: groups.map((group) => (group.id === changed.id ? changed : group)),
  };
}

/** The sound menu of another business. */
export function withBusiness(business: Partial<MenuDocument['business']>): MenuDocument {
  return { ...SOUND, business: { ...SOUND.business, ...business } };
}

/** The sound menu with one offer alone; without a kind it is five percent off. */
export function withOffer(offer: Partial<MenuPromotion>): MenuDocument {
  const plain = { code: 'MORE', name: 'More', description: 'More.' };
  const benefit = offer.kind === undefined ? { kind: 'percent', percent: 5 } : {};
  return { ...SOUND, promotions: [{ ...plain, ...benefit, ...offer } as MenuPromotion] };
}
