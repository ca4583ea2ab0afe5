import type { ToolOutcome } from '../menu/tools/tool.js';
import type { Flow } from './ivr-state.js';

/** Runs a tool in the call that a turn belongs to; never rejects. */
export type RunTool = (name: string, args: object) => Promise<ToolOutcome>;

/** More tool calls than any turn needs: clearing an order of 50 lines takes the most. */
const MAX_TOOL_CALLS = 80;

/**
 * Runs the tools that a turn asks for, one after the other, and gives what the turn comes to.
 *
 * @throws Error when it asks for too many.
 */
export async function runTurn<T>(flow: Flow<T>, run: RunTool): Promise<T> {
  let next = flow.next();
  for (let calls = 0; !next.done; calls += 1) {
    if (calls >= MAX_TOOL_CALLS) throw new Error('A turn asks for too many tools');
    const { result } = await run(next.value.name, next.value.args);
    next = flow.next(result);
  }
  return next.value;
}
