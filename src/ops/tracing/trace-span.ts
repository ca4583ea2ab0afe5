import {
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

/** What a span tells: never words, names or numbers of a caller, and no key. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** How a span begins. */
export interface SpanStart {
  /** Who asks whom: `client` asks another service, `server` was asked; absent: within this one. */
  readonly kind?: 'client' | 'server';
  readonly attributes?: SpanAttributes;
  /** By `performance.now()`; absent: now. */
  readonly startedAt?: number;
  /** The span that has led to this one, which is no part of it (a link); null or absent: none. */
  readonly follows?: TraceSpan | null;
}

const KINDS = { client: SpanKind.CLIENT, server: SpanKind.SERVER };
/** W3C Trace Context, version 00. */
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/**
 * A span of OpenTelemetry. What it is a part of is given by hand: no context follows the code, and
 * nothing is traced by itself. While no SDK is registered a span records nothing.
 */
export class TraceSpan {
  private constructor(private readonly span: Span) {}

  /** Begins a span as a part of another one; with null, a trace of its own. */
  static begin(name: string, parent: TraceSpan | null, start: SpanStart = {}): TraceSpan {
    const { kind, attributes, startedAt, follows } = start;
    const within = parent === null ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, parent.span);
    const options = {
      ...(kind && { kind: KINDS[kind] }),
      ...(attributes && { attributes }),
      ...(startedAt !== undefined && { startTime: startedAt }),
      ...(follows && { links: [{ context: follows.span.spanContext() }] }),
    };
    return new TraceSpan(trace.getTracer('voiceplate').startSpan(name, options, within));
  }

  /** A span of another process by its `traceparent`; null for what is none. */
  static remote(traceparent: string | null): TraceSpan | null {
    const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
    if (traceId === undefined || spanId === undefined || flags === undefined) return null;
    const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
    return isSpanContextValid(context) ? new TraceSpan(trace.wrapSpanContext(context)) : null;
  }

  /** Names the span for other processes (W3C Trace Context); null while nothing is traced. */
  get traceparent(): string | null {
    const context = this.span.spanContext();
    if (!isSpanContextValid(context)) return null;
    const flags = context.traceFlags.toString(16).padStart(2, '0');
    return `00-${context.traceId}-${context.spanId}-${flags}`;
  }

  set(attributes: SpanAttributes): void {
    this.span.setAttributes(attributes);
  }

  /** Notes a moment of the span. */
  event(name: string, attributes: SpanAttributes = {}): void {
    this.span.addEvent(name, attributes);
  }

  /**
   * Ends the span; later ends change nothing.
   *
   * @param error code of what went wrong; null: nothing did.
   */
  end(error: string | null = null): void {
    if (!this.span.isRecording()) return;
    if (error !== null) {
      this.span.setAttribute('error.type', error);
      this.span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.span.end();
  }
}
