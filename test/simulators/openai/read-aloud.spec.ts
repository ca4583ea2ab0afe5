import { jest } from '@jest/globals';
import { speak } from '../speech/speak.js';
import type { Knobs } from './knobs.js';
import { OpenAiStandIn } from './open-ai-stand-in.js';
import { RawClient, type SeenEvent } from './raw-client.js';
import { textToRead } from './read-aloud.js';
import { toPcm24k } from './rest/upsample.js';

/** The first run synthesises every sentence. */
jest.setTimeout(30_000);

const FIRST = 'Your total is nine dollars.';
const SECOND = 'It is ready at six.';

const envelope = (text: string): string =>
  JSON.stringify({ response_text: text, require_repeat_verbatim: true });

describe('speech outside the conversation', () => {
  let openai: OpenAiStandIn;
  let client: RawClient;

  async function start(knobs: Partial<Knobs> = {}): Promise<void> {
    openai = await OpenAiStandIn.start({ knobs: { thinkMs: 20, deltaEveryMs: 2, ...knobs } });
    client = await RawClient.phone(openai.url);
  }

  afterEach(async () => {
    client.close();
    await openai.stop();
  });

  function ask(id: string, text: string, more: object = {}): void {
    const content = [{ type: 'input_text', text: envelope(text) }];
    const input = [{ type: 'message', role: 'user', content }];
    const response = { conversation: 'none', metadata: { id }, output_modalities: ['audio'] };
    client.send({ type: 'response.create', response: { ...response, input, ...more } });
  }

  async function done(id: string): Promise<string> {
    const is = (event: SeenEvent): boolean =>
      event.type === 'response.done' && metadataOf(event)?.['id'] === id;
    const { response } = await client.untilEvent(is, `response.done of ${id}`);
    return (response as { id: string }).id;
  }

  const metadataOf = (event: SeenEvent): Record<string, string> | null =>
    (event.response as { metadata: Record<string, string> | null }).metadata;
  const of = (type: string, response: string): SeenEvent[] =>
    client.all(type).filter(({ response_id }) => response_id === response);
  const audioOf = (response: string): Buffer =>
    Buffer.concat(
      of('response.output_audio.delta', response).map(({ delta }) =>
        Buffer.from(String(delta), 'base64'),
      ),
    );

  it('says several texts at once, each under its metadata', async () => {
    await start();
    ask('a', FIRST);
    ask('b', SECOND);
    const [a, b] = [await done('a'), await done('b')];
    const transcripts = [a, b].map(
      (id) => of('response.output_audio_transcript.done', id)[0]?.transcript,
    );
    expect(transcripts).toEqual([FIRST, SECOND]);
    expect(audioOf(a).equals(await speak(FIRST, 'assistant'))).toBe(true);
    expect(audioOf(b).equals(await speak(SECOND, 'assistant'))).toBe(true);
    const types = client.events.map(({ type }) => type);
    expect(types.lastIndexOf('response.created')).toBeLessThan(types.indexOf('response.done'));
    expect(client.all('conversation.item.added')).toEqual([]);
    expect(openai.ears.responses).toMatchObject([
      { toRead: FIRST, metadata: { id: 'a' }, cause: 'outside' },
      { toRead: SECOND, metadata: { id: 'b' }, cause: 'outside' },
    ]);
    expect(openai.ears.violations).toEqual([]);
  });

  it('says something else when the knob is on, in sound and in the transcript', async () => {
    await start({ alterSpeech: (text) => text.replace('nine', 'five') });
    ask('a', FIRST);
    const id = await done('a');
    const [event] = of('response.output_audio_transcript.done', id);
    expect(event?.transcript).toBe('Your total is five dollars.');
    const spoken = await speak('Your total is five dollars.', 'assistant');
    expect(audioOf(id).equals(spoken)).toBe(true);
    expect(openai.ears.responses).toMatchObject([{ toRead: FIRST }]);
  });

  it('speaks in the format of the response where that differs from the session’s', async () => {
    await start();
    ask('a', SECOND, { audio: { output: { format: { type: 'audio/pcm', rate: 24_000 } } } });
    const pcm = audioOf(await done('a'));
    expect(pcm.equals(toPcm24k(await speak(SECOND, 'assistant')))).toBe(true);
    expect(openai.ears.violations).toEqual([]);
  });

  it('is cancelled by its id alone', async () => {
    await start({ thinkMs: 100 });
    ask('a', FIRST);
    ask('b', SECOND);
    const created = await client.until('response.created');
    client.send({
      type: 'response.cancel',
      response_id: (created.response as { id: string }).id,
    });
    await done('a');
    await done('b');
    expect(openai.ears.responses.map(({ status }) => status)).toEqual(['cancelled', 'completed']);
  });

  it.each([
    ['plain words', [{ kind: 'user', text: FIRST }]],
    ['other JSON', [{ kind: 'user', text: '{"text":"a"}' }]],
    ['nothing', []],
    ['an answer', [{ kind: 'assistant', text: envelope(FIRST) }]],
  ] as const)('reads nothing aloud of %s', async (_what, items) => {
    await start();
    expect(textToRead(items)).toBeNull();
  });
});
