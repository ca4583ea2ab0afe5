import { Recording } from './recording.js';
import type { Fields } from './twiml/twiml-player.js';

describe('Recording', () => {
  let ended: Array<Fields | null>;
  const record = (attributes: Readonly<Record<string, string>>): Recording =>
    new Recording({ name: 'Record', attributes, children: [], text: '' }, (fields) =>
      ended.push(fields),
    );
  const hear = (recording: Recording, ms: number, level: number): void => {
    for (let at = 0; at < ms && ended.length === 0; at += 20) recording.hear(level);
  };
  beforeEach(() => (ended = []));

  it('ends after so much silence', () => {
    const recording = record({ timeout: '2' });
    hear(recording, 3_000, 0.1);
    hear(recording, 1_980, 0);
    expect(ended).toEqual([]);
    hear(recording, 20, 0);
    expect(ended).toEqual([{ RecordingDuration: '5' }]);
  });

  it('ends by its key and at its longest', () => {
    const keyed = record({ finishOnKey: '#' });
    hear(keyed, 1_000, 0.1);
    keyed.key('1');
    expect(ended).toEqual([]);
    keyed.key('#');
    expect(ended).toEqual([{ Digits: '#', RecordingDuration: '1' }]);
    ended = [];
    hear(record({ maxLength: '4' }), 60_000, 0.1);
    expect(ended).toEqual([{ RecordingDuration: '4' }]);
  });

  it('is none when nothing was said', () => {
    hear(record({ timeout: '2' }), 10_000, 0);
    expect(ended).toEqual([null]);
  });
});
