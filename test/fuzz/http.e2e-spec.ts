import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { OrdersService } from '../../src/orders/orders.service.js';
import { ACCOUNT_SID } from '../support/account.js';
import { placeCalzone } from '../support/sample-order.js';
import { startApp, type RunningApp } from '../support/start-app.js';
import { fuzz } from './fuzz.js';
import { jsonNear } from './mutations.js';

/** A request as it goes over the wire. */
interface Wired {
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

/** Parts of a path or a query, percent-encoded; some are no UTF-8. */
const anyPart = fc.oneof(
  fc.constantFrom('', '%00', '%ff', '%', '%2e%2e%2f', '__proto__', 'constructor', '%E2%80%AE'),
  fc
    .string({ unit: 'binary', maxLength: 20 })
    .map((text) => encodeURIComponent(Buffer.from(text).toString())),
  fc.constantFrom(
    '1',
    '0',
    '-1',
    '1e3',
    '201',
    'NaN',
    '9'.repeat(400),
    'x'.repeat(5_000),
    '+1%2000',
  ),
  fc.string({ maxLength: 30 }).map((text) => Buffer.from(text).toString('base64url')),
  fc
    .constantFrom('2026-11-26T00:00:00.000Z CA1', '\u0000 x', 'x \u0000', ' ', 'a b c')
    .map((text) => Buffer.from(text).toString('base64url')),
);
const anyName = (names: readonly string[]) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...names) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('__proto__', 'constructor[prototype][polluted]', 'a[b][c]'),
    },
    { weight: 1, arbitrary: fc.constantFrom(...names).map((name) => `${name}[]`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...names).map((name) => `${name}[__proto__][polluted]`),
    },
  );
const anyPairs = (names: readonly string[], values: fc.Arbitrary<string>, most: number) =>
  fc
    .array(
      fc.tuple(anyName(names), values).map(([name, value]) => `${name}=${value}`),
      { maxLength: most },
    )
    .map((pairs) => pairs.join('&'));

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

describe('Any request', () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let app: RunningApp;
  let orderId: string;

  beforeAll(async () => {
    app = await startApp({ TWILIO_WEBHOOK_VALIDATION: 'false', LOG_LEVEL: 'ERROR' });
    orderId = (await placeCalzone(app.app.get(OrdersService), 'CA1')).id;
  });
  afterAll(async () => {
    agent.destroy();
    await app.close();
  });

  const send = ({ method, path, type, body }: Wired): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const headers = {
        ...app.authorization,
        ...(body !== '' && { 'content-type': type, 'content-length': Buffer.byteLength(body) }),
      };
      const { hostname, port } = new URL(app.url);
      const sent = request({ hostname, port, method, path, agent, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });

  const judge = async (wired: Wired): Promise<'good' | 'bad'> => {
    const { status, text } = await send(wired);
    if (status >= 500 || status < 200) throw new Error(`${status}: ${text}`);
    return status < 300 ? 'good' : 'bad';
  };

  const LISTS = ['/orders', '/calls'];
  const queries = fc
    .tuple(fc.constantFrom(...LISTS), anyPairs(['limit', 'cursor', 'state'], anyPart, 3))
    .map(([path, query]) => ({ method: 'GET', path: `${path}?${query}`, type: '', body: '' }));
  fuzz('for a list of operators', queries, judge);

  const bodies = fc.oneof(
    jsonNear({ state: 'accepted' }, { state: 'preparing', more: { of: ['it'] } }),
    fc.constantFrom('{"state":{"constructor":1}}', '{"state":"ready","x":{"constructor":{}}}'),
  );
  const steps = fc
    .tuple(bodies, fc.constantFrom(JSON_TYPE, JSON_TYPE, JSON_TYPE, FORM_TYPE, 'text/plain'))
    .map(([body, type]) => ({ method: 'PATCH', path: '', type, body }));
  fuzz(
    'for the next step of an order',
    steps,
    (step) => judge({ ...step, path: `/orders/${orderId}` }),
    {
      // An order takes each step once.
      good: -1,
    },
  );

  const NAMED = [
    ['GET', '/orders/'],
    ['PATCH', '/orders/'],
    ['GET', '/calls/'],
    ['POST', '/calls/x/'],
    ['DELETE', '/callers/%2b1'],
    ['GET', '/'],
  ] as const;
  const named = fc
    .tuple(fc.constantFrom(...NAMED), anyPart, fc.constantFrom('', '/hangup', '/transfer'))
    .map(([[method, path], part, rest]) => ({
      method,
      path: path + part + (method === 'POST' ? rest : ''),
      type: JSON_TYPE,
      body: method === 'PATCH' ? '{"state":"accepted"}' : '',
    }));
  fuzz('that names a call, an order or a caller', named, judge, { good: 0 });

  const WEBHOOKS = [
    '/voice',
    '/voice/next?reason=asked&leg=0',
    '/voice/gather?turn=1',
    '/voice/fallback',
    '/voice/whisper?call=CA1&reason=asked',
    '/voice/whisper/key?call=CA1',
    '/stream/status',
    '/call/status',
  ];
  const FIELDS = [
    'From',
    'To',
    'SpeechResult',
    'Digits',
    'DialCallStatus',
    'DialBridged',
    'CallStatus',
    'SequenceNumber',
    'RecordingUrl',
    'RecordingDuration',
    'StreamEvent',
  ];
  const known = fc.constantFrom(
    '%2B15551230100',
    'completed',
    'in-progress',
    '1',
    'one+cola',
    'yes',
  );
  const forms = fc
    .tuple(
      fc.constantFrom(...WEBHOOKS),
      fc.constantFrom('CA1', 'CA2', 'CA2', 'CA3', '', 'C%00'),
      anyPairs(FIELDS, fc.oneof(known, anyPart), 5),
      anyPairs(['turn', 'wait', 'leg', 'reason', 'call'], anyPart, 1),
      fc.constantFrom(FORM_TYPE, FORM_TYPE, FORM_TYPE, `${FORM_TYPE}; charset=utf-7`, JSON_TYPE),
    )
    .map(([path, callSid, fields, query, type]) => ({
      method: 'POST',
      path: path + (path.includes('?') ? '&' : '?') + query,
      type,
      body: `AccountSid=${ACCOUNT_SID}&CallSid=${callSid}&${fields}`,
    }));
  fuzz('of a webhook', forms, judge);
});
