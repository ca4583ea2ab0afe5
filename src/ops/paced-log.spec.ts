import { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import { PacedLog } from './paced-log.js';

describe('A paced log', () => {
  it('writes one line a minute for each key, with the number of those left out', () => {
    const error = jest.fn<(...line: unknown[]) => void>();
    const logger = { error } as unknown as Logger;
    let now = 1_000;
    const log = new PacedLog(logger, () => now);
    for (let i = 0; i < 100; i++) log.error('oom', 'Refused', { kind: 'oom' });
    log.error('readonly', 'Refused', { kind: 'readonly' });
    now += 59_999;
    log.error('oom', 'Refused', { kind: 'oom' });
    expect(error.mock.calls).toEqual([
      ['Refused', { kind: 'oom' }],
      ['Refused', { kind: 'readonly' }],
    ]);
    now += 1;
    log.error('oom', 'Refused', { kind: 'oom' });
    log.error('readonly', 'Refused', { kind: 'readonly' });
    expect(error.mock.calls.slice(2)).toEqual([
      ['Refused', { kind: 'oom', leftOut: 100 }],
      ['Refused', { kind: 'readonly' }],
    ]);
  });

  it('writes warnings at the same pace', () => {
    const warn = jest.fn<(...line: unknown[]) => void>();
    const log = new PacedLog({ warn } as unknown as Logger, () => 0);
    for (let i = 0; i < 3; i++) log.warn('path', 'Refused', { reason: 'path' });
    expect(warn.mock.calls).toEqual([['Refused', { reason: 'path' }]]);
  });
});
