import { Logger } from '@nestjs/common';
import { readEnvironment } from '../src/config/environment.js';
import type { SpeechUse } from '../src/realtime/pipeline/speaker.js';
import { SpeechVoices } from '../src/realtime/speech/speech-voices.js';
import type { Knobs } from './simulators/openai/knobs.js';
import { OpenAiStandIn } from './simulators/openai/open-ai-stand-in.js';
import type { ResponseFault } from './simulators/openai/response-faults.js';
import { speak } from './simulators/speech/speak.js';

/** Its price is its first word: nothing of a reading with another one can be heard, however late words come. */
const SHORT = 'Nine dollars is your total.';
const LONG =
  'You have one Margherita, small 10 inch, two Pepperoni, large 16 inch, and a Caesar salad; for pickup, under the name Ben. The total is thirteen dollars and sixty-one cents.';
const TEXTS = [SHORT, 'It is ready at six.', 'We have no anchovies today.'];
/** Contract of the voice: from the service's own first sound. */
const MAX_OVERHEAD_MS = 300;

beforeAll(async () => {
  Logger.overrideLogger(false);
  await Promise.all([LONG, ...TEXTS].map((text) => speak(text, 'assistant')));
}, 30_000);

describe('A text that is to be spoken', () => {
  let openai: OpenAiStandIn;
  let voices: SpeechVoices;

  async function start(env?: (openai: OpenAiStandIn) => Record<string, string>): Promise<void> {
    openai = await OpenAiStandIn.start();
    voices = new SpeechVoices(
      readEnvironment({
        OPENAI_API_KEY: openai.knobs.acceptedKey,
        OPENAI_REALTIME_URL: openai.url,
        OPENAI_BASE_URL: openai.baseUrl,
        ...env?.(openai),
      }).openai,
    );
  }
  const turn = (knobs: Partial<Knobs>) => Object.assign(openai.voice.knobs, knobs);

  afterEach(async () => {
    voices.stop();
    await openai.stop();
  });

  /** What is heard of it; rejects as the speaker does, with what was heard before. */
  async function heard(text: string, use?: SpeechUse): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    try {
      const { signal } = new AbortController();
      for await (const piece of voices.speaker(['Margherita']).speak(text, signal, use))
        pieces.push(piece);
    } catch (error) {
      throw Object.assign(error as Error, { heard: Buffer.concat(pieces) });
    }
    return Buffer.concat(pieces);
  }
  const spoken = async (text: string) => (await speak(text, 'assistant')).toString('base64');
  const said = async (text: string, use?: SpeechUse) => (await heard(text, use)).toString('base64');
  /** The answers of the first voice, by how they ended. */
  const readings = () => openai.voice.ears.responses.map(({ status }) => status);

  it('is said by the Realtime model word for word, several at once over one socket', async () => {
    await start();
    const all = await Promise.all(TEXTS.map((text) => said(text)));
    expect(all).toEqual(await Promise.all(TEXTS.map(spoken)));
    const [connection, ...others] = openai.voice.ears.connections;
    expect(others).toEqual([]);
    expect(connection?.model).toBe('gpt-realtime-2.1-mini');
    const [update] = connection?.ofType('session.update') ?? [];
    expect(update?.body).toMatchObject({
      session: {
        output_modalities: ['audio'],
        reasoning: { effort: 'minimal' },
        audio: {
          input: { turn_detection: null },
          output: { format: { type: 'audio/pcmu' }, voice: 'marin' },
        },
      },
    });
    expect(openai.voice.ears.responses.map(({ toRead, cause }) => [toRead, cause])).toEqual(
      TEXTS.map((text) => [text, 'outside']),
    );
    await said(SHORT);
    expect(openai.voice.ears.connections).toHaveLength(1);
    expect(openai.ears.violations).toEqual([]);
  });

  it('is heard at most 300 ms after the service’s own first sound', async () => {
    await start();
    // About four times as fast as it is heard.
    turn({ thinkMs: 200, deltaEveryMs: 75 });
    await said(SHORT);
    for (const text of [SHORT, LONG]) {
      const began = performance.now();
      const { signal } = new AbortController();
      for await (const _ of voices.speaker([]).speak(text, signal)) break;
      const firstSoundMs = performance.now() - began;
      const { createdAt, firstAudioAt } = openai.voice.ears.responses.at(-1) ?? {};
      const ownMs = (firstAudioAt ?? Number.NaN) - (createdAt ?? Number.NaN);
      const overheadMs = firstSoundMs - ownMs;
      process.stdout.write(
        `First sound of ${text.length} characters: ${firstSoundMs.toFixed(0)} ms, of which the service ${ownMs.toFixed(0)}, ours ${overheadMs.toFixed(0)}\n`,
      );
      expect(overheadMs).toBeLessThan(MAX_OVERHEAD_MS);
    }
  });

  /** Alters the first texts that are read. */
  const altering = (times: number, alter: (text: string) => string) => {
    let count = 0;
    return (text: string) => ((count += 1) <= times ? alter(text) : text);
  };
  const wrong = (text: string) => text.replace('Nine', 'Five').replace('thirteen', 'thirty');

  it('is said again when other words came, of which nothing is heard', async () => {
    await start();
    turn({ alterSpeech: altering(1, wrong) });
    expect(await said(SHORT)).toBe(await spoken(SHORT));
    expect(readings()).toHaveLength(2);
  });

  it('is said again when it goes wrong in its middle, and only right words are heard before', async () => {
    await start();
    turn({ deltaEveryMs: 40, alterSpeech: altering(1, wrong) });
    const all = await heard(LONG);
    const [whole, altered] = await Promise.all([
      speak(LONG, 'assistant'),
      speak(wrong(LONG), 'assistant'),
    ]);
    const before = all.subarray(0, all.length - whole.length);
    expect(all.subarray(before.length).equals(whole)).toBe(true);
    expect(altered.subarray(0, before.length).equals(before)).toBe(true);
    expect(before.length).toBeGreaterThan(0);
    // The price is near the end.
    expect(before.length).toBeLessThan(0.8 * altered.length);
  });

  it('is recorded once, whatever went wrong before', async () => {
    await start();
    turn({ alterSpeech: altering(1, wrong) });
    expect(await said(LONG, 'recording')).toBe(await spoken(LONG));
  });

  it('is said by the next voice when it was altered twice', async () => {
    await start();
    turn({ alterSpeech: wrong });
    expect(await said(SHORT)).toBe(await spoken(SHORT));
    expect(readings()).toHaveLength(2);
    expect(openai.ears.connections.map(({ model }) => model)).toEqual(['gpt-realtime-2.1']);
    expect(openai.ears.responses.map(({ toRead }) => toRead)).toEqual([SHORT]);
  });

  it('is not said at all when no voice says it', async () => {
    await start();
    turn({ alterSpeech: wrong });
    openai.knobs.alterSpeech = wrong;
    await expect(heard(SHORT)).rejects.toMatchObject({
      code: 'speech_altered',
      retryable: false,
      heard: Buffer.alloc(0),
    });
  });

  it('may be said in other words by the last voice, as long as numbers and names are right', async () => {
    await start();
    const reworded = (text: string) =>
      text.replace('Nine dollars is your total', 'Your total is nine dollars');
    turn({ alterSpeech: reworded });
    openai.knobs.alterSpeech = reworded;
    expect(await said(SHORT)).toBe(await spoken(reworded(SHORT)));
  });

  it.each([
    { kind: 'empty' },
    { kind: 'text-only' },
    { kind: 'incomplete', reason: 'content_filter', afterMs: 0 },
    { kind: 'incomplete', reason: 'max_output_tokens', afterMs: 600 },
    { kind: 'failed', code: 'server_error' },
  ] as const satisfies readonly ResponseFault[])(
    'is said again after a response that is %j',
    async (fault) => {
      await start();
      turn({ faultResponses: [{ cause: 'outside', fault }] });
      const end = (await speak(SHORT, 'assistant')).subarray(-400);
      expect((await heard(SHORT)).subarray(-end.length).equals(end)).toBe(true);
      expect(readings().at(-1)).toBe('completed');
      expect(readings()).toHaveLength(2);
    },
  );

  it.each(['expire', 'drop'] as const)(
    'is said over another socket when its own is lost (%s)',
    async (loss) => {
      await start();
      turn({ thinkMs: 300 });
      const text = said(SHORT);
      await openai.waitFor(() => openai.voice.ears.responses[0], 5_000);
      openai.voice.connections[0]?.[loss]();
      expect(await text).toBe(await spoken(SHORT));
      expect(openai.voice.ears.connections).toHaveLength(2);
    },
  );

  it('is said without a setting that the model does not know', async () => {
    await start();
    turn({ refuseUpdates: [{ param: 'session.reasoning' }] });
    expect(await said(SHORT)).toBe(await spoken(SHORT));
  });

  it.each([
    ['a spent quota', { failResponses: ['insufficient_quota'] }, 'insufficient_quota'],
    ['a refused key', { refuseUpgrade: 401 }, 'http_401'],
  ] as const)('is given up at once with %s', async (_what, knobs, code) => {
    await start();
    turn({ ...knobs } as Partial<Knobs>);
    await expect(heard(SHORT)).rejects.toMatchObject({ code, fault: 'account' });
    expect(openai.voice.ears.connections).toHaveLength(1);
  });

  it('is said by a compatible service where one is named, with its model and key', async () => {
    await start(({ compatibleSpeechUrl, rest }) => ({
      OPENAI_SPEECH_URL: compatibleSpeechUrl,
      OPENAI_SPEECH_API_KEY: rest.knobs.compatibleSpeech.acceptedKey,
      OPENAI_SPEECH_MODEL: 'some-tts',
    }));
    expect((await heard(SHORT)).length / 8).toBeCloseTo(
      (await speak(SHORT, 'assistant')).length / 8,
      -2,
    );
    expect(openai.rest.of('compatibleSpeech').map(({ body, status }) => [body, status])).toEqual([
      [expect.objectContaining({ model: 'some-tts', input: SHORT, voice: 'marin' }), 200],
    ]);
    expect(openai.voice.ears.connections).toEqual([]);
    expect(openai.ears.violations).toEqual([]);
  });
});
