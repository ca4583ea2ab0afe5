import { loadVoiceScript } from '../../config/voice-script.js';
import { SetLanguageTool } from './set-language.tool.js';

describe('The tool that changes the language', () => {
  it('is offered where the voice file names one of another language', () => {
    expect(new SetLanguageTool(loadVoiceScript('test/fixtures/voice.json')).offered).toBe(false);
    expect(new SetLanguageTool(loadVoiceScript('data/voice.json')).offered).toBe(true);
  });

  it('takes the languages of the line and no other', () => {
    const tool = new SetLanguageTool(loadVoiceScript('data/voice.json'));
    for (const language of ['en', 'es']) {
      expect(tool.run({ language })).toEqual({ result: { ok: true, language }, language });
    }
    for (const language of ['fr', '', 'ES']) {
      expect(tool.run({ language })).toMatchObject({ ok: false, error: 'invalid_arguments' });
    }
  });
});
