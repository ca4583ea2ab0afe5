import type { Brain, BrainItem, BrainStep } from '../simulators/openai/brain.js';

/** What the model of a test says and does. */
export interface BrainScript {
  readonly greeting: string;
  /** What it does for each sentence of a caller, one step a request. */
  readonly answers: Readonly<Record<string, readonly BrainStep[]>>;
  /** Sentences after which it goes on although a tool has refused. */
  readonly unimpressed?: readonly string[];
}

/** A step that calls one tool. */
export function toolStep(name: string, args: Record<string, unknown> = {}): BrainStep {
  return { tools: [{ name, arguments: args }] };
}

/**
 * A model that follows a script. `{{field}}` in a step is what the newest read-back has given. A
 * sentence without an answer is repeated to the caller.
 */
export function scriptedBrain({ greeting, answers, unimpressed = [] }: BrainScript): Brain {
  return ({ items }) => {
    const at = items.findLastIndex(({ kind }) => kind === 'user');
    const user = items[at];
    if (user?.kind !== 'user') return { say: greeting };
    const { text } = user;
    const since = items.slice(at + 1);
    const steps = answers[text ?? ''];
    if (!steps) return { say: `You said: ${text?.replaceAll(/[[\]]/g, '')}` };
    const newest = since.findLast((item) => item.kind === 'tool-output');
    const fault = newest && objectOf(newest.output);
    if (fault?.['ok'] === false && !unimpressed.includes(text ?? '')) {
      return { say: String(fault['message']) };
    }
    const done = since.filter(({ kind }) => kind === 'tool-call' || kind === 'system').length;
    return filled(steps[done] ?? { say: 'Done.' }, items);
  };
}

function objectOf(json: string): Readonly<Record<string, unknown>> {
  return JSON.parse(json) as Record<string, unknown>;
}

/** Fills what the newest read-back of the conversation has given. */
function filled(step: BrainStep, items: readonly BrainItem[]): BrainStep {
  const readBack = items
    .flatMap((item) => (item.kind === 'tool-output' ? [objectOf(item.output)] : []))
    .findLast(({ confirmationId }) => confirmationId !== undefined);
  const json = JSON.stringify(step).replaceAll(/\{\{(\w+)\}\}/g, (_, field: string) =>
    JSON.stringify(readBack?.[field] ?? '').slice(1, -1),
  );
  return JSON.parse(json) as BrainStep;
}
