import { type GatherAnswer, GatherEntry, gatherSettings } from './gather-entry.js';
import type { TwimlDocument } from './read-twiml.js';
import type { Verb } from './verb.js';

/** Fields of a webhook's form. */
export type Fields = Readonly<Record<string, string>>;

/** What a webhook answered. */
export interface WebhookAnswer {
  readonly status: number;
  readonly body: string;
}

/** How a call came to its end. */
export type CallEnd =
  | 'hung-up-here'
  | 'hung-up-there'
  | 'rejected'
  | 'busy'
  /** The end of a document of a dialled person: joined with the caller. */
  | 'joined'
  | 'failed';

/** How a `<Dial>` went, as the action's form has it. */
export type DialResult = Fields & { readonly DialCallStatus: string };

/** What the player needs of its phone. All that takes time ends early when `signal` is aborted. */
export interface Handset {
  /** @throws when no answer comes. */
  ask(method: 'GET' | 'POST', url: string, fields: Fields): Promise<WebhookAnswer>;
  read(xml: string): TwimlDocument;
  /** A document has come, or could not be got. */
  received(url: string, xml: string, faults: readonly string[]): void;
  say(verb: Verb, signal: AbortSignal): Promise<void>;
  play(verb: Verb, signal: AbortSignal): Promise<void>;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** A `<Gather>` listens until null is given. */
  listen(entry: GatherEntry | null, partial: (text: string) => void): void;
  stream(verb: Verb, signal: AbortSignal): Promise<void>;
  /** Null: this leg cannot dial. */
  dial(verb: Verb, signal: AbortSignal): Promise<DialResult>;
  /** Null when the caller said nothing; who hangs up ends the message and does not undo it. */
  record(verb: Verb, signal: AbortSignal): Promise<Fields | null>;
}

/** A document to get next. */
interface Jump {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly fields: Fields;
}

class CallOver {
  constructor(readonly end: CallEnd) {}
}

/** More documents than this in one call are a loop. */
const MAX_DOCUMENTS = 500;

/** Gets TwiML, obeys it verb by verb, and goes where it leads until the call is over, as Twilio does. */
export class TwimlPlayer {
  private documentUrl = '';

  /** @param atEnd what the end of a document without a hang-up means. */
  constructor(
    private readonly handset: Handset,
    private readonly signal: AbortSignal,
    private readonly fallbackUrl: string | null,
    private readonly atEnd: 'hung-up-there' | 'joined' = 'hung-up-there',
  ) {}

  /** Runs the call from its first webhook. */
  async run(url: string): Promise<CallEnd> {
    let jump: Jump = { method: 'POST', url, fields: {} };
    try {
      for (let documents = 0; documents < MAX_DOCUMENTS; documents += 1) {
        jump = await this.obey(await this.get(jump));
      }
      return 'failed';
    } catch (reason) {
      if (reason instanceof CallOver) return reason.end;
      throw reason;
    }
  }

  private async get(jump: Jump): Promise<readonly Verb[]> {
    const url = this.absolute(jump.url);
    this.documentUrl = url;
    const answer = await this.handset.ask(jump.method, url, jump.fields).catch(() => null);
    this.endIfHungUp();
    if (answer?.status === 200) {
      const { verbs, faults } = this.handset.read(answer.body);
      this.handset.received(url, answer.body, faults);
      if (!faults.some((fault) => fault.startsWith('12100'))) return verbs;
    } else {
      const fault = answer === null ? '11205 No answer.' : `11200 Answered ${answer.status}.`;
      this.handset.received(url, answer?.body ?? '', [fault]);
    }
    if (this.fallbackUrl === null || url === this.fallbackUrl) throw new CallOver('failed');
    const fields = { ErrorCode: answer === null ? '11205' : '11200', ErrorUrl: url };
    return this.get({ method: 'POST', url: this.fallbackUrl, fields });
  }

  private async obey(verbs: readonly Verb[]): Promise<Jump> {
    for (const verb of verbs) {
      const jump = await this.perform(verb, this.signal);
      this.endIfHungUp();
      if (jump !== null) return jump;
    }
    throw new CallOver(this.atEnd);
  }

