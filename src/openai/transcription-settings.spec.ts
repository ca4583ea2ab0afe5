import { keywordsOf, transcriptionFields } from './transcription-settings.js';

describe('transcriptionFields', () => {
  const hints = { languages: ['en', 'es'], keywords: ['Margherita'] };

  it.each(['gpt-transcribe', 'gpt-live-transcribe', 'gpt-transcribe-2026-08-26'])(
    'names languages and keywords to %s',
    (model) => {
      expect(transcriptionFields({ model, ...hints })).toEqual({ model, ...hints });
    },
  );

  it.each(['gpt-4o-transcribe', 'whisper-1', 'gpt-transcriber'])(
    'names one language to %s, and none where callers speak several',
    (model) => {
      expect(transcriptionFields({ model, ...hints, languages: ['es'] })).toEqual({
        model,
        language: 'es',
      });
      expect(transcriptionFields({ model, ...hints })).toEqual({ model });
    },
  );

  it('leaves out what is empty', () => {
    const model = 'gpt-transcribe';
    expect(transcriptionFields({ model, languages: [], keywords: [] })).toEqual({ model });
  });
});

describe('keywordsOf', () => {
  it('keeps names on one line, without brackets, each once', () => {
    const names = ['Margherita', 'The <Big>\r\n  one', 'Margherita', '<>', ' Cola ', 'jalapeño'];
    expect(keywordsOf(names)).toEqual(['Margherita', 'The Big one', 'Cola', 'jalapeño']);
  });

  it('is bounded in length and number', () => {
    expect(keywordsOf(['x'.repeat(80), 'x'.repeat(81)])).toEqual(['x'.repeat(80)]);
    const many = Array.from({ length: 400 }, (_, index) => `Dish ${index}`);
    expect(keywordsOf(many)).toEqual(many.slice(0, 300));
  });
});
