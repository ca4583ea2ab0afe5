import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Scenario, ScenarioStep } from '../scenario.js';
import { Recogniser } from '../speech/recogniser.js';
import { speak } from '../speech/speak.js';
import type { Brain } from './brain.js';
import { Connection } from './connection.js';
import { ConnectionEars, Ears } from './ears.js';
import { type HandshakeRefusal, HANDSHAKE_REFUSALS, refuseUpgrade } from './handshake.js';
import { connectionKnobs, healthyKnobs, type Knobs } from './knobs.js';
import { COMPATIBLE_BASE, RestApi } from './rest/rest-api.js';
import { scriptedBrain } from './scripted-brain.js';

const PATH = '/v1/realtime';
const MAX_FRAME_BYTES = 20 * 1024 * 1024;
/** Headers that hold secrets. */
const HIDDEN = /^Bearer .*/;

/** The model that speaks texts; its sessions are heard apart from those of the calls. */
const VOICE_MODEL = 'gpt-realtime-2.1-mini';

/** What there is of the sessions of one model. */
export interface VoiceDesk {
  readonly ears: Ears;
  /** They follow the stand-in's clock and key; all else has to be turned here. */
  readonly knobs: Knobs;
  readonly connections: Connection[];
}

/** How a stand-in is set up. */
export interface StandInOptions {
  /** What is said in the call, by both sides. */
  readonly scenario?: Scenario;
  /** Answers in place of the scenario's own brain. */
  readonly brain?: Brain;
  /** Further sentences that the caller may say. */
  readonly vocabulary?: readonly string[];
  readonly knobs?: Partial<Knobs>;
  /** 0, the default, is any free port. */
  readonly port?: number;
}

/**
 * OpenAI's Realtime API on this machine: a real WebSocket server that is as strict as the
 * service and does with real audio what the service does, from a script instead of a model.
 */
export class OpenAiStandIn {
  readonly ears = new Ears();
  /** Knobs of every connection that does not set its own. */
  readonly knobs: Knobs;
  /** Accepted connections, open and closed, in the order they came. */
  readonly connections: Connection[] = [];
  /** Sessions of the model that speaks texts, apart from those of the calls. */
  readonly voice: VoiceDesk;
  /** The endpoints under `baseUrl`, with knobs and ears of their own. */
  readonly rest: RestApi;
  private readonly upcoming: Partial<Knobs>[] = [];
  private readonly http: Server;
  private readonly sockets = new WebSocketServer({
    noServer: true,
    autoPong: false,
    maxPayload: MAX_FRAME_BYTES,
  });

  private constructor(
    private readonly brain: Brain,
    private readonly recogniser: Recogniser,
    vocabulary: ReadonlyMap<string, Buffer>,
    knobs: Partial<Knobs>,
  ) {
    this.knobs = { ...healthyKnobs(), ...knobs };
    this.voice = voiceDesk(this.ears, this.knobs);
    this.rest = new RestApi(brain, vocabulary, this.ears, () => this.knobs.now());
    this.http = createServer((request, response) => this.answer(request, response));
    this.http.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
  }

  /** Listens on 127.0.0.1, all of the script's speech made beforehand. */
  static async start(options: StandInOptions = {}): Promise<OpenAiStandIn> {
    const { scenario, vocabulary = [] } = options;
    const brain = options.brain ?? (scenario ? scriptedBrain(scenario) : () => ({ say: 'Hello.' }));
    const sentences = [...(scenario?.turns.map((turn) => turn.caller) ?? []), ...vocabulary];
    const clips = await Promise.all(
      sentences.map(async (text) => [text, await speak(text, 'caller')] as const),
    );
    await Promise.all(fixedSpeech(scenario).map((text) => speak(text, 'assistant')));
    const words = new Map(clips);
    const standIn = new OpenAiStandIn(brain, new Recogniser(words), words, options.knobs ?? {});
    await new Promise<void>((resolve) => {
      standIn.http.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    return standIn;
  }

  /** For `OPENAI_REALTIME_URL`. */
  get url(): string {
    return `ws://127.0.0.1:${this.port}${PATH}`;
  }

  /** For `OPENAI_BASE_URL`. */
  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}/v1`;
  }

  /** Base URL of another vendor's `/audio/speech`, which has a key of its own. */
  get compatibleSpeechUrl(): string {
    return `http://127.0.0.1:${this.port}${COMPATIBLE_BASE}`;
  }

  /** The open connection that the last caller audio came on; null without one. */
  get talking(): Connection | null {
    const lastAudio = ({ ears }: Connection): number =>
      ears.events.findLast((event) => event.type === 'input_audio_buffer.append')?.at ?? -1;
    const open = this.connections.filter((connection) => connection.isOpen);
    const [latest] = open.sort((a, b) => lastAudio(b) - lastAudio(a));
    return latest !== undefined && lastAudio(latest) >= 0 ? latest : null;
  }

