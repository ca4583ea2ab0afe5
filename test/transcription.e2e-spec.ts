import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { MenuDocument } from '../src/menu/catalogue/menu-document.js';
import { MenuService } from '../src/menu/menu.service.js';
import type { Brain } from './simulators/openai/brain.js';
import { SERVER_ERROR } from './simulators/openai/rest/rest-knobs.js';
import type { UpdateRefusal } from './simulators/openai/update-refusals.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { untilCall } from './support/call-view.js';
import { writeAlwaysOpenMenu } from './support/menu-fixture.js';
import { onOwnLines, type Line } from './support/line.js';
import { SPANISH_VOICE_FIXTURE, VOICE_FIXTURE } from './support/voice-fixture.js';

const ORDER = 'A cola please.';
const TALK = { vocabulary: [ORDER], brain: () => ({ say: 'Hello.' }) };
const PIPELINE = { VOICE_PROVIDERS: 'openai-pipeline' };

/** What a session.update says of transcription. */
interface Update {
  readonly session: {
    readonly audio?: { readonly input?: { readonly transcription?: Record<string, unknown> } };
  };
}

/** The transcription settings that a connection was sent, in order; absent ones left out. */
function asked(line: Line, connection = 0): readonly Record<string, unknown>[] {
  const updates = line.openai.ears.connections[connection]?.ofType('session.update') ?? [];
  return updates
    .map(({ body }) => (body as Update).session.audio?.input?.transcription)
    .filter((transcription) => transcription !== undefined);
}

/** What counted when the caller's only turn was understood. */
async function hintsAfterOrder(
  line: Line,
): Promise<{ languages: readonly string[]; keywords: readonly string[] }> {
  const call = await line.phone.dial();
  await order(call);
  const { hints } = await line.openai.waitFor(({ recognised }) => recognised[0], 5_000);
  if (!hints) throw new Error('transcribed without settings');
  return hints;
}

async function order(call: SimulatedCall): Promise<void> {
  await call.hearsSpeech();
  await call.untilQuiet(300);
  await call.say(ORDER);
}

