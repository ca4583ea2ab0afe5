import { ivrTurn } from '../src/ivr/dialogue.js';
import { runTurn } from '../src/ivr/run-turn.js';
import { presenceOf } from '../src/menu/allergens/dish-contents.js';
import type { ToolOutcome } from '../src/menu/tools/tool.js';
import { onRestaurant, Restaurant } from './support/restaurant.js';
import { SPANISH_VOICE_FIXTURE } from './support/voice-fixture.js';

/** `D` stands for the dish, `X` for the allergen. */
const ENGLISH = [
  'does the D have X',
  'is there X in the D',
  'does D contain any X',
  'is the D X free',
  'are there any X in the D',
  'any X in the D',
  'is the D made with X',
  "I'm allergic to X, is the D safe",
  "can I eat the D if I'm allergic to X",
  'is the D okay for someone with a X allergy',
];
const SPANISH = [
  'tiene X el D',
  'D lleva X',
  'la D contiene X',
  'hay X en la D',
  'tiene algo de X la D',
  'la D es sin X',
  'la D trae X',
  'la D es libre de X',
  'soy alérgico a X, es segura la D',
  'puedo comer D si soy alérgico a X',
];
/** How callers say the allergens of the menu, and how the line says them. */
const ENGLISH_NAMES: Readonly<Record<string, readonly [string, string]>> = {
  gluten: ['gluten', 'gluten'],
  milk: ['dairy', 'milk'],
  egg: ['egg', 'egg'],
  fish: ['fish', 'fish'],
  shellfish: ['shrimp', 'shellfish'],
  molluscs: ['clams', 'molluscs'],
  peanuts: ['peanuts', 'peanuts'],
  'tree-nuts': ['nuts', 'tree nuts'],
  soy: ['soy', 'soy'],
  sesame: ['sesame', 'sesame'],
  mustard: ['mustard', 'mustard'],
  celery: ['celery', 'celery'],
  sulphites: ['sulfites', 'sulphites'],
};
const SPANISH_NAMES: Readonly<Record<string, readonly [string, string]>> = {
  gluten: ['gluten', 'gluten'],
  milk: ['lácteos', 'leche'],
  egg: ['huevo', 'huevo'],
  fish: ['pescado', 'pescado'],
  shellfish: ['camarones', 'mariscos'],
  molluscs: ['almejas', 'moluscos'],
  peanuts: ['cacahuates', 'cacahuates'],
  'tree-nuts': ['nueces', 'nueces'],
  soy: ['soya', 'soya'],
  mustard: ['mostaza', 'mostaza'],
  celery: ['apio', 'apio'],
  sulphites: ['sulfitos', 'sulfitos'],
};

/** What must not be said of a dish, whatever it is. */
const PROMISES =
  /\b(?:safe|free (?:of|from)|without|segur[oa]s?|libre de|no tiene|no contiene|no lleva)\b/i;
const DENIALS = /\b(?:does not list|no indica)\b[^.]*/gi;

function answered(fields: object): ToolOutcome {
  return { result: { ok: true, ...fields }, effect: null, order: null };
}

describe.each([
  ['English', {}, ENGLISH, ENGLISH_NAMES],
  ['Spanish', { VOICE_FILE: SPANISH_VOICE_FIXTURE }, SPANISH, SPANISH_NAMES],
] as const)('Each allergen of the menu asked about each dish in %s', (_, env, phrases, names) => {
  let restaurant: Restaurant;
  beforeAll(async () => {
    restaurant = await Restaurant.open(env);
  });
  afterAll(() => restaurant.close());

  it.each(phrases)(
    'is never denied against the data, and never promised away: "%s"',
    async (phrase) => {
      const { world } = restaurant;
      const { allergenNotice } = world.menu.business;
      const untold: string[] = [];
      for (const item of world.menu.items) {
        for (const [allergen, [called, spoken]] of Object.entries(names)) {
          const speech = phrase.replace('D', item.name).replace('X', called);
          const noted: string[] = [];
          const answer = async (name: string, args: object): Promise<ToolOutcome> => {
            if (name === 'view_order') return answered({ lines: [], allergies: noted });
            if (name !== 'note_allergy') return restaurant.run(name, args);
            noted.push(...(args as { allergies: string[] }).allergies);
            return answered({ spoken: '' });
          };
          const { prompt } = await runTurn(ivrTurn(null, { speech }, world), answer);
          const said = prompt.replace(allergenNotice, '').replace(item.description, '');
          expect([speech, said, PROMISES.test(said)]).toEqual([speech, said, false]);
          const presence = presenceOf(allergen, { item, options: [] });
          const denied = (said.match(DENIALS) ?? []).some((one) => one.includes(spoken));
          if (presence !== 'unlisted') expect([speech, denied]).toEqual([speech, false]);
          const told = said.includes(item.name) && said.includes(spoken);
          if (presence === 'contained' && !told) untold.push(speech);
        }
      }
      expect(untold).toEqual([]);
    },
    60_000,
  );
});

describe('An allergy that a model writes into the note of a dish', () => {
  let restaurant: Restaurant;
  onRestaurant((opened) => {
    restaurant = opened;
  });

  it('is an allergy of the order, and warned of as any other', async () => {
    await restaurant.run('add_item', { itemId: 'caprese' });
    const added = await restaurant.result('add_item', {
      itemId: 'tiramisu',
      note: 'no dairy please, allergic',
    });
    expect(added['warning']).toBe(
      'I have noted an allergy to milk for the kitchen. ' +
        'Please note: the Tiramisu contains milk, and you told me of an allergy to it. ' +
        'Please note: the Caprese contains milk, and you told me of an allergy to it.',
    );
    const changed = await restaurant.result('change_item', {
      lineId: (added['added'] as { lineId: string }).lineId,
      note: 'nut allergy',
    });
    expect(changed['warning']).toContain('I have noted an allergy to peanuts and tree nuts');
    const later = await restaurant.result('add_item', { itemId: 'cannoli' });
    expect(later['warning']).toContain('the Cannoli contains milk and tree nuts');
    await restaurant.run('set_customer', { name: 'Anna', fulfilment: 'pickup' });
    const read = await restaurant.result('read_back_order');
    expect(read['spoken']).toContain(
      'The kitchen is told of an allergy to milk, peanuts and tree nuts.',
    );
  });

  it('is no allergy when nothing is said of one', async () => {
    await restaurant.run('add_item', { itemId: 'caprese', note: 'no basil' });
    expect(await restaurant.result('view_order')).not.toHaveProperty('allergies', ['milk']);
  });
});
