import { Logger } from '@nestjs/common';
import { ivrTurn } from '../src/menu/ivr/dialogue.js';
import type { IvrInput, IvrReply, IvrState, ToolCall } from '../src/menu/ivr/ivr-state.js';
import { readConversations } from './support/ivr-conversation.js';
import { Restaurant } from './support/restaurant.js';

/** Tools that only look. */
const LOOKING = ['view_order', 'get_business_info', 'get_promotions', 'get_item'];

const conversations = readConversations(new URL('./fixtures/ivr/', import.meta.url));

describe('A call on the order line without AI', () => {
  let alone: Restaurant;
  let staffed: Restaurant;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    alone = await Restaurant.open();
    staffed = await Restaurant.open({ HUMAN_TRANSFER_NUMBER: '+12125550199' });
  });
  afterAll(async () => {
    await alone.close();
    await staffed.close();
    Logger.overrideLogger(['log', 'error', 'warn']);
  });

  it.each(conversations.map((conversation) => [conversation.title, conversation] as const))(
    '%s',
    async (_, { at, person, before, exchanges }) => {
      const restaurant = person ? staffed : alone;
      await restaurant.ring();
      if (at !== null) restaurant.clock.at = at;
      for (const { name, args } of before) {
        expect(await restaurant.result(name, args)).toMatchObject({ ok: true });
      }
      let state: IvrState | null = null;
      for (const { line, input, says, calls, ends } of exchanges) {
        const { reply, ran } = await turn(restaurant, state, input);
        const where = `line ${line}: `;
        for (const words of says) {
          if (typeof words === 'string') expect(where + reply.prompt).toContain(words);
          else expect(where + reply.prompt).toMatch(words);
        }
        const changing = ran.filter(({ name }) => !LOOKING.includes(name));
        expect([where, changing]).toMatchObject([where, calls]);
        expect([where, reply.end]).toEqual([where, ends]);
        expect(JSON.parse(JSON.stringify(reply.state))).toEqual(reply.state);
        ({ state } = reply);
      }
    },
  );

  it('is written down more than thirty times', () => {
    expect(conversations.length).toBeGreaterThan(30);
  });
});

/** One turn with the restaurant's real tools. */
async function turn(
  restaurant: Restaurant,
  state: IvrState | null,
  input: IvrInput,
): Promise<{ reply: IvrReply; ran: readonly ToolCall[] }> {
  const ran: ToolCall[] = [];
  const flow = ivrTurn(state, input, restaurant.world);
  let next = flow.next();
  while (!next.done) {
    ran.push(next.value);
    next = flow.next((await restaurant.run(next.value.name, next.value.args)).result);
  }
  return { reply: next.value, ran };
}
