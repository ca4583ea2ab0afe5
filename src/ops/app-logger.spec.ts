import { stripVTControlCharacters } from 'node:util';
import { jest } from '@jest/globals';
import { AppLogger } from './app-logger.js';
import type { LogFile } from './log-file.js';

/** What the logger writes to each stream while `use` runs. */
function written(logger: AppLogger, use: (logger: AppLogger) => void) {
  const texts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      texts[stream] += String(text);
      return true;
    });
  }
  try {
    use(logger);
  } finally {
    jest.restoreAllMocks();
  }
  return texts;
}

describe('AppLogger', () => {
  it('writes one JSON line an event on stdout in production, fields at top level', () => {
    const logger = new AppLogger({ production: true, logLevel: 'INFO' });
    const { stdout, stderr } = written(logger, (log) => {
      log.log('Order placed', { callSid: 'CA1', orderId: 'o1' }, 'Orders');
      log.error('Request failed', 'Error: broken\n    at run (/app/x.js:1:2)', 'Http');
    });

    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'log',
      context: 'Orders',
      message: 'Order placed',
      callSid: 'CA1',
      orderId: 'o1',
    });
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({
      level: 'error',
      message: 'Request failed',
      at: ['at run (/app/x.js:1:2)'],
    });
    expect(stderr).toBe('');
  });

  it.each([true, false])('never prints what an error says (production %s)', (production) => {
    const logger = new AppLogger({ production, logLevel: 'INFO' });
    const broken = new TypeError('Anna said 4111');
    const { stdout, stderr } = written(logger, (log) => {
      log.error(broken, 'Library');
      log.error('Failed', broken, 'Library');
      log.error('Failed', broken.stack, 'Library');
      log.fatal(broken);
    });
    expect(stdout + stderr).toContain('TypeError');
    expect(stdout + stderr).toContain('app-logger.spec');
    expect(stdout + stderr).not.toMatch(/Anna|4111/);
  });

  it('writes readable text otherwise', () => {
    const logger = new AppLogger({ production: false, logLevel: 'INFO' });
    const { stdout } = written(logger, (log) =>
      log.log('Order placed', { orderId: 'o1' }, 'Orders'),
    );
    expect(stdout).toContain('Order placed');
    expect(stdout).toContain('o1');
    expect(stdout).not.toMatch(/^\{/);
  });

  it.each([true, false])('tells times in UTC to the millisecond (production %s)', (production) => {
    const from = new Date().toISOString();
    const { stdout } = written(new AppLogger({ production, logLevel: 'INFO' }), (log) =>
      log.log('Started', { timestamp: 'a field' }),
    );
    const [time = ''] = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/.exec(stdout) ?? [];
    expect(time >= from && time <= new Date().toISOString()).toBe(true);
  });

  it.each([true, false])('writes the same lines to its file (production %s)', (production) => {
    const lines: string[] = [];
    const file = { write: (line: string) => void lines.push(line) } as unknown as LogFile;
    const { stdout } = written(new AppLogger({ production, logLevel: 'INFO' }, file), (log) => {
      log.debug('Frame');
      log.log('Order placed', { orderId: 'o1', token: 'hunter2' }, 'Orders');
      log.warn('Slow');
    });
    expect(lines).toHaveLength(2);
    expect(lines.join('')).toBe(stripVTControlCharacters(stdout));
  });

  it('leaves out what is below the level', () => {
    const logger = new AppLogger({ production: true, logLevel: 'WARN' });
    const { stdout } = written(logger, (log) => {
      log.debug('Frame');
      log.log('Started');
      log.warn('Slow');
    });
    expect(stdout.match(/"message":"(\w+)"/g)).toEqual(['"message":"Slow"']);
  });

  it('tells of every module and route only at DEBUG', () => {
    const boot = (logLevel: 'INFO' | 'DEBUG'): string =>
      written(new AppLogger({ production: true, logLevel }), (log) => {
        log.log('Mapped {/status, GET} route', 'RouterExplorer');
        log.log('Started', 'NestApplication');
      }).stdout;
    expect(boot('INFO')).not.toContain('Mapped');
    expect(boot('INFO')).toContain('Started');
    expect(boot('DEBUG')).toContain('Mapped');
  });

  it.each([true, false])('hides secrets at any depth (production %s)', (production) => {
    const logger = new AppLogger({ production, logLevel: 'INFO' });
    const { stdout } = written(logger, (log) =>
      log.log('Configured', {
        twilio: { authToken: 'hunter2' },
        headers: { Authorization: 'hunter2', 'X-Twilio-Signature': 'hunter2' },
        token: 'hunter2',
        callSid: 'CA1',
      }),
    );
    expect(stdout).toContain('CA1');
    expect(stdout).not.toContain('hunter2');
  });
});
