import { Logger } from '@nestjs/common';
import { readConversations } from './support/ivr-conversation.js';
import { play } from './support/ivr-player.js';
import { Restaurant } from './support/restaurant.js';

const conversations = readConversations(new URL('./fixtures/ivr/', import.meta.url));

describe('A call on the order line without AI', () => {
  let alone: Restaurant;
  let staffed: Restaurant;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    alone = await Restaurant.open();
    staffed = await Restaurant.open({ HUMAN_TRANSFER_NUMBER: '+12125550199' });
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

  it('is written down more than thirty times', () => {
    expect(conversations.length).toBeGreaterThan(30);
  });
});
