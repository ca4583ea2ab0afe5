import { FrameReader } from '../wire/frames.js';
import { readStamp } from '../wire/stamp.js';
import { MediaFrames } from './media-frame.js';

interface Media {
  readonly event: string;
  readonly sequenceNumber: string;
  readonly media: { track: string; chunk: string; timestamp: string; payload: string };
  readonly streamSid: string;
}

function readFrame(frame: Buffer): Media {
  let text = '';
  new FrameReader((_, payload) => (text = payload.toString('utf8'))).push(frame);
  return JSON.parse(text) as Media;
}

describe('MediaFrames', () => {
  it('writes what Twilio writes, however many digits the numbers have', () => {
    const frames = new MediaFrames(7, 'MZ1', 2);
    const faults: string[] = [];
    for (let i = 0; i < 2_000; i += 1) {
      // A mark is answered before each tenth frame.
      const marks = Math.floor(i / 10);
      const message = readFrame(frames.next(1_000_000 + i, i % 3 === 0, marks));
      const { payload, ...media } = message.media;
      const stamp = readStamp(Buffer.from(payload), 0);
      const want = {
        event: 'media',
        sequenceNumber: String(2 + i + marks),
        media: { track: 'inbound', chunk: String(i + 1), timestamp: String(i * 20) },
        streamSid: 'MZ1',
        stamp: { sentUs: 1_000_000 + i, call: 7, sequence: i + 1, voiced: i % 3 === 0 },
        bytes: 160,
      };
      const got = { ...message, media, stamp, bytes: Buffer.from(payload, 'base64').length };
      if (JSON.stringify(got) !== JSON.stringify(want)) faults.push(JSON.stringify(got));
    }
    expect(faults).toEqual([]);
  });

  it('gives frames that a socket may keep', () => {
    const frames = new MediaFrames(7, 'MZ1', 2);
    const first = frames.next(1, false, 0);
    frames.next(2, false, 0);
    expect(readFrame(first).media.chunk).toBe('1');
  });
});
