import fc from 'fast-check';
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

  it('gives all of it again when a session was lost before it reported any speech', () => {
    const audio = new TurnAudio();
    hear(audio, 0, 100);
    audio.speechStarted();
    audio.settled();
    hear(audio, 100, 200);
    audio.connectionLost();
    hear(audio, 200, 220);
    replayed(audio, true);
    hear(audio, 220, 230);
    audio.connectionLost();
    hear(audio, 230, 240);
    const frames = replayed(audio, true);
    expect([frames.at(0), frames.at(-1)]).toEqual(['f175', 'f239']);
  });

  it('knows that speech in a replay began earlier than it is reported', () => {
    const audio = new TurnAudio();
    audio.connectionLost();
    hear(audio, 0, 150);
    replayed(audio, false);
    audio.speechStarted();
    audio.connectionLost();
    hear(audio, 150, 160);
    expect(replayed(audio, true)).toHaveLength(160);
  });

  it('takes speech that is reported long after a replay for live speech', () => {
    const audio = new TurnAudio();
    audio.connectionLost();
    hear(audio, 0, 50);
    replayed(audio, false);
    hear(audio, 50, 200);
    audio.speechStarted();
    audio.connectionLost();
    expect(replayed(audio, true)[0]).toBe('f175');
  });

  it('keeps the audio of calls apart whose turns grow and end one after another', () => {
    const calls = ['a', 'b', 'c'].map((name) => ({ name, audio: new TurnAudio(), heard: 0 }));
    const payload = (name: string, index: number): string => `${name}${index}`.padEnd(216, '.');
    for (let round = 0; round < 200; round += 1) {
      for (const [at, call] of calls.entries()) {
        const phase = (round + at * 20) % 60;
        if (phase === 0) call.audio.speechStarted();
        if (phase === 40) call.audio.settled();
        for (let i = 0; i < 5; i += 1) call.audio.hear(payload(call.name, call.heard++), 20);
      }
    }
    for (const { name, audio, heard } of calls) {
      audio.speechStarted();
      audio.connectionLost();
      const frames = replayed(audio, true);
      expect(frames.length).toBeGreaterThan(20);
      expect(frames).toEqual(
        Array.from(frames, (_, index) => payload(name, heard - frames.length + index)),
      );
    }
  });

  it('gives what came just before the loss, as the beginning of a turn may not have been reported', () => {
    const audio = new TurnAudio();
    hear(audio, 0, 100);
    audio.connectionLost();
    hear(audio, 100, 110);
    expect(replayed(audio, true)[0]).toBe('f75');
    expect(replayed(audio, false)[0]).toBe('f100');
  });

  it('gives nothing from before the end of an answered turn', () => {
    const audio = new TurnAudio();
    hear(audio, 0, 90);
    audio.settled();
    hear(audio, 90, 100);
    audio.connectionLost();
    expect(replayed(audio, true)[0]).toBe('f90');
  });

  it('forgets a replay that the session has heard out in silence', () => {
    const audio = new TurnAudio();
    audio.connectionLost();
    hear(audio, 0, 50);
    replayed(audio, false);
    hear(audio, 50, 300);
    audio.connectionLost();
    hear(audio, 300, 303);
    expect(replayed(audio, false)).toEqual(['f300', 'f301', 'f302']);
  });
});

describe('What TurnAudio holds', () => {
  const payload = 'A'.repeat(216);
  const second = (audio: TurnAudio, seconds: number, each: () => void = () => undefined): void => {
    for (let frame = 0; frame < seconds * 50; frame += 1) {
      audio.hear(payload, 20);
      if (frame % 10 === 0) each();
    }
  };

  it('is little while the turns are answered, however long the call', () => {
    const audio = new TurnAudio();
    let most = 0;
    for (let turn = 0; turn < 100; turn += 1) {
      audio.speechStarted();
      second(audio, 2);
      audio.settled();
      second(audio, 4, () => {
        audio.settled();
        most = Math.max(most, audio.heldBytes);
      });
    }
    expect(most).toBeLessThanOrEqual(64 * 1024);
    expect(audio.heldBytes).toBeLessThanOrEqual(16 * 1024);
  });

  it('is little once a session has lived on after a replay without any speech', () => {
    const audio = new TurnAudio();
    audio.connectionLost();
    audio.replay(false, () => undefined);
    second(audio, 60);
    expect(audio.heldBytes).toBeLessThanOrEqual(64 * 1024);
  });

  it('is ten seconds at most of a caller who talks on, or whom nobody hears', () => {
    const talking = new TurnAudio();
    talking.speechStarted();
    second(talking, 600);
    const unheard = new TurnAudio();
    unheard.connectionLost();
    second(unheard, 600);
    expect(talking.heldBytes).toBeLessThanOrEqual(128 * 1024);
    expect(unheard.heldBytes).toBeLessThanOrEqual(128 * 1024);
    expect(replayed(unheard, false)).toHaveLength(500);
  });

  it('gives back frames of any length', () => {
    fc.assert(
      fc.property(fc.array(fc.base64String({ minLength: 4, maxLength: 4_000 })), (payloads) => {
        const audio = new TurnAudio();
        audio.connectionLost();
        for (const each of payloads) audio.hear(each, 20);
        expect(replayed(audio, false)).toEqual(payloads.slice(-500));
      }),
    );
  });
});

/** What may be asked of a turn's audio, and what a keeper of everything would answer. */
describe('TurnAudio beside one that keeps everything', () => {
  type Step =
    | { readonly does: 'hear'; readonly frames: number }
    | { readonly does: 'speechStarted' | 'settled' | 'connectionLost' }
    | { readonly does: 'replay'; readonly wholeTurn: boolean };
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ does: fc.constant('hear' as const), frames: fc.nat(300) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        does: fc.constantFrom('speechStarted' as const, 'settled', 'connectionLost'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ does: fc.constant('replay' as const), wholeTurn: fc.boolean() }),
    },
  );
  const run = (audio: TurnAudio, steps: readonly Step[], pad: string): readonly unknown[] => {
    let heard = 0;
    return steps.map((next) => {
      if (next.does === 'hear') {
        for (let index = 0; index < next.frames; index += 1) audio.hear(`f${heard++}${pad}`, 20);
        return null;
      }
      if (next.does !== 'replay') return audio[next.does]() ?? null;
      // A session is replaced only after it was lost.
      audio.connectionLost();
      return replayed(audio, next.wholeTurn).map((frame) => frame.replace(pad, ''));
    });
  };

  it('answers the same', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        // Long frames fill the buffer sooner: what is no longer needed is forgotten earlier.
        expect(run(new TurnAudio(), steps, '='.repeat(210))).toEqual(
          run(new TurnAudio(), steps, ''),
        );
      }),
      { numRuns: 300 },
    );
  });
});
