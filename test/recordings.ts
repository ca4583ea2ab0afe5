/**
 * Records what a line without AI says to the sample callers of `/phone`, for browsers without a
 * voice: `npm run recordings`. Recorded are the fixed sentences of the voice script, all that the
 * order line says to each sample order, and parts for what varies: numbers, days and times.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadVoiceScript } from '../src/config/voice-script.js';
import type { MenuDocument } from '../src/menu/catalogue/menu-document.js';
import { spokenClock, spokenNumber } from '../src/menu/spoken/english.js';
import { sentencesOf, wordsOf } from '../src/web/client/pages/phone/audio/recorded-speech.js';
import { ONE_PIZZA, PIZZA_AND_DESSERT } from '../src/web/client/pages/phone/caller/wishes.js';
import { freePort } from './simulators/free-port.js';
import { ServerProcess } from './simulators/server-process.js';
import { speak } from './simulators/speech/speak.js';
import { writeAlwaysOpenMenu, writeClosedMenu } from './support/menu-fixture.js';
import { RECORDINGS_FOLDER, walkOrderLine } from './support/order-line-walk.js';

const ROOT = join(import.meta.dirname, '..');
const MENU = new URL('../data/menu.json', import.meta.url);
const DAYS = [
  'today',
  'tomorrow',
  ...'Sun Mon Tues Wednes Thurs Fri Satur'.split(' ').map((day) => `on ${day}day`),
];
/** An order's number, minutes, times and days; and what stands between dishes and a time or name. */
const VARYING =
  /\b(?:(?<=number is )[a-z ]+|(?<=about )[a-z-]+(?= minutes)|\d+(?::\d+)? [AP]M|noon|midnight|for pickup|today|tomorrow|on [A-Z][a-z]+day)\b/g;

const { business } = JSON.parse(await readFile(MENU, 'utf8')) as MenuDocument;

/** Long helps, and answers to small talk. They would be a quarter of all bytes. */
const RARE =
  'helpDish helpChoice helpWords fixKeys lineKeys robot hearing unknown complaint payment orderReady ' +
  'otherLanguage twoLanguages speaking halves nameWhy';

/** The script's own words that are said without AI, as far as nothing varies in them. */
function fixedTexts(): readonly string[] {
  const script = loadVoiceScript(join(ROOT, 'data/voice.json'));
  const { welcome, busy, apology, transferring, voicemailPrompt, messagePrompt, goodbye } = script;
  const webhooks = [welcome, busy, apology, transferring, voicemailPrompt, messagePrompt, goodbye];
  const ivr = Object.entries(script.ivr).filter(([key]) => !RARE.split(' ').includes(key));
  return [
    ...webhooks,
    ...script.fillers,
    ...ivr.map(([, text]) => text),
    ...Object.values(script.whisper),
  ]
    .filter((text) => typeof text === 'string')
    .map((text) => text.replaceAll('{{restaurant}}', business.name))
    .flatMap(sentencesOf)
    .filter((sentence) => !sentence.includes('{{'));
}

/** What the line says to each sample order, while the restaurant is open and while it is not. */
async function walkedTexts(): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'voiceplate-recordings-'));
  const said: string[] = [];
  try {
    for (const write of [writeAlwaysOpenMenu, writeClosedMenu]) {
      const port = await freePort();
      const publicUrl = `http://localhost:${port}`;
      const server = await ServerProcess.start(port, {
        HOST: '127.0.0.1',
        PUBLIC_URL: publicUrl,
        DATA_DIR: join(folder, 'data'),
        MENU_FILE: await write(folder, MENU),
        LOG_LEVEL: 'WARN',
      });
      for (const wishes of [ONE_PIZZA, PIZZA_AND_DESSERT])
        said.push(...(await walkOrderLine(publicUrl, wishes)));
      await server.kill();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return said.flatMap(sentencesOf).flatMap((sentence) => sentence.split(VARYING));
}

/** What stands where a sentence varies. */
function parts(): readonly string[] {
  const units = Array.from({ length: 20 }, (_, value) => value);
  const numbers = [...units, 20, 30, 40, 50].map(spokenNumber);
  const hours = [
    ...Object.values(business.hours.weekly),
    ...business.hours.exceptions.map((day) => day.hours),
  ].flat();
  const times = hours.flatMap(({ open, close }) => [open, later(open), close]);
  return [...numbers, ...DAYS, ...times.map(spokenClock), 'at', 'for pickup', 'We are open until'];
}

/** The earliest time for an order that is made before the restaurant opens. */
function later(open: string): string {
  const [hour = 0, minute = 0] = open.split(':').map(Number);
  const at = hour * 60 + minute + business.pickup.leadMinutes;
  return [Math.floor(at / 60), at % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

const texts = [...fixedTexts(), ...(await walkedTexts()), ...parts()];
const recordings = new Map(texts.map((text) => [wordsOf(text), text.trim()]));
recordings.delete('');
for (const file of await readdir(RECORDINGS_FOLDER)) {
  if (file.endsWith('.ulaw')) await rm(join(RECORDINGS_FOLDER, file));
}
let bytes = 0;
for (const [name, text] of recordings) {
  const audio = await speak(text, 'assistant');
  await writeFile(join(RECORDINGS_FOLDER, `${name}.ulaw`), audio);
  bytes += audio.length;
}
console.log(`${recordings.size} recordings, ${Math.round(bytes / 1000)} kB`);
