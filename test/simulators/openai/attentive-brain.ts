import type { Scenario, ScenarioStep, ScenarioTurn } from '../scenario.js';
import type { Brain, BrainItem, BrainStep } from './brain.js';
import { askedBy } from './read-back-faults.js';
import { fillText, fillValue } from './templates.js';

type ScenarioTool = NonNullable<ScenarioStep['tools']>[number];

/** What this brain says of its own accord; every other sentence is the scenario's. */
export const ATTENTIVE_WORDS = {
  back: "Sorry, I'm back.",
  unknown: 'Sorry, I did not catch that.',
  trouble: 'Sorry, that did not work just now.',
  nudge: 'Are you still there?',
  patience: 'One moment, please.',
} as const;

/** Failures of one tool after the caller's last words before they are told. */
const MAX_FAILURES = 2;
/** Id of the call with whose output a session is told the order that it takes over. */
const ORDER_CALL = 'order_as_it_stands';

/** The order as a tool's result tells it. */
interface KnownOrder {
  readonly state?: string;
  readonly lines?: readonly { readonly itemId?: string }[];
  readonly customer?: { readonly name?: string };
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function object(json: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** The newest account of the whole order that a session was begun with. */
function toldOrder(items: readonly BrainItem[]): KnownOrder | null {
  const told = items.findLast((item) => item.kind === 'tool-output' && item.callId === ORDER_CALL);
  return told?.kind === 'tool-output' ? object(told.output) : null;
}

function shownBy(order: KnownOrder | null, { name, arguments: wanted }: ScenarioTool): boolean {
  if (order === null) return false;
  if (name === 'add_item') {
    return order.lines?.some(({ itemId }) => itemId === wanted['itemId']) === true;
  }
  if (name === 'set_customer') return order.customer?.name === wanted['name'];
  return name === 'place_order' && order.state !== undefined && order.state !== 'draft';
}

/** How a tool of the script stands in the conversation. */
interface Standing {
  readonly state: 'done' | 'waiting' | 'missing';
  /** Where it was proved done; -1 when only the order shows it. */
  readonly at: number;
  /** Failures since the caller last spoke. */
  readonly failures: number;
}

function sameCall(item: BrainItem, tool: ScenarioTool): boolean {
  if (item.kind !== 'tool-call' || item.name !== tool.name) return false;
  const templated = JSON.stringify(tool.arguments).includes('{{');
  return templated || JSON.stringify(tool.arguments) === item.arguments;
}

function standingOf(items: readonly BrainItem[], from: number, tool: ScenarioTool): Standing {
  const spokeAt = items.findLastIndex(({ kind }) => kind === 'user');
  let failures = 0;
  let waiting = false;
  for (const [index, call] of items.entries()) {
    if (index < from || call.kind !== 'tool-call' || !sameCall(call, tool)) continue;
    const at = items.findIndex(
      (item) => item.kind === 'tool-output' && item.callId === call.callId,
    );
    const output = items[at];
    if (output?.kind !== 'tool-output') {
      waiting = true;
    } else if (object(output.output)?.['ok'] !== false) {
      return { state: 'done', at, failures: 0 };
    } else if (at > spokeAt) {
      failures += 1;
    }
  }
  if (shownBy(toldOrder(items), tool)) return { state: 'done', at: -1, failures };
  return { state: waiting ? 'waiting' : 'missing', at: -1, failures };
}

/** What the turn needs next; null when all of it was done and said. */
function nextOf(turn: ScenarioTurn, items: readonly BrainItem[], from: number): BrainStep | null {
  let provedAt = from;
  for (const step of turn.steps) {
    const missing: ScenarioTool[] = [];
    for (const tool of step.tools ?? []) {
      const { state, at, failures } = standingOf(items, from, tool);
      if (state === 'waiting') return { say: ATTENTIVE_WORDS.patience };
      if (failures > MAX_FAILURES) return { say: turn.onToolError ?? ATTENTIVE_WORDS.trouble };
      if (state === 'missing') missing.push(tool);
      provedAt = Math.max(provedAt, at);
    }
    if (missing.length > 0) return called(missing, items);
    if (step.say !== undefined && !saidAfter(items, provedAt)) return said(step.say, items);
  }
  return null;
}

/** Says texts, with what the tools have given in its place. */
function said(say: string | readonly string[], items: readonly BrainItem[]): BrainStep {
  const fill = (text: string): string => fillText(text, items).value;
  return { say: typeof say === 'string' ? fill(say) : say.map(fill) };
}

function saidAfter(items: readonly BrainItem[], at: number): boolean {
  const own: readonly string[] = Object.values(ATTENTIVE_WORDS).map(plain);
  return items.some(
    (item, index) =>
      index > at && item.kind === 'assistant' && !own.includes(plain(item.text ?? 'cut')),
  );
}

/** Calls the tools; a confirmation that is not known any more is asked for first. */
function called(tools: readonly ScenarioTool[], items: readonly BrainItem[]): BrainStep {
  const filled = tools.map((tool) => ({ tool, ...fillValue(tool.arguments, items) }));
  if (filled.some(({ missing }) => missing.length > 0)) {
    return { tools: [{ name: 'read_back_order', arguments: {} }] };
  }
  return {
    tools: filled.map(({ tool, value }) => ({
      name: tool.name,
      arguments: value as Record<string, unknown>,
    })),
  };
}

function lastWordsOf(turn: ScenarioTurn): readonly string[] {
  const say = turn.steps.findLast((step) => step.say !== undefined)?.say;
  return say === undefined ? [] : [say].flat();
}

/**
 * A brain for calls that break: it decides from the conversation and the order as it is told,
 * does nothing a second time that either shows as done, and says its last words again when the
 * caller repeats theirs or when it comes back from an interruption. `scenario` may hold the
 * turns of many calls, each sentence once.
 */
export function attentiveBrain(scenario: Scenario): Brain {
  const turns = new Map(scenario.turns.map((turn) => [plain(turn.caller), turn]));
  return ({ items, instructions, trigger }) => {
    if (trigger === 'idle') return { say: ATTENTIVE_WORDS.nudge };
    const newest = items.at(-1);
    const told = newest?.kind === 'system' ? newest.text : instructions;
    const back = told?.includes(ATTENTIVE_WORDS.back) === true;
    const prefixed = (step: BrainStep): BrainStep =>
      back ? { ...step, say: [ATTENTIVE_WORDS.back, ...[step.say ?? []].flat()] } : step;
    const last = items.findLast(({ kind }) => kind === 'user');
    if (last?.kind !== 'user') return prefixed({ say: scenario.greeting });
    const words = last.text === null ? null : plain(last.text);
    const turn = words === null ? undefined : turns.get(words);
    if (turn === undefined) return prefixed({ say: ATTENTIVE_WORDS.unknown });
    const from = items.findIndex(
      (item) => item.kind === 'user' && item.text !== null && plain(item.text) === words,
    );
    const asked = askedBy(newest);
    if (asked !== null) return prefixed({ say: asked });
    return prefixed(nextOf(turn, items, from) ?? said(lastWordsOf(turn), items));
  };
}
