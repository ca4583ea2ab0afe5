import { readFileSync } from 'node:fs';
import type { Brain } from './simulators/openai/brain.js';
import { SERVER_ERROR } from './simulators/openai/rest/rest-knobs.js';
import { PhoneSimulator } from './simulators/phone/phone-simulator.js';
import type { Verb } from './simulators/phone/twiml.js';
import { ACCOUNT_SID, AUTH_TOKEN } from './support/account.js';
import { untilCall } from './support/call-view.js';
import { onOwnLines, type OpenLine, startLine, type Line } from './support/line.js';
import { type Told, WebhookCaller } from './support/webhook-caller.js';
import { startApp, type RunningApp } from './support/start-app.js';
import {
  bilingualVoiceFile,
  SPANISH_VOICE_FIXTURE,
  VOICE_FIXTURE,
} from './support/voice-fixture.js';

const VOICE_FILE = SPANISH_VOICE_FIXTURE;
const QUESTION = 'Hola.';

interface OrderList {
  readonly orders: readonly {
    readonly state: string;
    readonly customer: { readonly name: string; readonly fulfilment: string };
    readonly lines: readonly {
      readonly itemId: string;
      readonly quantity: number;
      readonly options: readonly { readonly optionId: string }[];
    }[];
  }[];
}
interface SpanishFile {
  readonly persona: string;
  readonly greeting: string;
}

const file = JSON.parse(readFileSync(VOICE_FILE, 'utf8')) as SpanishFile;
const spoken = (text: string) => text.replaceAll('{{restaurant}}', "Luigi's");

/** Every element of that name, at whatever depth. */
function elements(verbs: readonly Verb[], name: string): readonly Verb[] {
  return verbs.flatMap((verb) => [
    ...(verb.name === name ? [verb] : []),
    ...elements(verb.children, name),
  ]);
}

describe('A call in Spanish on a media stream', () => {
  let line: Line;
  afterEach(async () => {
    expect(line.violations()).toEqual([]);
    await line.close();
  });

  it('is welcomed in Spanish, and the model is told to speak it', async () => {
    line = await startLine({ brain: () => ({ say: 'Hello.' }), env: { VOICE_FILE } });
    const call = await line.phone.dial();
    await call.hearsSpeech();

    const [welcome] = elements(call.twiml[0]?.verbs ?? [], 'Say');
    expect(welcome?.text).toBe("Gracias por llamar a Luigi's. Un momento, por favor.");
    expect(welcome?.attributes).toEqual({ voice: 'Polly.Mia-Neural', language: 'es-MX' });

    const [ears] = line.openai.ears.connections;
    expect(ears?.ofType('session.update')[0]?.body).toMatchObject({
      session: {
        instructions: expect.stringContaining(spoken(file.persona)) as string,
        audio: { input: { transcription: { languages: ['es'] } } },
      },
    });
    const asked = JSON.stringify(ears?.ofType('conversation.item.create')[0]?.body);
    expect(asked).toContain(spoken(file.greeting));
  });

  it('is transcribed in Spanish by the pipeline', async () => {
    line = await startLine({
      brain: () => ({ say: 'Hello.' }),
      vocabulary: [QUESTION],
      env: { VOICE_FILE, VOICE_PROVIDERS: 'openai-pipeline' },
    });
    const call = await line.phone.dial();
    await call.hearsSpeech();
    await call.untilQuiet(300);
    await call.say(QUESTION);
    const transcription = () => line.openai.rest.of('transcriptions')[0];
    await line.openai.waitFor(() => transcription()?.endedAt, 5_000);
    expect(transcription()?.body).toMatchObject({ languages: ['es'] });
  });
});

const ENGLISH = JSON.parse(readFileSync(VOICE_FIXTURE, 'utf8')) as SpanishFile;
const WISH = 'Do you speak Spanish?';
const BACK = 'En inglés, por favor.';
const PIZZA = 'Una margarita chica.';

/** Changes the language when it is asked to, puts one pizza on the order, and says so. */
const interpreter: Brain = ({ items }) => {
  const at = items.findLastIndex(({ kind }) => kind === 'user');
  const user = items[at];
  if (user?.kind !== 'user') return { say: 'Hello.' };
  if (items.slice(at).some(({ kind }) => kind === 'tool-output')) return { say: 'Bueno.' };
  const language = user.text === WISH ? 'es' : user.text === BACK ? 'en' : null;
  if (language !== null) return { tools: [{ name: 'set_language', arguments: { language } }] };
  const pizza = { itemId: 'margherita', quantity: 1, options: ['small'] };
  if (user.text === PIZZA) return { tools: [{ name: 'add_item', arguments: pizza }] };
  return { say: 'Hello.' };
};

