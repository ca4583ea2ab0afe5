import { Logger } from '@nestjs/common';
import { readConversations } from './support/ivr-conversation.js';
import { play } from './support/ivr-player.js';
import { Restaurant } from './support/restaurant.js';
import { SPANISH_VOICE_FIXTURE } from './support/voice-fixture.js';

const VOICE_FILE = SPANISH_VOICE_FIXTURE;

const conversations = readConversations(new URL('./fixtures/ivr-es/', import.meta.url));

describe('A call in Spanish on the order line without AI', () => {
  let alone: Restaurant;
  let staffed: Restaurant;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    alone = await Restaurant.open({ VOICE_FILE });
    staffed = await Restaurant.open({ VOICE_FILE, HUMAN_TRANSFER_NUMBER: '+12125550199' });
  });
  afterAll(async () => {
    await alone.close();
    await staffed.close();
    Logger.overrideLogger(['log', 'error', 'warn']);
  });

  it.each(conversations.map((conversation) => [conversation.title, conversation] as const))(
    '%s',
    async (_, conversation) => {
      await play(conversation.person ? staffed : alone, conversation);
    },
  );
});
