/** The words that tests know by heart. `data/voice.json` is the restaurant's and may change. */
export const VOICE_FIXTURE = 'test/fixtures/voice.json';

/** The same in Spanish. */
export const SPANISH_VOICE_FIXTURE = 'test/fixtures/voice.es.json';
