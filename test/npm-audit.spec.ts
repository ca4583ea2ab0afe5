import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { auditProduction, readAudit } from './support/npm-audit.js';

const report = (faults: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(
      Object.entries(faults).map(([name, severity]) => [name, { name, severity, via: [] }]),
    ),
    metadata: {},
  });

describe("What npm's audit has printed", () => {
  it.each([
    ['no fault', report({}), 'ok'],
    ['lesser faults', report({ ws: 'moderate', pg: 'low', ajv: 'info' }), 'ok'],
    ['a high one', report({ ws: 'moderate', pg: 'high' }), 'failed'],
    ['a critical one', report({ pg: 'critical' }), 'failed'],
    ['a severity of a later npm', report({ pg: 'catastrophic' }), 'failed'],
    ['no answer in time', null, 'not-asked'],
    ['no lock file', '{"error":{"code":"ENOLOCK","summary":"no lockfile","detail":""}}', 'failed'],
    ['no object', 'null', 'failed'],
    ['no JSON', 'npm error code EUSAGE', 'failed'],
    ['nothing', '', 'failed'],
  ])('%s', (_, output, kind) => {
    expect(readAudit(output).kind).toBe(kind);
  });

  it('names every package with its severity', () => {
    expect(readAudit(report({ ws: 'moderate', pg: 'high' })).text).toBe('ws: moderate\npg: high');
  });
});

describe('Asking a registry', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const [, first = ''] = (request.url ?? '').split('/');
      response.statusCode = Number(first) || 200;
      if (request.method === 'GET') {
        // A packument, of which npm wants to know which versions have the fault.
        response.end(JSON.stringify({ name: 'ws', versions: { '8.23.0': {} } }));
        return;
      }
      const advisory = { id: 1, title: 'Bad', severity: 'critical', vulnerable_versions: '*' };
      response.end(JSON.stringify(first === 'faulty' ? { ws: [advisory] } : {}));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it.each([
    ['that knows no fault', 'sound', 'ok'],
    ['that knows a critical one', 'faulty', 'failed'],
    ['that has no audit', '404', 'not-asked'],
  ])('%s', async (_, path, kind) => {
    expect(await auditProduction('.', `${url}/${path}`)).toMatchObject({ kind });
  });

  it('that is not there', async () => {
    expect(await auditProduction('.', 'http://127.0.0.1:9')).toMatchObject({ kind: 'not-asked' });
  });
});
