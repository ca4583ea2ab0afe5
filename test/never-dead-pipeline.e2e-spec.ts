import { LASTING_FAULTS } from './support/faults.js';
import { FaultMatrix } from './support/suffering.js';

describe('A provider that fails for good while an order is taken', () => {
  const matrix = new FaultMatrix(LASTING_FAULTS, 'openai-pipeline');
  beforeAll(() => matrix.prepare(), 240_000);
  afterAll(() => matrix.close());

  it.concurrent.each(matrix.cells)(
    'by being $fault.name at "$moment.name" gives way to the next rung, with the order as it was',
    (cell) => matrix.suffer(cell),
    // Most of it is waiting for room.
    300_000,
  );
});
