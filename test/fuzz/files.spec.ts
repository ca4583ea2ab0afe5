import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadVoiceScript, VoiceScript, VoiceScriptError } from '../../src/config/voice-script.js';
import { menuBriefing } from '../../src/menu/briefing.js';
import type { MenuDocument } from '../../src/menu/catalogue/menu-document.js';
import { parseMenu } from '../../src/menu/catalogue/parse-menu.js';
import { MenuSearch } from '../../src/menu/menu-search.js';
import { SPANISH_VOICE_FIXTURE, VOICE_FIXTURE } from '../support/voice-fixture.js';
import { fuzz } from './fuzz.js';
import { bytesNear, jsonNear } from './mutations.js';

const FIXTURE = JSON.parse(
  readFileSync(new URL('../fixtures/menu.json', import.meta.url), 'utf8'),
) as MenuDocument;
const NOW = new Date('2026-11-26T18:00:00Z');

/** Two dishes of the first category, with all that they need. */
function smallMenu(): MenuDocument {
  const [first] = FIXTURE.categories;
  const items = first?.items.slice(0, 2) ?? [];
  const needed = new Set(items.flatMap(({ modifierGroups = [] }) => modifierGroups));
  return {
    ...FIXTURE,
    categories: FIXTURE.categories.slice(0, 1).map((category) => ({ ...category, items })),
    modifierGroups: FIXTURE.modifierGroups.filter(({ id }) => needed.has(id)),
    promotions: FIXTURE.promotions.filter(
      (promotion) => !/itemIds|categoryIds/.test(JSON.stringify(promotion)),
    ),
  };
}

describe('What the restaurant writes', () => {
  const small = smallMenu();

  it('is a good menu to begin with', () => {
    expect(parseMenu(JSON.stringify(small))).toMatchObject({ ok: true });
    expect(small.promotions.length).toBeGreaterThan(0);
  });

  fuzz('a menu', jsonNear(small), (text) => {
    const parsed = parseMenu(text);
    if (!parsed.ok) {
      expect(parsed.faults.length).toBeGreaterThan(0);
      for (const fault of parsed.faults) {
        if (typeof fault !== 'string' || !fault.startsWith('/')) throw new Error(fault);
      }
      return 'bad';
    }
    const { menu } = parsed;
    menuBriefing(menu, NOW);
    const search = new MenuSearch(menu);
    for (const { name } of menu.items) search.search({ query: name });
    return 'good';
  });

  const voices = [VOICE_FIXTURE, SPANISH_VOICE_FIXTURE].map((path): unknown =>
    JSON.parse(readFileSync(path, 'utf8')),
  );
  const folder = mkdtempSync(join(tmpdir(), 'voiceplate-fuzz-'));
  const file = join(folder, 'voice.json');
  afterAll(() => rmSync(folder, { recursive: true }));

  fuzz('a voice file', bytesNear(...voices), (bytes) => {
    writeFileSync(file, bytes);
    try {
      const script = loadVoiceScript(file);
      expect(script).toBeInstanceOf(VoiceScript);
      const texts = [script.greeting, ...script.fillers, script.ivr.welcome, script.whisper.from];
      for (const text of [...texts, ...script.usualPromises]) {
        if (script.render(text, { restaurant: 'R' }).trim() === '') throw new Error('blank');
      }
      return 'good';
    } catch (error) {
      if (!(error instanceof VoiceScriptError)) throw error;
      expect(error.lines.length).toBeGreaterThan(0);
      return 'bad';
    }
  });
});
