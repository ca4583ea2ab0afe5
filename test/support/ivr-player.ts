import { readFileSync } from 'node:fs';
import { ivrTurn } from '../../src/ivr/dialogue.js';
import type { IvrInput, IvrReply, IvrState, ToolRequest } from '../../src/ivr/ivr-state.js';
import { runTurn } from '../../src/ivr/run-turn.js';
import type { MenuDocument } from '../../src/menu/catalogue/menu-document.js';
import type { Order } from '../../src/orders/order.js';
import type { Conversation } from './ivr-conversation.js';
import { longSentences } from './long-sentences.js';
import { CALLER, type Restaurant, type Result } from './restaurant.js';

/** The menu that is shipped. */
const SAMPLE_MENU = JSON.parse(
  readFileSync(new URL('../../data/menu.json', import.meta.url), 'utf8'),
) as MenuDocument;
/** Tools that only look. */
const LOOKING = ['view_order', 'get_business_info', 'get_promotions', 'get_item'];

/** A tool that was run, with its answer. */
export interface RanTool extends ToolRequest {
  readonly result: Result;
}

/** What a caller's turn came to. */
export interface PlayedTurn {
  readonly prompt: string;
  /** From this character of the prompt on the line listens. */
  readonly listensFrom: number;
  /** What the caller did then; null after the last words. */
  readonly by: IvrInput | null;
  /** The tools that change something, in the order they were run. */
  readonly changing: readonly RanTool[];
  readonly end: IvrReply['end'];
  readonly order: Order | null;
}

/** A new call at the time and with the menu of the conversation. */
export async function ringFor(
  restaurant: Restaurant,
  { at, sampleMenu }: Conversation,
): Promise<void> {
  await restaurant.ring();
  if (sampleMenu) await restaurant.changeMenu(() => SAMPLE_MENU);
  if (at !== null) restaurant.clock.at = at;
}

/** The number that the caller of the conversation shows. */
export function numberOf({ hidden }: Conversation): string {
  return hidden ? 'anonymous' : CALLER;
}

/**
 * Plays a written conversation on the order line, with the restaurant's real tools, and resolves
 * with all that was said. Every sentence but a read-back must be short.
 */
export async function play(
  restaurant: Restaurant,
  conversation: Conversation,
): Promise<readonly PlayedTurn[]> {
  await ringFor(restaurant, conversation);
  for (const { name, args } of conversation.before) {
    expect(await restaurant.result(name, args)).toMatchObject({ ok: true });
  }
  const callerNumber = numberOf(conversation);
  const played: PlayedTurn[] = [];
  let state: IvrState | null = null;
  let language: string | null = null;
  for (const [at, { line, input, says, calls, ends }] of conversation.exchanges.entries()) {
    const said = await turn(restaurant, callerNumber, language, state, input);
    const { reply, ran, readBack } = said;
    const changed = language !== said.language;
    ({ language } = said);
    const where = `line ${line}: `;
    const question = readBack === null ? reply.prompt : besidesReadBack(reply.prompt, readBack);
    expect(where + longSentences(question).join()).toBe(where);
    for (const words of says) {
      if (typeof words === 'string') expect(where + reply.prompt).toContain(words);
      else expect(where + reply.prompt).toMatch(words);
    }
    // A read-back is heard to its end before it can be answered; only its repetition may be cut.
    const known = state?.step.kind === 'confirm' && state.step.confirmationId;
    const fresh = readBack !== null && (changed || readBack['confirmationId'] !== known);
    const heard = reply.prompt.slice(0, reply.listensFrom);
    expect(where + heard).toBe(where + (fresh ? heardOut(reply.prompt, readBack) : ''));
    const changing = ran.filter(({ name }) => !LOOKING.includes(name));
    expect([where, changing]).toMatchObject([where, calls]);
    expect([where, reply.end]).toEqual([where, ends]);
    expect(JSON.parse(JSON.stringify(reply.state))).toEqual(reply.state);
    ({ state } = reply);
    const order = await restaurant.orders.current(restaurant.callSid);
    const { prompt, listensFrom, end } = reply;
    const by = conversation.exchanges[at + 1]?.input ?? null;
    played.push({ prompt, listensFrom, by, changing, end, order });
  }
  return played;
}

async function turn(
  restaurant: Restaurant,
  callerNumber: string,
  language: string | null,
  state: IvrState | null,
  input: IvrInput,
): Promise<{
  reply: IvrReply;
  ran: readonly RanTool[];
  readBack: Result | null;
  language: string | null;
}> {
  let spoken = language;
  let readBack: Result | null = null;
  const ran: RanTool[] = [];
  const flow = ivrTurn(state, input, restaurant.worldIn(language));
  const reply = await runTurn(flow, async (name, args) => {
    const outcome = await restaurant.run(name, args, {
      callerNumber,
      spoken: restaurant.worldIn(spoken).words.vocabulary.spoken,
    });
    spoken = outcome.language ?? spoken;
    const { result } = outcome;
    ran.push({ name, args: args as ToolRequest['args'], result });
    if (name === 'read_back_order' && result.ok) readBack = result;
    return outcome;
  });
  return { reply, ran, readBack, language: spoken };
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