describe('The transcription of the caller', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-transcription-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function voiceFile(name: string, entries: object): Promise<string> {
    const shipped = JSON.parse(await readFile(VOICE_FIXTURE, 'utf8')) as object;
    const path = join(folder, name);
    await writeFile(path, JSON.stringify({ ...shipped, ...entries }));
    return path;
  }

  async function rename(menuFile: string, itemName: string): Promise<void> {
    const menu = JSON.parse(await readFile(menuFile, 'utf8')) as MenuDocument;
    const [first] = menu.categories[0]?.items ?? [];
    Object.assign(first ?? {}, { name: itemName });
    await writeFile(menuFile, JSON.stringify(menu));
  }

  it.concurrent.each([
    ['a Realtime session', {}],
    ['the pipeline', PIPELINE],
  ])(
    'in %s is told the language and the names of the menu',
    onOwnLines(async (open, _where: string, env: Record<string, string>) => {
      const line = await open({ ...TALK, env });
      const { languages, keywords } = await hintsAfterOrder(line);
      expect(languages).toEqual(['en']);
      expect(keywords).toEqual(expect.arrayContaining(["Luigi's", 'Margherita', 'Thin crust']));
      expect(new Set(keywords).size).toBe(keywords.length);
    }),
  );

  it.concurrent.each([
    ['a Realtime session', {}],
    ['the pipeline', PIPELINE],
  ])(
    'in %s may be in any of the languages that the restaurant names',
    onOwnLines(async (open, where: string, env: Record<string, string>) => {
      const VOICE_FILE = await voiceFile(`${where}.json`, { languages: ['en', 'es'] });
      const line = await open({ ...TALK, env: { ...env, VOICE_FILE } });
      expect((await hintsAfterOrder(line)).languages).toEqual(['en', 'es']);
    }),
  );

  it.concurrent.each([
    ['a Realtime session', {}],
    ['the pipeline', PIPELINE],
  ])(
    'in %s gets the old field with a model that knows no other',
    onOwnLines(async (open, _where: string, env: Record<string, string>) => {
      const old = { OPENAI_TRANSCRIPTION_MODEL: 'gpt-4o-transcribe' };
      const line = await open({
        ...TALK,
        env: { ...env, ...old, VOICE_FILE: SPANISH_VOICE_FIXTURE },
      });
      expect(await hintsAfterOrder(line)).toEqual({ languages: ['es'], keywords: [] });
    }),
  );

  it.concurrent(
    'takes a language tag of three letters for the code that the service knows',
    onOwnLines(async (open) => {
      const VOICE_FILE = await voiceFile('fil.json', { language: 'fil-PH' });
      const line = await open({ ...TALK, env: { VOICE_FILE } });
      expect((await hintsAfterOrder(line)).languages).toEqual(['tl']);
    }),
  );

  it.concurrent(
    'is not refused for what a dish is called',
    onOwnLines(async (open) => {
      const menuFolder = await mkdtemp(join(folder, 'menu-'));
      const MENU_FILE = await writeAlwaysOpenMenu(menuFolder);
      await rename(MENU_FILE, 'The <Big>\r\none');
      const line = await open({ ...TALK, env: { MENU_FILE } });
      const { keywords } = await hintsAfterOrder(line);
      expect(keywords).toContain('The Big one');
      expect(asked(line)).toHaveLength(1);
    }),
  );

  it.concurrent(
    'knows the menu of the moment in a session that was made before it changed',
    onOwnLines(async (open) => {
      const menuFolder = await mkdtemp(join(folder, 'menu-'));
      const MENU_FILE = await writeAlwaysOpenMenu(menuFolder);
      const line = await open({ ...TALK, env: { MENU_FILE, REALTIME_WARM_SESSIONS: '1' } });
      await line.openai.waitFor(
        ({ connections }) => connections[0]?.sent.some(({ type }) => type === 'session.updated'),
        5_000,
      );
      await rename(MENU_FILE, 'Moonlight pizza');
      await line.app.app.get(MenuService).refresh();
      const { languages, keywords } = await hintsAfterOrder(line);
      expect(line.openai.ears.responses[0]?.connection).toBe(0);
      expect(languages).toEqual(['en']);
      expect(keywords).toContain('Moonlight pizza');
    }),
  );
});

const PARAM = 'session.audio.input.transcription';

describe('A refused setting of the transcription', () => {
  it.concurrent.each<[string, UpdateRefusal, Record<string, unknown>]>([
    ['the keywords', { param: `${PARAM}.keywords` }, { languages: ['en'] }],
    ['the languages', { param: `${PARAM}.languages` }, { keywords: expect.any(Array) as unknown }],
    // What is not named is looked for: first the model is not told how much to think.
    ['an unnamed one, twice', { code: null, times: 2 }, { languages: ['en'] }],
    [
      'an unnamed one without event id',
      { code: null, type: 'server_error', eventId: 'absent', times: 2 },
      { languages: ['en'] },
    ],
    ['an unnamed one with an empty event id', { eventId: 'null', times: 3 }, {}],
  ])(
    'costs only itself: %s',
    onOwnLines(async (open, _what: string, refusal: UpdateRefusal, left: object) => {
      const line = await open({ ...TALK, knobs: { refuseUpdates: [refusal] } });
      const { languages, keywords } = await hintsAfterOrder(line);
      expect(asked(line).at(-1)).toEqual({ model: 'gpt-transcribe', ...left });
      expect(languages).toHaveLength('languages' in left ? 1 : 0);
      expect(keywords.length > 0).toBe('keywords' in left);
      expect(line.openai.ears.connections).toHaveLength(1);
    }),
  );

  it.concurrent(
    'has a model that is served no more replaced by the current one',
    onOwnLines(async (open) => {
      const line = await open({
        ...TALK,
        knobs: { refuseUpdates: [{ param: `${PARAM}.model`, times: 1 }] },
        env: { OPENAI_TRANSCRIPTION_MODEL: 'whisper-1' },
      });
      expect((await hintsAfterOrder(line)).languages).toEqual(['en']);
      expect(asked(line).map(({ model }) => model)).toEqual(['whisper-1', 'gpt-transcribe']);
    }),
  );

  it.concurrent(
    'costs the transcription when nothing of it is accepted, and not the call',
    onOwnLines(async (open) => {
      const line = await open({ ...TALK, knobs: { refuseUpdates: [{ param: PARAM }] } });
      const call = await line.phone.dial();
      await call.hearsSpeech();
      expect(asked(line)).toHaveLength(3);
      expect(line.openai.ears.connections).toHaveLength(1);
    }),
  );

  it.concurrent(
    'leaves a warm session as it was when it concerns the newest menu',
    onOwnLines(async (open) => {
      const line = await open({ ...TALK, env: { REALTIME_WARM_SESSIONS: '1' } });
      await line.openai.waitFor(
        ({ connections }) => connections[0]?.sent.some(({ type }) => type === 'session.updated'),
        5_000,
      );
      line.openai.knobs.refuseUpdates = [{ param: PARAM, eventId: 'absent' }];
      const menu = line.app.app.get(MenuService);
      const names = [...menu.vocabulary(), 'Moonlight pizza'];
      jest.spyOn(menu, 'vocabulary').mockReturnValue(names);
      const { keywords } = await hintsAfterOrder(line);
      expect(line.openai.ears.responses[0]?.connection).toBe(0);
      expect(keywords).toContain('Margherita');
      expect(keywords).not.toContain('Moonlight pizza');
    }),
  );
});

