import { jest } from '@jest/globals';
import { OpenAiStandIn } from './open-ai-stand-in.js';
import { type Oddity, withUnknownFields } from './odd-events.js';
import { RawClient } from './raw-client.js';

/** The first run synthesises every sentence. */
jest.setTimeout(30_000);

const TEXT = 'What can I get you?';

describe('odd events', () => {
  let openai: OpenAiStandIn;
  let client: RawClient;

  async function greet(...odd: Oddity[]): Promise<readonly unknown[]> {
    openai = await OpenAiStandIn.start({
      knobs: { thinkMs: 5, deltaEveryMs: 1, odd },
      brain: () => ({ say: TEXT }),
    });
    client = await RawClient.phone(openai.url);
    client.send({ type: 'response.create' });
    const { response } = await client.until('response.done');
    expect(openai.ears.violations).toEqual([]);
    return (response as { output: readonly unknown[] }).output;
  }

  afterEach(async () => {
    client.close();
    await openai.stop();
  });

  it.each([
    ['unknown-item', { type: 'hologram' }],
    ['null-content', { type: 'message', content: null }],
    ['null-part', { type: 'message', content: [null] }],
    ['null-item', null],
  ] as const)('%s: stands before the proper item', async (odd, shape) => {
    const [first, second] = await greet(odd);
    expect(first === null ? first : { ...first }).toEqual(
      shape === null ? null : expect.objectContaining(shape),
    );
    expect(second).toMatchObject({ content: [{ transcript: TEXT }] });
    const added = client.all('response.output_item.added');
    expect(added.map(({ output_index }) => output_index)).toEqual([0, 1]);
    expect(client.all('response.output_audio.delta')[0]).toMatchObject({ output_index: 1 });
    expect(client.all('conversation.item.added')).toHaveLength(1);
  });

  it('an item without an id', async () => {
    const [first] = await greet('item-without-id');
    expect(first).toMatchObject({ type: 'message', role: 'assistant' });
    expect(first).not.toHaveProperty('id');
  });

  it.each([
    ['empty-delta', ''],
    ['broken-delta', '*** this is no base64 ***'],
    ['null-delta', null],
  ] as const)('%s: comes after the first proper delta', async (odd, delta) => {
    await greet(odd);
    expect(client.all('response.output_audio.delta')[1]?.delta).toBe(delta);
    expect(client.all('response.output_audio_transcript.done')).toMatchObject([
      { transcript: TEXT },
    ]);
  });

  it('errors that lack something', async () => {
    await greet('error-without-type', 'error-without-event-id', 'error-without-body');
    const errors = client.all('error').map(({ error }) => error);
    expect(errors[0]).not.toHaveProperty('type');
    expect(errors[1]).not.toHaveProperty('event_id');
    expect(errors[2]).toBeUndefined();
  });

  it('unknown fields in every object, besides the known ones', async () => {
    const [item] = await greet('unknown-fields');
    expect(item).toMatchObject({
      x_flag: null,
      content: [{ transcript: TEXT, x_more: { list: [1, 'two'] } }],
    });
    expect(client.events.every((event) => 'x_flag' in event)).toBe(true);
    expect(withUnknownFields([1, null])).toEqual([1, null]);
  });
});
