import { type AudioFault, type AudioMeasures, AudioFaultWatch } from './audio-faults.js';

const SOUND: AudioMeasures = {
  loss: 0,
  jitter: 0,
  clipping: 0,
  echo: 0,
  'one-way-in': 0,
  'one-way-out': 0,
  unplayed: 0,
};

describe('AudioFaultWatch', () => {
  let watch: AudioFaultWatch;
  beforeEach(() => {
    watch = new AudioFaultWatch();
  });
  /** What begins or ends while one measure takes these values. */
  const told = (fault: AudioFault, ...values: number[]) =>
    values.flatMap((value) => watch.check({ ...SOUND, [fault]: value }));

  it.each([
    ['loss', 2.9, 3, 1, 0.9],
    ['jitter', 29, 30, 20, 19],
    ['clipping', 0.9, 1, 0.2, 0.1],
    ['echo', 0.69, 0.7, 0.5, 0.49],
    ['one-way-in', 9_999, 10_000, 1, 0],
    ['one-way-out', 4_999, 5_000, 1, 0],
    ['unplayed', 59_999, 60_000, 30_000, 29_999],
  ] as const)('tells %s once, and its end, with room between', (fault, sound, bad, held, over) => {
    expect(told(fault, 0, sound)).toEqual([]);
    expect(told(fault, bad, bad * 1.5, held)).toMatchObject([
      { fault, state: 'began', value: bad },
    ]);
    expect(told(fault, over, over)).toMatchObject([{ fault, state: 'ended', value: over }]);
    expect(watch.faults).toEqual([fault]);
  });

  it('tells faults apart', () => {
    watch.check({ ...SOUND, loss: 5 });
    expect(watch.check({ ...SOUND, loss: 5, jitter: 45.678 })).toEqual([
      { fault: 'jitter', state: 'began', value: 45.68, unit: 'ms' },
    ]);
    expect(watch.faults).toEqual(['loss', 'jitter']);
  });

  it('tells a fault that comes and goes three times at most, each with its end', () => {
    const changes = told('loss', ...Array.from({ length: 20 }, () => [5, 0]).flat());
    expect(changes.map(({ state }) => state)).toEqual([
      'began',
      'ended',
      'began',
      'ended',
      'began',
      'ended',
    ]);
  });
});
