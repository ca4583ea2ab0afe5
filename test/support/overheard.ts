/**
 * Compares what this process logs with what was said in its calls: every test that starts the
 * product by `startApp` logs at DEBUG into memory and fails when it closes the product if a line
 * holds words, names, notes or totals of a caller.
 */
import { Conversation } from '../../src/calls/call/conversation.js';
import type { AppConfig } from '../../src/config/app-config.js';
import { ToolBox } from '../../src/menu/tools/tool-box.js';
import { AppLogger } from '../../src/ops/app-logger.js';
import { detailsOf, leaksOf, type LogLine } from './leaks.js';

const MAX_LINES = 50_000;

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

function noteDetails(argumentsJson: string): void {
  let args: Partial<Record<string, unknown>> | null;
  try {
    args = JSON.parse(argumentsJson) as Partial<Record<string, unknown>> | null;
  } catch {
    sentences.set(argumentsJson, argumentsJson);
    return;
  }
  for (const detail of detailsOf(args ?? {})) details.add(detail);
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
