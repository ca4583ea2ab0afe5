import { readFileSync } from 'node:fs';
import { ivrTurn } from '../../src/ivr/dialogue.js';
import type { IvrInput, IvrReply, IvrState, ToolRequest } from '../../src/ivr/ivr-state.js';
import { runTurn } from '../../src/ivr/run-turn.js';
import type { MenuDocument } from '../../src/menu/catalogue/menu-document.js';
import type { Conversation } from './ivr-conversation.js';
import { longSentences } from './long-sentences.js';
import { CALLER, type Restaurant, type Result } from './restaurant.js';

/** The menu that is shipped. */
const SAMPLE_MENU = JSON.parse(
  readFileSync(new URL('../../data/menu.json', import.meta.url), 'utf8'),
) as MenuDocument;
/** Tools that only look. */
const LOOKING = ['view_order', 'get_business_info', 'get_promotions', 'get_item'];

/** What a caller has heard and what they did then. */
export type Answered = Pick<IvrReply, 'prompt' | 'listensFrom'> & {
  /** Null after the last words. */
  readonly by: IvrInput | null;
};

/**
 * Plays a written conversation on the order line, with the restaurant's real tools, and resolves
 * with all that was said. Every sentence but a read-back must be short.
 */
export async function play(
  restaurant: Restaurant,
  { at, hidden, sampleMenu, before, exchanges }: Conversation,
): Promise<readonly Answered[]> {
  await restaurant.ring();
  if (sampleMenu) await restaurant.changeMenu(() => SAMPLE_MENU);
  if (at !== null) restaurant.clock.at = at;
  for (const { name, args } of before) {
    expect(await restaurant.result(name, args)).toMatchObject({ ok: true });
  }
  const callerNumber = hidden ? 'anonymous' : CALLER;
  let state: IvrState | null = null;
  const prompts: IvrReply[] = [];
  for (const { line, input, says, calls, ends } of exchanges) {
    const { reply, ran, readBack } = await turn(restaurant, callerNumber, state, input);
    const where = `line ${line}: `;
    const question = readBack === null ? reply.prompt : besidesReadBack(reply.prompt, readBack);
    expect(where + longSentences(question).join()).toBe(where);
    for (const words of says) {
      if (typeof words === 'string') expect(where + reply.prompt).toContain(words);
      else expect(where + reply.prompt).toMatch(words);
    }
    // A read-back is heard to its end before it can be answered; only its repetition may be cut.
    const known = state?.step.kind === 'confirm' && state.step.confirmationId;
    const fresh = readBack !== null && readBack['confirmationId'] !== known;
    const heard = reply.prompt.slice(0, reply.listensFrom);
    expect(where + heard).toBe(where + (fresh ? heardOut(reply.prompt, readBack) : ''));
    const changing = ran.filter(({ name }) => !LOOKING.includes(name));
    expect([where, changing]).toMatchObject([where, calls]);
    expect([where, reply.end]).toEqual([where, ends]);
    expect(JSON.parse(JSON.stringify(reply.state))).toEqual(reply.state);
    prompts.push(reply);
    ({ state } = reply);
  }
  return prompts.map(({ prompt, listensFrom }, at) => {
    return { prompt, listensFrom, by: exchanges[at + 1]?.input ?? null };
  });
}

async function turn(
  restaurant: Restaurant,
  callerNumber: string,
  state: IvrState | null,
  input: IvrInput,
): Promise<{ reply: IvrReply; ran: readonly ToolRequest[]; readBack: Result | null }> {
  let readBack: Result | null = null;
  const ran: ToolRequest[] = [];
  const flow = ivrTurn(state, input, restaurant.world);
  const reply = await runTurn(flow, async (name, args) => {
    ran.push({ name, args: args as ToolRequest['args'] });
    const outcome = await restaurant.run(name, args, { callerNumber });
    const { result } = outcome;
    if (name === 'read_back_order' && result.ok) readBack = result;
    return outcome;
  });
  return { reply, ran, readBack };
}

/** What is said besides the read-back, where that is in the prompt. */
function besidesReadBack(prompt: string, { spoken }: Result): string {
  return prompt.split(String(spoken)).join(' ');
}

/** A prompt up to the end of the read-back in it. */
function heardOut(prompt: string, { spoken }: Result): string {
  const sentence = String(spoken);
  return prompt.slice(0, prompt.indexOf(sentence) + sentence.length);
}
