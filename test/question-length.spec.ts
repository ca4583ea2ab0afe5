import { readFileSync } from 'node:fs';
import { longSentences } from './support/long-sentences.js';
import { loadVoiceScript } from '../src/config/voice-script.js';
import { parseMenu } from '../src/menu/catalogue/parse-menu.js';
import type { MenuService } from '../src/menu/menu.service.js';
import type { OrderDesk } from '../src/menu/tools/order-desk.js';
import type { ToolBox } from '../src/menu/tools/tool-box.js';
import { DialogueContexts } from '../src/ivr/dialogue-context.js';
import { MenuRehearsal } from '../src/ivr/menu-rehearsal.js';

/** Questions that read out an order: what the caller has chosen is said to its end. */
const ORDERS = /^(read-back|order|change) of |^dishes to make sure of/;
/** Texts of the menu and of offers, as the owner has written them. */
const WRITTEN = /^(description of |offers$|opening hours$)/;

describe.each(['data/voice.json', 'data/voice.es.json'])('Questions of %s', (file) => {
  const parsed = parseMenu(readFileSync('data/menu.json', 'utf8'));
  if (!parsed.ok) throw new Error(parsed.faults.join());
  const contexts = new DialogueContexts({} as MenuService, {} as OrderDesk, loadVoiceScript(file), {
    definitions: () => [{ name: 'transfer_to_human' }],
  } as unknown as ToolBox);
  const asked = [...new MenuRehearsal(contexts).questions(parsed.menu)].map(
    ({ name, question }) => ({ name, prompt: question().prompt }),
  );

  it('are asked in sentences of at most 25 words, with all their keys', () => {
    const short = asked.filter(({ name }) => !ORDERS.test(name) && !WRITTEN.test(name));
    expect(short.length).toBeGreaterThan(30);
    expect(short.flatMap(({ prompt }) => longSentences(prompt))).toEqual([]);
  });
});
