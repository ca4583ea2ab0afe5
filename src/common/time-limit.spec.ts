import { TimeLimitError, within } from './time-limit.js';

describe('within', () => {
  it('gives what the work comes to, good or bad', async () => {
    expect(await within(Promise.resolve(1), 1_000)).toBe(1);
    await expect(within(Promise.reject(new Error('broken')), 1_000)).rejects.toThrow('broken');
  });

  it('gives up on work that takes longer', async () => {
    await expect(within(new Promise(() => undefined), 5)).rejects.toThrow(TimeLimitError);
  });

  it('does not take its own delay for the silence of the other side', async () => {
    const answer = within(new Promise((resolve) => setTimeout(resolve, 6, 'in time')), 5);
    const end = performance.now() + 20;
    while (performance.now() < end);
    // Both timers are over; the answer is heard before the limit is.
    expect(await answer).toBe('in time');
  });
});