describe('A call whose caller changes the language', () => {
  const bilingual = bilingualVoiceFile(VOICE_FIXTURE);
  const boot = (open: OpenLine, env: Record<string, string>): Promise<Line> =>
    open({
      brain: interpreter,
      vocabulary: [WISH, BACK, PIZZA],
      env: { VOICE_FILE: bilingual, ...env },
    });
  const spokenBy = (one: SpanishFile): unknown => expect.stringContaining(spoken(one.persona));

  it.concurrent(
    'goes on in it on the stream, comes back, and keeps it on the line without AI',
    onOwnLines(async (open) => {
      const line = await boot(open, {
        VOICE_PROVIDERS: 'openai-realtime,ivr',
        MAX_RECONNECT_ATTEMPTS: '0',
      });
      const call = await line.phone.dial();
      const said = async (text: string): Promise<void> => {
        await call.hearsSpeech();
        await call.untilQuiet(300);
        await call.say(text);
        await call.hearsSpeech();
      };
      await said(WISH);
      const updates = () => line.openai.ears.connections[0]?.ofType('session.update') ?? [];
      expect(updates().map(({ body }) => body)).toEqual([
        expect.objectContaining({
          session: expect.objectContaining({ instructions: spokenBy(ENGLISH) as string }) as object,
        }),
        expect.objectContaining({
          session: { type: 'realtime', instructions: spokenBy(file) as string },
        }),
        expect.objectContaining({ session: expect.anything() as object }),
      ]);
      const heard = updates().map(({ body }) => JSON.stringify(body));
      expect(heard[0]).toContain('"languages":["en","es"]');
      expect(heard[2]).toContain('"languages":["es","en"]');
      await said(BACK);
      expect(JSON.stringify(updates().at(-1)?.body)).toContain('"languages":["en","es"]');
      await said(WISH);
      await said(PIZZA);
      await untilCall(line, call.callSid, ({ order }) => order !== null);

      line.openai.nextConnections(10, { refuseUpgrade: 500 });
      line.openai.connections[0]?.drop();
      await call.untilGathering();
      expect(call.said.at(-1)).toContain('una Margherita, chica de 10 pulgadas');
      expect(elements(call.twiml.at(-1)?.verbs ?? [], 'Gather')[0]?.attributes['language']).toBe(
        'es-MX',
      );
      await call.say('Es todo.');
      await call.untilGathering();
      expect(call.said.at(-1)).toMatch(/recoger|domicilio/);
      const { timeline } = await untilCall(line, call.callSid, () => true);
      const languages = timeline.filter(({ event }) => event === 'language');
      expect(languages.map((entry) => (entry as { language?: unknown }).language)).toEqual([
        'es',
        'en',
        'es',
      ]);
    }),
  );

  it.concurrent(
    'goes on in it on the pipeline, and comes back',
    onOwnLines(async (open) => {
      const line = await boot(open, { VOICE_PROVIDERS: 'openai-pipeline' });
      const call = await line.phone.dial();
      for (const text of [WISH, BACK, PIZZA]) {
        await call.hearsSpeech();
        await call.untilQuiet(300);
        await call.say(text);
      }
      await call.hearsSpeech();
      const languages = line.openai.rest.of('transcriptions').map(({ body }) => body);
      expect(languages).toMatchObject([
        { languages: ['en', 'es'] },
        { languages: ['es', 'en'] },
        { languages: ['en', 'es'] },
      ]);
      const told = line.openai.rest.of('chat').map(({ body }) => JSON.stringify(body));
      const inSpanish = told.map((text) =>
        text.includes(JSON.stringify(spoken(file.persona)).slice(1, -1)),
      );
      expect(inSpanish.filter((one, at) => one !== inSpanish[at - 1])).toEqual([
        false,
        true,
        false,
      ]);
    }),
  );

  it.concurrent(
    'goes on in it on the line with a chat model, and comes back',
    onOwnLines(async (open) => {
      const line = await boot(open, { USE_REALTIME_API: 'false' });
      const caller = new WebhookCaller();
      const tell = (SpeechResult?: string): Promise<Told> =>
        caller.tell(line.app, SpeechResult === undefined ? {} : { SpeechResult });
      expect((await tell()).xml).toContain('language="en-US"');
      const changed = await tell(WISH);
      expect(changed.xml).toContain('language="es-MX"');
      expect(changed.xml).not.toContain('language="en-US"');
      expect((await tell(PIZZA)).xml).toContain('language="es-MX"');
      expect((await tell(BACK)).xml).toContain('language="en-US"');
      const told = line.openai.rest.of('chat').map(({ body }) => JSON.stringify(body));
      const persona = JSON.stringify(spoken(file.persona)).slice(1, -1);
      const spanish = told.map((text) => text.includes(persona));
      expect(spanish.filter((one, at) => one !== spanish[at - 1])).toEqual([false, true, false]);
      // The chat model is gone: the line without AI goes on in the language of the call.
      await tell(WISH);
      line.openai.rest.knobs.chat.failures.push(SERVER_ERROR, SERVER_ERROR, SERVER_ERROR);
      const alone = await tell('Es todo.');
      expect(alone.xml).toContain('language="es-MX"');
      expect(alone.said).toMatch(/recoger|domicilio/);
    }),
  );
});

