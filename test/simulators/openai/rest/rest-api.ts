import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Brain } from '../brain.js';
import type { Ears } from '../ears.js';
import { ChatCompletions } from './chat-completions.js';
import { Exchange, type Endpoint, type RestRequest } from './exchange.js';
import { Models } from './models.js';
import { healthyRestKnobs, refusalBy, type RestFailure } from './rest-knobs.js';
import { Speech } from './speech.js';
import { Transcriptions } from './transcriptions.js';

/** Where another vendor's service answers on the same port. */
export const COMPATIBLE_BASE = '/compatible/v1';

const ENDPOINTS = new Map<string, Endpoint>([
  ['POST /v1/audio/transcriptions', 'transcriptions'],
  ['POST /v1/chat/completions', 'chat'],
  ['POST /v1/audio/speech', 'speech'],
  [`POST ${COMPATIBLE_BASE}/audio/speech`, 'compatibleSpeech'],
]);
const MODELS = /^GET \/v1\/models(?:\/[^/?]+)?(?:\?|$)/;

/** The REST endpoints of the stand-in, with knobs and ears like its sockets. */
export class RestApi {
  readonly knobs = healthyRestKnobs();
  /** Every request but those for models, in the order they came. */
  readonly requests: RestRequest[] = [];
  private readonly modelRequests: RestRequest[] = [];
  private readonly endpoints: Readonly<
    Record<Endpoint, { answer(exchange: Exchange): Promise<void> }>
  >;

  constructor(
    brain: Brain,
    vocabulary: ReadonlyMap<string, Buffer>,
    private readonly ears: Ears,
    /** Milliseconds since the epoch. */
    now: () => number,
  ) {
    const { transcriptions, chat, speech, compatibleSpeech, models } = this.knobs;
    this.endpoints = {
      transcriptions: new Transcriptions(vocabulary, ears, transcriptions),
      chat: new ChatCompletions(brain, ears, chat),
      speech: new Speech('speech', ears, speech, now),
      compatibleSpeech: new Speech('compatibleSpeech', ears, compatibleSpeech, now),
      models: new Models(models),
    };
  }

  /** Requests to one endpoint. */
  of(endpoint: Endpoint): readonly RestRequest[] {
    if (endpoint === 'models') return this.modelRequests;
    return this.requests.filter((request) => request.endpoint === endpoint);
  }

  /** The key that a path wants; null: the stand-in's own. */
  keyOf(path: string): string | null {
    return path.startsWith(COMPATIBLE_BASE) ? this.knobs.compatibleSpeech.acceptedKey : null;
  }

  /** Answers an authorised request; false when it is not for one of these endpoints. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const asked = `${request.method} ${request.url}`;
    const endpoint = MODELS.test(asked) ? 'models' : ENDPOINTS.get(asked);
    if (endpoint === undefined) return false;
    const record: RestRequest = {
      endpoint,
      at: performance.now(),
      body: null,
      status: null,
      firstByteAt: null,
      endedAt: null,
      cutOff: false,
      fault: null,
    };
    (endpoint === 'models' ? this.modelRequests : this.requests).push(record);
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
    exchange.refuse(refusalBy(failure));
  }
}
