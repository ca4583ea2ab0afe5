import { setTimeout as delay } from 'node:timers/promises';
import { viewOf } from './support/call-view.js';
import { startLine, type Line } from './support/line.js';

/** The greeting leaves within this of `start`, beyond the provider's own time. */
const OWN_TIME_MS = 150;
const THINK_MS = 100;

describe('Warm sessions', () => {
  let line: Line;
  beforeEach(async () => {
    line = await startLine({
      brain: () => ({ say: 'Hello.' }),
      knobs: { thinkMs: THINK_MS },
      env: { REALTIME_WARM_SESSIONS: '1' },
    });
    await warmed(1);
  });
  afterEach(async () => {
    expect(line.violations()).toEqual([]);
    await line.close();
  });

  /** So many connections have been configured. */
  const warmed = (count: number) =>
    line.openai.waitFor(
      ({ connections }) =>
        connections.filter(({ sent }) => sent.some(({ type }) => type === 'session.updated'))
          .length >= count,
      5_000,
    );

  it('are connected and configured before the call, and replaced when it has come', async () => {
    const { realtime } = await line.get<{ realtime: { providers: unknown[] } }>('/status');
    expect(realtime.providers[0]).toMatchObject({
      name: 'openai-realtime',
      activeSessions: 0,
      warmSessions: 1,
    });
    const call = await line.phone.dial();
    await call.hearsSpeech();
    expect(line.openai.ears.responses[0]?.connection).toBe(0);
    await warmed(2);
  });

  it('let the greeting begin at once', async () => {
    const call = await line.phone.dial();
    const { startedAt } = await call.hearsSpeech();
    const streaming = call.twiml[0]?.at ?? 0;
    expect(startedAt - streaming - THINK_MS).toBeLessThan(OWN_TIME_MS);
  });

  it('are never shared', async () => {
    const calls = await Promise.all([line.phone.dial(), line.phone.dial(), line.phone.dial()]);
    await Promise.all(calls.map((call) => call.hearsSpeech()));
    const greetings = line.openai.ears.responses.map(({ connection }) => connection);
    expect(new Set(greetings).size).toBe(3);
  });

  it('come back after the provider dropped them', async () => {
    line.openai.connections[0]?.drop();
    await warmed(2);
    const call = await line.phone.dial();
    await call.hearsSpeech();
    expect(line.openai.ears.responses[0]?.connection).toBe(1);
  });

  it('age from their own creation: a call changes its session before the limit, unheard', async () => {
    line.openai.knobs.sessionLimitMs = 7_000;
    line.openai.connections[0]?.drop();
    await warmed(2);
    const [, warm] = line.openai.ears.connections;
    await delay(1_500);
    const call = await line.phone.dial();
    await call.hearsSpeech();
    expect(line.openai.ears.responses[0]?.connection).toBe(1);
    const { at, code } = await line.openai.waitFor(() => warm?.closed, 8_000);
    expect(code).toBe(1000);
    // The service tells the end in whole seconds; five sixths of the time until then are used.
    const agedMs = at - (warm?.openedAt ?? 0);
    expect(agedMs).toBeGreaterThan(4_500);
    expect(agedMs).toBeLessThan(6_500);
    const { timeline } = await viewOf(line, call.callSid);
    expect(timeline.map(({ event }) => event)).not.toContain('reconnect');
    expect(line.openai.ears.responses).toHaveLength(1);
    await call.hangUp();
  });
});
