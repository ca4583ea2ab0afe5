import { Logger } from '@nestjs/common';
import { onBothBrains } from './support/both-brains.js';
import { readConversations } from './support/ivr-conversation.js';
import { play } from './support/ivr-player.js';
import { Restaurant } from './support/restaurant.js';
import {
  bilingualVoiceFile,
  SPANISH_VOICE_FIXTURE,
  VOICE_FIXTURE,
} from './support/voice-fixture.js';

describe('A call in Spanish on the order line, without AI and with a chat model', () => {
  onBothBrains('Spanish', new URL('./fixtures/ivr-es/', import.meta.url), {
    VOICE_FILE: SPANISH_VOICE_FIXTURE,
  });
});

describe.each([
  ['English', 'english', VOICE_FIXTURE],
  ['Spanish', 'spanish', SPANISH_VOICE_FIXTURE],
])('A call on a line without AI that speaks two languages, first %s', (_, folder, first) => {
  let restaurant: Restaurant;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    restaurant = await Restaurant.open({ VOICE_FILE: bilingualVoiceFile(first) });
  });
  afterAll(async () => {
    await restaurant.close();
    Logger.overrideLogger(['log', 'error', 'warn']);
  });

  const written = readConversations(
    new URL(`./fixtures/ivr-languages/${folder}/`, import.meta.url),
  );

  it.each(written.map((conversation) => [conversation.title, conversation] as const))(
    '%s',
    async (_title, conversation) => {
      await play(restaurant, conversation);
    },
  );
});
