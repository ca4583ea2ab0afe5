import type { Ramp } from '../scenes/ramp.js';
import type { Figures } from '../scenes/window.js';
import { pictureOf } from './picture.js';

/** A ramp with these 99th percentiles, ms, at 100, 200 … calls. */
function rampOf(system: Ramp['system'], ...p99s: readonly number[]): Ramp {
  const steps = p99s.map((p99, at) => {
    const latency = { count: 1, p50: 0.3, p99, p999: p99, max: p99 };
    return { calls: (at + 1) * 100, in: latency, out: { ...latency, p99: p99 / 2 } } as Figures;
  });
  return { system, most: 100, steps, inconclusive: null };
}

function pointsIn(svg: string | null): readonly (readonly number[])[] {
  const [, points = ''] = /points="([^"]+)"/.exec(svg ?? '') ?? [];
  return points.split(' ').map((point) => point.split(',').map(Number));
}

describe('pictureOf', () => {
  it('has a line of each system, with its name', () => {
    const svg = pictureOf([rampOf('raw', 1, 2), rampOf('embedded', 2, 30)]);
    expect(svg?.match(/<polyline/g)).toHaveLength(2);
    expect(svg).toContain('>raw</text>');
    expect(svg).toContain('>embedded</text>');
  });

  it('goes right with calls and up with latency, within its edges', () => {
    const [[x1 = 0, y1 = 0] = [], [x2 = 0, y2 = 0] = [], [, y3] = []] = pointsIn(
      pictureOf([rampOf('raw', 1, 10, 100_000)]),
    );
    expect(x2).toBeGreaterThan(x1);
    expect(y2).toBeLessThan(y1);
    expect(y3).toBe(24);
  });

  it('shows the better of two tries at a number of calls', () => {
    const ramp = rampOf('raw', 1, 50);
    const again = { ...ramp, steps: [...ramp.steps, ...rampOf('raw', 1, 5).steps.slice(1)] };
    expect(pointsIn(pictureOf([again]))).toEqual(pointsIn(pictureOf([rampOf('raw', 1, 5)])));
  });

  it('is none without a ramp', () => {
    expect(pictureOf([])).toBeNull();
    expect(pictureOf([rampOf('raw', 1)])).toBeNull();
  });
});
