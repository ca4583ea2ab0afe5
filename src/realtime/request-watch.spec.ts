import { setTimeout as sleep } from 'node:timers/promises';
import { RecordedSpans } from '../../test/support/doubles/recorded-spans.js';
import { ProviderError } from '../common/provider-error.js';
import { Metrics } from '../ops/metrics.js';
import { TraceSpan } from '../ops/tracing/trace-span.js';
import type { ChatModel } from './pipeline/chat-model.js';
import { RealtimeMetrics } from './realtime.metrics.js';
import { RequestWatch } from './request-watch.js';

const REQUEST = { messages: [], tools: [], mustSpeak: false };

describe('RequestWatch', () => {
  let spans: RecordedSpans;
  let metrics: Metrics;
  let watch: RequestWatch;

  beforeEach(() => {
    spans = RecordedSpans.start();
    metrics = new Metrics();
    watch = new RequestWatch(new RealtimeMetrics(metrics));
  });
  afterEach(() => spans.stop());

  async function counted(service: string, result: string): Promise<number> {
    const text = await metrics.registry.metrics();
    const series = `request_seconds_count{service="${service}",result="${result}"} `;
    return Number(new RegExp(`${series.replace(/[{}]/g, String.raw`\$&`)}(\\d+)`).exec(text)?.[1]);
  }

  function speaker(parts: () => AsyncGenerator<Uint8Array>) {
    return watch.speaker({ speak: parts }, () => null);
  }

  it('times an answer to its first part, and follows it to its end', async () => {
    const call = TraceSpan.begin('call', null);
    const parts = async function* () {
      yield new Uint8Array(1);
      await sleep(60);
      yield new Uint8Array(2);
    };
    const all: number[] = [];
    const watched = watch.speaker({ speak: parts }, () => call);
    for await (const part of watched.speak('Hello.', new AbortController().signal))
      all.push(part.length);
    call.end();
    expect(all).toEqual([1, 2]);
    expect(await counted('speech', 'ok')).toBe(1);
    expect(await metrics.registry.metrics()).toContain(
      'request_seconds_bucket{le="0.1",service="speech",result="ok"} 1',
    );
    expect(spans.ended.map((span) => spans.pathOf(span))).toEqual([
      'call > provider request',
      'call',
    ]);
    const [seconds, nanos] = spans.ended[0]?.duration ?? [0, 0];
    expect(seconds + nanos / 1e9).toBeGreaterThan(0.05);
  });

  it('counts a failure by its code, before the answer and in it', async () => {
    const failing = (first: boolean) =>
      async function* () {
        if (first) yield new Uint8Array(1);
        await Promise.resolve();
        throw new ProviderError('http_500', 'broken', 'provider', true);
      };
    for (const first of [false, true]) {
      const answer = speaker(failing(first)).speak('Hello.', new AbortController().signal);
      await expect(
        (async () => {
          for await (const _ of answer);
        })(),
      ).rejects.toThrow('broken');
    }
    expect([await counted('speech', 'failed'), await counted('speech', 'ok')]).toEqual([1, 1]);
    expect(spans.ended.map(({ attributes }) => attributes['error.type'])).toEqual([
      'http_500',
      'http_500',
    ]);
  });

  it('takes an answer that is not wanted any more for no failure', async () => {
    const wanted = new AbortController();
    const parts = async function* () {
      await Promise.resolve();
      wanted.abort();
      yield* [];
      throw new ProviderError('aborted', 'given up', 'provider', true);
    };
    await expect(
      (async () => {
        for await (const _ of speaker(parts).speak('Hello.', wanted.signal));
      })(),
    ).rejects.toThrow('given up');
    expect([await counted('speech', 'failed'), await counted('speech', 'ok')]).toEqual([0, 0]);
    expect(spans.open).toEqual([]);
    expect(spans.ended[0]?.attributes).not.toHaveProperty('error.type');
  });

  it('ends the span of an answer that is left in the middle', async () => {
    const model: ChatModel = {
      name: 'gpt-test',
      async *answer() {
        await Promise.resolve();
        yield { kind: 'text', text: 'Hel' };
        yield { kind: 'text', text: 'lo' };
      },
    };
    const turn = TraceSpan.begin('turn', null);
    const watched = watch.chat(model, () => null);
    const { signal } = new AbortController();
    for await (const _ of watched.answer({ ...REQUEST, trace: turn }, signal)) break;
    turn.end();
    expect(spans.open).toEqual([]);
    expect(spans.pathOf(spans.ended[0] as never)).toBe('turn > provider request');
    expect(spans.ended[0]?.attributes['gen_ai.request.model']).toBe('gpt-test');
  });

  it('passes on what is transcribed, and why it is not', async () => {
    const { signal } = new AbortController();
    const said = watch.transcriber(
      { transcribe: () => Promise.resolve('hello'), expect: () => undefined },
      () => null,
    );
    expect(await said.transcribe(Buffer.alloc(1), signal)).toBe('hello');
    const unheard = watch.transcriber(
      {
        transcribe: () => Promise.reject(new ProviderError('http_429', 'full', 'provider', true)),
        expect: () => undefined,
      },
      () => null,
    );
    await expect(unheard.transcribe(Buffer.alloc(1), signal)).rejects.toThrow('full');
    expect(await counted('transcription', 'ok')).toBe(1);
    expect(await counted('transcription', 'failed')).toBe(1);
    expect(spans.open).toEqual([]);
  });
});
