import type { BrainStep } from './simulators/openai/brain.js';
import type { OrderReport } from './simulators/print/ops-client.js';
import { SERVER_ERROR } from './simulators/openai/rest/rest-knobs.js';
import { type CallView, untilCall } from './support/call-view.js';
import { type Line, startLine } from './support/line.js';
import { startPostgres } from './support/postgres.js';
import { startRedis } from './support/redis.js';
import { ReplicaPair } from './support/replica-pair.js';
import { scriptedBrain, toolStep as call } from './support/scripted-brain.js';
import { SPANISH_VOICE_FIXTURE } from './support/voice-fixture.js';
import { type Told, WebhookCaller } from './support/webhook-caller.js';

const HUMAN = '+15550009999';
const GREETING = "Luigi's, what can I get you?";
/** Within so long every webhook has to be answered. */
const CONTRACT_LIMIT_MS = 1_000;
/** Within so long the caller hears a word. */
const FIRST_WORDS_MS = 4_000;
const LARGE_MARGHERITA = { itemId: 'margherita', quantity: 1, options: ['large'] };

/** What the model does for each sentence of a caller, one step a request. */
const ANSWERS: Readonly<Record<string, readonly BrainStep[]>> = {
  'A large margherita, please.': [
    call('add_item', LARGE_MARGHERITA),
    { say: '**One** large Margherita. Anything else?' },
  ],
  'That is all, pickup, for Anna.': [
    call('set_customer', { name: 'Anna', fulfilment: 'pickup' }),
    call('read_back_order'),
    { say: '{{spoken}}' },
  ],
  'That is all, misread it.': [
    call('set_customer', { name: 'Anna', fulfilment: 'pickup' }),
    call('read_back_order'),
    { say: 'One Margherita for two dollars. Shall I place it?' },
  ],
  'Yes, place it.': [
    call('place_order', { confirmationId: '{{confirmationId}}' }),
    { say: 'Your order is placed. Goodbye!', ...call('end_call') },
  ],
  'Place it blindly.': [
    call('set_customer', { name: 'Anna', fulfilment: 'pickup' }),
    call('read_back_order'),
    call('place_order', { confirmationId: '{{confirmationId}}' }),
    { say: 'I have to read it to you first.' },
  ],
  'Look everything up.': [
    ...Array.from({ length: 5 }, () => call('search_menu', { query: 'pizza' })),
    { say: 'That is all of it.' },
  ],
  'I want a person.': [{ say: 'I will put you through.', ...call('transfer_to_human') }],
  'Let me wait.': [{ say: 'One moment, please.' }, { say: 'Here it is.' }],
};

const SPANISH: Readonly<Record<string, readonly BrainStep[]>> = {
  'Soy alérgica a la leche.': [
    call('note_allergy', { allergies: ['milk'] }),
    { say: 'Anotado. ¿Qué le gustaría?' },
  ],
  'Un tiramisú, por favor.': [call('add_item', { itemId: 'tiramisu' }), { say: '¿Algo más?' }],
  'Es todo, para recoger, a nombre de Ana.': [
    call('set_customer', { name: 'Ana', fulfilment: 'pickup' }),
    call('read_back_order'),
    { say: '{{spoken}}' },
  ],
  'Sí, así es.': [
    call('place_order', { confirmationId: '{{confirmationId}}' }),
    { say: 'Su pedido está en la cocina. ¡Adiós!', ...call('end_call') },
  ],
};

