import type { SimulatedCall } from '../phone/simulated-call.js';
import type { CallReport, OpsClient } from './ops-client.js';

const POLL_MS = 150;
const INDENT = ' '.repeat(23);

/**
 * Prints a call as it happens: what the caller says, as the phone knows it; what the
 * assistant says and does, as the server tells its operators.
 */
export class ConversationPrinter {
  readonly #printed = new Set<string>();
  /** Lines as they stood at the last look: a text that still grows is not printed. */
  #seen = new Map<string, string>();
  #saysPrinted = 0;
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> = Promise.resolve();

  constructor(
    private readonly call: SimulatedCall,
    private readonly ops: OpsClient,
  ) {}

  start(): void {
    this.#timer = setInterval(() => this.#poll(), POLL_MS);
  }

  /** Prints what is still to be printed. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#poll();
    this.#poll();
    await this.#polling;
  }

  caller(text: string): void {
    this.#line('Caller', text);
  }

  /** Something that happens to the call and that neither side knows. */
  news(text: string): void {
    this.#line('!', text);
  }

  #poll(): void {
    this.#polling = this.#polling.then(() => this.#print()).catch(() => undefined);
  }

  async #print(): Promise<void> {
    for (const text of this.call.said.slice(this.#saysPrinted)) {
      this.#saysPrinted += 1;
      this.#line('Phone line', text);
    }
    const report = await this.ops.call(this.call.callSid);
    if (report === null) return;
    const lines = [...linesOf(report)].sort((a, b) => a.at.localeCompare(b.at));
    const before = this.#seen;
    this.#seen = new Map(lines.map(({ key, text }) => [key, text]));
    for (const { key, who, text } of lines) {
      // What the phone line said was printed when it was heard.
      if (this.#printed.has(key) || this.call.said.includes(text)) continue;
      // What follows waits, so that the lines keep their order.
      if (before.get(key) !== text && who !== null) break;
      this.#printed.add(key);
      if (who === null) console.log(INDENT + text);
      else this.#line(who, text);
    }
  }

  #line(who: string, text: string): void {
    const seconds = (this.call.clock.now() - this.call.startedAt) / 1000;
    console.log(`${seconds.toFixed(1).padStart(6)} s  ${who.padEnd(12)}  ${text}`);
  }
}

interface Line {
  readonly key: string;
  readonly at: string;
  /** Null for a note between the lines. */
  readonly who: string | null;
  readonly text: string;
}

function* linesOf({ transcript, timeline }: CallReport): Generator<Line> {
  for (const { at, role, text } of transcript) {
    if (role === 'assistant') yield { key: `said ${at}`, at, who: 'Assistant', text };
  }
  for (const [index, entry] of timeline.entries()) {
    const text = noteOf(entry);
    if (text !== null) yield { key: `event ${index}`, at: entry.at, who: null, text };
  }
}

function noteOf({ event, ...fields }: CallReport['timeline'][number]): string | null {
  switch (event) {
    case 'tool':
      return `· ${String(fields['name'])} ${fields['ok'] === true ? 'ok' : String(fields['error'])}, ${String(fields['ms'])} ms`;
    case 'barge-in':
      return `· the caller barges in after ${(Number(fields['heardMs']) / 1000).toFixed(1)} s`;
    case 'provider-lost':
      return `· ${String(fields['provider'])} is lost: ${String(fields['code'])}`;
    case 'reconnect':
    case 'next-provider':
      return `· ${event}: ${String(fields['provider'])}${typeof fields['code'] === 'string' ? `, after ${fields['code']}` : ''}`;
    case 'recovered':
      return `· ${String(fields['provider'])} goes on`;
    case 'ivr':
      return '· ivr: the keypad and speech line goes on';
    case 'stuck':
    case 'filler':
    case 'resume':
    case 'silence-prompt':
      return `· ${event}`;
    case 'released':
      return `· released by ${String(fields['by'])}: ${String(fields['outcome'])}`;
    default:
      return null;
  }
}
