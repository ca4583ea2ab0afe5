import { readFileSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import type { MenuDocument } from '../src/menu/catalogue/menu-document.js';
import { playTalk, type TalkExpectation } from './support/ivr-talk.js';
import { Restaurant } from './support/restaurant.js';
import { SPANISH_VOICE_FIXTURE } from './support/voice-fixture.js';

const SAMPLE = JSON.parse(readFileSync('data/menu.json', 'utf8')) as MenuDocument;
const ANY: TalkExpectation = {
  says: [],
  saysNot: [],
  tools: [],
  next: null,
  end: null,
  missed: false,
};

/** What a caller says beside a question, and what is heard or done about it at every one. */
interface Thing {
  readonly said: string;
  /** In the answer. */
  readonly says: RegExp;
  /** The only tools that may change something. */
  readonly does: RegExp;
  /** The question that was open comes again at each of these. */
  readonly again: boolean;
}

interface Language {
  readonly voice: Record<string, string>;
  readonly scenes: Readonly<Record<string, string>>;
  readonly things: readonly Thing[];
}

const ENGLISH: Language = {
  voice: {},
  scenes: {
    more: 'garlic knots',
    'option, size': 'garlic knots / a margherita',
    'option, sauce': 'garlic knots / six wings',
    'option, dressing': 'garlic knots / a caesar salad',
    'option, drink': 'garlic knots / a coke',
    'offer-item': 'garlic knots / how much is the lasagna',
    items: 'garlic knots / a pizza',
    fulfilment: "two lasagnas and garlic knots / that's all",
    minimum: "garlic knots / that's all / delivery",
    address: "two lasagnas and garlic knots / that's all / delivery",
    'address-check': "two lasagnas and garlic knots / that's all / delivery / 45 Mott Street",
    'ready-time': 'two lasagnas and garlic knots / for tomorrow',
    name: "two lasagnas and garlic knots / that's all / pickup",
    confirm: "two lasagnas and garlic knots / that's all / pickup / Tom",
    fix: "two lasagnas and garlic knots / that's all / pickup / Tom / no",
    cancel: 'two lasagnas and garlic knots / cancel my order',
  },
  things: [
    { said: 'and a tiramisu', says: /one Tiramisu/, does: /add_item .*tiramisu/, again: false },
    {
      said: 'forget the garlic knots',
      says: /taken the Garlic Knots off/,
      does: /remove_item/,
      again: false,
    },
    {
      said: 'make the garlic knots two orders',
      says: /two Garlic Knots/,
      does: /change_item .*2/,
      again: false,
    },
    {
      said: 'my name is Maria',
      says: /Maria/,
      does: /set_customer .*Maria|read_back/,
      again: false,
    },
    { said: 'Mark', says: /Mark/, does: /set_customer .*Mark|read_back/, again: false },
    {
      said: 'at seven tonight',
      says: /at 7 PM/,
      does: /set_customer .*seven|read_back/,
      again: false,
    },
    {
      said: "I'm allergic to nuts",
      says: /noted an allergy/,
      does: /note_allergy|read_back/,
      again: true,
    },
    {
      said: 'do you have breadsticks',
      says: /could not find breadsticks/,
      does: /read_back/,
      again: true,
    },
    {
      said: 'how much is a minestrone',
      says: /six dollars and ninety-five/,
      does: /^$/,
      again: false,
    },
    { said: 'what time do you close', says: /open until/, does: /read_back/, again: true },
    { said: 'is that with tax', says: /The total is/, does: /read_back/, again: true },
    { said: 'hold on a second', says: /Take your time/, does: /read_back/, again: true },
    { said: "I'd like to order some food", says: /./, does: /read_back/, again: true },
  ],
};

const SPANISH: Language = {
  voice: { VOICE_FILE: SPANISH_VOICE_FIXTURE },
  scenes: {
    more: 'una caprese',
    'option, size': 'una caprese / una margarita',
    'option, dressing': 'una caprese / una ensalada césar',
    items: 'una caprese / una pizza',
    fulfilment: 'dos lasañas y una caprese / es todo',
    minimum: 'una caprese / es todo / a domicilio',
    address: 'dos lasañas y una caprese / es todo / a domicilio',
    name: 'dos lasañas y una caprese / es todo / para recoger',
    confirm: 'dos lasañas y una caprese / es todo / para recoger / Lupe',
  },
  things: [
    { said: 'y un tiramisú', says: /un Tiramisu/, does: /add_item .*tiramisu/, again: false },
    { said: 'me llamo María', says: /María/, does: /set_customer .*María|read_back/, again: false },
    { said: 'Raúl', says: /Raúl/, does: /set_customer .*Raúl|read_back/, again: false },
    {
      said: 'soy alérgica a las nueces',
      says: /alergia/,
      does: /note_allergy|read_back/,
      again: true,
    },
    { said: '¿cuánto cuesta la minestrone?', says: /seis dólares/, does: /^$/, again: false },
    { said: 'espéreme tantito', says: /Tómese su tiempo/, does: /read_back/, again: true },
  ],
};

/** Nothing that is said while a question is open is lost, and no question orders anything. */
describe.each([
  ['English', ENGLISH],
  ['Spanish', SPANISH],
])('What is said beside an open question, in %s', (_, { voice, scenes, things }) => {
  let restaurant: Restaurant;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    restaurant = await Restaurant.open(voice);
  });
  afterAll(async () => {
    await restaurant.close();
    Logger.overrideLogger(['log', 'error', 'warn']);
  });

  const rows = Object.entries(scenes).flatMap(([step, scene]) =>
    things.map((thing) => [step, thing.said, scene, thing] as const),
  );

  it.each(rows)('at %s, hears "%s"', async (step, said, before, { says, does, again }) => {
    const scene = ['(calls)', ...before.split(' / ')];
    const outcome = await playTalk(restaurant, { scene, said, expected: ANY }, SAMPLE);
    expect(outcome.before).toBe(step.split(',')[0]);
    expect(outcome.prompt).toMatch(says);
    // A change at the read-back leads back to it.
    const changed = outcome.tools.length > 1 && outcome.after === 'confirm';
    const tools = changed ? outcome.tools.slice(0, -1) : outcome.tools;
    for (const tool of tools) expect(tool).toMatch(does);
    if (again) expect(outcome.after).toBe(outcome.before);
    expect(outcome.end).toBeNull();
  });
});