describe('A turn whose transcription failed', () => {
  it.concurrent(
    'is in the timeline and counted, and answered all the same',
    onOwnLines(async (open) => {
      const line = await open({ ...TALK, knobs: { failTranscripts: ['audio_unintelligible'] } });
      const call = await line.phone.dial();
      await order(call);
      await untilCall(line, call.callSid, ({ timeline }) =>
        timeline.some(
          ({ event, code }) => event === 'transcription-failed' && code === 'audio_unintelligible',
        ),
      );
      await call.hearsSpeech();
      const { url, authorization: headers } = line.app;
      const metrics = await (await fetch(`${url}/metrics`, { headers })).text();
      expect(metrics).toMatch(/^voiceplate_transcriptions_failed_total 1$/m);
    }),
  );

  it.concurrent(
    'is the same on the pipeline, where the caller is asked to say it again',
    onOwnLines(async (open) => {
      const asked: string[] = [];
      const brain: Brain = ({ items }) => {
        const last = items.at(-1);
        if (last?.kind === 'system') asked.push(last.text);
        return { say: 'Hello.' };
      };
      const line = await open({ ...TALK, brain, env: PIPELINE });
      // The request is sent twice before it has failed.
      line.openai.rest.knobs.transcriptions.failures.push(SERVER_ERROR, SERVER_ERROR);
      const call = await line.phone.dial();
      await order(call);
      await call.hearsSpeech();
      const { timeline, transcript } = await untilCall(
        line,
        call.callSid,
        ({ turns }) => turns > 1,
      );
      expect(timeline.filter(({ event }) => event === 'transcription-failed')).toMatchObject([
        { code: 'server_error' },
      ]);
      expect(asked.at(-1)).toContain('say it again');
      const headers = line.app.authorization;
      const metrics = await (await fetch(`${line.app.url}/metrics`, { headers })).text();
      expect(metrics).toMatch(/^voiceplate_transcriptions_failed_total 1$/m);
      // The next turn is understood; the lost one has a place of its own.
      await call.untilQuiet(300);
      await call.say(ORDER);
      await call.hearsSpeech();
      const said = await untilCall(line, call.callSid, ({ turns }) => turns > 2);
      expect(transcript[1]).toMatchObject({ role: 'caller', text: '[words not understood]' });
      expect(said.transcript.map(({ text }) => text)).toEqual([
        'Hello.',
        '[words not understood]',
        'Hello.',
        ORDER,
        'Hello.',
      ]);
    }),
  );
});
