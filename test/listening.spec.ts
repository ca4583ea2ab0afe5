import { Logger } from '@nestjs/common';
import { readConversations } from './support/ivr-conversation.js';
import { play, type PlayedTurn } from './support/ivr-player.js';
import { Restaurant } from './support/restaurant.js';
import { SPANISH_VOICE_FIXTURE, VOICE_FIXTURE } from './support/voice-fixture.js';

const MAX_KEYS = 12;
const MAX_WORDS = 200;

/** The words until the key's own choice has been said; a read-back is heard to its end. */
function heardOf({ prompt, listensFrom, by }: PlayedTurn): string {
  const key = by !== null && 'digits' in by ? by.digits : undefined;
  const rest = prompt.slice(listensFrom);
  const at = key === undefined ? -1 : rest.search(new RegExp(`\\b${key} `));
  const end = at < 0 ? -1 : rest.slice(at).search(/[,.]/);
  return prompt.slice(0, listensFrom) + (end < 0 ? rest : rest.slice(0, at + end));
}

describe('A large pizza with two toppings by keys alone', () => {
  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(['log', 'error', 'warn']));

  it.each([
    ['English', './fixtures/ivr/', VOICE_FIXTURE, 'orders a large pizza'],
    ['Spanish', './fixtures/ivr-es/', SPANISH_VOICE_FIXTURE, 'pide una pizza grande'],
  ])('takes few keys and few words in %s', async (language, folder, VOICE_FILE, title) => {
    const restaurant = await Restaurant.open({ VOICE_FILE });
    try {
      const conversation = readConversations(new URL(folder, import.meta.url)).find((one) =>
        one.title.startsWith(title),
      );
      if (!conversation) throw new Error(`No conversation "${title}".`);
      const answered = await play(restaurant, conversation);
      const keys = answered.filter(({ by }) => by !== null && 'digits' in by).length;
      const words = answered.map((one) => heardOf(one).trim().split(/\s+/).length);
      const heard = words.reduce((sum, count) => sum + count, 0);
      process.stdout.write(
        `${language}: ${keys} keys, ${heard} words heard (${words.join(' ')})\n`,
      );
      expect(keys).toBe(conversation.exchanges.length - 1);
      expect(keys).toBeLessThanOrEqual(MAX_KEYS);
      expect(heard).toBeLessThanOrEqual(MAX_WORDS);
    } finally {
      await restaurant.close();
    }
  });
});
