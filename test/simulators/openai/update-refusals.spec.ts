import type { Knobs } from './knobs.js';
import { OpenAiStandIn } from './open-ai-stand-in.js';
import { PHONE_SESSION, RawClient, type SeenEvent } from './raw-client.js';

const PARAM = 'session.audio.input.transcription';

describe('a session.update that a knob refuses', () => {
  let openai: OpenAiStandIn;
  let client: RawClient;

  async function start(knobs: Partial<Knobs>): Promise<void> {
    openai = await OpenAiStandIn.start({ knobs });
    client = await RawClient.connect(openai.url);
  }

  afterEach(async () => {
    client.close();
    await openai.stop();
  });

  async function update(session: object, answer: 'error' | 'session.updated'): Promise<SeenEvent> {
    const from = client.mark;
    client.send({ type: 'session.update', event_id: 'cfg', session });
    return client.until(answer, from);
  }

  it('is not applied at all, and named as the knob says', async () => {
    await start({ refuseUpdates: [{ param: PARAM, message: 'No such model.' }] });
    const { error } = await update(PHONE_SESSION, 'error');
    expect(error).toEqual({
      type: 'invalid_request_error',
      code: 'invalid_value',
      message: 'No such model.',
      param: PARAM,
      event_id: 'cfg',
    });
    const { session } = await update({ type: 'realtime' }, 'session.updated');
    expect(session).toMatchObject({ audio: { input: { format: { type: 'audio/pcm' } } } });
    expect(session).not.toMatchObject({ instructions: PHONE_SESSION.instructions });
    const audio = { ...PHONE_SESSION.audio.input, transcription: null };
    await update({ ...PHONE_SESSION, audio: { input: audio } }, 'session.updated');
    expect(openai.ears.violations).toEqual([]);
  });

  it.each([
    ['null', { event_id: null }],
    ['absent', {}],
  ] as const)('is refused with an event id that is %s', async (eventId, ids) => {
    await start({ refuseUpdates: [{ eventId, code: null, type: 'server_error', times: 1 }] });
    const { error } = await update(PHONE_SESSION, 'error');
    expect(error).toEqual({
      type: 'server_error',
      code: null,
      message: "Invalid value for 'session'.",
      param: null,
      ...ids,
    });
    await update(PHONE_SESSION, 'session.updated');
  });

  it('is refused for a setting of the third level only', async () => {
    await start({ refuseUpdates: [{ param: `${PARAM}.languages` }] });
    await update(PHONE_SESSION, 'session.updated');
    const transcription = { model: 'gpt-transcribe', languages: ['en'] };
    const audio = { input: { transcription } };
    const { error } = await update({ type: 'realtime', audio }, 'error');
    expect(error).toMatchObject({ param: `${PARAM}.languages` });
  });
});