  /** Sets knobs of the next `count` connections alone, refused ones included. */
  nextConnections(count: number, knobs: Partial<Knobs>): void {
    this.upcoming.push(...Array.from({ length: count }, () => knobs));
  }

  /** `Ears.waitFor` of this stand-in. */
  waitFor<T>(predicate: (ears: Ears) => T | false | null | undefined, ms: number): Promise<T> {
    return this.ears.waitFor(predicate, ms);
  }

  /** Ends every connection and stops listening. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.http.close(resolve));
    const connections = [...this.connections, ...this.voice.connections];
    for (const connection of connections) connection.drop();
    this.sockets.close();
    this.http.closeAllConnections();
    await closed;
    await this.waitFor(() => connections.every(({ ears }) => ears.closed !== null), 5000);
  }

  private get port(): number {
    return (this.http.address() as AddressInfo).port;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const key = this.rest.keyOf(request.url ?? '') ?? this.knobs.acceptedKey;
    const authorised = request.headers.authorization === `Bearer ${key}`;
    if (!authorised) respond(response, 401, failure('invalid_api_key', 'Incorrect API key.'));
    else if (this.rest.handle(request, response)) return;
    else respond(response, 404, failure('unknown_url', 'Unknown request URL.'));
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const model = url.searchParams.get('model');
    const desk = model === VOICE_MODEL ? this.voice : this;
    const knobs = connectionKnobs(desk.knobs, desk === this ? (this.upcoming.shift() ?? {}) : {});
    const own = new ConnectionEars(desk.ears.connections.length, model, seen(request));
    desk.ears.connections.push(own);
    const refusal = this.refusalOf(request, url, knobs);
    if (refusal !== null) {
      refuseUpgrade(socket, refusal);
      own.closed = { at: performance.now(), code: refusal.status };
      this.ears.changed();
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (webSocket) =>
      this.accept(webSocket, request, desk, knobs, own),
    );
  }

  private refusalOf(request: IncomingMessage, url: URL, knobs: Knobs): HandshakeRefusal | null {
    if (knobs.refuseHandshake !== null) return knobs.refuseHandshake;
    if (knobs.refuseUpgrade !== null) return { status: knobs.refuseUpgrade, code: 'refused' };
    if (url.pathname !== PATH) {
      this.ears.violation(`an upgrade of ${url.pathname}`);
      return { status: 404, code: 'unknown_url' };
    }
    const authorised = request.headers.authorization === `Bearer ${knobs.acceptedKey}`;
    return authorised ? null : HANDSHAKE_REFUSALS.wrongKey;
  }

  private accept(
    socket: WebSocket,
    request: IncomingMessage,
    { ears, connections }: VoiceDesk,
    knobs: Knobs,
    own: ConnectionEars,
  ): void {
    const { brain, recogniser } = this;
    const connection = new Connection(socket, { brain, recogniser, knobs, ears, own });
    connections.push(connection);
    if ('openai-beta' in request.headers) {
      ears.violation('the OpenAI-Beta header was sent');
      const refusal = { code: 'beta_api_shape_disabled', closeCode: 4000 };
      connection.refuse(refusal, 'The Realtime Beta API is no longer supported.');
    } else if (own.model === null || own.model === '') {
      ears.violation('no model was named in the URL');
      const refusal = { code: 'missing_model', closeCode: 4000 };
      connection.refuse(refusal, 'You must provide a model parameter.');
    } else if (knobs.closeOnOpen === null) {
      connection.open();
    } else {
      connection.refuse(knobs.closeOnOpen, 'The session was refused.');
    }
    ears.changed();
  }
}

function voiceDesk(beside: Ears, shared: Knobs): VoiceDesk {
  const { now: _now, acceptedKey: _key, ...healthy } = healthyKnobs();
  // As fast as the stand-in's `/audio/speech`.
  const knobs = connectionKnobs(shared, { ...healthy, thinkMs: 50, deltaEveryMs: 10 });
  return { ears: new Ears(beside), knobs, connections: [] };
}

/** What the assistant says word for word, so that it need not be made during the call. */
function fixedSpeech(scenario: Scenario | undefined): string[] {
  if (scenario === undefined) return [];
  const said = (step: ScenarioStep): string[] => (step.say === undefined ? [] : [step.say].flat());
  return [scenario.greeting, ...scenario.turns.flatMap((turn) => turn.steps.flatMap(said))].filter(
    (text) => !text.includes('{{'),
  );
}

function seen(request: IncomingMessage): Record<string, string> {
  const headers = Object.entries(request.headers).map(
    ([name, value]) => [name, String(value).replace(HIDDEN, 'Bearer ***')] as const,
  );
  return Object.fromEntries(headers);
}

function failure(code: string, message: string): object {
  return { error: { type: 'invalid_request_error', code, message, param: null } };
}

function respond(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
