import { type Disturbance, FrameNetwork } from './frame-network.js';

/** Numbers of the frames that are delivered of six, of which the second to fifth are disturbed. */
function delivered(disturbance: Disturbance, frames = 4): number[] {
  const numbers: number[] = [];
  const network = new FrameNetwork((message) => numbers.push((message as { n: number }).n));
  for (let n = 1; n <= 6; n += 1) {
    if (n === 2) network.disturb(disturbance, frames);
    network.carry({ n });
    if (n === 4 && disturbance === 'holds') expect(numbers).toEqual([1]);
  }
  return numbers;
}

describe('The network between Twilio and the server', () => {
  it.each([
    ['loses', [1, 6]],
    ['swaps', [1, 3, 2, 5, 4, 6]],
    ['repeats', [1, 2, 2, 3, 3, 4, 4, 5, 5, 6]],
    ['holds', [1, 2, 3, 4, 5, 6]],
  ] as const)('%s frames', (disturbance, numbers) => {
    expect(delivered(disturbance)).toEqual(numbers);
  });

  it('delivers the last one of an odd number that is swapped', () => {
    expect(delivered('swaps', 3)).toEqual([1, 3, 2, 4, 5, 6]);
  });
});
