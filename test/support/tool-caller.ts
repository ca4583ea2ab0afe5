import { ENGLISH_SPOKEN } from '../../src/menu/spoken/english.js';
import { ToolBox } from '../../src/menu/tools/tool-box.js';
import type { ToolResult } from '../../src/menu/tools/tool.js';
import type { RunningApp } from './start-app.js';

/** Runs a tool as the model of a call does. */
export type RunTool = (
  name: string,
  args?: object,
) => Promise<ToolResult & Record<string, unknown>>;

/** A call with a model of its own, whose caller hears each read-back and answers. */
export function toolCaller({ app }: RunningApp, callSid: string): RunTool {
  let heard = '';
  return async (name, args = {}) => {
    const { result } = await app.get(ToolBox).run(name, JSON.stringify(args), {
      callSid,
      callerNumber: '+12125550187',
      spoken: ENGLISH_SPOKEN,
      readBack: () => Promise.resolve({ heard, answered: heard, cut: false, misread: 0 }),
    });
    if (name === 'read_back_order' && result.ok) heard = String(result['spoken']);
    return result;
  };
}
