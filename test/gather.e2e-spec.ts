import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { XMLParser } from 'fast-xml-parser';
import { ANSWER_LIMIT_MS } from '../src/twilio/gather-turns.js';
import type { IvrTurn } from '../src/ivr/ivr.service.js';
import { PUBLIC_URL, type RunningEdge, sign, startEdge, webhook } from './support/start-edge.js';

const CALL = 'CA00000000000000000000000000000003';
const HUMAN = '+15551230777';
const TURN: IvrTurn = {
  prompt: 'Which size, <small> or "large"?',
  hints: 'Small,Large',
  answer: 'dishes',
  listensFrom: 0,
  expects: 'speech dtmf',
  end: null,
  language: null,
  heard: 'a pizza',
  order: { id: 'order-1', state: 'draft', totalCents: 1250 },
  asks: 4,
  repeated: false,
};
const FROM = '+15551230100';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseAttributeValue: false,
});

async function twiml(response: Response): Promise<Record<string, unknown>> {
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8');
  const document = parser.parse(await response.text()) as { Response: Record<string, unknown> };
  return document.Response;
}

describe('The webhooks of the line without AI', () => {
  let edge: RunningEdge;
  afterEach(() => edge.close());

  const start = async (answer: Partial<IvrTurn>, env: Record<string, string> = {}) => {
    edge = await startEdge(env);
    edge.ivr.answer = () => Promise.resolve({ ...TURN, ...answer });
  };

  it.each(['/voice/gather', '/process-speech'])('%s asks and listens', async (path) => {
    await start({});
    const form = webhook(CALL, { SpeechResult: 'a pizza', Confidence: '0.9' });
    expect(await twiml(await edge.post(path, form))).toEqual({
      Gather: {
        '@input': 'speech dtmf',
        '@action': `${PUBLIC_URL}/voice/gather?turn=4`,
        '@method': 'POST',
        '@timeout': '5',
        '@numDigits': '1',
        '@finishOnKey': '',
        '@actionOnEmptyResult': 'true',
        '@language': 'en-US',
        '@profanityFilter': 'false',
        '@speechModel': 'experimental_conversations',
        '@speechTimeout': '2',
        '@hints': 'Small,Large',
        Say: {
          '#text': TURN.prompt,
          '@voice': 'Polly.Joanna-Neural',
          '@language': 'en-US',
        },
      },
    });
    expect(edge.ivr.inputs).toEqual([
      {
        callSid: CALL,
        callerNumber: FROM,
        turn: 0,
        input: { speech: 'a pizza', confidence: 0.9 },
        language: expect.any(Function) as unknown,
        trace: expect.any(Function) as unknown,
      },
    ]);
    expect(edge.calls.takenTurns).toEqual([{ callSid: CALL, from: FROM }]);
    const { prompt, heard, order } = TURN;
    expect(edge.calls.turns).toEqual([{ callSid: CALL, caller: heard, assistant: prompt, order }]);
    expect(edge.calls.finished).toEqual([]);
  });

  it('tells keys from words, and silence from both', async () => {
    await start({});
    await edge.post('/voice/gather', webhook(CALL, { Digits: '*' }));
    await edge.post('/voice/gather', webhook(CALL, { Digits: '', SpeechResult: '' }));
    const unrated = { SpeechResult: 'a pizza', Confidence: '0.0' };
    await edge.post('/voice/gather', webhook(CALL, unrated));
    expect(edge.ivr.inputs.map(({ input }) => input)).toEqual([
      { digits: '*' },
      { nothing: true },
      { speech: 'a pizza' },
    ]);
  });

  it('listens to keys alone without a word about speech', async () => {
    await start({ expects: 'dtmf' });
    const { Gather } = await twiml(await edge.post('/voice/gather', webhook(CALL)));
    expect(Gather).toMatchObject({ '@input': 'dtmf', '@numDigits': '1' });
    for (const attribute of ['@hints', '@language', '@speechModel', '@speechTimeout']) {
      expect(Gather).not.toHaveProperty([attribute]);
    }
  });

  it('hangs up after the last words, and the call is finished', async () => {
    await start({ end: 'hang-up', prompt: 'Goodbye!' });
    const answer = await twiml(await edge.post('/voice/gather', webhook(CALL)));
    expect(answer).toMatchObject({ Say: { '#text': 'Goodbye!' }, Hangup: '' });
    expect(edge.calls.finished).toEqual([{ callSid: CALL, outcome: 'finished' }]);
  });

  it('dials a person, and the call is transferred', async () => {
    await start({ end: 'transfer', prompt: 'One moment.' }, { HUMAN_TRANSFER_NUMBER: HUMAN });
    const answer = await twiml(await edge.post('/voice/gather', webhook(CALL)));
    expect(answer).toMatchObject({
      Say: { '#text': 'One moment.' },
      Dial: { '@action': `${PUBLIC_URL}/voice/next?reason=asked&leg=0`, '@method': 'POST' },
    });
    expect(JSON.stringify(answer)).toContain(HUMAN.slice(1));
    expect(edge.calls.finished).toEqual([{ callSid: CALL, outcome: 'transferred' }]);
  });

  it('takes the number of a turn from the URL, otherwise the one that is asked', async () => {
    await start({});
    edge.ivr.current = 9;
    const form = webhook(CALL, { Digits: '1' });
    for (const query of ['?turn=3', '?turn=0', '', '?turn=x', '?turn=-1', '?turn=1&turn=2']) {
      await edge.post(`/voice/gather${query}`, form);
    }
    expect(edge.ivr.inputs.map(({ turn }) => turn)).toEqual([3, 0, 9, 9, 9, 9]);
    expect(edge.ivr.inputs.at(0)?.input).toEqual({ digits: '1' });
  });

  it('gives an answer that was given before without noting it again', async () => {
    await start({ repeated: true, end: 'hang-up' });
    const answer = await twiml(await edge.post('/voice/gather?turn=3', webhook(CALL)));
    expect(answer).toHaveProperty('Hangup');
    expect([edge.calls.turns, edge.calls.finished]).toEqual([[], []]);
  });

  it('bridges a slow turn with a filler, and notes it once it is over', async () => {
    await start({});
    let finish: ((turn: IvrTurn) => void) | undefined;
    edge.ivr.answer = () => new Promise((resolve) => (finish = resolve));
    const startedAt = performance.now();
    const bridge = await twiml(
      await edge.post('/voice/gather?turn=3', webhook(CALL, { SpeechResult: 'yes' })),
    );
    expect(performance.now() - startedAt).toBeLessThan(ANSWER_LIMIT_MS + 300);
    expect(Object.keys(bridge)).toEqual(['Say', 'Redirect']);
    expect(bridge['Redirect']).toMatchObject({
      '#text': `${PUBLIC_URL}/voice/gather?turn=3&wait=1`,
    });
    expect(edge.calls.turns).toEqual([]);

    finish?.(TURN);
    await new Promise(setImmediate);
    expect(edge.calls.turns).toHaveLength(1);
    edge.ivr.answer = () => Promise.resolve({ ...TURN, repeated: true });
    const answer = await edge.post('/voice/gather?turn=3&wait=1', webhook(CALL));
    expect(await twiml(answer)).toHaveProperty('Gather');
    expect(edge.ivr.inputs.at(-1)).toMatchObject({ turn: 3, input: null });
    expect(edge.calls.turns).toHaveLength(1);
  });

  it('waits for the answer of another replica that is at the turn', async () => {
    await start({});
    edge.ivr.answer = () => Promise.resolve(null);
    let looks = 0;
    edge.ivr.elsewhere = () => (++looks === 3 ? { ...TURN, repeated: true } : null);
    const answer = await twiml(await edge.post('/voice/gather?turn=3', webhook(CALL)));
    expect(answer).toMatchObject({ Gather: { '@action': `${PUBLIC_URL}/voice/gather?turn=4` } });
    expect(edge.calls.turns).toEqual([]);
  });

  it('bridges when the other replica takes long, too', async () => {
    await start({});
    edge.ivr.answer = () => Promise.resolve(null);
    const startedAt = performance.now();
    const answer = await twiml(await edge.post('/voice/gather?turn=3', webhook(CALL)));
    expect(performance.now() - startedAt).toBeLessThan(ANSWER_LIMIT_MS + 300);
    expect(Object.keys(answer)).toEqual(['Say', 'Redirect']);
  });

  it('opens when no stream can be had, when the stream was lost, and as the fallback', async () => {
    await start({});
    edge.calls.arrival = { kind: 'ivr' };
    edge.calls.step = { kind: 'ivr' };
    for (const path of ['/voice', '/voice/next', '/voice/fallback']) {
      expect(await twiml(await edge.post(path, webhook(CALL)))).toHaveProperty('Gather');
    }
    expect(edge.ivr.inputs).toMatchObject([
      { input: { start: true, resumed: false } },
      { input: { start: true, resumed: true } },
      { input: { start: true, resumed: false } },
    ]);
  });

  it('opens behind a filler when the first words take long', async () => {
    await start({});
    edge.calls.arrival = { kind: 'ivr' };
    edge.ivr.answer = () => new Promise(() => undefined);
    const answer = await twiml(await edge.post('/voice', webhook(CALL)));
    expect(Object.keys(answer)).toEqual(['Say', 'Redirect']);
  });

  it.each([
    ['/voice/gather', {}, ['Say', 'Hangup']],
    ['/process-speech', {}, ['Say', 'Hangup']],
    ['/voice/gather?turn=3', { HUMAN_TRANSFER_NUMBER: HUMAN }, ['Say', 'Dial']],
    ['/voice/gather?turn=3&wait=1', { HUMAN_TRANSFER_NUMBER: HUMAN }, ['Say', 'Dial']],
  ])('%s has words for the caller after an exception: %j', async (path, env, verbs) => {
    await start({}, env);
    edge.ivr.answer = () => Promise.reject(new TypeError('the caller said: no'));
    const errors = jest.spyOn(Logger.prototype, 'error');
    const answer = await twiml(await edge.post(path, webhook(CALL, { SpeechResult: 'no' })));
    expect(Object.keys(answer)).toEqual(verbs);
    expect(errors).toHaveBeenCalledTimes(1);
    const [message, fields] = errors.mock.calls[0] ?? [];
    expect([message, fields]).toEqual([
      'Webhook failed',
      { callSid: CALL, handler: expect.any(String), error: 'TypeError', at: expect.any(Array) },
    ]);
    expect(JSON.stringify(fields)).not.toContain('the caller said');
    expect(await edge.count('webhook_faults_total')).toBe(1);
    // Nothing has ended: the order waits for what follows the dialled person.
    expect([edge.calls.turns, edge.calls.finished]).toEqual([[], []]);
    errors.mockRestore();
  });

  it('has words for the caller when the answer itself cannot be made', async () => {
    await start({ prompt: Symbol('words') as never });
    const answer = await twiml(await edge.post('/voice/gather', webhook(CALL)));
    expect(Object.keys(answer)).toEqual(['Say', 'Hangup']);
  });

  it('speaks what holds characters that no XML can', async () => {
    await start({ prompt: 'two\u0000pizzas \uD83C?', hints: 'two\u0007pizzas' });
    const { Gather } = await twiml(
      await edge.post('/voice/gather', webhook(CALL, { SpeechResult: 'a\u0001b' })),
    );
    expect(Gather).toMatchObject({ '@hints': 'two pizzas', Say: { '#text': 'two pizzas  ?' } });
    expect(edge.ivr.inputs).toMatchObject([{ input: { speech: 'a b' } }]);
  });

  it.each(['/voice/gather', '/process-speech'])('%s refuses forged requests', async (path) => {
    await start({});
    const response = await edge.post(path, webhook(CALL), 'forged');
    expect(response.status).toBe(403);
    expect(edge.ivr.inputs).toEqual([]);
  });

  it('refuses a number that was not signed', async () => {
    await start({});
    const form = webhook(CALL, { Digits: '1' });
    const signature = sign(`${PUBLIC_URL}/voice/gather?turn=3`, form);
    expect((await edge.post('/voice/gather?turn=4', form, signature)).status).toBe(403);
    expect((await edge.post('/voice/gather', form, signature)).status).toBe(403);
    expect((await edge.post('/voice/gather?turn=3', form, signature)).status).toBe(200);
    expect(edge.ivr.inputs).toHaveLength(1);
  });

  it('refuses a request that names no call', async () => {
    await start({});
    const { CallSid: _, ...form } = webhook(CALL, { Digits: '1' });
    const response = await edge.post('/voice/gather', form);
    expect(response.status).toBe(400);
  });
});
