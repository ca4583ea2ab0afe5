import { TurnStopwatch } from './turn-latency.js';

describe('TurnStopwatch', () => {
  it('splits the wait into the provider, our tools and the forwarding', () => {
    const watch = new TurnStopwatch();
    watch.speechEnded(1_000);
    watch.toolStarted(1_200);
    watch.toolEnded(1_250);
    expect(watch.audioSent(1_400, 1_401)).toMatchObject({
      responseMs: 401,
      toolsMs: 50,
      forwardMs: 1,
      providerMs: 350,
    });
  });

  it('measures only the first audio of an answer', () => {
    const watch = new TurnStopwatch();
    watch.speechEnded(0);
    watch.audioSent(100, 101);
    expect(watch.audioSent(200, 201)).toBeNull();
  });

  it('counts tools that run together once', () => {
    const watch = new TurnStopwatch();
    watch.speechEnded(0);
    watch.toolStarted(10);
    watch.toolStarted(20);
    watch.toolEnded(30);
    watch.toolEnded(60);
    expect(watch.audioSent(100, 100)?.toolsMs).toBe(50);
  });

  it('forgets a turn that the caller took back', () => {
    const watch = new TurnStopwatch();
    watch.speechEnded(0);
    watch.speechStarted();
    expect(watch.audioSent(100, 101)).toBeNull();
  });
});
