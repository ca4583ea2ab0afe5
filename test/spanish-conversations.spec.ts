import { onBothBrains } from './support/both-brains.js';
import { SPANISH_VOICE_FIXTURE } from './support/voice-fixture.js';

describe('A call in Spanish on the order line, without AI and with a chat model', () => {
  onBothBrains('Spanish', new URL('./fixtures/ivr-es/', import.meta.url), {
    VOICE_FILE: SPANISH_VOICE_FIXTURE,
  });
});
