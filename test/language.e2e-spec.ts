import { readFileSync } from 'node:fs';
import { PhoneSimulator } from './simulators/phone/phone-simulator.js';
import type { Verb } from './simulators/phone/twiml.js';
import { ACCOUNT_SID, AUTH_TOKEN } from './support/account.js';
import { startLine, type Line } from './support/line.js';
import { startApp, type RunningApp } from './support/start-app.js';
import { SPANISH_VOICE_FIXTURE } from './support/voice-fixture.js';

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
      'Tiene dos Pepperoni, large 16 inch, extra mozzarella; tres Coca-Cola, can; ' +
        'para recoger en el restaurante, a nombre de Ana García. El total es de',
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
