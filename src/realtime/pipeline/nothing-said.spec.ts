import { isSayable, wordsOf } from './nothing-said.js';

describe('The words of a transcript', () => {
  it.each(['', '  ', '.', '…', '[BLANK_AUDIO]', '(coughing)', '*sighs*', '♪ ♪', '. . .'])(
    'are none in %j',
    (transcript) => {
      expect(wordsOf(transcript, 2_000)).toBe('');
    },
  );

  it.each([
    'Thanks for watching!',
    'Thank you for watching.',
    'Thank you so much for watching!',
    'Please subscribe to my channel.',
    'Subtitles by the Amara.org community',
  ])('are none in what nobody says on a telephone: %s', (transcript) => {
    expect(wordsOf(transcript, 2_000)).toBe('');
  });

  it('are none when the voice was too short for them', () => {
    expect(wordsOf('Thank you.', 260)).toBe('');
    expect(wordsOf('Thank you.', 500)).toBe('Thank you.');
    expect(wordsOf('Bye.', 260)).toBe('');
  });

  it.each(['Yes.', 'No', '2', 'Olá!', 'はい', 'Thank you, that is all.', 'What is 2.50?'])(
    'are kept as they are: %s',
    (transcript) => {
      expect(wordsOf(transcript, 260)).toBe(transcript);
    },
  );

  it('are kept beside a sound', () => {
    expect(wordsOf('[noise] A large pizza. (laughs)', 900)).toBe('A large pizza.');
  });
});

describe('A text of the assistant', () => {
  it.each([
    '',
    ' \n\t',
    '…',
    '—',
    '** **',
    '###',
    '- - -',
    '``` ```',
    '```json\n```',
    '🍕',
    '<br/>',
  ])('has nothing to say in %j', (text) => {
    expect(isSayable(text)).toBe(false);
  });

  it.each(['[silence]', '<speak> </speak>', '<break time="1s"/>'])('nor in %j', (text) => {
    expect(isSayable(text)).toBe(false);
  });

  it.each(['Yes.', '2', '(That is with tax.)', '**Margherita**', 'はい', '<b>Hi</b>', 'é'])(
    'has words in %j',
    (text) => {
      expect(isSayable(text)).toBe(true);
    },
  );
});
