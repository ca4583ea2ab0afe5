import { jest } from '@jest/globals';
import { FrameReader } from '../wire/frames.js';
import { readStamp } from '../wire/stamp.js';
import { Response } from './response.js';

interface Told {
  readonly type: string;
  readonly delta?: string;
  readonly response?: { readonly status: string };
}

/** Plays a response for so long; its events in order, and how often its end was told. */
function played(
  inConversation: boolean,
  ms: number,
  then: (response: Response) => void = () => undefined,
): { readonly events: readonly Told[]; readonly ends: number } {
  const events: Told[] = [];
  let [sequence, ends] = [0, 0];
  const reader = new FrameReader((_, payload) =>
    events.push(JSON.parse(payload.toString('utf8')) as Told),
  );
  const response = new Response(
    { text: 'Good day to you. ', audioMs: 1_000, inConversation, metadata: null },
    {
      write: (frame) => reader.push(frame),
      nextStamp: () => ({ call: 3, sequence: (sequence += 1) }),
      firstAudio: () => undefined,
      ended: () => (ends += 1),
    },
  );
  jest.advanceTimersByTime(ms);
  then(response);
  jest.advanceTimersByTime(10_000);
  return { events, ends };
}

function stamps(events: readonly Told[]): readonly (number | null)[] {
  return events
    .filter(({ type }) => type === 'response.output_audio.delta')
    .map(({ delta = '' }) => readStamp(Buffer.from(delta), 0)?.sequence ?? null);
}

describe('Response', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('numbers the deltas of an answer, and ends once', () => {
    const { events, ends } = played(true, 10_000);
    expect(stamps(events)).toEqual([1, 2, 3, 4]);
    expect(events.at(-1)).toMatchObject({
      type: 'response.done',
      response: { status: 'completed' },
    });
    expect(ends).toBe(1);
  });

  it('leaves what is read aloud without a stamp, as it may be played much later', () => {
    expect(stamps(played(false, 10_000).events)).toEqual([null, null, null, null]);
  });

  it('sends nothing more once it is cancelled', () => {
    const { events, ends } = played(true, 400, (response) => response.cancel('turn_detected'));
    expect(stamps(events)).toEqual([1, 2]);
    expect(events.at(-1)).toMatchObject({
      type: 'response.done',
      response: { status: 'cancelled' },
    });
    expect(ends).toBe(1);
  });
});
