import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PhoneSimulator } from './simulators/phone/phone-simulator.js';
import { ACCOUNT_SID, AUTH_TOKEN } from './support/account.js';
import { startLine } from './support/line.js';
import { startApp } from './support/start-app.js';
import { VOICE_FIXTURE } from './support/voice-fixture.js';

const WELCOME = 'Ahoy, this is {{restaurant}}.';
const GREETING = 'Ask the caller which ship they are from, in the name of {{restaurant}}.';
const IVR_WELCOME = 'Ahoy from the galley of {{restaurant}}.';

/** What an owner's words for the first moments of a call become. */
describe('New words in the voice file', () => {
  let folder: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-words-'));
    const shipped = JSON.parse(await readFile(VOICE_FIXTURE, 'utf8')) as { ivr: object };
    const ivr = { ...shipped.ivr, welcome: IVR_WELCOME };
    const words = { ...shipped, welcome: WELCOME, greeting: GREETING, ivr };
    env = { VOICE_FILE: join(folder, 'voice.json') };
    await writeFile(join(folder, 'voice.json'), JSON.stringify(words));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are heard before the AI speaks (welcome) and tell it what to say first (greeting)', async () => {
    const line = await startLine({ brain: () => ({ say: 'Hello.' }), env });
    const call = await line.phone.dial();
    await call.hearsSpeech();
    expect(call.said).toEqual(["Ahoy, this is Luigi's."]);
    const [ears] = line.openai.ears.connections;
    expect(JSON.stringify(ears?.ofType('conversation.item.create')[0]?.body)).toContain(
      "Ask the caller which ship they are from, in the name of Luigi's.",
    );
    await line.close();
  });

  it('are the first to be heard on the line without AI (ivr.welcome)', async () => {
    const app = await startApp(env);
    const phone = new PhoneSimulator({
      url: app.url,
      publicUrl: app.config.http.publicUrl,
      accountSid: ACCOUNT_SID,
      authToken: AUTH_TOKEN,
    });
    const call = await phone.dial();
    await call.untilGathering();
    expect(call.said[0]).toMatch(/^Ahoy from the galley of Luigi's\. /);
    await phone.close();
    await app.close();
  });
});
