import { ownPath } from './webhooks.js';

describe('ownPath', () => {
  const publicUrl = 'https://voice.example.com/line';

  it.each([
    ['https://voice.example.com/line/voice/next?leg=1', '/voice/next?leg=1'],
    ['https://voice.example.com/lines/voice', null],
    ['https://voice.example.com/other', null],
    ['https://voice.example.com:8443/line/voice', null],
    ['http://voice.example.com/line/voice', null],
    ['https://elsewhere.example.com/line/voice', null],
  ])('%s: %s', (url, path) => {
    expect(ownPath(url, { publicUrl })).toBe(path);
  });

  it('knows a server at the root', () => {
    expect(ownPath('http://localhost:6001/voice', { publicUrl: 'http://localhost:6001' })).toBe(
      '/voice',
    );
  });
});
