import { Lifecycle } from './lifecycle.js';

describe('Lifecycle', () => {
  it('goes from starting over ready to draining', () => {
    const lifecycle = new Lifecycle();
    expect(lifecycle.state).toBe('starting');
    lifecycle.markReady();
    expect(lifecycle.state).toBe('ready');
    lifecycle.markDraining();
    expect(lifecycle.state).toBe('draining');
  });

  it('never becomes ready again once it drains', () => {
    const lifecycle = new Lifecycle();
    lifecycle.onModuleDestroy();
    lifecycle.markReady();
    expect(lifecycle.state).toBe('draining');
  });
});
