import { TurnAudio } from './turn-audio.js';

const hear = (audio: TurnAudio, from: number, to: number) => {
  for (let index = from; index < to; index += 1) audio.hear(`f${index}`, 20);
};
const replayed = (audio: TurnAudio, wholeTurn: boolean): string[] => {
  const frames: string[] = [];
  audio.replay(wholeTurn, (frame) => frames.push(frame));
  return frames;
};

describe('TurnAudio', () => {
  it('gives the unanswered turn with what came just before it', () => {
    const audio = new TurnAudio();
    hear(audio, 0, 100);
    audio.speechStarted();
    hear(audio, 100, 150);
    audio.connectionLost();
    hear(audio, 150, 160);
    const frames = replayed(audio, true);
    expect([frames.at(0), frames.at(-1), frames.length]).toEqual(['f75', 'f159', 85]);
  });

  it('gives only what was said while nobody listened when the turn is known', () => {
    const audio = new TurnAudio();
    hear(audio, 0, 100);
    audio.speechStarted();
    hear(audio, 100, 150);
    audio.connectionLost();
    hear(audio, 150, 155);
    expect(replayed(audio, false)).toEqual(['f150', 'f151', 'f152', 'f153', 'f154']);
  });

  it('gives nothing of a turn that was answered', () => {
    const audio = new TurnAudio();
    audio.speechStarted();
    hear(audio, 0, 50);
    audio.settled();
    audio.connectionLost();
    expect(replayed(audio, true)).toEqual([]);
  });

  it('keeps the first of several losses in a row', () => {
    const audio = new TurnAudio();
    audio.connectionLost();
    hear(audio, 0, 3);
    audio.connectionLost();
    hear(audio, 3, 5);
    expect(replayed(audio, false)).toHaveLength(5);
  });

  it('never gives more than the last ten seconds, in order', () => {
    const audio = new TurnAudio();
    audio.speechStarted();
    hear(audio, 0, 1_234);
    const frames = replayed(audio, true);
    expect([frames.at(0), frames.at(-1), frames.length]).toEqual(['f734', 'f1233', 500]);
    audio.settled();
    audio.connectionLost();
    hear(audio, 1_234, 2_000);
    const lost = replayed(audio, true);
    expect([lost.at(0), lost.at(-1), lost.length]).toEqual(['f1500', 'f1999', 500]);
  });

  it('counts the duration of frames and not their number', () => {
    const audio = new TurnAudio();
    for (let index = 0; index < 200; index += 1) audio.hear(`f${index}`, 100);
    audio.speechStarted();
    audio.connectionLost();
    expect(replayed(audio, true)).toEqual(['f195', 'f196', 'f197', 'f198', 'f199']);
    audio.connectionLost();
    for (let index = 200; index < 400; index += 1) audio.hear(`f${index}`, 100);
    expect(replayed(audio, false)).toHaveLength(100);
  });

  it('gives each frame with its duration', () => {
    const audio = new TurnAudio();
    audio.connectionLost();
    audio.hear('a', 20);
    audio.hear('b', 40);
    const totals: number[] = [];
    audio.replay(false, (_, durationMs) => totals.push(durationMs));
    expect(totals).toEqual([20, 40]);
  });
});
