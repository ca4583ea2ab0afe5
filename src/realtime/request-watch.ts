import { TraceSpan } from '../ops/tracing/trace-span.js';
import { providerErrorOf } from '../openai/rest-errors.js';
import type { ChatModel } from './pipeline/chat-model.js';
import type { Speaker } from './pipeline/speaker.js';
import type { Transcriber } from './pipeline/transcriber.js';
import type { RealtimeMetrics, RestService } from './realtime.metrics.js';

/** What a request is a part of when it is made; null: of nothing. */
type Now = () => TraceSpan | null;

/** Times the requests to the services that a call uses without a socket of its own. */
export class RequestWatch {
  constructor(private readonly metrics: Pick<RealtimeMetrics, 'requestSeconds'>) {}

  /** The same transcriber, its requests timed and traced. */
  transcriber(inner: Transcriber, now: Now): Transcriber {
    return {
      transcribe: async (audio, signal) => {
        const request = this.begin('transcription', now());
        try {
          const text = await inner.transcribe(audio, signal);
          request.answered();
          return text;
        } catch (cause) {
          request.failed(cause, signal);
          throw cause;
        } finally {
          request.end();
        }
      },
      expect: (languages) => inner.expect(languages),
    };
  }

  /** The same model, its requests timed and traced. */
  chat(inner: ChatModel, now: Now): ChatModel {
    return {
      name: inner.name,
      answer: (request, signal) =>
        this.parts(
          'chat',
          request.trace ?? now(),
          signal,
          inner.answer(request, signal),
          inner.name,
        ),
    };
  }

  /** The same speaker, its requests timed and traced. */
  speaker(inner: Speaker, now: Now): Speaker {
    return {
      speak: (text, signal, use) =>
        this.parts('speech', now(), signal, inner.speak(text, signal, use)),
    };
  }

  private async *parts<T>(
    service: RestService,
    within: TraceSpan | null,
    signal: AbortSignal,
    parts: AsyncIterable<T>,
    model?: string,
  ): AsyncGenerator<T, void, undefined> {
    const request = this.begin(service, within, model);
    try {
      for await (const part of parts) {
        request.answered();
        yield part;
      }
      request.answered();
    } catch (cause) {
      request.failed(cause, signal);
      throw cause;
    } finally {
      request.end();
    }
  }

  private begin(service: RestService, within: TraceSpan | null, model?: string) {
    const attributes = { 'voiceplate.service': service };
    const span = TraceSpan.begin('provider request', within, {
      kind: 'client',
      attributes: { ...attributes, ...(model !== undefined && { 'gen_ai.request.model': model }) },
    });
    const measured = this.metrics.requestSeconds.startTimer({ service });
    let waits = true;
    const settle = (result: 'ok' | 'failed'): void => {
      if (waits) measured({ result });
      waits = false;
    };
    return {
      answered: () => settle('ok'),
      /** What was given up here is no failure of the service. */
      failed: (cause: unknown, signal: AbortSignal) => {
        if (signal.aborted) return;
        settle('failed');
        span.end(providerErrorOf(cause).code);
      },
      end: () => span.end(),
    };
  }
}
