import type { Scenario, ScenarioStep, ScenarioTurn } from '../scenario.js';
import type { Brain, BrainItem, BrainStep } from './brain.js';
import { fillText, fillValue } from './templates.js';

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

/** Where a turn stands after what followed the caller's words. */
type Progress =
  | { readonly next: ScenarioStep }
  | { readonly next: 'waiting' | 'finished' }
  | { readonly next: 'failed'; readonly answered: boolean };

function failed(output: string): boolean {
  try {
    return (JSON.parse(output) as { ok?: unknown } | null)?.ok === false;
  } catch {
    return false;
  }
}

/** Walks the steps along the items that prove them done. */
function progressOf(turn: ScenarioTurn, items: readonly BrainItem[]): Progress {
  let at = 0;
  for (const step of turn.steps) {
    const tools = step.tools ?? [];
    if (tools.length === 0) {
      const said = items.findIndex((item, i) => i >= at && item.kind === 'assistant');
      if (said === -1) return { next: step };
      at = said + 1;
      for (let more = [step.say].flat().length - 1; more > 0; more -= 1) {
        if (items[at]?.kind === 'assistant') at += 1;
      }
      continue;
    }
    const calls: Extract<BrainItem, { kind: 'tool-call' }>[] = [];
    const missing = tools.filter(({ name }) => {
      const call = items.find(
        (item, i) =>
          i >= at && item.kind === 'tool-call' && item.name === name && !calls.includes(item),
      );
      if (call?.kind === 'tool-call') calls.push(call);
      return call === undefined;
    });
    if (missing.length > 0) {
      return { next: calls.length === 0 ? step : { tools: missing } };
    }
    const outputs = calls.map((call) =>
      items.findIndex((item) => item.kind === 'tool-output' && item.callId === call.callId),
    );
    if (outputs.includes(-1)) return { next: 'waiting' };
    at = Math.max(...outputs) + 1;
    const fault = outputs.some((index) => {
      const item = items[index];
      return item?.kind === 'tool-output' && failed(item.output);
    });
    if (fault && turn.onToolError !== undefined) {
      const answered = items.some((item, i) => i >= at && item.kind === 'assistant');
      return { next: 'failed', answered };
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
    const turn = text === null ? undefined : turnOf(scenario, items, text);
    if (turn === undefined) return { say: scenario.unknown ?? UNKNOWN };
    const progress = progressOf(turn, items.slice(at + 1));
    switch (progress.next) {
      case 'waiting':
        return { say: PATIENCE };
      case 'finished':
        return { say: NUDGE };
      case 'failed':
        return progress.answered
          ? { say: NUDGE }
          : filled({ say: turn.onToolError ?? UNKNOWN }, items);
      default:
        return filled(progress.next, items);
    }
  };
}