describe('A call without any key whose caller changes the language', () => {
  it.each([
    [VOICE_FIXTURE, 'en-US', 'es-MX', 'Hablo español.', 'In English, please.'],
    [SPANISH_VOICE_FIXTURE, 'es-MX', 'en-US', 'Do you speak English?', 'En español, por favor.'],
  ])('is heard and spoken to in it: %s', async (first, own, other, wish, back) => {
    const app = await startApp({ VOICE_FILE: bilingualVoiceFile(first) });
    const caller = new WebhookCaller();
    const languages = ({ xml }: Told): ReadonlySet<string> =>
      new Set([...xml.matchAll(/ language="([^"]+)"/g)].map(([, language = '']) => language));
    const say = (SpeechResult: string): Promise<Told> => caller.tell(app, { SpeechResult });
    const asked = await caller.tell(app);
    expect(languages(asked)).toEqual(new Set([own]));
    expect(asked.xml).toMatch(
      own === 'en-US' ? /hints="[^"]*hablo español/ : /hints="[^"]*in English/,
    );
    expect(languages(await say(wish))).toEqual(new Set([other]));
    const added = await say(other === 'es-MX' ? 'una margarita chica' : 'a small margherita');
    expect(added.said).toMatch(other === 'es-MX' ? /^Agregué una Marg/ : /^I have added one Marg/);
    expect(languages(added)).toEqual(new Set([other]));
    expect(languages(await say(back))).toEqual(new Set([own]));
    await app.close();
  });
});

describe('A call in Spanish without any key', () => {
  let app: RunningApp;
  let phone: PhoneSimulator;

  beforeEach(async () => {
    app = await startApp({ VOICE_FILE });
    phone = new PhoneSimulator({
      url: app.url,
      publicUrl: app.config.http.publicUrl,
      accountSid: ACCOUNT_SID,
      authToken: AUTH_TOKEN,
    });
  });
  afterEach(async () => {
    expect(phone.calls.flatMap(({ violations }) => violations)).toEqual([]);
    await phone.close();
    await app.close();
  });

  it('orders by speech, from the greeting to the placed order', async () => {
    const call = await phone.dial();
    await call.untilGathering();
    expect(call.said.at(-1)).toContain("Gracias por llamar a Luigi's.");
    for (const words of [
      'Hola, quisiera dos pizzas grandes de pepperoni con queso extra y una lata de coca, por favor.',
      'Que sean tres.',
      'No, es todo, gracias.',
      'Paso a recogerlo.',
      'Me llamo Ana García.',
    ]) {
      await call.say(words);
      await call.untilGathering();
    }
    expect(call.said.slice(-2).join(' ')).toContain(
      'Tiene dos Pepperoni, grande de 16 pulgadas, queso extra; tres Coca-Cola, lata; ' +
        'para recoger, a nombre de Ana García. El total es de',
    );
    await call.say('Sí, está bien.');
    expect(await call.untilEnded()).toBe('server-hung-up');
    expect(call.said.at(-1)).toMatch(
      /^Gracias\. El número de su pedido es (\p{L}+ )*\p{L}+\. Estará listo en unos veinte minutos\. Gracias por llamar a Luigi's\. ¡Hasta luego!$/u,
    );

    const response = await fetch(`${app.url}/orders`, { headers: app.authorization });
    const { orders } = (await response.json()) as OrderList;
    expect(orders).toMatchObject([
      {
        state: 'placed',
        customer: { name: 'Ana García', fulfilment: 'pickup' },
        lines: [
          {
            itemId: 'pepperoni',
            quantity: 2,
            options: [{ optionId: 'large' }, { optionId: 'add-cheese' }],
          },
          { itemId: 'coca-cola', quantity: 3, options: [{ optionId: 'can' }] },
        ],
      },
    ]);
    const heard = call.twiml.flatMap(({ verbs }) => elements(verbs, 'Gather'));
    expect(new Set(heard.map(({ attributes }) => attributes['language']))).toEqual(
      new Set(['es-MX']),
    );
    expect(heard[0]?.attributes['hints']).toContain('para recoger');
    const said = call.twiml.flatMap(({ verbs }) => elements(verbs, 'Say'));
    expect(new Set(said.map(({ attributes }) => attributes['voice']))).toEqual(
      new Set(['Polly.Mia-Neural']),
    );
    expect(said.filter(({ text }) => /\b(the|press|you|your|order|please)\b/i.test(text))).toEqual(
      [],
    );
  });
});
