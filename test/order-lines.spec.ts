import { readFileSync } from 'node:fs';
import { readEnvironment } from '../src/config/environment.js';
import { loadVoiceScript } from '../src/config/voice-script.js';
import { TrialLine, type TrialCall } from '../src/menu-check/trial-line.js';
import type { MenuDocument } from '../src/menu/catalogue/menu-document.js';
import { Menu } from '../src/menu/catalogue/menu.js';
import { parseMenu } from '../src/menu/catalogue/parse-menu.js';
import { BURGERS, CHINESE, TAQUERIA } from './support/doubles/small-menus.js';

/** A Wednesday at three in the afternoon. */
const AFTERNOON = new Date('2026-11-18T15:00:00-05:00');
const PIZZAS = JSON.parse(readFileSync('test/fixtures/menu.json', 'utf8')) as MenuDocument;

const SAMPLE = JSON.parse(readFileSync('data/menu.json', 'utf8')) as MenuDocument;

/** File of the table, menu and voice file. */
const TABLES: readonly (readonly [string, MenuDocument, string])[] = [
  ['pizzas', PIZZAS, 'data/voice.json'],
  ['burgers', BURGERS, 'data/voice.json'],
  ['chinese', CHINESE, 'data/voice.json'],
  ['taqueria', TAQUERIA, 'data/voice.json'],
  ['wishes', SAMPLE, 'data/voice.json'],
  ['moves', SAMPLE, 'data/voice.json'],
  ['wishes-es', SAMPLE, 'data/voice.es.json'],
  ['moves-es', SAMPLE, 'data/voice.es.json'],
  ['taken-back', PIZZAS, 'data/voice.json'],
  ['recounts', SAMPLE, 'data/voice.json'],
  ['recounts-es', SAMPLE, 'data/voice.es.json'],
  ['taken-back-es', PIZZAS, 'data/voice.es.json'],
  ['pizzas-es', PIZZAS, 'data/voice.es.json'],
  ['changes', SAMPLE, 'data/voice.json'],
  ['changes-es', SAMPLE, 'data/voice.es.json'],
  ['whole-calls', SAMPLE, 'data/voice.json'],
  ['adding', SAMPLE, 'data/voice.json'],
  ['pizzas-es-callers', SAMPLE, 'data/voice.es.json'],
  ['pizzas-es-calls', SAMPLE, 'data/voice.es.json'],
  ['pizzas-es-families', SAMPLE, 'data/voice.es.json'],
  ['taqueria-es', TAQUERIA, 'data/voice.es.json'],
];

/**
 * A row: utterances divided by `/`, then `=>` and the order after the last of them, its lines
 * divided by `;`, each with its options in brackets and its note in quotes; `?` before the question
 * that is asked next, where it is another one than what else; `~` before what is said, `~ ^` before what is said first.
 */
interface Row {
  readonly said: readonly string[];
  readonly order: string;
  readonly asks: string | null;
  readonly says: string | null;
}

function rowsOf(file: string): readonly Row[] {
  return readFileSync(new URL(`./fixtures/order-lines/${file}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .filter((row) => row !== '' && !row.startsWith('#'))
    .map((row) => {
      const [said = '', expected = ''] = row.split(' => ');
      const parts = /^(.*?)(?: \? ([\w-]+))?(?: ~ (.+))?$/.exec(expected) ?? [];
      return {
        said: said.split(' / '),
        order: (parts[1] ?? '').trim(),
        asks: parts[2] ?? null,
        says: parts[3] ?? null,
      };
    });
}

async function orderOf(call: TrialCall): Promise<string> {
  const order = await call.order();
  const lines = (order?.lines ?? []).map(({ itemId, quantity, options, note }) =>
    [
      quantity,
      `${itemId}(${options.map(({ optionId }) => optionId).join(' ')})`.replace('()', ''),
      ...(note === null || note === '' ? [] : [`"${note}"`]),
    ].join(' '),
  );
  return lines.join('; ') || 'nothing';
}

describe.each(TABLES)('Order lines by speech: %s', (file, document, voice) => {
  let line: TrialLine;

  beforeAll(async () => {
    const parsed = parseMenu(JSON.stringify(document));
    if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
    const settings = { config: readEnvironment({}), script: loadVoiceScript(voice) };
    line = await TrialLine.open(new Menu(structuredClone(document)), settings);
  });
  afterAll(() => line.close());

  it.each(rowsOf(file).map((row) => [row.said.join(' / '), row] as const))(
    '%s',
    async (_, { said, order, asks, says }) => {
      const call = await line.dial(AFTERNOON);
      for (const speech of said) await call.turn({ speech });
      const { kind } = call.state.step;
      const question = kind === 'main' || kind === 'more' ? null : kind;
      expect([await orderOf(call), question, call.prompt]).toEqual([order, asks, call.prompt]);
      const [first, part] = says?.startsWith('^') ? [says.slice(1), ''] : ['', says ?? ''];
      expect(call.prompt.startsWith(first) ? '' : call.prompt).toBe('');
      expect(call.prompt).toContain(part);
      call.hangUp();
    },
  );
});
