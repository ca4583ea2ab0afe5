import { onBothBrains } from './support/both-brains.js';
import { readConversations } from './support/ivr-conversation.js';

const CONVERSATIONS = new URL('./fixtures/ivr/', import.meta.url);

describe('A call on the order line, without AI and with a chat model', () => {
  onBothBrains('English', CONVERSATIONS, {});

  it('is written down more than a hundred times', () => {
    expect(readConversations(CONVERSATIONS).length).toBeGreaterThan(100);
  });
});
