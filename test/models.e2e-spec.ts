import { stripVTControlCharacters } from 'node:util';
import { jest } from '@jest/globals';
import type { ModelEntry } from './simulators/openai/rest/model-list.js';
import { MODELS_2027 } from './simulators/openai/rest/model-list.js';
import { SERVER_ERROR } from './simulators/openai/rest/rest-knobs.js';
import { untilCall } from './support/call-view.js';
import { until } from './support/eventually.js';
import { type Line, type LineOptions, startLine } from './support/line.js';

const QUESTION = 'What do you have?';
const DAY_MS = 86_400_000;

/** The day so many days from today, UTC. */
const day = (days: number): string =>
  new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

interface Status {
  readonly models: {
    readonly checkedAt: string | null;
    readonly used: readonly { readonly use: string; readonly state: string }[];
  };
  readonly realtime: {
    readonly providers: readonly {
      readonly name: string;
      readonly lastError: string | null;
      readonly lastErrorAt: string | null;
    }[];
  };
}

describe('The models of a line', () => {
  let log = '';
  let line: Line;

  const linesWith = (text: string): string[] => log.split('\n').filter((l) => l.includes(text));

  async function boot(options: LineOptions): Promise<void> {
    log = '';
    for (const stream of ['stdout', 'stderr'] as const) {
      jest.spyOn(process[stream], 'write').mockImplementation((text) => {
        log += stripVTControlCharacters(String(text));
        return true;
      });
    }
    line = await startLine({
      brain: () => ({ say: 'Hello.' }),
      vocabulary: [QUESTION],
      ...options,
      env: { LOG_LEVEL: 'WARN', OPS_TOKEN: 'ops', ...options.env },
    });
  }

  /** What an open or a protected path answers, with any status. */
  async function ask(path: string): Promise<{ code: number; text: string }> {
    const headers = { authorization: 'Bearer ops' };
    const response = await fetch(line.app.url + path, { headers });
    return { code: response.status, text: await response.text() };
  }

  const checked = (): Promise<Status> =>
    until(
      async () => {
        const status = await line.get<Status>('/status');
        return status.models.checkedAt === null ? null : status;
      },
      { what: 'the list of models has come' },
    );

  afterEach(async () => {
    await line.close();
    jest.restoreAllMocks();
  });

  it('are named where operators look: what ends, what has ended, what cannot work', async () => {
    const ends = new Map([
      ['gpt-realtime-2.1-mini', day(41)],
      ['whisper-1', day(-3)],
    ]);
    const entries = MODELS_2027.map((entry): ModelEntry => {
      const shutdown_date = ends.get(entry.id);
      return shutdown_date === undefined ? entry : { ...entry, shutdown_date };
    });
    await boot({
      openai: ({ rest }) => void (rest.knobs.models.entries = entries),
      env: {
        OPENAI_REALTIME_MODEL: 'gpt-live-1',
        OPENAI_TRANSCRIPTION_MODEL: 'whisper-1',
        OPENAI_CHAT_MODEL: 'gpt-6-lunar',
        OPENAI_SPEECH_MODEL: 'gpt-realtime-2.1-mini',
      },
    });

    const status = await checked();
    const nothing = { shutdownDate: null, daysLeft: null };
    expect(status.models.used).toMatchObject([
      { use: 'realtime', model: 'gpt-live-1', state: 'wrong-kind', ...nothing },
      { use: 'transcription', model: 'whisper-1', state: 'ended', daysLeft: -3 },
      { use: 'chat', model: 'gpt-6-lunar', state: 'unknown', ...nothing },
      { use: 'speech', model: 'gpt-realtime-2.1-mini', state: 'ending', shutdownDate: day(41) },
    ]);

    const health = await ask('/health');
    expect(health.code).toBe(200);
    expect(JSON.parse(health.text)).toMatchObject({
      status: 'degraded',
      error: {},
      details: {
        models: {
          status: 'degraded',
          message: `whisper-1 (transcription) was shut down on ${day(-3)}; gpt-realtime-2.1-mini (speech) is shut down on ${day(41)}, in 41 days`,
        },
      },
    });
    for (const path of ['/health/ready', '/health/live', '/health/startup']) {
      expect((await ask(path)).code).toBe(200);
    }

    const metrics = (await ask('/metrics')).text.split('\n');
    const gauges = metrics.filter((l) => l.startsWith('voiceplate_model_shutdown_timestamp'));
    const at = (days: number): number => Date.parse(day(days)) / 1000;
    const name = 'voiceplate_model_shutdown_timestamp_seconds';
    expect(gauges.filter((line) => !line.endsWith('Inf'))).toEqual([
      `${name}{model="whisper-1",use="transcription"} ${at(-3)}`,
      `${name}{model="gpt-realtime-2.1-mini",use="speech"} ${at(41)}`,
    ]);
    expect(gauges.filter((line) => line.endsWith('} +Inf'))).toHaveLength(2);

    const lines = linesWith('Model to be replaced');
    expect(lines).toHaveLength(4);
    for (const [variable, model, problem, instead] of [
      ['REALTIME', 'gpt-live-1', 'is a model of the kind "live"', 'gpt-realtime-2.1'],
      ['TRANSCRIPTION', 'whisper-1', `was shut down on ${day(-3)}`, 'gpt-transcribe'],
      ['CHAT', 'gpt-6-lunar', 'is not among the models of this key', 'gpt-6-luna'],
      ['SPEECH', 'gpt-realtime-2.1-mini', 'in 41 days', 'gpt-realtime-2.1-mini'],
    ] as const) {
      const [found, ...more] = lines.filter((l) => l.includes(`'OPENAI_${variable}_MODEL'`));
      expect(more).toEqual([]);
      expect(found).toContain('WARN');
      for (const part of [`'${model}'`, problem, `'${instead}'`]) expect(found).toContain(part);
    }
  }, 30_000);

  it('and their prices: the record of a call that falls from a rung is true', async () => {
    await boot({
      openai: ({ rest }) => void rest.knobs.models.failures.push(SERVER_ERROR),
      env: { MAX_RECONNECT_ATTEMPTS: '3', RECONNECT_DELAY: '0.1' },
    });
    const call = await line.phone.dial();
    await call.hearsSpeech();
    await call.untilQuiet(300);
    line.openai.knobs.refuseUpgrade = 401;
    const before = new Date().toISOString();
    line.openai.connections[0]?.drop();
    await untilCall(line, call.callSid, ({ provider }) => provider === 'openai-pipeline');
    await call.say(QUESTION);
    const { usage } = await untilCall(
      line,
      call.callSid,
      ({ usage: { byProvider } }) => byProvider.length === 2,
    );

    const [realtime, pipeline] = usage.byProvider;
    expect(realtime?.provider).toBe('openai-realtime');
    expect(realtime?.costUsd).toBeGreaterThan(0);
    expect(realtime?.knownCostUsd).toBe(realtime?.costUsd);
    // No price of the chat model is known; that of the transcription is.
    expect(pipeline).toMatchObject({ provider: 'openai-pipeline', costUsd: null });
    expect(pipeline?.knownCostUsd).toBeGreaterThan(0);
    expect(pipeline?.knownCostUsd).toBeLessThan(0.0045 / 2);
    expect(usage.costUsd).toBeNull();
    expect(usage.knownCostUsd).toBeCloseTo(
      (realtime?.knownCostUsd ?? 0) + (pipeline?.knownCostUsd ?? 0),
      9,
    );
    expect(usage.responses).toBe((realtime?.responses ?? 0) + (pipeline?.responses ?? 0));

    const { realtime: rungs, models } = await line.get<Status>('/status');
    const [first, second] = rungs.providers;
    expect(first).toMatchObject({ name: 'openai-realtime', lastError: 'http_401' });
    expect((first?.lastErrorAt ?? '') >= before).toBe(true);
    expect(second).toMatchObject({ lastError: null, lastErrorAt: null });

    for (const [message, ...fields] of [
      ['Provider reconnecting', 'close_1006'],
      ['Provider refused', 'http_401'],
      ['Provider given up', 'http_401', "next: 'openai-pipeline'"],
      ['Models not listed', 'http_500'],
    ] as const) {
      const [found, ...more] = linesWith(message);
      expect(more).toEqual([]);
      expect(found).toContain('WARN');
      for (const field of fields) expect(found).toContain(field);
    }
    expect(log).not.toMatch(/sk-test|What do you have/);
    // The list failed, and with it nothing else.
    expect(models.checkedAt).toBeNull();
    expect(JSON.parse((await ask('/health')).text)).toMatchObject({
      details: { models: { status: 'up' } },
    });
    expect(line.violations()).toEqual([]);
  }, 30_000);

  it('without a price end a call after the time that the cap buys, whatever the list does', async () => {
    await boot({
      openai: ({ rest }) => void rest.knobs.models.failures.push('stall'),
      // At 0.46 dollars a minute: 2.6 s.
      env: { VOICE_PROVIDERS: 'openai-pipeline', MAX_CALL_COST_USD: '0.02' },
    });
    const call = await line.phone.dial();
    await call.hearsSpeech();
    await untilCall(line, call.callSid, ({ durationMs }) => durationMs > 2_700);
    await call.say(QUESTION);
    expect(await call.untilEnded()).toBe('ended-by-rest');
    const { outcome, timeline, usage } = await untilCall(
      line,
      call.callSid,
      ({ state }) => state === 'ended',
    );
    expect(outcome).toBe('finished');
    expect(timeline.map(({ event }) => event)).toContain('cost-cap');
    expect(usage.costUsd).toBeNull();
    expect(usage.knownCostUsd).toBeLessThan(0.02);
    expect(line.openai.rest.of('models')).toMatchObject([{ status: null }]);
    expect((await line.get<Status>('/status')).models.checkedAt).toBeNull();
  }, 30_000);
});
