import { readFileSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import type { MenuDocument } from '../src/menu/catalogue/menu-document.js';
import { playTalk, readTalk, type TalkRow } from './support/ivr-talk.js';
import { Restaurant } from './support/restaurant.js';
import { SPANISH_VOICE_FIXTURE } from './support/voice-fixture.js';

/** With an area that addresses are checked by, orders for later and texts in Spanish. */
const SAMPLE = JSON.parse(readFileSync('data/menu.json', 'utf8')) as MenuDocument;

describe.each<[string, string, Record<string, string>, MenuDocument?]>([
  ['English', 'english', {}],
  ['English, answers', 'english-answers', {}],
  ['Spanish', 'spanish', { VOICE_FILE: SPANISH_VOICE_FIXTURE }],
  ['Spanish, callers', 'spanish-callers', { VOICE_FILE: SPANISH_VOICE_FIXTURE }, SAMPLE],
  ['Spanish, answers', 'spanish-answers', { VOICE_FILE: SPANISH_VOICE_FIXTURE }],
  ['English, details', 'english-details', {}, SAMPLE],
  ['English, checkout', 'english-checkout', {}, SAMPLE],
  ['English, asides', 'english-asides', {}, SAMPLE],
  ['English, questions', 'english-questions', {}, SAMPLE],
  ['Spanish, questions', 'spanish-questions', { VOICE_FILE: SPANISH_VOICE_FIXTURE }, SAMPLE],
  ['Spanish, checkout', 'spanish-checkout', { VOICE_FILE: SPANISH_VOICE_FIXTURE }, SAMPLE],
  ['Spanish, details', 'spanish-details', { VOICE_FILE: SPANISH_VOICE_FIXTURE }, SAMPLE],
  ['English, later', 'english-later', {}, SAMPLE],
  ['Spanish, later', 'spanish-later', { VOICE_FILE: SPANISH_VOICE_FIXTURE }, SAMPLE],
])('Talk on the order line without AI, in %s', (_, file, env, menu) => {
  const rows = readTalk(new URL(`./fixtures/ivr-talk/${file}.txt`, import.meta.url));
  let restaurant: Restaurant;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    restaurant = await Restaurant.open(env);
  });
  afterAll(async () => {
    await restaurant.close();
    Logger.overrideLogger(['log', 'error', 'warn']);
  });

  it.each(rows.map((row) => [row.scene.at(-1) ?? '', row.said, row] as const))(
    'after "%s", hears "%s"',
    async (_, said, { scene, expected }: TalkRow) => {
      const outcome = await playTalk(restaurant, { scene, said, expected }, menu);
      for (const words of expected.says) expect(outcome.prompt).toContain(words);
      for (const words of expected.saysNot) expect(outcome.prompt).not.toContain(words);
      expect(outcome.tools).toHaveLength(expected.tools.length);
      expected.tools.forEach(([name = '', ...parts], index) => {
        expect(outcome.tools[index]).toMatch(new RegExp(`^${name} `));
        for (const part of parts) expect(outcome.tools[index]).toContain(part);
      });
      const { after, end, missed } = outcome;
      const next = expected.next ?? outcome.before;
      expect({ after, end, missed }).toEqual({
        after: next,
        end: expected.end,
        missed: expected.missed,
      });
    },
  );
});
