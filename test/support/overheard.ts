/**
 * Compares what this process logs with what was said in its calls: every test that starts the
 * product by `startApp` logs at DEBUG into memory and fails when it closes the product if a line
 * holds words, names, notes or totals of a caller.
 */
import { Conversation } from '../../src/calls/call/conversation.js';
import type { AppConfig } from '../../src/config/app-config.js';
import { ToolBox } from '../../src/menu/tools/tool-box.js';
import { AppLogger } from '../../src/ops/app-logger.js';

/** What a line holds beside its message, which is static (law 11). */
interface LogLine {
  readonly message: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Words in a row that are taken for something said. */
const PHRASE = 3;
const MIN_DETAIL = 3;
const MAX_LINES = 50_000;
/** Arguments of tools that hold words of the caller. */
const WORDED = ['name', 'address', 'note', 'phone', 'query'] as const;

const lines: LogLine[] = [];
/** Sentences, by the turn or item they belong to: the assistant’s grow. */
const sentences = new Map<string, string>();
const details = new Set<string>();
const totals = new Set<number>();

/** The product’s logger, which prints as it is told to and keeps every line down to DEBUG. */
export class OverheardLogger extends AppLogger {
  private readonly shown: AppLogger;

  constructor(config: AppConfig) {
    super({ production: config.production, logLevel: 'DEBUG' });
    this.shown = new AppLogger(config);
  }

  protected override printMessages(...line: Parameters<AppLogger['printMessages']>): void {
    const [messages, , level = 'log', , stack, params] = line;
    const values = { ...params, ...(stack === undefined ? {} : { stack }) };
    if (lines.length < MAX_LINES) lines.push({ message: messages.map(String).join(' '), values });
    if (this.shown.isLevelEnabled(level)) super.printMessages(...line);
  }
}

/** Messages of the lines logged so far. */
export function loggedMessages(): readonly string[] {
  return lines.map(({ message }) => message);
}

/** @throws when a line that was logged so far holds what was said so far. */
export function expectNothingOverheard(): void {
  const leaks = leaksOf(lines, { sentences: [...sentences.values()], details, totals });
  if (leaks.length > 0) throw new Error(`The log tells what was said:\n${leaks.join('\n')}`);
}

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

function noteDetails(argumentsJson: string): void {
  let args: Partial<Record<string, unknown>> | null;
  try {
    args = JSON.parse(argumentsJson) as Partial<Record<string, unknown>> | null;
  } catch {
    sentences.set(argumentsJson, argumentsJson);
    return;
  }
  for (const key of WORDED) {
    const words = args?.[key];
    if (typeof words !== 'string' || words.length < MIN_DETAIL) continue;
    details.add(words);
    // Errors quote the beginning of a text, so each word of a name counts.
    if (key !== 'name' && key !== 'address') continue;
    for (const [word] of words.matchAll(/\p{Lu}\p{L}{3,}/gu)) details.add(word);
  }
}

// Each is called with its own `this` below.
// oxlint-disable-next-line typescript/unbound-method
const { callerSaid, assistantSaid } = Conversation.prototype;
Conversation.prototype.callerSaid = function (turnId, text) {
  sentences.set(turnId, text);
  callerSaid.call(this, turnId, text);
};
Conversation.prototype.assistantSaid = function (itemId, text) {
  sentences.set(itemId, text);
  assistantSaid.call(this, itemId, text);
};
// oxlint-disable-next-line typescript/unbound-method
const { run } = ToolBox.prototype;
ToolBox.prototype.run = async function (name, argumentsJson, context) {
  noteDetails(argumentsJson);
  const outcome = await run.call(this, name, argumentsJson, context);
  // Smaller sums are too often something else.
  if (outcome.order !== null && outcome.order.totalCents > 99) totals.add(outcome.order.totalCents);
  return outcome;
};
