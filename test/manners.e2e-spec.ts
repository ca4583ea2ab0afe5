import { startLine, type Line } from './support/line.js';

interface CallDetail {
  outcome: string | null;
  timeline: { event: string }[];
  transcript: { role: string; text: string }[];
}

describe('A call in which nothing more is said', () => {
  let line: Line;
  afterEach(async () => {
    expect(line.violations()).toEqual([]);
    await line.close();
  });

  /** Greets, and says whatever a system note asks it to say. */
  const start = async (env: Record<string, string>) => {
    line = await startLine({
      brain: ({ items }) => {
        const note = items.findLast((item) => item.kind === 'system');
        const quoted = note?.kind === 'system' ? /"(.*)"/.exec(note.text)?.[1] : undefined;
        return { say: quoted ?? 'Hello.' };
      },
      env,
    });
    const call = await line.phone.dial();
    await call.hearsSpeech();
    return call;
  };
  const detail = (callSid: string) => line.get<CallDetail>(`/calls/${callSid}`);

  it('is asked about, and ends in words when the caller stays away', async () => {
    const call = await start({ SILENCE_HANGUP_SECONDS: '3' });
    expect(await call.untilEnded({ limitMs: 25_000 })).not.toBe('caller-hung-up');
    const { outcome, timeline, transcript } = await detail(call.callSid);
    expect(outcome).toBe('finished');
    const events = timeline.map(({ event }) => event);
    expect(events.indexOf('silence-prompt')).toBeGreaterThan(0);
    expect(events.indexOf('silence-hang-up')).toBeGreaterThan(events.indexOf('silence-prompt'));
    expect(transcript.map(({ text }) => text).slice(1)).toEqual([
      'Are you still there?',
      "I can't hear you any more, so I'll hang up now. Please call again whenever you like. Goodbye!",
    ]);
  });

  it('ends in words when it has lasted too long', async () => {
    const call = await start({ MAX_CALL_SECONDS: '2' });
    await call.untilEnded();
    const { outcome, timeline, transcript } = await detail(call.callSid);
    expect(outcome).toBe('finished');
    expect(timeline.map(({ event }) => event)).toContain('time-up');
    expect(transcript.at(-1)?.text).toContain('time limit');
  });

  it('ends in words when it has cost too much', async () => {
    const call = await start({ MAX_CALL_COST_USD: '0.000001' });
    await call.untilEnded();
    const { timeline } = await detail(call.callSid);
    expect(timeline.map(({ event }) => event)).toContain('cost-cap');
  });
});
