import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Call } from '../src/calls/call/call.js';
import { CallWriteBehind } from '../src/calls/state/call-write-behind.js';
import { Lifecycle } from '../src/ops/lifecycle.js';
import { OrdersService } from '../src/orders/orders.service.js';
import type { Scenario } from './simulators/scenario.js';
import { type ApiDocument, Conformance, ExampleRecord, type Json } from './support/api-document.js';
import { startLine, type Line } from './support/line.js';
import { placeCalzone } from './support/sample-order.js';
import { sign } from './support/start-edge.js';

const SCENARIO: Scenario = {
  name: 'one order',
  greeting: 'Hello, this is Luigi.',
  turns: [
    {
      caller: 'A large pepperoni, please.',
      steps: [
        { tools: [{ name: 'add_item', arguments: { itemId: 'pepperoni', options: ['large'] } }] },
        { say: 'One large pepperoni.' },
      ],
    },
  ],
};

describe('/docs-json', () => {
  let line: Line;
  let text: string;
  let api: ApiDocument;
  let conformance: Conformance;
  const recorded = new ExampleRecord();
  const authorization = 'Bearer ops';

  beforeAll(async () => {
    line = await startLine({
      scenario: SCENARIO,
      env: {
        OPS_TOKEN: 'ops',
        HUMAN_TRANSFER_NUMBER: '+15551230777',
        INSTANCE_ID: 'voiceplate-1',
        PUBLIC_URL: 'https://phone.example.com',
      },
    });
    text = await (await fetch(`${line.app.url}/docs-json`, { headers: { authorization } })).text();
    api = JSON.parse(text) as ApiDocument;
    conformance = new Conformance(api);
  });
  afterAll(() => {
    recorded.save();
    return line.close();
  });

  /** Sends `get /calls/{callSid}` with these values, and checks what is answered. */
  const ask = async (
    operation: string,
    {
      query = '',
      id = '',
      body,
      headers = { authorization },
    }: Partial<{
      query: string;
      id: string;
      body: object;
      headers: Record<string, string>;
    }> = {},
  ): Promise<{ status: number; json: Json }> => {
    const [method = '', path = ''] = operation.split(' ');
    const abort = new AbortController();
    const response = await fetch(line.app.url + path.replace(/\{\w+\}/, id) + query, {
      method: method.toUpperCase(),
      headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: abort.signal,
    });
    const [mediaType = ''] = (response.headers.get('content-type') ?? '').split(';');
    // Without end.
    const answer = mediaType === 'text/event-stream' ? '' : await response.text();
    abort.abort();
    const { status } = response;
    expect(conformance.faults(operation, status, mediaType, answer)).toEqual([]);
    const json = mediaType.includes('json') ? (JSON.parse(answer) as Json) : {};
    if (body && response.ok) recorded.note(`${operation} body`, body);
    // What every path says in the same words has an example of its own.
    if (mediaType.includes('json') && ![401, 403, 429, 500].includes(status)) {
      recorded.note(`${operation} ${status}`, json);
    }
    return { status, json };
  };

  const operations = (by: 'twilio' | 'others' = 'others'): readonly string[] =>
    Object.entries(api.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { tags }]) => tags.includes('twilio') === (by === 'twilio'))
        .map(([method]) => `${method} ${path}`),
    );

  /** Sends the form that an operation of Twilio's shows, or one without the `left` field, signed. */
  const askAsTwilio = async (operation: string, left = ''): Promise<number> => {
    const [, path = ''] = operation.split(' ');
    const [content] = Object.values(api.paths[path]?.['post']?.requestBody?.content ?? {});
    const shown = (content?.schema['example'] ?? {}) as Record<string, string>;
    const { [left]: _, ...form } = shown;
    const asked = `${path}${path.includes('whisper') ? '?call=CA1' : ''}`;
    const response = await fetch(line.app.url + asked, {
      method: 'POST',
      headers: { 'X-Twilio-Signature': sign(line.app.config.http.publicUrl + asked, form) },
      body: new URLSearchParams(form),
    });
    const [mediaType = ''] = (response.headers.get('content-type') ?? '').split(';');
    const answer = await response.text();
    const { status } = response;
    expect(conformance.faults(operation, status, mediaType, answer)).toEqual([]);
    const example: unknown = mediaType.includes('json') ? JSON.parse(answer) : answer;
    if (answer !== '') recorded.note(`${operation} ${status}`, example);
    return status;
  };

  it('has no fault by the strict rules of a linter', async () => {
    const config = await createConfig({ extends: ['recommended-strict'] });
    const problems = await lintFromString({ source: text, absoluteRef: 'docs.json', config });
    expect(
      problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer]),
    ).toEqual([]);
  });

  it('says truly what every path answers while there is a call, and after', async () => {
    const call = await line.phone.dial();
    // Its audio is null before it was judged for the first time.
    await ask('get /calls/{callSid}', { id: call.callSid });
    await call.hearsSpeech();
    await call.untilQuiet(300);
    await call.say('A large pepperoni, please.');
    await call.hearsSpeech();
    await call.untilQuiet(400);
    const id = call.callSid;
    const placed = await placeCalzone(line.app.app.get(OrdersService), 'CAother');

    expect((await ask('get /streams')).json).toMatchObject({ count: 1 });
    expect((await ask('get /realtime/sessions')).json).toMatchObject({ count: 1 });
    expect((await ask('get /calls')).json).toMatchObject({ count: 1, calls: [{ turns: 2 }] });
    const { json } = await ask('get /calls/{callSid}', { id });
    expect(json).toMatchObject({ order: { state: 'draft' }, audio: { lostMs: 0 } });
    expect([json['transcript'], json['timeline'], json['latency']]).not.toContainEqual([]);
    expect((await ask('get /orders')).json).toMatchObject({ count: 1 });
    await ask('get /orders/{id}', { id: placed.id });
    await ask('patch /orders/{id}', { id: placed.id, body: { state: 'accepted' } });
    await ask('post /calls/{callSid}/hangup', { id });
    await call.untilEnded();
    await ask('get /calls/{callSid}', { id });
    expect((await ask('get /calls/{callSid}/scenario', { id })).status).toBe(200);
    const other = await line.phone.dial();
    await other.hearsSpeech();
    await ask('post /calls/{callSid}/transfer', { id: other.callSid });
    expect((await ask('post /phone/calls')).status).toBe(201);
    await other.untilEnded();
    await ask('get /calls', { query: '?state=ended&limit=1' });
    const said = { query: '?q=pepperoni&from=2026-01-01&outcome=hung-up' };
    expect((await ask('get /calls', said)).json).toMatchObject({ search: { lookedAt: 2 } });
    await ask('get /calls/export', said);
    for (const operation of operations().filter((entry) => /^get [^{]+$/.test(entry))) {
      expect((await ask(operation)).status).toBe(200);
    }

    for (const action of ['hangup', 'transfer']) {
      expect((await ask(`post /calls/{callSid}/${action}`, { id })).status).toBe(409);
    }
    const silent = await ask('get /calls/{callSid}/scenario', { id: other.callSid });
    expect(silent.status).toBe(409);
    const forgotten = await ask('delete /callers/{number}', { id: '+15551230100' });
    expect(forgotten).toMatchObject({ status: 200, json: { orders: 1, missing: [] } });
  });

  it('says truly what becomes of what was set aside', async () => {
    const { app, config } = line.app;
    const records = app.get(CallWriteBehind);
    const call = new Call({ callSid: 'CAodd', from: '+15551230100', to: '+15551230199' }, 'one', 1);
    call.state = 'ended';
    const sound = call.snapshot();
    const id = 'call-records:CAodd';
    const tear = async (): Promise<void> => {
      records.save({ ...sound, conversation: null as never }, 1);
      await records.flush();
    };
    await tear();
    expect((await ask('get /quarantine')).json).toMatchObject({ count: 1, entries: [{ id }] });
    expect((await ask('post /quarantine/{id}/retry', { id })).status).toBe(409);
    const file = join(config.storage.dataDir, 'call-records/CAodd.json');
    await writeFile(file, JSON.stringify({ call: sound, fence: 1 }));
    expect((await ask('post /quarantine/{id}/retry', { id })).status).toBe(200);
    await tear();
    expect((await ask('delete /quarantine/{id}', { id })).status).toBe(204);
    expect((await ask('delete /quarantine/{id}', { id })).status).toBe(404);
    expect((await ask('post /quarantine/{id}/retry', { id })).status).toBe(404);
  });

  it('says truly what Twilio is told, asked with the forms that it shows', async () => {
    const reports = operations('twilio').filter((name) => name.endsWith('/status'));
    const others = operations('twilio').filter((name) => !reports.includes(name));
    expect(await askAsTwilio('post /voice', 'CallSid')).toBe(400);
    // A report may end the call.
    for (const operation of [...others, ...reports]) {
      expect([operation, await askAsTwilio(operation)]).toEqual([
        operation,
        reports.includes(operation) ? 204 : 200,
      ]);
      expect(await askAsTwilio(operation, 'AccountSid')).toBe(403);
    }
  });

  it('says truly how a browser signs in and out', async () => {
    const headers = {};
    const token = (text: string) => ({ headers, body: { token: text } });
    expect((await ask('post /session', token(''))).status).toBe(400);
    expect((await ask('post /session', token('wrong'))).status).toBe(401);
    expect((await ask('post /session', token('ops'))).status).toBe(201);
    expect((await ask('delete /session', { headers })).status).toBe(204);
  });

  it('says truly what becomes of requests that are not understood', async () => {
    const json = { authorization, 'Content-Type': 'application/json' };
    const patch = (headers: Record<string, string>, body: string): Promise<Response> =>
      fetch(`${line.app.url}/orders/o0`, { method: 'PATCH', headers, body });
    const answers = await Promise.all([
      patch(json, '{'),
      patch(json, JSON.stringify({ state: 'x'.repeat(200_000) })),
      patch({ ...json, 'Content-Type': 'application/json; charset=x-unknown' }, '{}'),
      fetch(`${line.app.url}/orders/%E0%A4%A`, { headers: { authorization } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 413, 415, 400]);
    for (const [index, operation] of [
      ...Array<string>(3).fill('patch /orders/{id}'),
      'get /orders/{id}',
    ].entries()) {
      const answer = answers[index];
      const text = (await answer?.text()) ?? '';
      const problem = 'application/problem+json';
      expect(conformance.faults(operation, answer?.status ?? 0, problem, text)).toEqual([]);
    }
  });

  it('says truly what becomes of what the kitchen sets', async () => {
    const off = { id: 'margherita', body: { until: 'tonight' } };
    expect((await ask('put /menu/sold-out/{id}', off)).status).toBe(200);
    expect((await ask('get /menu')).json).toMatchObject({ soldOut: [{ id: 'margherita' }] });
    expect((await ask('delete /menu/sold-out/{id}', { id: 'margherita' })).status).toBe(204);
    expect((await ask('delete /menu/sold-out/{id}', { id: 'white-clam' })).status).toBe(409);
    for (const operation of ['put /menu/sold-out/{id}', 'delete /menu/sold-out/{id}']) {
      expect((await ask(operation, { id: 'sushi', body: { until: null } })).status).toBe(404);
    }
    const soon = { id: 'margherita', body: { until: 'soon' } };
    expect((await ask('put /menu/sold-out/{id}', soon)).status).toBe(400);
    for (const addedMinutes of [20, null]) {
      expect((await ask('put /orders/pace', { body: { addedMinutes } })).status).toBe(200);
    }
    expect((await ask('put /orders/pace', { body: { addedMinutes: 0.5 } })).status).toBe(400);
  });

  it('says truly how every path refuses', async () => {
    const open = /\/health|(post|delete) \/session/;
    for (const operation of operations().filter((entry) => !open.test(entry))) {
      expect((await ask(operation, { id: 'CA0', headers: {} })).status).toBe(401);
    }
    const headers = { authorization, 'Sec-Fetch-Site': 'cross-site' };
    for (const action of ['hangup', 'transfer']) {
      const operation = `post /calls/{callSid}/${action}`;
      expect((await ask(operation, { id: 'CA0', headers })).status).toBe(403);
    }
    expect((await ask('post /calls/{callSid}/hangup', { id: 'CA0' })).status).toBe(404);
    expect((await ask('get /calls/{callSid}', { id: 'CA0' })).status).toBe(404);
    for (const query of ['?limit=0', '?q=x&state=active', '?q=%20', '?from=noon', '?outcome=ok']) {
      expect((await ask('get /calls', { query })).status).toBe(400);
    }
    expect((await ask('get /calls/export', { query: '?state=active&q=x' })).status).toBe(400);
    expect((await ask('delete /callers/{number}', { id: 'anonymous' })).status).toBe(400);
    expect((await ask('get /orders', { query: '?state=eaten' })).status).toBe(400);
    expect((await ask('get /orders/{id}', { id: 'o0' })).status).toBe(404);
    const eaten = { id: 'o0', body: { state: 'eaten' } };
    expect((await ask('patch /orders/{id}', eaten)).status).toBe(400);
    const ready = { id: 'o0', body: { state: 'ready' } };
    expect((await ask('patch /orders/{id}', ready)).status).toBe(404);
    line.app.app.get(Lifecycle).markDraining();
    expect((await ask('get /health/ready')).status).toBe(503);
    for (const operation of operations('twilio')) {
      expect((await ask(operation, { headers: {} })).status).toBe(403);
    }
  });

  it('was tried with every path that is not for Twilio', () => {
    const tried = new Set([...conformance.seen].map((entry) => entry.replace(/ 2\d\d$/, '')));
    expect(operations().filter((operation) => !tried.has(operation))).toEqual([]);
  });

  it('has a summary, and true examples of every body and answer', () => {
    const all = [...operations(), ...operations('twilio')];
    expect(all.length).toBeGreaterThan(30);
    expect(all.flatMap((operation) => conformance.exampleFaults(operation))).toEqual([]);
  });
});
