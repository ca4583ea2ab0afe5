import { PASSING_FAULTS } from './support/faults.js';
import { FaultMatrix } from './support/suffering.js';

describe('A provider that fails while an order is taken', () => {
  const matrix = new FaultMatrix(PASSING_FAULTS, 'openai-realtime');
  beforeAll(() => matrix.prepare(), 240_000);
  afterAll(() => matrix.close());

  it.concurrent.each(matrix.cells)(
    'by being $fault.name at "$moment.name" costs the caller neither the order nor three seconds',
    (cell) => matrix.suffer(cell),
    // Most of it is waiting for room.
    300_000,
  );
});