  private async perform(verb: Verb, signal: AbortSignal): Promise<Jump | null> {
    const { attributes } = verb;
    const action = attributes['action'];
    switch (verb.name) {
      case 'Say':
      case 'Play':
      case 'Pause':
        await this.prompt(verb, signal);
        return null;
      case 'Connect': {
        const [stream] = verb.children;
        if (stream?.name === 'Stream') await this.handset.stream(stream, signal);
        return action === undefined ? null : this.jump(verb, action, {});
      }
      case 'Gather':
        return this.gather(verb);
      case 'Dial': {
        const result = await this.handset.dial(verb, signal);
        return action === undefined ? null : this.jump(verb, action, result);
      }
      case 'Record': {
        const recorded = await this.handset.record(verb, signal);
        if (recorded === null) return null;
        const jump = this.jump(verb, action ?? this.documentUrl, recorded);
        // What is answered to a caller who has hung up is not obeyed.
        if (signal.aborted) await this.tell(jump);
        return jump;
      }
      case 'Redirect':
        return this.jump(verb, verb.text, {});
      case 'Reject':
        throw new CallOver(attributes['reason'] === 'busy' ? 'busy' : 'rejected');
      case 'Hangup':
        throw new CallOver('hung-up-there');
      default:
        // Twilio ignores what it does not know; it is a fault of the document already.
        return null;
    }
  }

  private async prompt(verb: Verb, signal: AbortSignal): Promise<void> {
    if (verb.name === 'Pause') {
      return this.handset.pause(Number(verb.attributes['length'] ?? 1) * 1000, signal);
    }
    const times = Number(verb.attributes['loop'] ?? 1) || Infinity;
    for (let time = 0; time < times && !signal.aborted; time += 1) {
      await (verb.name === 'Say'
        ? this.handset.say(verb, signal)
        : this.handset.play(verb, signal));
    }
  }

  private async gather(verb: Verb): Promise<Jump | null> {
    const { attributes, children } = verb;
    const settings = gatherSettings(verb);
    const answered = new AbortController();
    const stop = AbortSignal.any([this.signal, answered.signal]);
    const input = new Promise<GatherAnswer>((resolve) => {
      const entry = new GatherEntry(settings, resolve);
      const listen = (): void => this.handset.listen(entry, (text) => this.partial(verb, text));
      this.signal.addEventListener('abort', () => (entry.stop(), resolve(null)), { once: true });
      if (settings.bargeIn) listen();
      void (async () => {
        for (const prompt of children) await this.prompt(prompt, stop);
        if (stop.aborted) return;
        if (!settings.bargeIn) listen();
        entry.wait();
      })();
    });
    const answer = await input;
    answered.abort();
    this.handset.listen(null, () => undefined);
    if (answer === null && attributes['actionOnEmptyResult'] !== 'true') return null;
    return this.jump(verb, attributes['action'] ?? this.documentUrl, answer ?? {});
  }

  /** Tells of words before they are whole; what is answered is not obeyed. */
  private partial({ attributes }: Verb, text: string): void {
    const { partialResultCallback: url, partialResultCallbackMethod: method } = attributes;
    if (url === undefined) return;
    const fields = { UnstableSpeechResult: text, Stability: '0.9' };
    const way = method === 'GET' ? 'GET' : 'POST';
    void this.tell({ method: way, url, fields });
  }

  private async tell({ method, url, fields }: Jump): Promise<void> {
    await this.handset.ask(method, this.absolute(url), fields).catch(() => undefined);
  }

  private jump({ attributes: { method } }: Verb, url: string, fields: Fields): Jump {
    return { method: method === 'GET' ? 'GET' : 'POST', url, fields };
  }

  private absolute(url: string): string {
    return URL.canParse(url) ? url : new URL(url, this.documentUrl).href;
  }

  private endIfHungUp(): void {
    if (this.signal.aborted) throw new CallOver('hung-up-here');
  }
}
