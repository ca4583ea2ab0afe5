import { type Message, Recording } from './recording.js';

describe('Recording', () => {
  let messages: Array<Message | null>;
  let ended: Array<Message['fields'] | null>;
  const record = (attributes: Readonly<Record<string, string>>): Recording =>
    new Recording({ name: 'Record', attributes, children: [], text: '' }, (message) => {
      messages.push(message);
      ended.push(message === null ? null : message.fields);
    });
  const hear = (recording: Recording, ms: number, level: number): void => {
    for (let at = 0; at < ms && ended.length === 0; at += 20)
      recording.hear(new Uint8Array(160).fill(level * 100), level);
  };
  beforeEach(() => {
    messages = [];
    ended = [];
  });

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

  it('keeps all that was heard, to the end of the call', () => {
    const recording = record({});
    hear(recording, 1_000, 0.1);
    hear(recording, 500, 0);
    recording.hangUp();
    expect(ended).toEqual([{ Digits: 'hangup', RecordingDuration: '2' }]);
    const [message] = messages;
    expect(message?.seconds).toBe(2);
    expect(message?.audio.length).toBe(12_000);
    expect(message?.audio.findLastIndex((byte) => byte === 10)).toBe(7_999);
  });

  it('is none when nothing was said', () => {
    hear(record({ timeout: '2' }), 10_000, 0);
    expect(ended).toEqual([null]);
  });
});
