import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpanStatusCode } from '@opentelemetry/api';
import type { Scenario } from './simulators/scenario.js';
import { viewOf } from './support/call-view.js';
import { eventually } from './support/eventually.js';
import { Kitchen } from './support/kitchen.js';
import { startLine } from './support/line.js';
import { RecordedSpans } from './support/doubles/recorded-spans.js';
import { startApp } from './support/start-app.js';
import { WebhookCaller } from './support/webhook-caller.js';

const PIZZA = 'A small Margherita for Ben, please.';
const YES = 'Yes.';
/** What the caller and the assistant say, and who they are: none of it may be in a span. */
const PERSONAL = /Ben|Margherita|thirteen|Thank you|555\d{4}/;

const SCENARIO: Scenario = {
  name: 'One pizza',
  greeting: 'Hello.',
  turns: [
    {
      caller: PIZZA,
      steps: [
        {
          tools: [
            {
              name: 'add_item',
              arguments: { itemId: 'margherita', quantity: 1, options: ['small'] },
            },
            { name: 'set_customer', arguments: { name: 'Ben', fulfilment: 'pickup' } },
            { name: 'add_item', arguments: { itemId: 7 } },
          ],
        },
        { tools: [{ name: 'read_back_order', arguments: {} }] },
        { say: '{{read_back_order.spoken}}' },
      ],
    },
    {
      caller: YES,
      steps: [
        {
          tools: [
            {
              name: 'place_order',
              arguments: { confirmationId: '{{read_back_order.confirmationId}}' },
            },
          ],
        },
        { say: 'Thank you.' },
      ],
    },
  ],
};

