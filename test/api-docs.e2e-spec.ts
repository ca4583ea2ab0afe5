import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Call } from '../src/calls/call/call.js';
import { CallWriteBehind } from '../src/calls/state/call-write-behind.js';
import { Lifecycle } from '../src/ops/lifecycle.js';
import { OrdersService } from '../src/orders/orders.service.js';
import type { Scenario } from './simulators/scenario.js';
import { startLine, type Line } from './support/line.js';
import { placeCalzone } from './support/sample-order.js';

type Json = Record<string, unknown>;

/** The part of an OpenAPI document that is looked at. */
interface ApiDocument {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Json> };
}

interface Operation {
  readonly tags: readonly string[];
  readonly responses: Record<string, { readonly content?: Record<string, { schema: Json }> }>;
}

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

/** Checks answers against the document; what it does not name is a fault. */
class Conformance {
  readonly seen = new Set<string>();
  private readonly ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });

  constructor(private readonly api: ApiDocument) {
    const time = (text: string): boolean => new Date(text).toISOString() === text;
    this.ajv.addFormat('date-time', time);
    this.ajv.addKeyword({ keyword: 'example' });
    for (const [name, schema] of Object.entries(api.components.schemas)) {
      const closed = { ...schema, additionalProperties: false };
      this.ajv.addSchema(closed, `#/components/schemas/${name}`);
    }
  }

  /** What is wrong with an answer to this operation; empty is right. */
  faults(operation: string, status: number, mediaType: string, text: string): readonly string[] {
    this.seen.add(`${operation} ${status}`);
    const [method = '', path = ''] = operation.split(' ');
    const response = this.api.paths[path]?.[method]?.responses[status];
    // Nothing is said, and nothing is documented to be.
    if (response && !response.content && mediaType === '' && text === '') return [];
    const content = response?.content?.[mediaType];
    if (!content) return [`${operation}: ${status} with ${mediaType} is not documented`];
    const validate = this.ajv.compile(content.schema);
    validate(mediaType.includes('json') ? JSON.parse(text) : text);
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${operation} ${status} ${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  }
}

describe('/docs-json', () => {
  let line: Line;
  let text: string;
  let api: ApiDocument;
  let conformance: Conformance;
  const authorization = 'Bearer ops';

  beforeAll(async () => {
    line = await startLine({
      scenario: SCENARIO,
      env: { OPS_TOKEN: 'ops', HUMAN_TRANSFER_NUMBER: '+15551230777' },
    });
    text = await (await fetch(`${line.app.url}/docs-json`, { headers: { authorization } })).text();
    api = JSON.parse(text) as ApiDocument;
    conformance = new Conformance(api);
  });
  afterAll(() => line.close());

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
    expect(conformance.faults(operation, response.status, mediaType, answer)).toEqual([]);
    const json = mediaType.includes('json') ? (JSON.parse(answer) as Json) : {};
    return { status: response.status, json };
  };

  const operations = (): readonly string[] =>
    Object.entries(api.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { tags }]) => !tags.includes('twilio'))
        .map(([method]) => `${method} ${path}`),
    );

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
    const other = await line.phone.dial();
    await other.hearsSpeech();
    await ask('post /calls/{callSid}/transfer', { id: other.callSid });
    await other.untilEnded();
    await ask('get /calls', { query: '?state=ended&limit=1' });
    for (const operation of operations().filter((entry) => /^get [^{]+$/.test(entry))) {
      expect((await ask(operation)).status).toBe(200);
    }

    for (const action of ['hangup', 'transfer']) {
      expect((await ask(`post /calls/{callSid}/${action}`, { id })).status).toBe(409);
    }
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

  it('says truly how every path refuses', async () => {
    for (const operation of operations().filter((entry) => !entry.includes('/health'))) {
      expect((await ask(operation, { id: 'CA0', headers: {} })).status).toBe(401);
    }
    const headers = { authorization, 'Sec-Fetch-Site': 'cross-site' };
    for (const action of ['hangup', 'transfer']) {
      const operation = `post /calls/{callSid}/${action}`;
      expect((await ask(operation, { id: 'CA0', headers })).status).toBe(403);
    }
    expect((await ask('post /calls/{callSid}/hangup', { id: 'CA0' })).status).toBe(404);
    expect((await ask('get /calls/{callSid}', { id: 'CA0' })).status).toBe(404);
    expect((await ask('get /calls', { query: '?limit=0' })).status).toBe(400);
    expect((await ask('delete /callers/{number}', { id: 'anonymous' })).status).toBe(400);
    expect((await ask('get /orders', { query: '?state=eaten' })).status).toBe(400);
    expect((await ask('get /orders/{id}', { id: 'o0' })).status).toBe(404);
    const eaten = { id: 'o0', body: { state: 'eaten' } };
    expect((await ask('patch /orders/{id}', eaten)).status).toBe(400);
    const ready = { id: 'o0', body: { state: 'ready' } };
    expect((await ask('patch /orders/{id}', ready)).status).toBe(404);
    line.app.app.get(Lifecycle).markDraining();
    expect((await ask('get /health/ready')).status).toBe(503);
    for (const path of ['/voice', '/voice/gather', '/call/status']) {
      expect((await ask(`post ${path}`, { headers: {} })).status).toBe(403);
    }
  });

  it('was tried with every path that is not for Twilio', () => {
    const tried = new Set([...conformance.seen].map((entry) => entry.replace(/ 2\d\d$/, '')));
    expect(operations().filter((operation) => !tried.has(operation))).toEqual([]);
  });
});
