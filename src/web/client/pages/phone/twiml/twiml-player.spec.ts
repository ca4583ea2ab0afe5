import { element } from './elements.double.js';
import type { GatherEntry } from './gather-entry.js';
import { readTwiml } from './read-twiml.js';
import {
  type CallEnd,
  type DialResult,
  type Fields,
  type Handset,
  TwimlPlayer,
  type WebhookAnswer,
} from './twiml-player.js';
import type { Verb, XmlElement } from './verb.js';

const BASE = 'https://voice.example.com';

/** A phone without sound: documents by path, and everything it was asked and told. */
class QuietHandset implements Handset {
  readonly asked: Array<readonly [string, string, Fields]> = [];
  readonly heard: string[] = [];
  readonly faults: string[] = [];
  readonly hungUp = new AbortController();
  entry: GatherEntry | null = null;
  partial: (text: string) => void = () => undefined;
  onListen: (entry: GatherEntry) => void = () => undefined;
  /** A `<Say>` that lasts until something ends it. */
  endless = '';
  dialled: DialResult = { DialCallStatus: 'busy' };
  recorded: Fields | null = { RecordingUrl: 'r' };
  hungUpWhileRecording = false;

  constructor(
    private readonly documents: Readonly<Record<string, readonly XmlElement[] | number>>,
  ) {}

  ask(method: 'GET' | 'POST', url: string, fields: Fields): Promise<WebhookAnswer> {
    const path = url.replace(BASE, '');
    this.asked.push([method, path, fields]);
    const document = this.documents[path];
    if (document === undefined) return Promise.reject(new Error('nobody answers'));
    const status = typeof document === 'number' ? document : 200;
    return Promise.resolve({ status, body: path });
  }

  read(body: string) {
    const document = this.documents[body];
    const verbs = typeof document === 'number' ? [] : (document ?? []);
    return readTwiml(element('Response', {}, ...verbs), { secure: true });
  }

  received(_url: string, _xml: string, faults: readonly string[]): void {
    this.faults.push(...faults);
  }

  async say({ text }: Verb, signal: AbortSignal): Promise<void> {
    this.heard.push(text);
    if (text !== this.endless || signal.aborted) return;
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  }

  play({ text }: Verb): Promise<void> {
    this.heard.push(`play ${text}`);
    return Promise.resolve();
  }

  pause(ms: number): Promise<void> {
    this.heard.push(`pause ${ms}`);
    return Promise.resolve();
  }

  listen(entry: GatherEntry | null, partial: (text: string) => void): void {
    this.entry = entry;
    this.partial = partial;
    if (entry !== null) this.onListen(entry);
  }

  stream({ attributes }: Verb): Promise<void> {
    this.heard.push(`stream ${attributes['url'] ?? ''}`);
    return Promise.resolve();
  }

  dial(): Promise<DialResult> {
    return Promise.resolve(this.dialled);
  }

  record(): Promise<Fields | null> {
    if (this.hungUpWhileRecording) this.hungUp.abort();
    return Promise.resolve(this.recorded);
  }

  run(fallback: string | null = null, atEnd?: 'hung-up-there' | 'joined'): Promise<CallEnd> {
    return new TwimlPlayer(this, this.hungUp.signal, fallback, atEnd).run(`${BASE}/voice`);
  }

  get paths(): readonly string[] {
    return this.asked.map(([method, path]) => `${method} ${path}`);
  }
}

const HANGUP = [element('Hangup')];