/** A collector of OpenTelemetry as far as its HTTP goes: keeps what it is given. */
async function openCollector() {
  const requests: { readonly head: IncomingMessage; readonly body: Buffer }[] = [];
  const server = createServer((head, response) => {
    const parts: Buffer[] = [];
    head.on('data', (part: Buffer) => parts.push(part));
    head.on('end', () => {
      requests.push({ head, body: Buffer.concat(parts) });
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Runs with variables that the SDK of OpenTelemetry reads from the process itself. */
async function withVariables(
  variables: Readonly<Record<string, string>>,
  run: () => Promise<void>,
): Promise<void> {
  Object.assign(process.env, variables);
  try {
    await run();
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
  }
}

describe('The trace of a call', () => {
  it('has its turns, tools, order, kitchen, provider and webhooks, all of them ended', async () => {
    const spans = RecordedSpans.start();
    const kitchen = await Kitchen.open();
    const line = await startLine({
      scenario: SCENARIO,
      env: { VOICE_PROVIDERS: 'openai-realtime', ORDER_WEBHOOK_URL: kitchen.url },
    });
    try {
      const call = await line.phone.dial();
      await call.untilQuiet(400, { limitMs: 20_000 });
      for (const words of [PIZZA, YES]) {
        await call.say(words);
        await call.untilAnswered();
        await call.untilQuiet(800, { limitMs: 30_000 });
      }
      const [ticket] = await kitchen.received(1);
      await call.hangUp();
      await eventually(async () => {
        expect((await viewOf(line, call.callSid)).outcome).toBe('hung-up');
      });
      await eventually(() => expect(spans.open).toEqual([]));

      const ofCall = spans.ended.filter(
        (span) => span.attributes['voiceplate.call_sid'] === call.callSid,
      );
      const [root] = spans.named('call');
      expect(spans.named('call')).toHaveLength(1);
      const inTrace = spans.ended.filter(
        (span) => span.spanContext().traceId === root?.spanContext().traceId,
      );
      const paths = new Set(inTrace.map((span) => spans.pathOf(span)));
      expect([...paths].toSorted()).toEqual([
        'call',
        'call > turn',
        'call > turn > provider connect',
        'call > turn > provider request',
        'call > turn > tool',
        'call > turn > tool > order place',
        'call > turn > tool > order place > kitchen request',
        'call > webhook',
      ]);
      // The opening, and each turn of the caller.
      expect(spans.named('turn')).toHaveLength(3);
      expect(ofCall.every((span) => inTrace.includes(span))).toBe(true);

      const tools = spans.named('tool').map(({ attributes, status }) => ({
        tool: attributes['gen_ai.tool.name'],
        result: attributes['voiceplate.tool.result'],
        failed: status.code === SpanStatusCode.ERROR,
      }));
      expect(tools).toEqual([
        { tool: 'add_item', result: 'ok', failed: false },
        { tool: 'set_customer', result: 'ok', failed: false },
        { tool: 'add_item', result: 'invalid_arguments', failed: true },
        { tool: 'read_back_order', result: 'ok', failed: false },
        { tool: 'place_order', result: 'ok', failed: false },
      ]);
      const [request] = spans.named('kitchen request');
      const { traceId, spanId } = request?.spanContext() ?? { traceId: '', spanId: '' };
      expect(ticket?.headers['traceparent']).toBe(`00-${traceId}-${spanId}-01`);
      const told = spans.ended.map(({ name, attributes, events }) => ({
        name,
        attributes,
        events: events.map((event) => [event.name, event.attributes]),
      }));
      expect(JSON.stringify(told)).not.toMatch(PERSONAL);

      const headers = { ...line.app.authorization };
      const metrics = await (await fetch(`${line.app.url}/metrics`, { headers })).text();
      for (const series of [
        'orders_placed_total{fulfilment="pickup",channel="stream"} 1',
        'turn_wait_seconds_count{channel="stream"} 2',
        'tool_duration_seconds_count{tool="add_item",result="failed"} 1',
        'kitchen_request_seconds_count 1',
        'provider_connect_seconds_count{provider="openai-realtime",result="ok"} 1',
        'webhook_duration_seconds_count{route="/voice",status="200"} 1',
      ]) {
        expect(metrics).toContain(`\nvoiceplate_${series}\n`);
      }
      // The same waits as the call shows, which add the way to the phone later.
      const { waits } = await viewOf(line, call.callSid);
      const sentMs = waits
        .filter(({ turn }) => turn > 0)
        .map(({ answerMs, networkMs }) => (answerMs ?? 0) - (networkMs ?? 0));
      const [, sum] = /turn_wait_seconds_sum\{channel="stream"\} (\S+)/.exec(metrics) ?? [];
      expect(Number(sum) * 1000).toBeCloseTo(
        sentMs.reduce((total, ms) => total + ms, 0),
        0,
      );
      expect(sentMs.every((ms) => ms > 0)).toBe(true);
    } finally {
      await line.close();
      await kitchen.close();
      spans.stop();
    }
  }, 90_000);

  it('is sent to a collector, with the resource that the variables name', async () => {
    const collector = await openCollector();
    const variables = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=secret-of-the-collector',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=pizza-test',
      OTEL_SERVICE_NAME: 'phone-line',
    };
    await withVariables(variables, async () => {
      const app = await startApp({ ...variables, VOICE_PROVIDERS: 'ivr', INSTANCE_ID: 'one' });
      const caller = new WebhookCaller();
      await caller.step(app);
      await caller.tell(app, { SpeechResult: 'a large Calzone for Maria' });
      await app.close();

      const [{ head, body } = { head: null, body: Buffer.alloc(0) }] = collector.requests;
      expect([head?.method, head?.url, head?.headers['content-type']]).toEqual([
        'POST',
        '/v1/traces',
        'application/x-protobuf',
      ]);
      expect(head?.headers['x-key']).toBe('secret-of-the-collector');
      // The call has not ended: the end of the process ends its span.
      const text = body.toString('latin1');
      for (const part of [
        'webhook',
        'turn',
        'voiceplate.outcome',
        'phone-line',
        'pizza-test',
        caller.callSid,
      ]) {
        expect(text).toContain(part);
      }
      expect(text).not.toMatch(/Calzone|Maria|secret|555\d{4}/);
    });
    await collector.close();
  }, 30_000);

  it('is given up, and told, while the collector is away; calls do not notice', async () => {
    const variables = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
      OTEL_BSP_SCHEDULE_DELAY: '100',
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
    };
    await withVariables(variables, async () => {
      const app = await startApp({ ...variables, VOICE_PROVIDERS: 'ivr', LOG_LEVEL: 'ERROR' });
      const { tookMs } = await new WebhookCaller().step(app);
      expect(tookMs).toBeLessThan(2_000);
      await eventually(async () => {
        const headers = { ...app.authorization };
        const text = await (await fetch(`${app.url}/metrics`, { headers })).text();
        expect(text).toMatch(/voiceplate_trace_spans_total\{result="failed"\} [1-9]/);
      });
      const closedFrom = performance.now();
      await app.close();
      expect(performance.now() - closedFrom).toBeLessThan(8_000);
    });
  }, 60_000);
});
