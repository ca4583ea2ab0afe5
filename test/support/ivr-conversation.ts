import { readdirSync, readFileSync } from 'node:fs';
import type { IvrInput } from '../../src/ivr/ivr-state.js';

/** A tool call that is expected, by its name and some of its arguments. */
export interface ExpectedCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** One exchange: what the caller does, what is to be said, and which tools change something. */
export interface Exchange {
  readonly line: number;
  readonly input: IvrInput;
  readonly says: readonly (string | RegExp)[];
  readonly calls: readonly ExpectedCall[];
  readonly ends: string | null;
}

/** A written conversation. */
export interface Conversation {
  readonly title: string;
  /** The name of its file without the ending: what kind of conversation it is. */
  readonly kind: string;
  /** The restaurant's local time; null for the usual afternoon. */
  readonly at: string | null;
  /** There is a person to be put through to. */
  readonly person: boolean;
  /** By the sample menu, with orders ahead and an area that is checked; not that of the tests. */
  readonly sampleMenu: boolean;
  /** The caller hides their number. */
  readonly hidden: boolean;
  /** Tools that were run on the stream before. */
  readonly before: readonly ExpectedCall[];
  readonly exchanges: readonly Exchange[];
}

type Open<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

const INPUTS: Readonly<Record<string, IvrInput>> = {
  '(calls)': { start: true, resumed: false },
  '(comes from the stream)': { start: true, resumed: true },
  '(no person comes)': { start: true, resumed: true, missed: 'has-number' },
  '(no person comes, hidden number)': { start: true, resumed: true, missed: 'no-number' },
  '(silence)': { nothing: true },
};

/**
 * Reads written conversations. A line begins with `==` a title, `@` a time, `person`, `sample menu`
 * or `hidden`, `$` a tool run before, `>` what the caller says (`[12]` keys, `(calls)`, `(silence)`,
 * `(unsure)` before what recognition is not sure of), `<` what is answered
 * (a part of it, or a /pattern/), `!` a tool that changes something, `=` how the line ends.
 */
export function readConversations(folder: URL): readonly Conversation[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .toSorted()
    .flatMap((file) => parse(readFileSync(new URL(file, folder), 'utf8'), file));
}

function parse(text: string, file: string): readonly Conversation[] {
  const conversations: Open<Conversation>[] = [];
  let exchange: Open<Exchange> | undefined;
  text.split('\n').forEach((row, index) => {
    const mark = row.slice(0, 2).trim();
    const rest = row.slice(2).trim();
    const now = conversations.at(-1);
    if (mark === '' || mark === '#') return;
    if (mark === '==') {
      conversations.push({
        title: rest,
        kind: file.replace('.txt', ''),
        at: null,
        person: false,
        sampleMenu: false,
        hidden: false,
        before: [],
        exchanges: [],
      });
      exchange = undefined;
    } else if (mark === '@' && now) {
      if (rest === 'person') now.person = true;
      else if (rest === 'sample menu') now.sampleMenu = true;
      else if (rest === 'hidden') now.hidden = true;
      else now.at = rest;
    } else if (mark === '$' && now) now.before.push(callOf(rest));
    else if (mark === '>' && now) {
      exchange = { line: index + 1, input: inputOf(rest), says: [], calls: [], ends: null };
      now.exchanges.push(exchange);
    } else if (mark === '<' && exchange) exchange.says.push(patternOf(rest));
    else if (mark === '!' && exchange) exchange.calls.push(callOf(rest));
    else if (mark === '=' && exchange) exchange.ends = rest;
    else throw new Error(`${file}:${index + 1}: cannot read "${row}"`);
  });
  return conversations;
}

function inputOf(text: string): IvrInput {
  const keys = /^\[([\d*#]+)\]$/.exec(text)?.[1];
  const unsure = /^\(unsure\) (.+)$/.exec(text)?.[1];
  if (unsure !== undefined) return { speech: unsure, confidence: 0.2 };
  return INPUTS[text] ?? (keys === undefined ? { speech: text } : { digits: keys });
}

function patternOf(text: string): string | RegExp {
  const pattern = /^\/(.+)\/$/.exec(text)?.[1];
  return pattern === undefined ? text : new RegExp(pattern);
}

function callOf(text: string): ExpectedCall {
  const [name = '', ...json] = text.split(' ');
  const args = json.length === 0 ? {} : (JSON.parse(json.join(' ')) as Record<string, unknown>);
  return { name, args };
}
