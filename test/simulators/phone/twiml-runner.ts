import type { CallOutcome, CallRecord } from './call-record.js';
import type { DialResult } from './callee.js';
import type { GatherInput, Gathering } from './gathering.js';
import type { PhoneClock } from './phone-clock.js';
import type { HttpAnswer, TwilioHttp } from './twilio-http.js';
import { readTwiml, type Verb } from './twiml.js';

/** Twilio's default patience of `<Gather>`. */
const GATHER_TIMEOUT_SECONDS = 5;
/** More documents than this in one call are a loop. */
const MAX_DOCUMENTS = 500;
/** Verbs that make Twilio pick up a call that still rings. */
const ANSWERING = ['Say', 'Play', 'Connect', 'Gather', 'Record'];
const TWIML_CONTENT_TYPE = /^text\/xml\b/i;

type Parameters = Readonly<Record<string, string>>;

/** A document to fetch next. */
interface Jump {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly extra: Parameters;
}

/** Why the verb that runs must stop: other TwiML takes over, or the call is over. */
type Interruption = { readonly twiml: string } | { readonly outcome: CallOutcome };

class Interrupted {
  constructor(readonly by: Interruption) {}
}

/** A verb that ended the call. */
class CallOver {
  constructor(readonly outcome: CallOutcome) {}
}

/** What the runner needs from its call. */
export interface RunnerSetup {
  readonly http: TwilioHttp;
  readonly clock: PhoneClock;
  readonly record: CallRecord;
  readonly gathering: Gathering;
  /** True when the server is publicly https, so that only wss streams are allowed. */
  readonly secure: boolean;
  readonly fallbackUrl: string | null;
  /** An answer slower than this is a violation, real milliseconds. */
  readonly answerLimitMs: number;
  /** The same for status callbacks. */
  readonly callbackLimitMs: number;
  /** Twilio's standard parameters as they stand. */
  readonly parameters: () => Parameters;
  /** Verbs that Twilio does not allow on this leg. */
  readonly forbidden: readonly string[];
  /** What the end of a document without a hang-up means. */
  readonly endOfDocument: 'server-hung-up' | 'joined';
  /** `CallStatus` of requests after the call is over. */
  readonly finalStatus: string;
  /** A caller who hangs up is reported to the `<Gather>` or `<Redirect>` that would come next. */
  readonly reportsHangUp: boolean;
  /** Runs a `<Stream>` to its end; ends early when `signal` is aborted. */
  readonly stream: (stream: Verb, signal: AbortSignal) => Promise<void>;
  /** Runs a `<Dial>` in the same way; null: a `<Dial>` ends the call. */
  readonly dial: ((dial: Verb, signal: AbortSignal) => Promise<DialResult>) | null;
  readonly said: (text: string) => void;
  /** Something changed that a test may be waiting for. */
  readonly changed: () => void;
}

/** Fetches TwiML, obeys it verb by verb, and goes where it leads until the call is over. */
export class TwimlRunner {
  #abort = new AbortController();
  #interruption: Interruption | undefined;
  #documentUrl = '';
  /** Requested when the caller hangs up now. */
  #owed: Jump | null = null;
  /** The caller hears more than ringing. */
  #pickedUp = false;

  constructor(private readonly setup: RunnerSetup) {}

  /** Stops the verb that runs. After the call is over this does nothing. */
  interrupt(by: Interruption): void {
    this.#interruption = by;
    this.#abort.abort();
  }

  /** Runs the call from its first webhook; the answer says what ended it. */
  async run(url: string, method: 'GET' | 'POST' = 'POST'): Promise<CallOutcome> {
    let verbs: () => Promise<readonly Verb[]> = () => this.#fetch({ method, url, extra: {} });
    for (let documents = 0; documents < MAX_DOCUMENTS; documents += 1) {
      try {
        const jump = await this.#obey(await verbs());
        verbs = () => this.#fetch(jump);
      } catch (reason) {
        if (reason instanceof CallOver) return reason.outcome;
        if (!(reason instanceof Interrupted)) throw reason;
        const { by } = reason;
        if ('outcome' in by) {
          if (by.outcome === 'caller-hung-up') await this.#reportHangUp();
          return by.outcome;
        }
        this.#owed = null;
        this.#pickedUp = true;
        verbs = () => Promise.resolve(this.#accept(by.twiml, 'rest'));
      }
    }
    this.#violation(`more than ${MAX_DOCUMENTS} documents in one call`);
    return 'application-error';
  }

  /** Sends a status callback, which wants 204, or 200 with nothing to do. */
  async callback(method: 'GET' | 'POST', url: string, parameters: Parameters): Promise<void> {
    const answer = await this.#send(method, url, parameters, this.setup.callbackLimitMs);
    if (answer === null || answer.status === 204) return;
    if (answer.status !== 200 || !/^(<\?xml[^>]*>)?\s*(<Response\s*\/>)?\s*$/.test(answer.body)) {
      this.#violation(`${pathOf(url)} answered ${answer.status} to a status callback`);
    }
  }

  async #obey(verbs: readonly Verb[]): Promise<Jump> {
    for (const [index, verb] of verbs.entries()) {
      this.#owed = this.setup.reportsHangUp ? this.#redirectIn(verbs.slice(index)) : null;
      const jump = await this.#perform(verb);
      if (jump !== null) return jump;
    }
    throw new CallOver(this.setup.endOfDocument);
  }

