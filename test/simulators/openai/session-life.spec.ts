import { jest } from '@jest/globals';
import type { Knobs } from './knobs.js';
import { OpenAiStandIn } from './open-ai-stand-in.js';
import { PHONE_SESSION, RawClient } from './raw-client.js';

/** The first run synthesises every sentence. */
jest.setTimeout(30_000);

const SAY = ['Thank you for calling.', 'What can I get you?'];

describe('what a session of 2027 tells', () => {
  let openai: OpenAiStandIn;
  let client: RawClient;

  async function start(knobs: Partial<Knobs>): Promise<void> {
    openai = await OpenAiStandIn.start({
      knobs: { thinkMs: 5, deltaEveryMs: 1, ...knobs },
      brain: ({ items }) =>
        items.at(-1)?.kind === 'user'
          ? { say: 'One moment.', tools: [{ name: 'add_item', arguments: {} }] }
          : { say: SAY },
    });
    client = await RawClient.phone(openai.url, ['add_item']);
  }

  afterEach(async () => {
    client.close();
    await openai.stop();
  });

  async function answered(response: object = {}): Promise<Record<string, unknown>> {
    const from = client.mark;
    client.send({ type: 'response.create', response });
    return (await client.until('response.done', from)).response as Record<string, unknown>;
  }

  it('its end by the clock of the knob', async () => {
    const at = Date.UTC(2027, 0, 7);
    await start({ now: () => at });
    const { session } = await client.until('session.created');
    expect(session).toMatchObject({ expires_at: at / 1000 + 3600 });
  });

  it('ends at its limit, counted from its own creation, in mid-answer too', async () => {
    await start({ sessionLimitMs: 2_000, deltaEveryMs: 1_000 });
    const second = await RawClient.phone(openai.url);
    client.send({ type: 'response.create' });
    await client.until('response.output_audio.delta');
    expect((await client.until('error')).error).toMatchObject({ code: 'session_expired' });
    expect((await client.untilClosed()).code).toBe(1001);
    expect(client.all('response.done')).toEqual([]);
    expect((await second.untilClosed()).code).toBe(1001);
    await openai.waitFor(({ connections }) => connections.every(({ closed }) => closed), 3_000);
    const lived = openai.ears.connections.map(
      ({ closed, openedAt }) => (closed?.at ?? 0) - openedAt,
    );
    for (const ms of lived) expect(ms).toBeGreaterThan(1_990);
  });

  it('the phase of each message', async () => {
    await start({ phases: true });
    expect((await answered()).output).toMatchObject([
      { phase: 'commentary' },
      { phase: 'final_answer' },
    ]);
    const content = [{ type: 'input_text', text: 'A pizza.' }];
    const item = { type: 'message', role: 'user', content };
    client.send({ type: 'conversation.item.create', item });
    const { output } = await answered();
    expect(output).toMatchObject([{ phase: 'commentary' }, { type: 'function_call' }]);
    expect((output as object[])[1]).not.toHaveProperty('phase');
  });

  it('a preamble as a spoken message of its own', async () => {
    await start({ preamble: 'Let me see.' });
    const { output } = await answered();
    expect(output).toMatchObject(
      ['Let me see.', ...SAY].map((transcript) => ({ content: [{ transcript }] })),
    );
    expect(client.all('response.output_audio.done')).toHaveLength(3);
    expect((output as object[])[0]).not.toHaveProperty('phase');
  });

  it('thoughts as text of the output, which eat into the cap', async () => {
    await start({ reasoningTokens: 1000 });
    const plain = await answered();
    expect(plain).toMatchObject({ status: 'completed' });
    const { text_tokens } = (plain.usage as { output_token_details: { text_tokens: number } })
      .output_token_details;
    expect(text_tokens).toBeGreaterThan(1000);
    const cut = await answered({ max_output_tokens: 1010 });
    expect(cut).toMatchObject({
      status: 'incomplete',
      status_details: { reason: 'max_output_tokens' },
      output: [{ status: 'incomplete' }],
    });
    expect(await answered({ max_output_tokens: 900 })).toMatchObject({
      status: 'incomplete',
      output: [],
    });
  });

  it('whose instructions a response was made by', async () => {
    await start({});
    await answered();
    await answered({ instructions: 'Say hello.' });
    expect(openai.ears.responses).toMatchObject([
      { instructions: null, sessionInstructions: PHONE_SESSION.instructions },
      { instructions: 'Say hello.', sessionInstructions: PHONE_SESSION.instructions },
    ]);
  });
});