describe('The order line with a chat model', () => {
  let line: Line;
  let caller: WebhookCaller;
  const said: Told[] = [];

  beforeAll(async () => {
    line = await startLine({
      brain: scriptedBrain({
        greeting: GREETING,
        answers: ANSWERS,
        unimpressed: ['Place it blindly.'],
      }),
      env: {
        USE_REALTIME_API: 'false',
        HUMAN_TRANSFER_NUMBER: HUMAN,
        RATE_LIMIT_HIDDEN_CALLERS: '1/60',
      },
    });
  });
  afterAll(() => line.close());
  beforeEach(() => {
    caller = new WebhookCaller();
    said.length = 0;
  });
  afterEach(() => {
    const { chat } = line.openai.rest.knobs;
    chat.delayMs = 0;
    chat.failures.length = 0;
    chat.faults.length = 0;
    expect(line.violations()).toEqual([]);
    for (const { tookMs } of said) expect(tookMs).toBeLessThan(CONTRACT_LIMIT_MS);
  });

  /** One turn with all its requests; gives what was said after any filler. */
  const tell = async (input: object = {}): Promise<Told> => {
    do said.push(await caller.step(line.app, said.at(-1)?.next?.includes('wait=') ? {} : input));
    while (said.at(-1)?.next?.includes('wait='));
    return said.at(-1) as Told;
  };
  const say = (SpeechResult: string): Promise<Told> => tell({ SpeechResult });
  const view = (holds: (call: CallView) => boolean): Promise<CallView> =>
    untilCall(line, caller.callSid, holds);
  const orders = async (): Promise<readonly OrderReport[]> => {
    const page = await line.get<{ orders: readonly OrderReport[] }>('/orders');
    return page.orders.filter(({ callSid }) => callSid === caller.callSid);
  };

  it('takes an order, reads it back before it listens, and places it once', async () => {
    expect((await tell()).said).toContain(GREETING);
    expect((await say('A large margherita, please.')).said).toBe(
      'One large Margherita. Anything else?',
    );
    const readBack = await say('That is all, pickup, for Anna.');
    expect(readBack.said).toMatch(/one Margherita, large 16 inch.*under the name Anna/);
    // Nothing of it is within the verb that takes keys and words.
    expect(readBack.xml).toMatch(/<\/Say><Gather [^>]*\/>/);
    const agreed = readBack.next ?? '';
    const placed = await say('Yes, place it.');
    expect(placed.said).toBe('Your order is placed. Goodbye!');
    expect(placed.xml).toContain('<Hangup/>');
    const again = await caller.send(line.app, agreed, { SpeechResult: 'Yes, place it.' });
    expect(again.xml).toContain('<Hangup/>');

    expect(await orders()).toMatchObject([{ state: 'placed', customer: { name: 'Anna' } }]);
    const detail = await view(({ state }) => state === 'ended');
    expect(detail).toMatchObject({ outcome: 'finished', provider: 'openai-chat', turns: 4 });
    expect(detail.transcript.map(({ role, text }) => `${role}: ${text}`)).toEqual([
      `assistant: ${GREETING}`,
      'caller: A large margherita, please.',
      'assistant: One large Margherita. Anything else?',
      'caller: That is all, pickup, for Anna.',
      `assistant: ${readBack.said}`,
      'caller: Yes, place it.',
      'assistant: Your order is placed. Goodbye!',
    ]);
    const tools = detail.timeline.filter(({ event }) => event === 'tool');
    expect(tools.map(({ name }) => name)).toEqual([
      'add_item',
      'set_customer',
      'read_back_order',
      'place_order',
      'end_call',
    ]);
    expect(detail.usage.byProvider).toMatchObject([{ provider: 'openai-chat' }]);
    // One for each answer; nobody has waited for the greeting.
    expect(detail.latency).toHaveLength(3);
    for (const { responseMs } of detail.latency) expect(responseMs).toBeGreaterThan(0);
  });

  it('does not place what was read back wrongly; the second time it is read as it is', async () => {
    await tell();
    await say('A large margherita, please.');
    await say('That is all, misread it.');
    const refused = await say('Yes, place it.');
    expect(refused.said).toMatch(/once more.*one Margherita, large 16 inch/i);
    expect(await orders()).toEqual([]);

    caller = new WebhookCaller();
    await tell();
    await say('A large margherita, please.');
    await say('That is all, misread it.');
    line.openai.rest.knobs.chat.faults.push({
      fault: { kind: 'text', text: 'It costs two dollars. Shall I place it?' },
      nth: 2,
    });
    expect((await say('Yes, place it.')).said).toContain('two dollars');
    const aloud = await say('Yes, place it.');
    expect(aloud.said).toMatch(/^You have one Margherita, large 16 inch;/);
    expect(aloud.xml).toMatch(/<\/Say><Gather [^>]*\/>/);
    expect((await say('Yes, place it.')).said).toBe('Your order is placed. Goodbye!');
    expect(await orders()).toMatchObject([{ state: 'placed' }]);
  });

  it('does not place an order that was read back in the same turn', async () => {
    await tell();
    await say('A large margherita, please.');
    expect((await say('Place it blindly.')).said).toBe('I have to read it to you first.');
    expect(await orders()).toEqual([]);
  });

  it('says a word while a slow model thinks, and then its answer', async () => {
    await tell();
    said.length = 0;
    line.openai.rest.knobs.chat.delayMs = 3_000;
    const startedAt = performance.now();
    const answer = await caller.step(line.app, { SpeechResult: 'Hello there.' });
    said.push(answer);
    let firstWordsMs: number | null = null;
    while (said.at(-1)?.next?.includes('wait=')) {
      said.push(await caller.step(line.app));
      if (said.at(-1)?.said !== '') firstWordsMs ??= performance.now() - startedAt;
    }
    expect(answer.said).toBe('');
    expect(firstWordsMs).toBeLessThan(FIRST_WORDS_MS);
    expect(said.at(-1)?.said).toBe('You said: Hello there.');
    // Heard once, and by no other brain.
    const fillers = said.filter(({ said: words }) => words !== '');
    expect(fillers).toHaveLength(2);
    expect(await view(({ turns }) => turns === 2)).toMatchObject({ provider: 'openai-chat' });
  });

  it('looks up what it has promised to', async () => {
    await tell();
    expect((await say('Let me wait.')).said).toBe('Here it is.');
  });

  it.each<[string, (chat: Line['openai']['rest']['knobs']['chat']) => void]>([
    ['is gone', ({ failures }) => failures.push(SERVER_ERROR, SERVER_ERROR)],
    ['says nothing', ({ faults }) => faults.push({ fault: { kind: 'empty' } })],
    ['never answers', ({ failures }) => failures.push('stall', 'stall')],
  ])('is answered without AI in the same turn when the model %s', async (_what, fail) => {
    await tell();
    await say('A large margherita, please.');
    fail(line.openai.rest.knobs.chat);
    const other = await say('And a tiramisu, please.');
    expect(other.said).toMatch(/added one Tiramisu/i);
    expect(await view(({ turns }) => turns === 3)).toMatchObject({ provider: 'ivr' });
    // The model is asked again, and knows what was ordered without it.
    await say('That is all, pickup, for Anna.');
    expect(await view(({ turns }) => turns === 4)).toMatchObject({ provider: 'openai-chat' });
    expect((await say('Yes, place it.')).said).toBe('Your order is placed. Goodbye!');
    const [order] = await orders();
    expect(order?.lines.map(({ itemId }) => itemId)).toEqual(['margherita', 'tiramisu']);
  });

  it('does nothing twice when the model goes after it has changed the order', async () => {
    await tell();
    const { chat } = line.openai.rest.knobs;
    chat.faults.push({ fault: { kind: 'empty' }, nth: 2 });
    const told = await say('A large margherita, please.');
    expect(told.said).toContain('So far you have one Margherita, large 16 inch.');
    expect(told.said).not.toContain('two Margherita');
  });

  it('lets the line without AI hear the yes to a read-back of the model', async () => {
    await tell();
    await say('A large margherita, please.');
    await say('That is all, pickup, for Anna.');
    line.openai.rest.knobs.chat.faults.push({ fault: { kind: 'empty' } });
    const placed = await say('Yes, that is right.');
    expect(placed.said).toMatch(/Your order number is/);
    expect(await orders()).toMatchObject([{ state: 'placed' }]);
  });

  it('bounds the rounds of tools', async () => {
    await tell();
    const { length } = line.openai.rest.of('chat');
    line.openai.rest.knobs.chat.faults.push({
      fault: { kind: 'call-anyway', name: 'search_menu' },
      nth: 6,
    });
    await say('Look everything up.');
    expect(line.openai.rest.of('chat').length - length).toBe(6);
    expect(await view(({ turns }) => turns === 2)).toMatchObject({ provider: 'ivr' });
    await say('Hello.');
  });

  it('puts the caller through, for words and for the key', async () => {
    await tell();
    const asked = await say('I want a person.');
    expect(asked.xml).toMatch(/put you through\.<.*<Dial /);
    caller = new WebhookCaller();
    await tell();
    expect((await tell({ Digits: '0' })).xml).toContain('<Dial ');
  });

  it('is told of keys, and says its words again after a silence', async () => {
    await tell();
    expect((await tell({ Digits: '7' })).said).toBe('You said: The caller pressed the keys 7.');
    const { length } = line.openai.rest.of('chat');
    expect((await tell()).said).toBe(
      'I did not hear anything. You said: The caller pressed the keys 7.',
    );
    expect(line.openai.rest.of('chat')).toHaveLength(length);
  });

  it('is not asked by who wants keys, until they speak again', async () => {
    expect((await tell()).said).not.toMatch(/press/i);
    expect((await say('A large margherita, please.')).said).not.toMatch(/press/i);
    const { length } = line.openai.rest.of('chat');
    expect((await say('Which keys can I press?')).said).toMatch(/Press 1/);
    expect((await tell({ Digits: '1' })).said).not.toBe('');
    expect(line.openai.rest.of('chat')).toHaveLength(length);
    expect((await say('Hello there.')).said).toBe('You said: Hello there.');
  });

  it('costs nothing for callers over the rate whom no webhook has let in', async () => {
    for (const answered of ['openai-chat', 'ivr']) {
      caller = new WebhookCaller();
      caller.next = '/voice/gather';
      await tell({ From: 'anonymous' });
      expect(await view(({ turns }) => turns === 1)).toMatchObject({ provider: answered });
    }
  });

  it('is spared once many calls find it unusable', async () => {
    const { chat } = line.openai.rest.knobs;
    const circuit = async (): Promise<string | undefined> => {
      const status = await line.get<{
        realtime: { providers: { name: string; circuit: string }[] };
      }>('/status');
      return status.realtime.providers.find(({ name }) => name === 'openai-chat')?.circuit;
    };
    await tell();
    for (let failed = 0; failed < 3; failed += 1) {
      caller = new WebhookCaller();
      chat.failures.push(SERVER_ERROR, SERVER_ERROR);
      expect((await tell()).said).toContain("Thanks for calling Luigi's.");
    }
    expect(await circuit()).toBe('open');
    const { length } = line.openai.rest.of('chat');
    caller = new WebhookCaller();
    await tell();
    expect(line.openai.rest.of('chat')).toHaveLength(length);
  });
});

