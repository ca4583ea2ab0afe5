import { RecordedSpans } from '../../test/support/doubles/recorded-spans.js';
import { TraceSpan } from '../ops/tracing/trace-span.js';
import { ProviderTrace } from './provider-trace.js';

const ANSWERED = { status: 'completed', awaitsTools: false, reason: null, usage: null } as const;

describe('ProviderTrace', () => {
  let spans: RecordedSpans;
  let turn: TraceSpan;
  let trace: ProviderTrace;

  beforeEach(() => {
    spans = RecordedSpans.start();
    turn = TraceSpan.begin('turn', null);
    trace = new ProviderTrace(() => turn);
  });
  afterEach(() => spans.stop());

  function ended(): readonly (readonly [string, unknown])[] {
    return spans.ended.map((span) => [spans.pathOf(span), span.attributes['error.type']]);
  }

  it('follows a connection and the answers that are asked for over it', () => {
    trace.connects('openai-realtime', 1);
    trace.connected('gpt-test');
    for (const awaitsTools of [true, false]) {
      trace.asked('openai-realtime');
      trace.answered({ ...ANSWERED, awaitsTools });
    }
    expect(ended()).toEqual([
      ['turn > provider connect', undefined],
      ['turn > provider request', undefined],
      ['turn > provider request', undefined],
    ]);
    expect(spans.named('provider connect')[0]?.attributes).toMatchObject({
      'gen_ai.provider.name': 'openai-realtime',
      'gen_ai.request.model': 'gpt-test',
      'voiceplate.attempt': 1,
    });
  });

  it('takes what is asked for twice for one request', () => {
    trace.asked('openai-realtime');
    trace.asked('openai-realtime');
    trace.answered(ANSWERED);
    trace.answered(ANSWERED);
    expect(spans.begun.filter(({ name }) => name === 'provider request')).toHaveLength(1);
  });

  it('tells of an answer that failed, and of one that was spoken over', () => {
    trace.asked('openai-realtime');
    trace.answered({ ...ANSWERED, status: 'incomplete', reason: 'max_output_tokens' });
    trace.asked('openai-realtime');
    trace.answered({ ...ANSWERED, status: 'interrupted' });
    expect(ended().map(([, error]) => error)).toEqual(['max_output_tokens', undefined]);
  });

  it('leaves nothing open when the session is lost, replaced or let go', () => {
    trace.connects('openai-realtime', 1);
    trace.gone('http_401');
    trace.connects('openai-realtime', 2);
    trace.connects('openai-pipeline', 3);
    trace.connected('gpt-test');
    trace.asked('openai-pipeline');
    trace.gone(null);
    turn.end();
    expect(spans.open).toEqual([]);
    expect(ended().map(([, error]) => error)).toEqual([
      'http_401',
      'replaced',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
