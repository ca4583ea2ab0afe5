import { readFileSync } from 'node:fs';
import { readEnvironment } from '../config/environment.js';
import { loadVoiceScript } from '../config/voice-script.js';
import { DialogueContexts } from '../ivr/dialogue-context.js';
import { MenuRehearsal } from '../ivr/menu-rehearsal.js';
import type { Menu } from '../menu/catalogue/menu.js';
import { parseMenu } from '../menu/catalogue/parse-menu.js';
import { MenuAcceptance } from '../menu/menu-acceptance.js';
import type { MenuService } from '../menu/menu.service.js';
import type { OrderDesk } from '../menu/tools/order-desk.js';
import type { ToolBox } from '../menu/tools/tool-box.js';
import { GatherTwiml, type Question } from './gather-twiml.js';
import { TwimlRehearsal } from './twiml-rehearsal.js';

const text = readFileSync('test/fixtures/menu.json', 'utf8');
const config = readEnvironment({ PUBLIC_URL: 'https://example.com', TWILIO_AUTH_TOKEN: 'secret' });

/** Remembers what it is asked for, and fails at what the test says. */
class ProbeTwiml extends GatherTwiml {
  readonly prompts: string[] = [];
  failsAt = /^$/;

  override ask(question: Question): string {
    this.prompts.push(question.prompt);
    if (this.failsAt.test(question.prompt)) throw new RangeError('no such voice');
    return super.ask(question);
  }
}

function menuOf(json: string): Menu {
  const parsed = parseMenu(json);
  if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
  return parsed.menu;
}

describe.each(['data/voice.json', 'data/voice.es.json'])('A menu tried out with %s', (file) => {
  const script = loadVoiceScript(file);
  let acceptance: MenuAcceptance;
  let gather: ProbeTwiml;

  beforeEach(() => {
    acceptance = new MenuAcceptance();
    gather = new ProbeTwiml(config, script);
    const contexts = new DialogueContexts({} as MenuService, {} as OrderDesk, script, {
      definitions: () => [],
    } as unknown as ToolBox);
    const rehearsal = new MenuRehearsal(contexts);
    expect(new TwimlRehearsal(acceptance, rehearsal, gather, config, script)).toBeDefined();
  });

  it('is accepted, and all its names and descriptions were in a question', async () => {
    const menu = menuOf(text);
    expect(await acceptance.faultsOf(menu)).toEqual([]);
    const said = gather.prompts.join('\n').toLowerCase();
    const options = menu.modifierGroups.flatMap((group) => group.options);
    const texts = [
      ...[...menu.items, ...menu.categories, ...options, ...menu.promotions].map(
        ({ name }) => name,
      ),
      ...menu.items.map(({ description }) => description),
      menu.business.address,
    ];
    // What is sold out is left out of the choices.
    const gone = new Set(options.filter(({ soldOut }) => soldOut === true).map(({ name }) => name));
    const missing = texts.filter((one) => !gone.has(one) && !said.includes(one.toLowerCase()));
    expect(missing).toEqual([]);
    // Once in each language.
    expect(gather.prompts.length / script.inAllLanguages.length).toBeLessThan(200);
  });

  it('is refused with the name of the question that cannot be made', async () => {
    gather.failsAt = /Tiramisu/;
    const faults = await acceptance.faultsOf(menuOf(text));
    expect(faults).toContain('TwiML: description of Tiramisu: no such voice');
    expect(faults).toContainEqual(expect.stringMatching(/^TwiML: read-back of .*Tiramisu.*: no/));
  });

  it('is refused when a document is larger than Twilio takes', async () => {
    const document = JSON.parse(text) as { promotions: { description: string }[] };
    const [offer] = document.promotions;
    document.promotions = Array.from({ length: 8 }, (_, at) => ({
      ...offer,
      code: `OFFER${at}`,
      description: '"&披'.repeat(70),
    })) as never;
    const long = JSON.stringify(document);
    expect(await acceptance.faultsOf(menuOf(long))).toEqual([]);
    gather.ask = () => 'x'.repeat(65_537);
    expect(await acceptance.faultsOf(menuOf(long))).toContain(
      'TwiML: offers: 65537 bytes, Twilio takes 65536',
    );
  });

  it('may have the names of an object’s own machinery for ids', async () => {
    const odd = text
      .replaceAll('"margherita"', '"constructor"')
      .replaceAll('"pizzas"', '"prototype"');
    expect(await acceptance.faultsOf(menuOf(odd))).toEqual([]);
  });
});
