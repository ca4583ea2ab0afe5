import { jest } from '@jest/globals';
import { Reading, type ReadingSettings } from './reading.js';
import { ReadingCheck } from '../../wording/reading-check.js';

const TEXT = 'You have one Margherita, and your total is $13.61, for Ben.';
const FIRST = 'You have one Margherita, and your ';
const SECOND = 'total is $13.61, for Ben.';
const SOUND = Buffer.alloc(800, 0x90).toString('base64');

describe('A reading', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  /** What came out of it so far, in bytes, and how it ended. */
  function begin(settings: Partial<ReadingSettings> = {}) {
    const check = new ReadingCheck(TEXT, []);
    const reading = new Reading(TEXT, check, { use: 'call', accepts: ['same'], ...settings });
    const heard = { bytes: 0, end: null as string | null };
    void (async () => {
      for await (const audio of reading.audio) heard.bytes += audio.length;
    })().then(
      () => (heard.end = 'whole'),
      (error: { code: string }) => (heard.end = error.code),
    );
    const settled = async () => {
      await jest.advanceTimersByTimeAsync(0);
      return heard;
    };
    return { reading, settled };
  }
  const done = { status: 'completed', transcript: null } as const;

  it('is passed on at once when all of its transcript is right', async () => {
    const { reading, settled } = begin();
    reading.heardWords(FIRST + SECOND);
    reading.heardAudio(SOUND);
    reading.heardAudio(SOUND);
    expect((await settled()).bytes).toBe(1_600);
    reading.done(done);
    expect((await settled()).end).toBe('whole');
  });

  it('is kept for a moment while its transcript is not complete, then passed on as far as it is sure', async () => {
    const { reading, settled } = begin();
    reading.heardWords(FIRST);
    reading.heardAudio(SOUND);
    await jest.advanceTimersByTimeAsync(199);
    expect((await settled()).bytes).toBe(0);
    await jest.advanceTimersByTimeAsync(1);
    expect((await settled()).bytes).toBe(800);
    reading.heardWords('total is $13');
    reading.heardAudio(SOUND);
    expect((await settled()).bytes).toBe(800);
    reading.heardWords('.61, for Ben.');
    expect((await settled()).bytes).toBe(1_600);
  });

  it('passes nothing on from the first wrong word', async () => {
    const { reading, settled } = begin();
    reading.heardWords(FIRST);
    reading.heardAudio(SOUND);
    await jest.advanceTimersByTimeAsync(200);
    reading.heardWords('total is $16.31, for Ben.');
    reading.heardAudio(SOUND);
    reading.done(done);
    expect(await settled()).toEqual({ bytes: 800, end: 'speech_altered' });
  });

  it('is never passed on before a word of it is known', async () => {
    const { reading, settled } = begin();
    reading.heardAudio(SOUND);
    await jest.advanceTimersByTimeAsync(1_000);
    expect((await settled()).bytes).toBe(0);
    reading.done({ ...done, transcript: TEXT });
    expect(await settled()).toEqual({ bytes: 800, end: 'whole' });
  });

  it('believes the final transcript, not the pieces of it', async () => {
    const { reading, settled } = begin({ use: 'recording' });
    reading.heardWords(FIRST + SECOND);
    reading.heardAudio(SOUND);
    reading.done({ ...done, transcript: TEXT.replace('Ben', 'Dan') });
    expect(await settled()).toEqual({ bytes: 0, end: 'speech_altered' });
  });

  it('is a recording only as a whole', async () => {
    const { reading, settled } = begin({ use: 'recording' });
    reading.heardWords(FIRST + SECOND);
    reading.heardAudio(SOUND);
    await jest.advanceTimersByTimeAsync(1_000);
    expect((await settled()).bytes).toBe(0);
    reading.done(done);
    expect(await settled()).toEqual({ bytes: 800, end: 'whole' });
  });

  it.each([
    ['same', 'speech_altered'],
    ['reworded', 'whole'],
  ] as const)('in other words is, where %s is accepted: %s', async (accepted, end) => {
    const { reading, settled } = begin({ accepts: ['same', accepted] });
    reading.heardWords(TEXT.replace('your total is', 'the total comes to'));
    reading.heardAudio(SOUND);
    reading.done(done);
    expect((await settled()).end).toBe(end);
  });

  it.each([
    ['cancelled', 'speech_cancelled'],
    ['incomplete', 'speech_incomplete'],
    ['failed', 'speech_failed'],
    ['completed', 'empty_speech'],
  ] as const)('that is %s without a sound fails with %s', async (status, code) => {
    const { reading, settled } = begin();
    reading.heardWords(FIRST + SECOND);
    reading.done({ status, transcript: TEXT });
    expect((await settled()).end).toBe(code);
  });

  it('fails after 4 s without an event', async () => {
    const { reading, settled } = begin();
    await jest.advanceTimersByTimeAsync(3_900);
    reading.heardWords('You ');
    await jest.advanceTimersByTimeAsync(3_900);
    expect((await settled()).end).toBeNull();
    await jest.advanceTimersByTimeAsync(100);
    expect((await settled()).end).toBe('timeout');
  });

  it('fails when it does not end', async () => {
    const { reading, settled } = begin();
    const second = Buffer.alloc(8_000, 0x90).toString('base64');
    for (let count = 0; count < 61; count += 1) reading.heardAudio(second);
    expect((await settled()).end).toBe('speech_too_long');
  });

  it('that is given up ends without an error, and leaves no timer', async () => {
    const { reading, settled } = begin();
    reading.heardAudio(SOUND);
    reading.abort();
    reading.heardAudio(SOUND);
    reading.done(done);
    expect(await settled()).toEqual({ bytes: 0, end: 'whole' });
    expect(jest.getTimerCount()).toBe(0);
  });
});
