import { createHook } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { readEnvironment } from '../src/config/environment.js';
import { loadVoiceScript } from '../src/config/voice-script.js';
import { Metrics } from '../src/ops/metrics.js';
import { RealtimeMetrics } from '../src/realtime/realtime.metrics.js';
import { OpenAiPipelineProvider } from '../src/realtime/pipeline/openai-pipeline.provider.js';
import type { VoiceSession, VoiceSessionRequest } from '../src/realtime/voice-provider.js';
import { OpenAiStandIn } from './simulators/openai/open-ai-stand-in.js';
import type { Endpoint } from './simulators/openai/rest/exchange.js';
import { speak } from './simulators/speech/speak.js';
import { VOICE_FIXTURE } from './support/voice-fixture.js';

const SCRIPT = loadVoiceScript(VOICE_FIXTURE);
const QUESTION = 'What do you have?';
const LONG =
  'Tonight we have margherita, pepperoni, four cheese, and the garden special, all of them in three sizes and with any topping that you like.';

beforeAll(() => Logger.overrideLogger(false));

describe('A pipeline session that is closed', () => {
  /** Timers of the session and of the SDK; those of the stand-in and of sockets do not count. */
  const timers = new Set<number>();
  const hook = createHook({
    init: (id, type) => {
      const stack = new Error().stack ?? '';
      const [owner] = /src\/realtime\/[^:]*|node_modules\/openai/.exec(stack) ?? [];
      const shared = /speech-sockets?\.|connection-watch/.test(owner ?? '');
      if (type === 'Timeout' && owner !== undefined && !shared) timers.add(id);
    },
    destroy: (id) => void timers.delete(id),
  });
  let openai: OpenAiStandIn;
  let session: VoiceSession;
  let provider: OpenAiPipelineProvider;
  const settled = { opening: { kind: 'listen' }, history: [] } as const;
  const greets = { opening: { kind: 'follow', instruction: 'Greet.' }, history: [] } as const;

  const open = async (request: Pick<VoiceSessionRequest, 'opening' | 'history'>) => {
    const config = readEnvironment({
      OPENAI_API_KEY: openai.knobs.acceptedKey,
      OPENAI_BASE_URL: openai.baseUrl,
      OPENAI_REALTIME_URL: openai.url,
    });
    provider = new OpenAiPipelineProvider(config, new RealtimeMetrics(new Metrics()));
    const heard: string[] = [];
    const tell = (event: string) => () => void heard.push(event);
    await new Promise<void>((ready) => {
      session = provider.open(
        {
          callSid: 'CA1',
          instructions: '',
          tools: [],
          vocabulary: [],
          languages: [...SCRIPT.callerLanguages],
          turn: { caller: 'quiet', assistant: 'quiet', stream: 'live' },
          ...request,
        },
        {
          ready,
          audio: tell('audio'),
          speechStarted: tell('started'),
          speechStopped: tell('stopped'),
          callerSaid: tell('caller'),
          transcriptionFailed: () => undefined,
          assistantSaid: tell('assistant'),
          toolCall: tell('tool'),
          turnDone: tell('done'),
          lost: tell('lost'),
        },
      );
    });
    return heard;
  };
  /** What was given to the voice to say, once there is so much of it. */
  const reading = (count: number) => {
    const { responses } = openai.voice.ears;
    return responses.length >= count ? responses : null;
  };
  const first = (endpoint: Endpoint) => openai.waitFor(() => openai.rest.of(endpoint)[0], 5_000);

  beforeEach(async () => {
    hook.enable();
    openai = await OpenAiStandIn.start({
      brain: () => ({ say: [LONG, LONG, LONG, LONG] }),
      vocabulary: [QUESTION],
    });
  });
  afterEach(async () => {
    hook.disable();
    timers.clear();
    provider.onApplicationShutdown();
    await openai.stop();
  });

  const leavesNothing = async (heard: readonly string[]) => {
    expect(timers.size).toBeGreaterThan(0);
    session.close();
    const { length } = heard;
    const { requests } = openai.rest;
    const { responses } = openai.voice.ears;
    await openai.waitFor(
      () =>
        requests.every(({ endedAt }) => endedAt !== null) &&
        responses.every(({ doneAt }) => doneAt !== null),
      2_000,
    );
    // Cleared timers are reported in a later turn.
    await setImmediate();
    expect(timers.size).toBe(0);
    expect(heard).toHaveLength(length);
  };

  it.each([
    ['a transcription', 'transcriptions', settled],
    ['an answer', 'chat', greets],
  ] as const)('waits no longer for %s', async (_what, endpoint, request) => {
    openai.rest.knobs[endpoint].failures.push('stall');
    const heard = await open(request);
    const speech = Buffer.concat([await speak(QUESTION, 'caller'), Buffer.alloc(4_800, 0xff)]);
    if (endpoint === 'transcriptions') session.hear(speech.toString('base64'), speech.length / 8);
    const hanging = await first(endpoint);
    await leavesNothing(heard);
    expect(hanging.cutOff).toBe(true);
  });

  it('has speech that it waits for no longer cancelled', async () => {
    openai.voice.knobs.thinkMs = 60_000;
    const heard = await open(greets);
    const [hanging] = await openai.waitFor(() => reading(1), 5_000);
    await leavesNothing(heard);
    expect(hanging?.status).toBe('cancelled');
  });

  it('sends a failed request no second time', async () => {
    openai.rest.knobs.chat.failures.push({ status: 429, code: null, retryAfterSeconds: 1 });
    const heard = await open(greets);
    const failed = await first('chat');
    await openai.waitFor(() => failed.endedAt, 2_000);
    await leavesNothing(heard);
    expect(openai.rest.of('chat')).toHaveLength(1);
  });

  it('waits no longer for a sentence to have been played', async () => {
    const heard = await open(greets);
    await openai.waitFor(() => reading(3)?.[2]?.doneAt, 20_000);
    await leavesNothing(heard);
    expect(reading(4)).toBeNull();
  }, 30_000);
});

describe('The pipeline provider', () => {
  it('is probed with a real answer and real speech', async () => {
    const openai = await OpenAiStandIn.start();
    const config = readEnvironment({
      OPENAI_API_KEY: openai.knobs.acceptedKey,
      OPENAI_BASE_URL: openai.baseUrl,
      OPENAI_REALTIME_URL: openai.url,
    });
    const provider = new OpenAiPipelineProvider(config, new RealtimeMetrics(new Metrics()));
    await provider.probe();
    expect(openai.rest.requests.map(({ endpoint }) => endpoint)).toEqual(['chat']);
    expect(openai.voice.ears.responses.map(({ toRead }) => toRead)).toEqual(['Hello.']);
    openai.voice.knobs.failResponses.push('insufficient_quota');
    await expect(provider.probe()).rejects.toMatchObject({ code: 'insufficient_quota' });
    provider.onApplicationShutdown();
    await openai.stop();
  });

  it.each([
    [{}, 'OPENAI_API_KEY is not set'],
    [{ OPENAI_API_KEY: 'sk-1', USE_REALTIME_API: 'false' }, 'USE_REALTIME_API is false'],
    [{ OPENAI_API_KEY: 'sk-1' }, null],
  ])('with %j is unusable for: %s', (env, reason) => {
    expect(
      new OpenAiPipelineProvider(readEnvironment(env), new RealtimeMetrics(new Metrics())).unusable,
    ).toBe(reason);
  });
});