  #redirectIn(verbs: readonly Verb[]): Jump | null {
    const redirect = verbs.find(({ name }) => name === 'Redirect');
    if (redirect === undefined) return null;
    return this.#jump(redirect.text, redirect.attributes['method'], {});
  }

  async #perform(verb: Verb): Promise<Jump | null> {
    const { record } = this.setup;
    if (ANSWERING.includes(verb.name)) this.#pickedUp = true;
    switch (verb.name) {
      case 'Say':
        this.setup.said(verb.text);
        return null;
      case 'Play':
        record.played.push(verb.text);
        return null;
      case 'Pause':
        await this.#blocking((signal) => this.#seconds(verb.attributes['length'] ?? '1', signal));
        return null;
      case 'Connect':
        return this.#connect(verb);
      case 'Gather':
        return this.#gather(verb);
      case 'Record':
        return this.#recordVoicemail(verb);
      case 'Redirect':
        return this.#jump(verb.text, verb.attributes['method'], {});
      case 'Dial':
        record.dialled.push(...(verb.children.length > 0 ? verb.children : [verb]).map(textOf));
        return this.#dial(verb);
      case 'Reject':
        throw new CallOver('rejected');
      case 'Hangup':
        throw new CallOver('server-hung-up');
      default:
        // Already a violation of the document; Twilio ignores what it does not know.
        return null;
    }
  }

  async #connect({ attributes, children }: Verb): Promise<Jump | null> {
    const stream = children.find(({ name }) => name === 'Stream');
    if (stream !== undefined) {
      await this.#blocking((signal) => this.setup.stream(stream, signal));
    }
    const { action, method } = attributes;
    return action === undefined ? null : this.#jump(action, method, {});
  }

  /** The call goes on with the action, or without one with the next verb. */
  async #dial(verb: Verb): Promise<Jump | null> {
    const { dial } = this.setup;
    if (dial === null) throw new CallOver('dialled');
    const { action, method, answerOnBridge } = verb.attributes;
    if (answerOnBridge !== 'true') this.#pickedUp = true;
    const jump = ({ bridged, parameters }: DialResult): Jump | null => {
      if (bridged) this.#pickedUp = true;
      if (action === undefined) return null;
      const ringing: Parameters = this.#pickedUp ? {} : { CallStatus: 'ringing' };
      return this.#jump(action, method, { ...parameters, ...ringing });
    };
    const result = await this.#blocking(async (signal) => {
      const done = await dial(verb, signal);
      this.#owed = jump(done) ?? this.#owed;
      return done;
    });
    return jump(result);
  }

  async #gather(verb: Verb): Promise<Jump | null> {
    for (const prompt of verb.children) await this.#perform(prompt);
    const { action, method, timeout, actionOnEmptyResult } = verb.attributes;
    if (this.setup.reportsHangUp) this.#owed = this.#jump(action ?? this.#documentUrl, method, {});
    const input = await this.#blocking(async (signal): Promise<GatherInput | null> => {
      const patience = new AbortController();
      const stop = AbortSignal.any([signal, patience.signal]);
      try {
        return await Promise.race([
          this.setup.gathering.listen(verb, stop),
          this.#seconds(timeout ?? String(GATHER_TIMEOUT_SECONDS), stop).then(() => null),
        ]);
      } finally {
        patience.abort();
      }
    });
    if (input === null && actionOnEmptyResult !== 'true') return null;
    return this.#jump(action ?? this.#documentUrl, method, { ...input });
  }

  #recordVoicemail({ attributes }: Verb): Jump {
    const { recordings } = this.setup.record;
    const sid = `RE${String(recordings.length + 1).padStart(32, '0')}`;
    const url = `https://api.twilio.com/2010-04-01/Recordings/${sid}`;
    recordings.push(url);
    return this.#jump(attributes['action'] ?? this.#documentUrl, attributes['method'], {
      RecordingSid: sid,
      RecordingUrl: url,
      RecordingDuration: '5',
      Digits: '#',
    });
  }

  #jump(url: string, method: string | undefined, extra: Parameters): Jump {
    return { method: method === 'GET' ? 'GET' : 'POST', url, extra };
  }

  /** Tells the next URL that the caller is gone; what it answers is not obeyed any more. */
  async #reportHangUp(): Promise<void> {
    if (this.#owed === null) return;
    const { method, extra } = this.#owed;
    const url = this.#absolute(this.#owed.url);
    const parameters = { ...this.setup.parameters(), ...extra };
    const final = { ...parameters, CallStatus: this.setup.finalStatus };
    const answer = await this.#send(method, url, final);
    if (answer !== null && answer.status >= 400) {
      this.#violation(`11200 ${pathOf(url)} answered ${answer.status}`);
    }
  }

  #absolute(url: string): string {
    return URL.canParse(url) ? url : new URL(url, this.#documentUrl).href;
  }

  /** Fetches a document; what cannot be used leads to the fallback URL, as with Twilio. */
  async #fetch(jump: Jump): Promise<readonly Verb[]> {
    const url = this.#absolute(jump.url);
    this.#owed = null;
    this.#documentUrl = url;
    const parameters = { ...this.setup.parameters(), ...jump.extra };
    const answer = await this.#blocking((signal) =>
      unlessAborted(signal, this.#send(jump.method, url, parameters)),
    );
    if (answer !== null && answer.status === 200) {
      if (!TWIML_CONTENT_TYPE.test(answer.contentType)) {
        this.#violation(`${pathOf(url)} answered with content type "${answer.contentType}"`);
      }
      return this.#accept(answer.body, pathOf(url));
    }
    if (answer !== null) this.#violation(`11200 ${pathOf(url)} answered ${answer.status}`);
    const { fallbackUrl } = this.setup;
    if (fallbackUrl === null || url === fallbackUrl) throw new CallOver('application-error');
    const errors = { ErrorCode: answer === null ? '11205' : '11200', ErrorUrl: url };
    return this.#fetch({ method: 'POST', url: fallbackUrl, extra: errors });
  }

  #accept(xml: string, source: string): readonly Verb[] {
    const { verbs, violations } = readTwiml(xml, this.setup.secure, this.setup.forbidden);
    for (const violation of violations) this.#violation(`${source}: ${violation}`);
    this.setup.record.twiml.push({ at: this.setup.clock.now(), source, xml, verbs });
    this.setup.changed();
    return verbs;
  }

  async #send(
    method: 'GET' | 'POST',
    url: string,
    parameters: Parameters,
    limitMs = this.setup.answerLimitMs,
  ): Promise<HttpAnswer | null> {
    try {
      const answer = await this.setup.http.send(method, url, parameters);
      if (answer.tookMs > limitMs) {
        this.#violation(`${pathOf(url)} answered after ${Math.round(answer.tookMs)} ms`);
      }
      return answer;
    } catch (error) {
      this.setup.record.unreachable.push(`${pathOf(url)}: ${String(error)}`);
      return null;
    }
  }

  /** Runs what takes time and must end when told to; an interruption replaces its result. */
  async #blocking<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { signal } = this.#abort;
    const result = signal.aborted ? undefined : await run(signal);
    if (this.#interruption !== undefined && signal.aborted) {
      const interruption = this.#interruption;
      this.#interruption = undefined;
      this.#abort = new AbortController();
      throw new Interrupted(interruption);
    }
    return result as T;
  }

  #seconds(count: string, signal: AbortSignal): Promise<void> {
    const seconds = count === 'auto' ? GATHER_TIMEOUT_SECONDS : Number(count);
    return this.setup.clock.sleep(seconds * 1000, signal);
  }

  #violation(text: string): void {
    this.setup.record.violations.push(text);
    this.setup.changed();
  }
}

function textOf({ text }: Verb): string {
  return text;
}

/** Null as soon as `signal` is aborted, whatever becomes of the work. */
function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => resolve(null);
    signal.addEventListener('abort', giveUp, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
