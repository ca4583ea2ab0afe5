/** Compares log lines with what was said in calls. */
import { stripVTControlCharacters } from 'node:util';
import type { Scenario } from '../simulators/scenario.js';

/** What a line holds beside its message, which is static (law 11). */
export interface LogLine {
  readonly message: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Words in a row that are taken for something said. */
const PHRASE = 3;
const MIN_DETAIL = 3;
/** Arguments of tools that hold words of the caller. */
const WORDED = ['name', 'address', 'note', 'phone', 'query'] as const;

/** What callers and the assistant said. `details`: names, addresses, notes; `totals` in cents. */
export interface Said {
  readonly sentences: readonly string[];
  readonly details: ReadonlySet<string>;
  readonly totals: ReadonlySet<number>;
}

/** One text for each line that holds something of it. */
export function leaksOf(logged: readonly LogLine[], said: Said): readonly string[] {
  const phrases = new Set(said.sentences.flatMap((sentence) => phrasesOf(sentence)));
  const amounts = [...said.totals].map((cents) => (cents / 100).toFixed(2));
  return logged.flatMap((line) => {
    const { at: _frames, ...values } = line.values;
    const text = JSON.stringify(values);
    const told = [
      ...phrasesOf(text).filter((phrase) => phrases.has(phrase)),
      ...[...said.details].filter((detail) => holds(text, detail)),
      ...amounts.filter((amount) => holds(text, amount)),
      ...Object.values(values).filter((value) => said.totals.has(value as number)),
    ];
    return told.length === 0 ? [] : [`${line.message} ${text}: ${told.join(', ')}`];
  });
}

function phrasesOf(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(PHRASE - 1).map((_, index) => words.slice(index, index + PHRASE).join(' '));
}

/** Whether the text has it as whole words. */
function holds(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const around = `${text[at - 1] ?? ''}${text[at + part.length] ?? ''}`;
    if (!/[\p{L}\p{N}]/u.test(around)) return true;
  }
  return false;
}

/** Words of the caller in a tool's arguments. */
export function detailsOf(args: Readonly<Record<string, unknown>>): readonly string[] {
  return WORDED.flatMap((key) => {
    const words = args[key];
    if (typeof words !== 'string' || words.length < MIN_DETAIL) return [];
    // Errors quote the beginning of a text, so each word of a name counts.
    const parts = key === 'name' || key === 'address' ? words.matchAll(/\p{Lu}\p{L}{3,}/gu) : [];
    return [words, ...[...parts].map(([word]) => word)];
  });
}

/** Everything that is said in a scenario, and of whom; its totals are only known to the product. */
export function saidIn({ greeting, unknown = '', turns }: Scenario): Said {
  const steps = turns.flatMap((turn) => turn.steps);
  return {
    sentences: [
      greeting,
      unknown,
      ...turns.flatMap(({ caller, onToolError = '' }) => [caller, onToolError]),
      ...steps.flatMap(({ say = '' }) => say),
    ],
    details: new Set(
      steps.flatMap(({ tools = [] }) => tools.flatMap((tool) => detailsOf(tool.arguments))),
    ),
    totals: new Set(),
  };
}

/** A line as a server process prints it, without its static part. */
export function printedLine(text: string): LogLine {
  const plain = stripVTControlCharacters(text);
  // Time, level, context and message come before the fields, which may take several lines.
  const fields = /^\[\w+\] \d+ /.test(plain) ? (/\{.*$/.exec(plain)?.[0] ?? '') : plain;
  return { message: plain.slice(0, plain.length - fields.length), values: { fields } };
}
