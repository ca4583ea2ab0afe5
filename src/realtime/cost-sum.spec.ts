import { CostSum } from './cost-sum.js';

describe('The costs of an answer', () => {
  it('are added up, and reported once', () => {
    const sum = new CostSum();
    sum.add(0.25);
    sum.add(0.5);
    expect(sum.take()).toEqual({ costUsd: 0.75 });
    expect(sum.take()).toEqual({ costUsd: 0 });
  });

  it('are unknown with an unknown part, whose known rest is told', () => {
    const sum = new CostSum();
    sum.add(0.25);
    sum.add(null);
    sum.add(0.5);
    expect(sum.take()).toEqual({ costUsd: null, knownCostUsd: 0.75 });
    sum.add(1);
    expect(sum.take()).toEqual({ costUsd: 1 });
  });
});
