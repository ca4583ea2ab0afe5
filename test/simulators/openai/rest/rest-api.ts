import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Brain } from '../brain.js';
import type { Ears } from '../ears.js';
import { ChatCompletions } from './chat-completions.js';
import { Exchange, type Endpoint, type RestRequest } from './exchange.js';
import { healthyRestKnobs, type RestFailure } from './rest-knobs.js';
import { Speech } from './speech.js';
import { Transcriptions } from './transcriptions.js';

const ENDPOINTS = new Map<string, Endpoint>([
  ['/v1/audio/transcriptions', 'transcriptions'],
  ['/v1/chat/completions', 'chat'],
  ['/v1/audio/speech', 'speech'],
]);

/** The REST endpoints of the stand-in, with knobs and ears like its sockets. */
export class RestApi {
  readonly knobs = healthyRestKnobs();
  /** Every request, in the order they came. */
  readonly requests: RestRequest[] = [];
  private readonly endpoints: Readonly<
    Record<Endpoint, { answer(exchange: Exchange): Promise<void> }>
  >;

  constructor(
    brain: Brain,
    vocabulary: ReadonlyMap<string, Buffer>,
    private readonly ears: Ears,
  ) {
    const { transcriptions, chat, speech } = this.knobs;
    this.endpoints = {
      transcriptions: new Transcriptions(vocabulary, ears, transcriptions),
      chat: new ChatCompletions(brain, ears, chat),
      speech: new Speech(ears, speech),
    };
  }

  /** Requests to one endpoint. */
  of(endpoint: Endpoint): readonly RestRequest[] {
    return this.requests.filter((request) => request.endpoint === endpoint);
  }

  /** Answers an authorised request; false when it is not for one of these endpoints. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const endpoint = ENDPOINTS.get(request.url ?? '');
    if (endpoint === undefined || request.method !== 'POST') return false;
    const record: RestRequest = {
      endpoint,
      at: performance.now(),
      body: null,
      status: null,
      firstByteAt: null,
      endedAt: null,
      cutOff: false,
    };
    this.requests.push(record);
    const exchange = new Exchange(request, response, record, () => this.ears.changed());
    this.ears.changed();
    this.answer(endpoint, exchange).catch((error: unknown) => {
      if (exchange.over) return;
      this.ears.violation(`${endpoint} broke: ${String(error)}`);
      exchange.drop();
    });
    return true;
  }

  private async answer(endpoint: Endpoint, exchange: Exchange): Promise<void> {
    const failure = this.knobs[endpoint].failures.shift();
    if (failure === undefined) await this.endpoints[endpoint].answer(exchange);
    else await fail(exchange, failure);
  }
}

async function fail(exchange: Exchange, failure: RestFailure): Promise<void> {
  if (failure === 'stall') await exchange.stall();
  else if (failure === 'drop') exchange.drop();
  else {
    await exchange.body();
    const { status, code, type = 'invalid_request_error', retryAfterSeconds } = failure;
    const error = { type, code, message: 'Refused by a knob.', param: null };
    exchange.refuse({
      status,
      error,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    });
  }
}
