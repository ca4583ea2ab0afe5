import type { BrainItem } from './brain.js';

const TEMPLATE = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** A filled text or value, and the lookups that found nothing. */
export interface Filled<T> {
  readonly value: T;
  readonly missing: readonly string[];
}

function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** The latest result of a tool in the conversation; undefined without one. */
function latestResult(items: readonly BrainItem[], tool: string): unknown {
  const ids = new Set(
    items.flatMap((item) => (item.kind === 'tool-call' && item.name === tool ? [item.callId] : [])),
  );
  const output = items.findLast((item) => item.kind === 'tool-output' && ids.has(item.callId));
  return output?.kind === 'tool-output' ? parsed(output.output) : undefined;
}

/** `add_item.lines[0].id`: a tool and the way to a field of its latest result. */
function lookUp(items: readonly BrainItem[], expression: string): unknown {
  const [tool = '', ...path] = expression.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
  let value = latestResult(items, tool);
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** Fills `{{tool.field}}` in a text. What is missing stays as it was written. */
export function fillText(text: string, items: readonly BrainItem[]): Filled<string> {
  const missing: string[] = [];
  const value = text.replaceAll(TEMPLATE, (template, expression: string) => {
    const found = lookUp(items, expression);
    if (found === undefined || found === null) {
      missing.push(expression);
      return template;
    }
    return typeof found === 'string' ? found : JSON.stringify(found);
  });
  return { value, missing };
}

/** Fills every text inside a JSON value; a text that is one template becomes the value itself. */
export function fillValue(value: unknown, items: readonly BrainItem[]): Filled<unknown> {
  if (typeof value === 'string') {
    const whole = /^\{\{\s*([^{}]+?)\s*\}\}$/.exec(value)?.[1];
    const found = whole === undefined ? undefined : lookUp(items, whole);
    return found === undefined ? fillText(value, items) : { value: found, missing: [] };
  }
  if (typeof value !== 'object' || value === null) return { value, missing: [] };
  const filled = Object.entries(value).map(([key, part]) => [key, fillValue(part, items)] as const);
  const missing = filled.flatMap(([, part]) => part.missing);
  const parts = filled.map(([key, part]) => [key, part.value] as const);
  return {
    value: Array.isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts),
    missing,
  };
}
