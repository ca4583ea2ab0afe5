import { UNPRICED_USD_PER_MINUTE } from '../src/calls/call/call-usage.js';
import { estimateCostUsd } from '../src/openai/openai-prices.js';

describe('A minute whose price is not known', () => {
  it('is taken for dearer than one of both speaking throughout', () => {
    const minute = {
      inputTextTokens: 0,
      inputAudioTokens: 600,
      cachedTokens: 0,
      cachedAudioTokens: 0,
      outputTextTokens: 0,
      outputAudioTokens: 1_200,
    };
    for (const model of ['gpt-realtime-2.1', 'gpt-realtime-1.5', 'gpt-realtime-2.1-mini']) {
      expect(estimateCostUsd(model, minute)).toBeLessThan(UNPRICED_USD_PER_MINUTE);
    }
  });
});
