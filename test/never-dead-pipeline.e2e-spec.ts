import { LASTING_FAULTS } from './support/faults.js';
import { printWorstSilence, sufferEverywhere } from './support/suffering.js';

describe('A provider that fails for good while an order is taken', () => {
  afterAll(printWorstSilence);

  it.each(LASTING_FAULTS.map((fault) => [fault.name, fault] as const))(
    'by being %s gives way to the next rung, with the order as it was',
    (_name, fault) => sufferEverywhere(fault, 'openai-pipeline'),
    120_000,
  );
});
