import { TraceSpan } from '../ops/tracing/trace-span.js';
import type { TurnDone } from './voice-provider.js';

/** The spans of a call's connections to its providers, and of the answers it asks them for. */
export class ProviderTrace {
  private connecting: TraceSpan | null = null;
  private request: TraceSpan | null = null;

  /** @param now what the spans are a part of at the moment; null: of nothing. */
  constructor(private readonly now: () => TraceSpan | null) {}

  /** A session is asked for, a warm one too. @param attempt counts those of the call. */
  connects(provider: string, attempt: number): void {
    this.connecting?.end('replaced');
    const attributes = { 'gen_ai.provider.name': provider, 'voiceplate.attempt': attempt };
    this.connecting = TraceSpan.begin('provider connect', this.now(), {
      kind: 'client',
      attributes,
    });
  }

  connected(model: string): void {
    this.connecting?.set({ 'gen_ai.request.model': model });
    this.connecting?.end();
    this.connecting = null;
  }

  /** The provider owes an answer. */
  asked(provider: string): void {
    this.request ??= TraceSpan.begin('provider request', this.now(), {
      kind: 'client',
      attributes: { 'gen_ai.provider.name': provider },
    });
  }

  /** A response has ended; when tools are answered another one is asked for. */
  answered({ status, reason, usage }: TurnDone): void {
    const tokens = usage && {
      'gen_ai.usage.input_tokens': usage.inputTextTokens + usage.inputAudioTokens,
      'gen_ai.usage.output_tokens': usage.outputTextTokens + usage.outputAudioTokens,
    };
    this.request?.set({ 'voiceplate.status': status, ...tokens });
    const failed = status === 'failed' || status === 'incomplete';
    this.request?.end(failed ? (reason ?? status) : null);
    this.request = null;
  }

  /** The session is gone. @param code of the error; null: it was let go. */
  gone(code: string | null): void {
    this.connecting?.end(code ?? 'closed');
    this.request?.end(code);
    this.connecting = null;
    this.request = null;
  }
}
