import { readFileSync } from 'node:fs';
import { loadVoiceScript } from '../../../src/config/voice-script.js';
import type { DialogueContexts } from '../../../src/ivr/dialogue-context.js';
import { menuWords } from '../../../src/understanding/menu-words.js';
import { ENGLISH } from '../../../src/understanding/vocabulary/english.js';
import { parseMenu } from '../../../src/menu/catalogue/parse-menu.js';

/** What the dialogue knows of the menu of the tests: all of it can be had, a search finds nothing. */
export function dialogueWorlds(): Pick<DialogueContexts, 'now'> {
  const parsed = parseMenu(readFileSync('test/fixtures/menu.json', 'utf8'));
  if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
  const { menu } = parsed;
  const script = loadVoiceScript('data/voice.json');
  return {
    now: () => ({
      language: 'en',
      otherLanguage: null,
      speaking: () => null,
      menu,
      words: menuWords(menu, ENGLISH),
      search: () => [],
      unavailable: () => null,
      person: false,
      sentence: (name, values = {}) => {
        const shared = name === 'goodbye' || name === 'noHuman' || name === 'transferring';
        const text = shared ? script[name] : (script.ivr[name] ?? '');
        return script.render(text, { ...values, restaurant: menu.business.name });
      },
    }),
  };
}
