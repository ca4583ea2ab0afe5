import { PlayedLevels, QUIETEST_DBFS } from './played-levels.js';

/** Audio of one mu-law code; 0x80 is the loudest, -0.2 dBFS. */
function audio(ms: number, code = 0x80): string {
  return Buffer.alloc(ms * 8, code).toString('base64');
}

/** Whether something loud plays at each time. */
function loudAt(levels: PlayedLevels, times: readonly number[]): boolean[] {
  return times.map((time) => levels.levelAt(time) > -5);
}

describe('PlayedLevels', () => {
  let levels: PlayedLevels;
  beforeEach(() => {
    levels = new PlayedLevels();
  });

  it('knows the level of what plays, and silence before and after', () => {
    levels.sent(audio(100), 100, 1_000);
    expect(loudAt(levels, [-20, 0, 980, 1_000, 1_090, 1_100, 2_000])).toEqual([
      false,
      false,
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(levels.levelAt(2_000)).toBe(QUIETEST_DBFS);
  });

  it('has later pieces play behind earlier ones, and at once after a pause', () => {
    levels.sent(audio(100), 100, 1_000);
    levels.sent(audio(100, 0xff), 100, 1_010);
    levels.sent(audio(100), 100, 1_020);
    levels.sent(audio(100), 100, 2_000);
    expect(loudAt(levels, [1_050, 1_150, 1_250, 1_350, 1_900, 2_050])).toEqual([
      true,
      false,
      true,
      false,
      false,
      true,
    ]);
  });

  it('forgets what was not played when the phone was silenced, and goes on from there', () => {
    levels.sent(audio(1_000), 1_000, 1_000);
    levels.cut(1_200);
    levels.sent(audio(100), 100, 1_400);
    expect(loudAt(levels, [1_100, 1_220, 1_380, 1_420, 1_520])).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
  });

  it('is not troubled by what is no audio', () => {
    levels.sent(audio(100), 100, 1_000);
    levels.sent('not base64 at all', 100, 1_050);
    levels.sent('', 0, 1_060);
    levels.sent(audio(100), 100, 1_100);
    expect(loudAt(levels, [1_090, 1_250])).toEqual([true, true]);
  });

  it('knows two minutes that wait at the phone, and what came back just before', () => {
    levels.sent(audio(1_000), 1_000, 1_000);
    for (let second = 0; second < 120; second += 1) levels.sent(audio(1_000), 1_000, 1_990);
    expect(loudAt(levels, [1_100, 1_900, 2_500, 121_500, 122_100])).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  it('is not troubled by a phone that is silenced after all was played', () => {
    levels.sent(audio(100), 100, 1_000);
    levels.cut(5_000);
    expect(loudAt(levels, [1_050])).toEqual([true]);
  });

  it('goes on over hours, with pauses of any length', () => {
    const times = [1_000, 400_000, 400_500, 9_000_000];
    for (const time of times) {
      levels.sent(audio(100), 100, time);
      expect(loudAt(levels, [time - 100, time + 50, time + 150])).toEqual([false, true, false]);
    }
  });
});
