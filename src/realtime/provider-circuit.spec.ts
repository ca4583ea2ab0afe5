import { jest } from '@jest/globals';
import { MAX_PROBE_PAUSE_MS, ProviderCircuit } from './provider-circuit.js';

describe('ProviderCircuit', () => {
  let circuit: ProviderCircuit;
  let works: boolean;
  /** Pauses that led to a probe. */
  let probes: number[];
  let views: string[];

  beforeEach(() => {
    jest.useFakeTimers();
    works = false;
    probes = [];
    views = [];
    circuit = new ProviderCircuit(
      (pauseMs) => {
        probes.push(pauseMs);
        return works ? Promise.resolve() : Promise.reject(new Error('still away'));
      },
      (view) => views.push(view),
    );
  });
  afterEach(() => {
    circuit.stop();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  const settle = () => jest.advanceTimersByTimeAsync(0);
  const fail = async (times: number) => {
    for (let failed = 0; failed < times; failed += 1) circuit.failed();
    await settle();
  };

  it('opens after three failures in a row', async () => {
    await fail(2);
    expect(circuit.view).toBe('closed');
    await fail(1);
    expect(circuit.view).toBe('open');
    expect(views).toEqual(['open']);
  });

  it('starts to count anew with each call that is served', async () => {
    await fail(2);
    circuit.succeeded();
    await fail(2);
    expect(circuit.view).toBe('closed');
  });

  it('probes less and less often while the provider stays away', async () => {
    await fail(3);
    await jest.advanceTimersByTimeAsync(4_999);
    expect(probes).toEqual([]);
    await jest.advanceTimersByTimeAsync(300_000);
    expect(probes.slice(0, 6)).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    expect(probes.length).toBeLessThanOrEqual(8);
    expect(Math.max(...probes)).toBe(MAX_PROBE_PAUSE_MS);
  });

  it('closes with a probe that succeeds, and does not probe again', async () => {
    await fail(3);
    works = true;
    await jest.advanceTimersByTimeAsync(6_000);
    expect(views).toEqual(['open', 'half-open', 'closed']);
    await jest.advanceTimersByTimeAsync(300_000);
    expect(probes).toEqual([5_000]);
  });

  it('runs one probe at a time, however long it takes', async () => {
    let succeed: () => void = () => undefined;
    let running = 0;
    circuit = new ProviderCircuit(
      () => {
        running += 1;
        return new Promise((resolve) => (succeed = resolve));
      },
      (view) => views.push(view),
    );
    await fail(3);
    await jest.advanceTimersByTimeAsync(30_000);
    succeed();
    await settle();
    expect(running).toBe(1);
    expect(circuit.view).toBe('closed');
  });

  it('opens by the word of others, and probes as after failures of its own', async () => {
    circuit.open();
    await jest.advanceTimersByTimeAsync(6_000);
    expect(probes).toEqual([5_000]);
  });

  it('closes at once by the word of others, with nothing counted', async () => {
    await fail(3);
    circuit.reset();
    expect(views).toEqual(['open', 'closed']);
    await fail(2);
    expect(circuit.view).toBe('closed');
    await fail(1);
    expect(circuit.view).toBe('open');
  });

  it('stays closed by the word of others when its own probe fails after it', async () => {
    let fails: (error: Error) => void = () => undefined;
    circuit = new ProviderCircuit(
      () => new Promise((_, reject) => (fails = reject)),
      (view) => views.push(view),
    );
    await fail(3);
    await jest.advanceTimersByTimeAsync(6_000);
    expect(circuit.view).toBe('half-open');
    circuit.reset();
    fails(new Error('too early'));
    await settle();
    expect(views).toEqual(['open', 'half-open', 'closed']);
  });

  it('forgets the failures it counted when others report that the provider works', async () => {
    await fail(2);
    circuit.reset();
    await fail(2);
    expect(circuit.view).toBe('closed');
    expect(views).toEqual([]);
  });
});
