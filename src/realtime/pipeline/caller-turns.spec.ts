import { ProviderError } from '../../common/provider-error.js';
import { TurnDetector } from '../../audio/turn-detector.js';
import { CallerTurns } from './caller-turns.js';

const VOICE = 0x80;
const BROKEN = new ProviderError('http_500', 'broken', 'provider', true);
const NO_KEY = new ProviderError('invalid_api_key', 'no key', 'account', false);

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('The caller’s turns', () => {
  let texts: (string | Error | Promise<string>)[];
  let signals: AbortSignal[];
  let events: string[];
  let turns: CallerTurns;

  /** A turn that is transcribed so. */
  const say = (text: string | Error | Promise<string>, ms = 600) => {
    texts.push(text);
    turns.hear(Buffer.concat([Buffer.alloc(ms * 8, VOICE), Buffer.alloc(500 * 8, 0xff)]));
  };

  beforeEach(() => {
    texts = [];
    signals = [];
    events = [];
    const transcribe = async (_audio: Buffer, signal: AbortSignal): Promise<string> => {
      signals.push(signal);
      const text = await texts.shift();
      if (text instanceof Error) throw text;
      return text ?? '';
    };
    const detector = new TurnDetector({ voiced: ([first]) => first === VOICE }, 500);
    turns = new CallerTurns(
      detector,
      { transcribe, expect: () => undefined },
      {
        started: () => events.push('started'),
        ended: () => events.push('ended'),
        said: (_turnId, words) => events.push(String(words)),
        unheard: (_turnId, code) => events.push(`unheard: ${code}`),
        failed: ({ code }) => events.push(code),
      },
    );
  });

  it('are unfinished from the first sound to the last word', async () => {
    turns.hear(Buffer.alloc(200 * 8, VOICE));
    expect([turns.unfinished, turns.awaitsWords]).toEqual([true, false]);
    say('A cola.');
    expect([turns.unfinished, turns.awaitsWords]).toEqual([true, true]);
    await settled();
    expect([turns.unfinished, turns.awaitsWords]).toEqual([false, false]);
    expect(events).toEqual(['started', 'ended', 'A cola.']);
  });

  it('have no words when the voice was shorter than any, and nothing is transcribed', () => {
    say('Hm.', 100);
    expect(events).toEqual(['started', 'ended', '']);
    expect(signals).toEqual([]);
  });

  it('may fail once for a passing reason, and once more after a turn that was understood', async () => {
    for (const text of [BROKEN, 'A cola.', BROKEN, BROKEN]) {
      say(text);
      await settled();
    }
    expect(events.filter((event) => !/started|ended/.test(event)).slice(0, 7)).toEqual([
      'unheard: http_500',
      'null',
      'A cola.',
      'unheard: http_500',
      'null',
      'unheard: http_500',
      'http_500',
    ]);
  });

  it('fail at once when the service refuses the account', async () => {
    say(NO_KEY);
    await settled();
    expect(events.slice(2, 4)).toEqual(['unheard: invalid_api_key', 'invalid_api_key']);
  });

  it('fail when their words do not come while the caller goes on', () => {
    for (let i = 0; i < 5; i += 1) say(new Promise(() => undefined));
    expect(events.slice(-2)).toEqual(['unheard: transcription_backlog', 'transcription_backlog']);
    expect(signals).toHaveLength(4);
  });

  it('are forgotten when they are stopped', async () => {
    say('A cola.');
    turns.stop();
    say('And fries.');
    await settled();
    expect(events).toEqual(['started', 'ended']);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });
});
