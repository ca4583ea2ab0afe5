import { randomBytes } from 'node:crypto';
import { readTwiml, type Verb } from '../simulators/phone/twiml.js';
import type { RunningApp } from './start-app.js';
import { sign, webhook } from './start-edge.js';

/** What a caller does at a `<Gather>`, as Twilio's request carries it. */
export type CallerInput = { readonly Digits: string } | { readonly SpeechResult: string } | object;

/** What a webhook was answered. */
export interface Told {
  readonly xml: string;
  readonly said: string;
  /** Path and query of the request that follows; null when the call is over. */
  readonly next: string | null;
  readonly tookMs: number;
}

/** A call on the line without AI, each of whose requests can be sent to any replica. */
export class WebhookCaller {
  readonly callSid = `CA${randomBytes(16).toString('hex')}`;
  /** What Twilio requests next. */
  next: string | null = '/voice';

  /** The call's next request, to this replica. */
  async step(replica: RunningApp, input: CallerInput = {}): Promise<Told> {
    if (this.next === null) throw new Error('The call is over.');
    const told = await this.send(replica, this.next, input);
    ({ next: this.next } = told);
    return told;
  }

  /** A whole turn: the same through fillers, if it takes long. */
  async tell(replica: RunningApp, input: CallerInput = {}): Promise<Told> {
    let told = await this.step(replica, input);
    while (told.next?.includes('wait=')) told = await this.step(replica);
    return told;
  }

  /** Sends one request, which may be an old or a repeated one; the call stays where it is. */
  async send(replica: RunningApp, path: string, input: CallerInput = {}): Promise<Told> {
    const { publicUrl } = replica.config.http;
    const form = webhook(this.callSid, { ...input });
    const startedAt = performance.now();
    const response = await fetch(replica.url + path, {
      method: 'POST',
      headers: { 'X-Twilio-Signature': sign(publicUrl + path, form) },
      body: new URLSearchParams(form),
    });
    const xml = await response.text();
    const tookMs = performance.now() - startedAt;
    expect([response.status, xml]).toEqual([200, xml]);
    const { verbs, violations } = readTwiml(xml, publicUrl.startsWith('https:'));
    expect(violations).toEqual([]);
    const next = urlOf(verbs)?.slice(publicUrl.length) ?? null;
    return { xml, said: textOf(verbs), next, tookMs };
  }
}

/** Where Twilio goes on after these verbs; undefined when the call is over. */
export function urlOf(verbs: readonly Verb[]): string | undefined {
  const last = verbs.at(-1);
  return last?.name === 'Redirect' ? last.text : last?.attributes['action'];
}

/** What these verbs say. */
export function textOf(verbs: readonly Verb[]): string {
  return verbs
    .flatMap((verb) => (verb.name === 'Gather' ? verb.children : [verb]))
    .filter(({ name }) => name === 'Say')
    .map(({ text }) => text)
    .join(' ');
}