describe('TwimlPlayer', () => {
  it('obeys verb by verb, and goes where the document leads', async () => {
    const phone = new QuietHandset({
      '/voice': [
        element('Say', { loop: '2' }, 'Hello.'),
        element('Play', {}, `${BASE}/a.wav`),
        element('Pause', { length: '3' }),
        element('Redirect', { method: 'GET' }, 'next?a=1'),
        element('Say', {}, 'Never said.'),
      ],
      '/next?a=1': HANGUP,
    });
    expect(await phone.run()).toBe('hung-up-there');
    expect(phone.heard).toEqual(['Hello.', 'Hello.', `play ${BASE}/a.wav`, 'pause 3000']);
    expect(phone.paths).toEqual(['POST /voice', 'GET /next?a=1']);
  });

  it('asks the action when a stream has ended, and without one goes on', async () => {
    const stream = element('Stream', { url: 'wss://voice.example.com/ws/media' });
    const phone = new QuietHandset({
      '/voice': [element('Connect', {}, stream), element('Connect', { action: '/next' }, stream)],
      '/next': HANGUP,
    });
    expect(await phone.run()).toBe('hung-up-there');
    expect(phone.heard).toHaveLength(2);
    expect(phone.paths).toEqual(['POST /voice', 'POST /next']);
  });

  it('ends prompts when the caller answers, and gives the answer to the action', async () => {
    const question = element('Say', {}, 'A very long question.');
    const phone = new QuietHandset({
      '/voice': [element('Gather', { numDigits: '1', action: '/gather' }, question)],
      '/gather': HANGUP,
    });
    phone.endless = 'A very long question.';
    phone.onListen = (entry) => setTimeout(() => entry.key('4'));
    expect(await phone.run()).toBe('hung-up-there');
    expect(phone.asked[1]).toEqual(['POST', '/gather', { Digits: '4' }]);
    expect(phone.entry).toBeNull();
  });

  it('listens after the prompts where they may not be interrupted', async () => {
    const phone = new QuietHandset({
      '/voice': [
        element('Gather', { bargeIn: 'false', input: 'speech' }, element('Say', {}, 'First.')),
      ],
    });
    phone.onListen = (entry) => {
      phone.heard.push('listens');
      entry.words('Second.', 0.5);
      phone.hungUp.abort();
    };
    await phone.run();
    expect(phone.heard).toEqual(['First.', 'listens']);
  });

  it('goes on after a <Gather> without an answer, or asks with none', async () => {
    const silent = { timeout: '0', action: '/gather' };
    const phone = new QuietHandset({
      '/voice': [
        element('Gather', silent),
        element('Say', {}, 'Nothing?'),
        element('Gather', { ...silent, actionOnEmptyResult: 'true' }),
      ],
      '/gather': HANGUP,
    });
    await phone.run();
    expect(phone.heard).toEqual(['Nothing?']);
    expect(phone.asked.at(-1)).toEqual(['POST', '/gather', {}]);
  });

  it('tells of words before they are whole', async () => {
    const attributes = { input: 'speech', partialResultCallback: '/partial', action: '/gather' };
    const phone = new QuietHandset({
      '/voice': [element('Gather', attributes)],
      '/gather': HANGUP,
    });
    phone.onListen = (entry) => {
      phone.partial('A pi');
      entry.words('A pizza', 1);
    };
    await phone.run();
    expect(phone.asked[1]).toMatchObject(['POST', '/partial', { UnstableSpeechResult: 'A pi' }]);
  });

  it('reports how a <Dial> and a <Record> went', async () => {
    const phone = new QuietHandset({
      '/voice': [element('Dial', { action: '/dialled' }, '+12125550100')],
      '/dialled': [element('Record', { action: '/recorded' })],
      '/recorded': HANGUP,
    });
    await phone.run();
    expect(phone.asked.slice(1)).toEqual([
      ['POST', '/dialled', { DialCallStatus: 'busy' }],
      ['POST', '/recorded', { RecordingUrl: 'r' }],
    ]);
    phone.recorded = null;
    expect(await phone.run()).toBe('hung-up-there');
  });

  it('tells of a message that was ended by hanging up, and obeys no answer', async () => {
    const phone = new QuietHandset({
      '/voice': [element('Record', { action: '/recorded' })],
      '/recorded': [element('Redirect', {}, '/again')],
    });
    phone.recorded = { Digits: 'hangup' };
    phone.hungUpWhileRecording = true;
    expect(await phone.run()).toBe('hung-up-here');
    expect(phone.asked.slice(1)).toEqual([['POST', '/recorded', { Digits: 'hangup' }]]);
  });

  it.each<[string, number | undefined, string]>([
    ['an error', 500, '11200'],
    ['no answer', undefined, '11205'],
  ])('asks the fallback URL after %s', async (_, status, code) => {
    const phone = new QuietHandset({
      ...(status !== undefined && { '/voice': status }),
      '/fallback': HANGUP,
    });
    expect(await phone.run(`${BASE}/fallback`)).toBe('hung-up-there');
    expect(phone.asked[1]).toEqual([
      'POST',
      '/fallback',
      { ErrorCode: code, ErrorUrl: `${BASE}/voice` },
    ]);
    expect(phone.faults[0]).toMatch(code);
  });

  it('fails where the fallback fails, too, and in a loop', async () => {
    expect(await new QuietHandset({ '/voice': 500 }).run(`${BASE}/fallback`)).toBe('failed');
    const loop = new QuietHandset({ '/voice': [element('Redirect', {}, '/voice')] });
    expect(await loop.run()).toBe('failed');
  });

  it.each<[XmlElement, CallEnd]>([
    [element('Reject', { reason: 'busy' }), 'busy'],
    [element('Reject'), 'rejected'],
    [element('Say', {}, 'The end.'), 'joined'],
  ])('ends as the document says (%#)', async (verb, end) => {
    expect(await new QuietHandset({ '/voice': [verb] }).run(null, 'joined')).toBe(end);
  });

  it('ends when the caller hangs up, whatever lasts', async () => {
    const phone = new QuietHandset({
      '/voice': [element('Gather', { timeout: '3600', action: '/gather' })],
      '/gather': HANGUP,
    });
    phone.onListen = () => setTimeout(() => phone.hungUp.abort());
    expect(await phone.run()).toBe('hung-up-here');
    expect(phone.paths).toEqual(['POST /voice']);
  });
});
