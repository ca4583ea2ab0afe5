import { createServer, type Server } from 'node:http';

/** A dish as the till knows it. */
interface TillDish {
  readonly code: string;
  readonly text: string;
  readonly about: string;
  readonly price: string;
}

/** Serves the dishes of a till as a menu, for `MENU_URL`. `frame` is the menu without dishes. */
export function serveMenu(frame: object, dishes: () => readonly TillDish[]): Server {
  return createServer((_request, response) => {
    const items = dishes().map(({ code, text, about, price }) => ({
      id: `till-${code}`,
      name: text,
      aliases: [],
      description: about,
      priceCents: Math.round(Number(price) * 100),
      dietary: [],
      // Not known: no caller is told that a dish is free of anything.
      allergens: null,
    }));
    const categories = [{ id: 'dishes', name: 'Dishes', items }];
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ ...frame, categories, modifierGroups: [], promotions: [] }));
  });
}
