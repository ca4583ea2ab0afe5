import { PASSING_FAULTS } from './support/faults.js';
import { printWorstSilence, sufferEverywhere } from './support/suffering.js';

describe('A provider that fails while an order is taken', () => {
  afterAll(printWorstSilence);

  it.each(PASSING_FAULTS.map((fault) => [fault.name, fault] as const))(
    'by being %s costs the caller neither the order nor three seconds',
    (_name, fault) => sufferEverywhere(fault, 'openai-realtime'),
    120_000,
  );
});
