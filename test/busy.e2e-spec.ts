import { EventLoopMonitor } from '../src/ops/event-loop.monitor.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { viewOf } from './support/call-view.js';
import { until } from './support/eventually.js';
import { startLine, type Line } from './support/line.js';
import { sign } from './support/start-edge.js';
import { refusal } from './support/upgrade.js';

const COLLEAGUE = '+15551230777';

describe('A caller who finds the line full', () => {
  let line: Line;
  /** A line for one call, with that call on it. */
  const fill = async (busyPolicy: string): Promise<SimulatedCall> => {
    line = await startLine({
      brain: () => ({ say: 'Hello.' }),
      env: {
        MAX_CONCURRENT_CALLS: '1',
        BUSY_POLICY: busyPolicy,
        MAX_EVENT_LOOP_DELAY: '0',
        RATE_LIMIT_CALLS_PER_CALLER: '1/60',
      },
    });
    const first = await line.phone.dial();
    await first.hearsSpeech();
    return first;
  };
  const detail = ({ callSid }: SimulatedCall) => viewOf(line, callSid);
  const noted = async (call: SimulatedCall, event: string) =>
    (await detail(call)).timeline.find((entry) => entry.event === event);

  afterEach(async () => {
    expect(line.violations()).toEqual([]);
    await line.close();
  });

  it('leaves a message, which is on record with the call', async () => {
    const first = await fill('voicemail');
    const refused = await line.phone.dial({ from: '+15551230102' });
    expect(await refused.untilEnded()).toBe('server-hung-up');
    expect(refused.recordings).toHaveLength(1);
    expect(refused.said).toHaveLength(2);
    expect(refused.streams).toEqual([]);

    const message = await until(() => noted(refused, 'voicemail'), { what: 'the message' });
    expect(message).toMatchObject({
      recordingSid: expect.stringMatching(/^RE/),
      url: refused.recordings[0],
      seconds: 5,
    });
    expect((await detail(refused)).outcome).toBe('rejected');
    expect(first.outcome).toBeUndefined();

    // Who calls again and again costs no recording, and in the end not even an answered call.
    const again = await line.phone.dial({ from: '+1 555 123 0102' });
    expect(await again.untilEnded()).toBe('server-hung-up');
    expect(again.said.join()).toMatch(/busy/i);
    expect(again.recordings).toEqual([]);
    expect(await noted(again, 'rejected')).toMatchObject({ reason: 'rate', answer: 'busy-words' });
    const third = await line.phone.dial({ from: '+15551230102' });
    expect(await third.untilEnded()).toBe('rejected');
  });

  it('is told so in words', async () => {
    const first = await fill('say');
    const refused = await line.phone.dial({ from: '+15551230102' });
    expect(await refused.untilEnded()).toBe('server-hung-up');
    expect(refused.said.join()).toMatch(/busy/i);
    expect(refused.recordings).toEqual([]);
    expect(await detail(refused)).toMatchObject({ outcome: 'rejected' });
    expect(first.outcome).toBeUndefined();
  });

  it('is connected to the number for that', async () => {
    const first = await fill(`dial:${COLLEAGUE}`);
    const refused = await line.phone.dial({ from: '+15551230102' });
    expect(await refused.untilEnded()).toBe('dialled');
    expect(refused.dialled).toEqual([COLLEAGUE]);
    expect(await detail(refused)).toMatchObject({ outcome: 'rejected' });
    expect(first.outcome).toBeUndefined();
  });
});

describe('A replica that takes no more streams', () => {
  let line: Line;
  beforeEach(async () => {
    line = await startLine({
      brain: () => ({ say: 'Hello.' }),
      env: { MAX_CONCURRENT_CALLS: '1', DRAIN_TIMEOUT_SECONDS: '20' },
    });
  });

  const ready = async (): Promise<number> => (await fetch(`${line.app.url}/health/ready`)).status;
  const upgrade = (): Promise<number> =>
    refusal(line.app.wsUrl, {
      headers: { 'X-Twilio-Signature': sign(line.app.config.http.mediaStreamUrl, {}) },
    });

  it('is not ready and refuses upgrades with 503 while it is full', async () => {
    expect(await ready()).toBe(200);
    const call = await line.phone.dial();
    await call.hearsSpeech();
    expect([await ready(), await upgrade()]).toEqual([503, 503]);
    await call.hangUp();
    while ((await ready()) !== 200);
    await line.close();
  });

  it('is not ready and refuses upgrades with 503 while it drains, and keeps the call it has', async () => {
    const call = await line.phone.dial();
    await call.hearsSpeech();
    const closed = line.app.close();
    await until(async () => (await ready()) === 503);
    expect(await upgrade()).toBe(503);
    expect(call.stream?.live).toBe(true);
    await call.hangUp();
    await closed;
    await line.phone.close();
    await Promise.all([line.openai.stop(), line.rest.close()]);
  });
});

describe('A process that cannot keep up', () => {
  let line: Line;
  afterEach(() => line.close());

  const blockUntilOverloaded = async (monitor: EventLoopMonitor) => {
    while (!monitor.overloaded) {
      const end = performance.now() + 300;
      while (performance.now() < end);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };

  it('takes no further call, keeps those it has, and takes calls again when it can', async () => {
    line = await startLine({
      brain: () => ({ say: 'Hello.' }),
      env: { MAX_EVENT_LOOP_DELAY: '200' },
    });
    const monitor = line.app.app.get(EventLoopMonitor);
    const untilCalm = () => until(() => !monitor.overloaded);
    await untilCalm();
    const first = await line.phone.dial();
    await first.hearsSpeech();
    await blockUntilOverloaded(monitor);
    const refused = await line.phone.dial({ from: '+15551230102' });
    expect(await refused.untilEnded()).toBe('server-hung-up');
    expect(refused.streams).toEqual([]);
    expect(refused.said.join()).toMatch(/busy/i);
    expect(first.outcome).toBeUndefined();

    await untilCalm();
    const served = await line.phone.dial({ from: '+15551230103' });
    await served.hearsSpeech();
    expect(served.streams).toHaveLength(1);
  });
});
