import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { SimulatedCall } from './simulated-call.js';

/** Who may call, and whose calls are here. */
export interface TwilioRestOptions {
  readonly accountSid: string;
  readonly authToken: string;
  /** The simulated call of this sid; a phone's `find`. */
  readonly find: (callSid: string) => SimulatedCall | undefined;
}

/** One request as it came, whether it was obeyed or not. */
export interface RestRequest {
  readonly path: string;
  readonly authorized: boolean;
  readonly parameters: Readonly<Record<string, string>>;
}

interface Fault {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

const UNAUTHORIZED: Fault = { status: 401, code: 20003, message: 'Authenticate' };
const NOT_FOUND: Fault = { status: 404, code: 20404, message: 'The resource was not found' };
const NOT_IN_PROGRESS: Fault = {
  status: 400,
  code: 21220,
  message: 'Call is not in-progress. Cannot redirect.',
};
const TOO_MANY: Fault = { status: 429, code: 20429, message: 'Too many requests' };
const BAD_UPDATE: Fault = { status: 400, code: 21218, message: 'Status or Twiml is required' };

/** What a knob makes the next requests answer. */
export type RestFailure = 'not-found' | 'not-in-progress' | 'too-many';

const FAILURES: Readonly<Record<RestFailure, Fault>> = {
  'not-found': NOT_FOUND,
  'not-in-progress': NOT_IN_PROGRESS,
  'too-many': TOO_MANY,
};

const CALL_PATH = /^\/2010-04-01\/Accounts\/([^/]+)\/Calls\/([^/]+)\.json$/;

/** Twilio's REST API as far as a live call needs it: `POST …/Calls/{CallSid}.json`. */
export class TwilioRest {
  /** Every request so far, oldest first. */
  readonly requests: RestRequest[] = [];
  #failures: RestFailure[] = [];

  private constructor(
    private readonly server: Server,
    private readonly options: TwilioRestOptions,
  ) {}

  /** Listens on a free local port. */
  static async start(options: TwilioRestOptions): Promise<TwilioRest> {
    const server = createServer((request, response) => {
      void rest.#answer(request, response);
    });
    const rest = new TwilioRest(server, options);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return rest;
  }

  /** Base URL, for `TWILIO_API_URL`. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next `count` authorised requests fail this way. */
  failNext(failure: RestFailure, count = 1): void {
    this.#failures.push(...Array.from({ length: count }, () => failure));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const path = request.url ?? '';
    const parameters = Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString()));
    const authorized = this.#authorized(request.headers.authorization ?? '');
    this.requests.push({ path, authorized, parameters });
    const outcome = authorized
      ? this.#update(request.method ?? '', path, parameters)
      : UNAUTHORIZED;
    const fault = isFault(outcome) ? outcome : null;
    response.writeHead(fault === null ? 200 : fault.status, { 'Content-Type': 'application/json' });
    response.end(
      JSON.stringify(
        fault === null
          ? outcome
          : { ...fault, more_info: `https://www.twilio.com/docs/errors/${fault.code}` },
      ),
    );
  }

  #update(
    method: string,
    path: string,
    parameters: Readonly<Record<string, string>>,
  ): Fault | Record<string, string> {
    const failure = this.#failures.shift();
    if (failure !== undefined) return FAILURES[failure];
    const [, accountSid, callSid = ''] = CALL_PATH.exec(path) ?? [];
    const call = this.options.find(callSid);
    if (method !== 'POST' || accountSid !== this.options.accountSid || call === undefined) {
      return NOT_FOUND;
    }
    if (call.outcome !== undefined) return NOT_IN_PROGRESS;
    const { Status: status, Twiml: twiml } = parameters;
    if (status === 'completed') call.end('ended-by-rest');
    else if (twiml !== undefined) call.redirect(twiml);
    else return BAD_UPDATE;
    return {
      sid: callSid,
      account_sid: accountSid,
      api_version: '2010-04-01',
      direction: 'inbound',
      status: status ?? 'in-progress',
      uri: path,
    };
  }

  #authorized(header: string): boolean {
    const { accountSid, authToken } = this.options;
    const expected = Buffer.from(
      `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
    );
    const given = Buffer.from(header);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}

function isFault(outcome: Fault | Record<string, string>): outcome is Fault {
  return typeof outcome['code'] === 'number';
}
