import { onOwnLines, type Line } from './support/line.js';

const TALK = { brain: () => ({ say: 'Hello.' }) };
const ALL = {
  OPENAI_REALTIME_REASONING_EFFORT: 'medium',
  OPENAI_REALTIME_NOISE_REDUCTION: 'near_field',
  OPENAI_REALTIME_RETENTION_RATIO: '0.8',
};

interface Session {
  readonly reasoning?: object;
  readonly truncation?: object;
  readonly max_output_tokens?: number;
  readonly audio: { readonly input: { readonly noise_reduction?: object } };
}

/** The three settings and the longest answer as the first connection was sent them, in order. */
async function sent(line: Line): Promise<readonly object[]> {
  const call = await line.phone.dial();
  await call.hearsSpeech();
  const [connection, ...others] = line.openai.ears.connections;
  expect(others).toEqual([]);
  return (connection?.ofType('session.update') ?? []).map(({ body }) => {
    const { reasoning, truncation, max_output_tokens, audio } = (body as { session: Session })
      .session;
    return JSON.parse(
      JSON.stringify({
        reasoning,
        truncation,
        noise: audio.input.noise_reduction,
        max: max_output_tokens,
      }),
    ) as object;
  });
}

describe('How the Realtime model thinks, hears and remembers', () => {
  it.concurrent(
    'is little thought and nothing else, unless set',
    onOwnLines(async (open) => {
      expect(await sent(await open(TALK))).toEqual([{ reasoning: { effort: 'low' }, max: 4096 }]);
    }),
  );

  it.concurrent(
    'is not told to a model that does not reason',
    onOwnLines(async (open) => {
      const env = { OPENAI_REALTIME_MODEL: 'gpt-realtime-2025-08-28' };
      expect(await sent(await open({ ...TALK, env }))).toEqual([{ max: 1500 }]);
    }),
  );

  const everything = {
    reasoning: { effort: 'medium' },
    truncation: { type: 'retention_ratio', retention_ratio: 0.8 },
    noise: { type: 'near_field' },
    max: 4096,
  };

  it.concurrent(
    'is as the environment says',
    onOwnLines(async (open) => {
      expect(await sent(await open({ ...TALK, env: ALL }))).toEqual([everything]);
    }),
  );

  it.concurrent.each([
    ['reasoning', 'session.reasoning.effort'],
    ['truncation', 'session.truncation'],
    ['noise', 'session.audio.input.noise_reduction'],
  ] as const)(
    'loses what is refused and nothing else: %s',
    onOwnLines(async (open, part: keyof typeof everything, param: string) => {
      const line = await open({ ...TALK, env: ALL, knobs: { refuseUpdates: [{ param }] } });
      const { [part]: _, ...rest } = everything;
      expect(await sent(line)).toEqual([everything, rest]);
    }),
  );

  it.concurrent(
    'is refused once, not once in each call',
    onOwnLines(async (open) => {
      const params = ['session.reasoning', 'session.audio.input.transcription.keywords'];
      const refuseUpdates = params.map((param) => ({ param }));
      const line = await open({ ...TALK, knobs: { refuseUpdates } });
      for (const updates of [3, 1]) {
        const call = await line.phone.dial();
        await call.hearsSpeech();
        await call.hangUp();
        const connection = line.openai.ears.connections.at(-1);
        expect(connection?.ofType('session.update')).toHaveLength(updates);
      }
      expect(line.openai.ears.connections).toHaveLength(2);
    }),
  );

  it.concurrent(
    'leaves room for a whole answer beside much thought',
    onOwnLines(async (open) => {
      const line = await open({ ...TALK, knobs: { reasoningTokens: 2_000 } });
      await sent(line);
      await line.openai.waitFor(({ responses }) => responses[0]?.doneAt, 5_000);
      expect(line.openai.ears.responses[0]?.status).toBe('completed');
    }),
  );
});