describe('A Spanish call with a chat model on two replicas', () => {
  const undo: (() => Promise<unknown>)[] = [];
  let pair: ReplicaPair;

  beforeAll(async () => {
    const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    undo.push(() => Promise.all([postgres.close(), redis.close()]));
    pair = await ReplicaPair.start({
      redisUrl: redis.url,
      databaseUrl: await postgres.createDatabase(),
      openai: {
        brain: scriptedBrain({ greeting: '¿Qué le gustaría pedir?', answers: SPANISH }),
      },
      env: { VOICE_PROVIDERS: 'openai-chat,ivr', VOICE_FILE: SPANISH_VOICE_FIXTURE },
    });
    undo.push(() => pair.close());
  }, 180_000);
  afterAll(async () => {
    for (const step of undo.toReversed()) await step();
  });

  it('is one call: every turn is on the other one, and the kitchen is told of the allergy', async () => {
    const caller = new WebhookCaller();
    const heard: string[] = [];
    for (const [turn, SpeechResult] of ['', ...Object.keys(SPANISH)].entries()) {
      const replica = turn % 2 === 0 ? pair.one : pair.two;
      const { said, xml } = await caller.tell(replica, SpeechResult === '' ? {} : { SpeechResult });
      expect(xml).toContain('es-MX');
      heard.push(said);
    }
    const [greeting, noted, warned, readBack, placed] = heard;
    expect(greeting).toBe('¿Qué le gustaría pedir?');
    expect(noted).toContain('Anotado.');
    // The model has left it out.
    expect(warned).toMatch(/Tiramisu contiene .*leche.* ¿Algo más\?$/);
    expect(readBack).toMatch(/una? Tiramisu;.*a nombre de Ana.*una alergia a leche/);
    expect(placed).toContain('Su pedido está en la cocina.');
    expect(caller.next).toBeNull();

    for (const replica of [pair.one, pair.two]) {
      pair.target = replica;
      const { orders } = await pair.get<{ orders: readonly OrderReport[] }>('/orders');
      expect(orders).toMatchObject([
        { state: 'placed', allergies: ['milk'], lines: [{ itemId: 'tiramisu', quantity: 1 }] },
      ]);
      const view = await untilCall(pair, caller.callSid, ({ state }) => state === 'ended');
      expect(view).toMatchObject({ outcome: 'finished', provider: 'openai-chat', turns: 5 });
      const said = view.transcript.filter(({ role }) => role === 'assistant');
      expect(said.map(({ text }) => text)).toEqual(heard);
      expect(view.timeline.filter(({ event }) => event === 'moved')).toHaveLength(4);
      // What the caller waited for each answer, wherever it was made.
      expect(view.latency).toHaveLength(4);
      const asked = [null, ...Object.keys(SPANISH)];
      expect(view.waits.map(({ turn, text }) => [turn, text])).toEqual([...asked.entries()]);
      for (const { answerMs, modelMs, networkMs, rung } of view.waits.slice(1)) {
        expect({ networkMs, rung }).toEqual({ networkMs: null, rung: 'openai-chat' });
        expect(answerMs ?? NaN).toBeGreaterThanOrEqual(modelMs ?? NaN);
      }
      // Twilio's voice says it: how much of it is heard is not known.
      for (const span of view.speech)
        expect(span).toMatchObject({ heardMs: null, state: 'untold' });
      // A machine under load may bridge a wait.
      const speakers = view.speech.map(({ who }) => who).filter((who) => who !== 'filler');
      expect(speakers).toEqual([
        'assistant',
        ...Object.keys(SPANISH).flatMap(() => ['caller', 'assistant']),
      ]);
    }
    expect(pair.violations()).toEqual([]);
  });
});
