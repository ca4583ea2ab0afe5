import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differences } from './simulators/differences.js';
import type { OpenAiStandIn } from './simulators/openai/open-ai-stand-in.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { readScenario } from './simulators/scenario.js';
import { exactShare } from './simulators/speech/exact-share.js';
import { speak } from './simulators/speech/speak.js';
import { type CallView, untilCall, viewOf } from './support/call-view.js';
import { onOwnLines, type Line, type OpenLine } from './support/line.js';
import { VOICE_FIXTURE } from './support/voice-fixture.js';

const SCENARIO = readScenario(join(import.meta.dirname, 'scenarios/short.json'));
const READ_BACK =
  'You have one Margherita, small 10 inch; for pickup, under the name Ben. The total is thirteen dollars and sixty-one cents, including one dollar and eleven cents tax. Is that right?';
/** A filler that has no recording: it is a tone unless a voice rendered it. */
const FILLER = 'Hold on, I am looking.';
const DAY_AFTER = Date.parse('2027-01-07T12:00:00Z');
const MAX_SILENCE_MS = 3_000;
const LIMIT_MS = 40_000;

/** The days after OpenAI's /audio/speech has ended (openai-2027 S1). */
describe('A call on the day after 2027-01-06', () => {
  let folder: string;
  const silences: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-words-'));
    const shipped = JSON.parse(await readFile(VOICE_FIXTURE, 'utf8')) as object;
    const words = { ...shipped, fillers: [FILLER] };
    await writeFile(join(folder, 'voice.json'), JSON.stringify(words));
    const sentences = READ_BACK.split(/(?<=[.?]) /);
    await Promise.all([FILLER, ...sentences].map((text) => speak(text, 'assistant')));
  }, 30_000);
  afterAll(async () => {
    process.stdout.write(`Worst silence heard by the caller:\n${silences.join('\n')}\n`);
    await rm(folder, { recursive: true });
  });

  /** @param env further settings, which may name the stand-in's addresses. */
  async function openLine(
    open: OpenLine,
    env: (openai: OpenAiStandIn) => Record<string, string> = () => ({}),
  ): Promise<Line> {
    return open({
      scenario: SCENARIO,
      knobs: { now: () => DAY_AFTER },
      openai: (openai) => {
        openai.rest.knobs.speech.shutDownFrom = '2027-01-06';
        return env(openai);
      },
      env: { VOICE_FILE: join(folder, 'voice.json'), RECONNECT_DELAY: '0.5' },
    });
  }

  async function completed(line: Line, call: SimulatedCall, turns: number): Promise<CallView> {
    const enough = ({ turns: count, outcome }: CallView) => count >= turns || outcome !== null;
    const options = { what: `turn ${turns}`, limitMs: LIMIT_MS, everyMs: 100 };
    const view = await untilCall(line, call.callSid, enough, options);
    await call.untilQuiet(400, { limitMs: LIMIT_MS });
    return view;
  }

  function noteSilence(what: string, call: SimulatedCall): void {
    const silenceMs = Math.round(call.longestSilenceMs());
    silences.push(`${String(silenceMs).padStart(6)} ms  ${what}`);
    expect(silenceMs).toBeLessThanOrEqual(MAX_SILENCE_MS);
  }

  /** Orders on a call whose Realtime session is lost for good while the order is taken. */
  async function order(
    line: Line,
    strike: (openai: OpenAiStandIn) => void,
  ): Promise<SimulatedCall> {
    const { openai } = line;
    const call = await line.phone.dial();
    await completed(line, call, 1);
    expect((await viewOf(line, call.callSid)).provider).toBe('openai-realtime');
    const struck = openai
      .waitFor(({ recognised }) => recognised[0], LIMIT_MS)
      .then(() => {
        strike(openai);
        openai.connections[0]?.drop();
      });
    await Promise.all([call.say(SCENARIO.turns[0]?.caller ?? ''), struck]);
    return call;
  }

  async function finish(line: Line, call: SimulatedCall, by = 'openai-pipeline'): Promise<void> {
    await completed(line, call, 2);
    await call.say('Yes.');
    await call.untilEnded({ limitMs: LIMIT_MS });
    const { orders } = await line.get<{ orders: unknown[] }>('/orders');
    expect(orders).toHaveLength(1);
    expect(differences(orders[0], SCENARIO.expect?.order)).toEqual([]);
    const { provider, transcript } = await viewOf(line, call.callSid);
    expect(provider).toBe(by);
    expect(transcript.map(({ text }) => text)).toContain(READ_BACK);
    expect(line.openai.rest.of('speech')).toEqual([]);
  }

  const shareHeard = async (call: SimulatedCall, text: string): Promise<number> =>
    exactShare(await speak(text, 'assistant'), call.heard.audioSince(call.startedAt));

  it.concurrent(
    'that loses its Realtime model is finished by the pipeline, in the voice of the fillers',
    onOwnLines(async (open) => {
      const line = await openLine(open);
      const call = await order(line, (openai) => (openai.knobs.refuseUpgrade = 500));
      await finish(line, call);
      for (const sentence of READ_BACK.split(/(?<=[.?]) /)) {
        expect(await shareHeard(call, sentence)).toBe(1);
      }
      // The answer may cut it short; a tone has nothing of it.
      expect(await shareHeard(call, FILLER)).toBeGreaterThan(0.5);
      noteSilence('the Realtime model of the calls is lost', call);
    }),
    90_000,
  );

  it.concurrent(
    'that loses all of Realtime is finished by the pipeline where a compatible service speaks',
    onOwnLines(async (open) => {
      const line = await openLine(open, ({ compatibleSpeechUrl, rest }) => ({
        OPENAI_SPEECH_URL: compatibleSpeechUrl,
        OPENAI_SPEECH_API_KEY: rest.knobs.compatibleSpeech.acceptedKey,
        OPENAI_SPEECH_MODEL: 'some-tts',
      }));
      const call = await order(line, ({ knobs, voice }) => {
        knobs.refuseUpgrade = 500;
        voice.knobs.refuseUpgrade = 500;
      });
      await finish(line, call);
      expect(line.openai.rest.of('compatibleSpeech').length).toBeGreaterThan(2);
      expect(line.openai.voice.connections).toEqual([]);
      noteSilence('all of Realtime is lost, a compatible service speaks', call);
    }),
    90_000,
  );

  it.concurrent(
    'that loses all of Realtime, with no other voice, is finished by the chat model, in the voice of Twilio',
    onOwnLines(async (open) => {
      const line = await openLine(open);
      const call = await order(line, ({ knobs, voice }) => {
        knobs.refuseUpgrade = 500;
        voice.knobs.refuseUpgrade = 500;
        for (const connection of voice.connections) connection.drop();
      });
      await call.untilGathering({ limitMs: LIMIT_MS });
      noteSilence('all of Realtime is lost', call);
      await finish(line, call, 'openai-chat');
    }),
    90_000,
  );
});
