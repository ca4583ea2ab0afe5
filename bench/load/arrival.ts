import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';

/** How calls reach a system. */
export type Arrival =
  /** Straight to a socket, as references want it. */
  | { readonly kind: 'direct'; readonly mediaUrl: string }
  /** As Twilio: a signed webhook, a signed upgrade with the token of the answer, signed reports. */
  | {
      readonly kind: 'signed';
      /** What signatures are made over. */
      readonly publicUrl: string;
      /** Where the server really is. */
      readonly localUrl: string;
      readonly authToken: string;
    };

/** Where and with what a stream is opened. */
export interface StreamTarget {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Account that the calls belong to. */
export const ACCOUNT_SID = 'AC00000000000000000000000000000001';

const STREAM_URL = /<Stream[^>]*\surl="([^"]+)"/;
const PARAMETER = /<Parameter[^>]*\sname="([^"]+)"[^>]*\svalue="([^"]*)"/g;
const LIMIT_MS = 15_000;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Twilio's side of a call beside its media stream. */
export class Caller {
  readonly callSid: string;
  private readonly form: Readonly<Record<string, string>>;

  /** @param number a number that no other call of the run has. */
  constructor(
    private readonly arrival: Arrival,
    number: number,
  ) {
    this.callSid = `CA${(number + 1).toString(16).padStart(32, '0')}`;
    const from = `+1212${String(2_000_000 + number).padStart(7, '0')}`;
    this.form = {
      AccountSid: ACCOUNT_SID,
      ApiVersion: '2010-04-01',
      CallSid: this.callSid,
      CallStatus: 'ringing',
      Direction: 'inbound',
      From: from,
      To: '+12125550100',
      Caller: from,
      Called: '+12125550100',
    };
  }

  /** Rings. Rejects when the call is not put through to a stream. */
  async arrive(): Promise<StreamTarget> {
    const { arrival } = this;
    if (arrival.kind === 'direct') {
      return { url: new URL(arrival.mediaUrl), headers: {}, parameters: {} };
    }
    const twiml = await this.post('/voice', {});
    const publicStream = STREAM_URL.exec(twiml)?.[1];
    if (publicStream === undefined) throw new Error(`/voice opened no stream: ${twiml}`);
    const publicSocket = arrival.publicUrl.replace(/^http/, 'ws');
    const path = publicStream.slice(publicSocket.length);
    const parameters = [...twiml.matchAll(PARAMETER)].map(
      ([, name = '', value = '']) => [name, value] as const,
    );
    return {
      url: new URL(arrival.localUrl.replace(/^http/, 'ws') + path),
      headers: { 'X-Twilio-Signature': sign(arrival.authToken, publicStream, {}) },
      parameters: Object.fromEntries(parameters),
    };
  }

  /** Reports that the caller has hung up. */
  async hungUp(): Promise<void> {
    if (this.arrival.kind === 'direct') return;
    await this.post('/call/status', { CallStatus: 'completed', SequenceNumber: '0' });
  }

  private post(path: string, extra: Readonly<Record<string, string>>): Promise<string> {
    if (this.arrival.kind === 'direct') return Promise.resolve('');
    const { publicUrl, localUrl, authToken } = this.arrival;
    const parameters = { ...this.form, ...extra };
    const body = new URLSearchParams(parameters).toString();
    return new Promise((resolve, reject) => {
      const outgoing = request(`${localUrl}${path}`, {
        method: 'POST',
        agent,
        signal: AbortSignal.timeout(LIMIT_MS),
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
          'Content-Length': Buffer.byteLength(body),
          'X-Twilio-Signature': sign(authToken, publicUrl + path, parameters),
        },
      });
      outgoing.on('error', reject);
      outgoing.on('response', (response) => {
        const parts: Buffer[] = [];
        response.on('error', reject);
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const { statusCode = 0 } = response;
          if (statusCode >= 200 && statusCode < 300) resolve(Buffer.concat(parts).toString('utf8'));
          else reject(new Error(`${path} answered ${statusCode}`));
        });
      });
      outgoing.end(body);
    });
  }
}

/** `X-Twilio-Signature`: the URL, then each parameter's name and value, sorted by name. */
export function sign(
  authToken: string,
  url: string,
  parameters: Readonly<Record<string, string>>,
): string {
  const names = Object.keys(parameters).toSorted();
  const text = url + names.map((name) => name + (parameters[name] ?? '')).join('');
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64');
}
