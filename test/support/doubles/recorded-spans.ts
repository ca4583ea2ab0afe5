import { trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  type ReadableSpan,
  type Span,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';

/** Every span of this test file, begun or ended. */
export class RecordedSpans implements SpanProcessor {
  readonly begun: Span[] = [];
  readonly ended: ReadableSpan[] = [];

  /** Records from now on, in the place of an exporter. */
  static start(): RecordedSpans {
    const spans = new RecordedSpans();
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [spans] }));
    return spans;
  }

  /** Names of the spans that have begun and not ended. */
  get open(): readonly string[] {
    return this.begun.filter(({ ended }) => !ended).map(({ name }) => name);
  }

  named(name: string): readonly ReadableSpan[] {
    return this.ended.filter((span) => span.name === name);
  }

  /** The names of a span and of those that it is a part of, the outermost first. */
  pathOf(span: ReadableSpan): string {
    const { parentSpanContext: parent } = span;
    const within = this.begun.find((one) => one.spanContext().spanId === parent?.spanId);
    return within === undefined ? span.name : `${this.pathOf(within)} > ${span.name}`;
  }

  stop(): void {
    trace.disable();
  }

  onStart(span: Span): void {
    this.begun.push(span);
  }

  onEnd(span: ReadableSpan): void {
    this.ended.push(span);
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}
