import type { SessionSettings } from './openai-session-config.js';
import { withoutRefused } from './refused-settings.js';

const PARAM = 'session.audio.input.transcription';
const HINTS = { languages: ['en', 'es'], keywords: ['Margherita'] };

function settings(transcription: SessionSettings['transcription']): SessionSettings {
  return {
    instructions: 'Be kind.',
    tools: [],
    voice: 'marin',
    transcription,
    turnDetection: { kind: 'server_vad', threshold: 0.5, silenceMs: 500 },
    reasons: false,
    reasoningEffort: null,
    noiseReduction: null,
    retentionRatio: null,
  };
}
const modern = settings({ model: 'gpt-transcribe', ...HINTS });
const old = settings({ model: 'whisper-1', languages: ['en'], keywords: ['Margherita'] });

/** The transcriptions that are tried one after the other, each refused for the same parameter. */
function tried(first: SessionSettings, param: string | null): SessionSettings['transcription'][] {
  const all: SessionSettings['transcription'][] = [];
  for (let next = withoutRefused(first, param); next; next = withoutRefused(next, param)) {
    all.push(next.transcription);
  }
  return all;
}

describe('Settings that were refused', () => {
  it.each([
    ['keywords', { keywords: [] }],
    ['keywords[3]', { keywords: [] }],
    ['languages', { languages: [] }],
    ['language', { languages: [] }],
  ])('lose their %s and nothing else', (name, less) => {
    expect(withoutRefused(modern, `${PARAM}.${name}`)).toEqual(
      settings({ model: 'gpt-transcribe', ...HINTS, ...less }),
    );
  });

  it('lose the transcription when its model is refused', () => {
    expect(tried(modern, `${PARAM}.model`)).toEqual([null]);
  });

  it('have a model that is no longer served replaced by the current one', () => {
    const { keywords } = HINTS;
    const current = { model: 'gpt-transcribe', languages: ['en'], keywords };
    expect(tried(old, `${PARAM}.model`)).toEqual([current, null]);
  });

  it.each([PARAM, 'session', null, 'session.voice'])(
    'lose what is missed least first when %s is named',
    (param) => {
      const model = 'gpt-transcribe';
      expect(tried(modern, param)).toEqual([
        { model, languages: ['en', 'es'], keywords: [] },
        { model, languages: [], keywords: [] },
        null,
      ]);
    },
  );

  it.each([
    ['session.reasoning.effort', { reasoningEffort: null }],
    ['session.truncation', { retentionRatio: null }],
    ['session.audio.input.noise_reduction.type', { noiseReduction: null }],
  ])('lose what %s sets, and nothing else', (param, less) => {
    const tuned: SessionSettings = {
      ...modern,
      reasons: true,
      reasoningEffort: 'low',
      noiseReduction: 'near_field',
      retentionRatio: 0,
    };
    expect(withoutRefused(tuned, param)).toEqual({ ...tuned, ...less });
  });

  it('lose only what was sent to an older model', () => {
    const { keywords } = HINTS;
    expect(tried(old, null)).toEqual([
      { model: 'whisper-1', languages: [], keywords },
      { model: 'gpt-transcribe', languages: [], keywords },
      { model: 'gpt-transcribe', languages: [], keywords: [] },
      null,
    ]);
  });
});
