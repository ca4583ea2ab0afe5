import type { Scenario, ScenarioStep, ScenarioTurn } from '../scenario.js';
import type { Brain, BrainItem, BrainStep } from './brain.js';
import { askedBy } from './read-back-faults.js';
import { fillText, fillValue } from './templates.js';

type ToolCallItem = Extract<BrainItem, { kind: 'tool-call' }>;
type ScenarioTool = NonNullable<ScenarioStep['tools']>[number];

const UNKNOWN = 'Sorry, I did not catch that.';
const NUDGE = 'Are you still there?';
const PATIENCE = 'One moment, please.';

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function keysIn(text: string): string {
  return text.replaceAll(/[^0-9*#]/g, '').replace(/#$/, '');
}

function saidIn(turn: ScenarioTurn, text: string): boolean {
  return turn.caller !== '' && plain(turn.caller) === plain(text);
}

function pressedIn(turn: ScenarioTurn, text: string): boolean {
  const keys = keysIn(turn.keys ?? '');
  return keys !== '' && keys === keysIn(text);
}

/** The turn of a text. Where several have the same one, each occurrence is the next of them. */
function turnOf(
  scenario: Scenario,
  items: readonly BrainItem[],
  text: string,
): ScenarioTurn | undefined {
  const turns = scenario.turns.filter((turn) => saidIn(turn, text));
  if (turns.length === 0) return scenario.turns.find((turn) => pressedIn(turn, text));
  const said = items.filter(
    (item) => item.kind === 'user' && item.text !== null && plain(item.text) === plain(text),
  ).length;
  return turns[Math.min(said, turns.length) - 1];
}

/** The turn that a conversation is in when only the tool calls of it are known. */
function turnByTools(scenario: Scenario, items: readonly BrainItem[]): ScenarioTurn | undefined {
  const call = items.find((item) => item.kind === 'tool-call');
  if (call === undefined) return undefined;
  const turns = scenario.turns.filter(({ steps }) =>
    steps.some(({ tools }) => tools?.some(({ name }) => name === call.name)),
  );
  const exactly = turns.find(({ steps }) =>
    steps.some(({ tools }) =>
      tools?.some((tool) => JSON.stringify(tool.arguments) === call.arguments),
    ),
  );
  return exactly ?? turns[0];
}

/** Where a turn stands after what followed the caller's words. */
type Progress =
  | { readonly next: ScenarioStep }
  | { readonly next: 'waiting' | 'finished' }
  | { readonly next: 'failed'; readonly answered: boolean };

function failed(item: BrainItem): boolean {
  if (item.kind !== 'tool-output') return false;
  try {
    return (JSON.parse(item.output) as { ok?: unknown } | null)?.ok === false;
  } catch {
    return false;
  }
}

/** The index after the texts of a spoken step, looked for from `at`; null when they were not said. */
function afterSaying(items: readonly BrainItem[], at: number, texts: number): number | null {
  const said = items.findIndex((item, i) => i >= at && item.kind === 'assistant');
  if (said === -1) return null;
  let end = said + 1;
  while (end < said + texts && items[end]?.kind === 'assistant') end += 1;
  return end;
}

/** The calls made for a step from `at` on, and the tools of the step that were not called. */
function callsOf(
  items: readonly BrainItem[],
  at: number,
  tools: readonly ScenarioTool[],
): { readonly made: readonly ToolCallItem[]; readonly missing: readonly ScenarioTool[] } {
  const made: ToolCallItem[] = [];
  const missing = tools.filter(({ name }) => {
    const call = items
      .slice(at)
      .filter((item) => item.kind === 'tool-call')
      .find((item) => item.name === name && !made.includes(item));
    if (call !== undefined) made.push(call);
    return call === undefined;
  });
  return { made, missing };
}

/** Walks the steps along the items that prove them done. */
function progressOf(turn: ScenarioTurn, items: readonly BrainItem[]): Progress {
  let at = 0;
  for (const step of turn.steps) {
    const tools = step.tools ?? [];
    if (tools.length === 0) {
      const end = afterSaying(items, at, [step.say].flat().length);
      if (end === null) return { next: step };
      at = end;
      continue;
    }
    const { made, missing } = callsOf(items, at, tools);
    if (missing.length > 0) return { next: made.length === 0 ? step : { tools: missing } };
    const ids = made.map((call) => call.callId);
    const outputs = items.filter(
      (item) => item.kind === 'tool-output' && ids.includes(item.callId),
    );
    if (outputs.length < made.length) return { next: 'waiting' };
    at = Math.max(...outputs.map((output) => items.indexOf(output))) + 1;
    if (turn.onToolError !== undefined && outputs.some(failed)) {
      return { next: 'failed', answered: afterSaying(items, at, 1) !== null };
    }
  }
  return { next: 'finished' };
}

/** Fills the step's templates from the conversation and names what could not be filled. */
function filled(step: ScenarioStep, items: readonly BrainItem[]): BrainStep {
  const missing: string[] = [];
  const says = step.say === undefined ? [] : [step.say].flat();
  const say = says.map((text) => {
    const result = fillText(text, items);
    missing.push(...result.missing);
    return result.value;
  });
  const tools = (step.tools ?? []).map((tool) => {
    const result = fillValue(tool.arguments, items);
    missing.push(...result.missing);
    return { name: tool.name, arguments: result.value as Record<string, unknown> };
  });
  return {
    say,
    tools,
    violations: missing.map((name) => `scenario: nothing found for {{${name}}}`),
  };
}

/** The model is told that its words broke off, or that the line was gone for a moment. */
const INTERRUPTED = /broke off in mid-sentence|The line was (?:gone|interrupted)/;

/** What was interrupted was a read-back, of which the caller has to hear all. */
function readsAgain({ steps }: ScenarioTurn, items: readonly BrainItem[]): boolean {
  const newest = items.at(-1);
  const told = newest?.kind === 'system' && INTERRUPTED.test(newest.text);
  const tools = steps.flatMap((step) => step.tools ?? []);
  return told && tools.some(({ name }) => name === 'read_back_order');
}

function lastWords({ steps }: ScenarioTurn): ScenarioStep {
  return { say: steps.findLast(({ say }) => say !== undefined)?.say ?? NUDGE };
}

/**
 * A brain that plays a scenario. It finds the caller's last words in the scenario and goes on
 * with the first step that nothing in the conversation shows as done; so it goes on in a new
 * session that was given the history.
 */
export function scriptedBrain(scenario: Scenario): Brain {
  return ({ items, trigger }) => {
    if (trigger === 'idle') return { say: NUDGE };
    const at = items.findLastIndex(
      (item) =>
        item.kind === 'user' ||
        (item.kind === 'system' && scenario.turns.some((turn) => pressedIn(turn, item.text))),
    );
    const heard = items[at];
    if (heard === undefined) {
      const greeted = items.some((item) => item.kind === 'assistant');
      return { say: greeted ? NUDGE : scenario.greeting };
    }
    const text = heard.kind === 'user' || heard.kind === 'system' ? heard.text : null;
    const lost = text === null || text.startsWith('[The caller’s words were lost');
    const turn = lost ? turnByTools(scenario, items.slice(at + 1)) : turnOf(scenario, items, text);
    if (turn === undefined) return { say: scenario.unknown ?? UNKNOWN };
    const asked = turn.heedless ? null : askedBy(items.at(-1));
    if (asked !== null) return { say: asked };
    const progress = progressOf(turn, items.slice(at + 1));
    switch (progress.next) {
      case 'waiting':
        return { say: PATIENCE };
      case 'finished':
        return readsAgain(turn, items) ? filled(lastWords(turn), items) : { say: NUDGE };
      case 'failed':
        return progress.answered
          ? { say: NUDGE }
          : filled({ say: turn.onToolError ?? UNKNOWN }, items);
      default:
        return filled(progress.next, items);
    }
  };
}
