import { RecoveryLog } from './recovery-log.js';

describe('The log of recoveries', () => {
  let now: number;
  let lines: [string, unknown][];
  let log: RecoveryLog;

  beforeEach(() => {
    now = 1_000;
    lines = [];
    const warn = (message: string, fields: unknown) => lines.push([message, fields]);
    log = new RecoveryLog({ warn }, () => now);
  });

  const drop = (provider = 'one', code = 'close_1006') =>
    log.warn('Provider reconnecting', { provider, code });

  it('has a line a minute for what is the same, which tells how many were left out', () => {
    for (let call = 0; call < 50; call += 1) drop();
    now += 59_999;
    drop();
    expect(lines).toEqual([
      ['Provider reconnecting', { provider: 'one', code: 'close_1006', more: 0 }],
    ]);
    now += 1;
    drop();
    drop();
    expect(lines).toHaveLength(2);
    expect(lines[1]?.[1]).toMatchObject({ more: 50 });
    now += 60_000;
    drop();
    expect(lines[2]?.[1]).toMatchObject({ more: 1 });
  });

  it('has a line for each message, provider and code', () => {
    drop();
    drop('two');
    drop('one', 'http_401');
    log.warn('Provider given up', { provider: 'one', code: 'close_1006', next: 'two' });
    drop();
    expect(
      lines.map(([message, fields]) => [message, Object.values(fields as object).join(' ')]),
    ).toEqual([
      ['Provider reconnecting', 'one close_1006 0'],
      ['Provider reconnecting', 'two close_1006 0'],
      ['Provider reconnecting', 'one http_401 0'],
      ['Provider given up', 'one close_1006 two 0'],
    ]);
  });

  it.each(['sk-proj-Abc123', 'Incorrect API key provided', '+15551230100', '', 'x'.repeat(51)])(
    'does not print %j, which is no code',
    (code) => {
      drop('one', code);
      expect(lines[0]?.[1]).toEqual({ provider: 'one', code: 'other', more: 0 });
    },
  );

  it('forgets the oldest of very many kinds', () => {
    for (let code = 0; code < 1_000; code += 1) drop('one', `code_${code}`);
    drop('one', 'code_999');
    expect(lines).toHaveLength(1_000);
    drop('one', 'code_0');
    expect(lines).toHaveLength(1_001);
  });
});
