import { readFileSync } from 'node:fs';
import asyncApi from '@asyncapi/specs';
import { jest } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import { WebSocket } from 'ws';
import { parse } from 'yaml';
import { isRecord } from '../src/common/is-record.js';
import { until } from './support/eventually.js';
import { startLine, type Line } from './support/line.js';

type Json = Record<string, unknown>;

interface Described {
  readonly payload: Json;
  readonly examples: readonly { readonly payload: unknown }[];
}

interface Document {
  readonly channels: Readonly<Record<string, { readonly messages: Json }>>;
  readonly operations: Readonly<Record<string, { readonly messages: readonly Ref[] }>>;
  readonly components: { readonly messages: Readonly<Record<string, Described>> };
}

interface Ref {
  readonly $ref: string;
}

const document = parse(readFileSync('docs/asyncapi.yaml', 'utf8')) as Document;
const ajv = new Ajv({ strict: false, allErrors: true })
  .addFormat('date-time', (text: string) => new Date(text).toISOString() === text)
  .addFormat('uuid', /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
ajv.addSchema(document, 'asyncapi.yaml');

/** Checks a payload against the message of that name. */
const validator = (name: string): ValidateFunction =>
  ajv.getSchema(`asyncapi.yaml#/components/messages/${name}/payload`) ??
  ajv.compile({ $ref: `asyncapi.yaml#/components/messages/${name}/payload` });

/** Names of the messages of an operation that a payload is one of. */
const kindsOf = (operation: string, payload: unknown): readonly string[] =>
  (document.operations[operation]?.messages ?? [])
    .map(({ $ref }) => $ref.split('/').at(-1) ?? '')
    .filter((name) => validator(name)(payload));

/** Fields that a message may lack or have more of without being another one. */
const FREE = /customParameters/;

/** The payload with each of its fields in turn left out, or of another type, or with one more. */
function altered(payload: Json, strict: boolean, path = ''): { how: string; payload: Json }[] {
  const variants = Object.entries(payload).flatMap(([key, value]) => {
    const at = `${path}/${key}`;
    const { [key]: _, ...without } = payload;
    const inner = isRecord(value) && !FREE.test(at) ? altered(value, strict, at) : [];
    return [
      { how: `without ${at}`, payload: without },
      { how: `another type of ${at}`, payload: { ...payload, [key]: { odd: true } } },
      ...inner.map((variant) => ({ ...variant, payload: { ...payload, [key]: variant.payload } })),
    ].filter(({ how }) => !(FREE.test(at) && how.startsWith('another type')));
  });
  return strict
    ? [...variants, { how: `more in ${path}/`, payload: { ...payload, odd: 1 } }]
    : variants;
}

const PIZZA = 'A large pepperoni, please.';
const CALLBACK = 'Please call me back.';
const QUESTION = 'What do you have?';
const STOP = 'Stop please.';

describe('docs/asyncapi.yaml', () => {
  it('is AsyncAPI 3', () => {
    const { $schema: _, ...schema } = asyncApi.schemasWithoutId['3.0.0'] as Json;
    const check = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    check(document);
    expect(check.errors ?? []).toEqual([]);
  });

  it('has an example of every message that its schema takes', () => {
    for (const [name, { examples }] of Object.entries(document.components.messages)) {
      const check = validator(name);
      expect([name, examples.length > 0]).toEqual([name, true]);
      for (const { payload } of examples) {
        check(payload);
        expect([name, check.errors]).toEqual([name, null]);
      }
    }
  });

  it('names in its operations every message of its channels', () => {
    const used = Object.values(document.operations).flatMap(({ messages }) =>
      messages.map(({ $ref }) => $ref),
    );
    const all = Object.entries(document.channels).flatMap(([channel, { messages }]) =>
      Object.keys(messages).map((name) => `#/channels/${channel}/messages/${name}`),
    );
    expect(used.sort()).toEqual(all.sort());
  });

  describe('and the running server', () => {
    let line: Line;
    /** What was sent, by operation. */
    const sent: Record<string, Json[]> = { hearCaller: [], speakToCaller: [], tellOperators: [] };
    const abort = new AbortController();

    /** Reads `/events`, asking for what came after a place that no server knows. */
    const listen = async (): Promise<void> => {
      const response = await fetch(`${line.app.url}/events`, {
        headers: { ...line.app.authorization, 'Last-Event-ID': 'unknown' },
        signal: abort.signal,
      });
      const read = async (): Promise<void> => {
        let text = '';
        const decoder = new TextDecoder();
        for await (const part of response.body ?? []) {
          const blocks = (text + decoder.decode(part, { stream: true })).split('\n\n');
          text = blocks.pop() ?? '';
          for (const block of blocks) {
            const [, data] = /^data: (.*)$/m.exec(block) ?? [];
            if (data !== undefined) sent['tellOperators']?.push(JSON.parse(data) as Json);
          }
        }
      };
      void read().catch(() => undefined);
    };
    const told = (type: string): boolean =>
      sent['tellOperators']?.some((event) => event['type'] === type) === true;

    beforeAll(async () => {
      // oxlint-disable-next-line typescript/unbound-method
      const { send } = WebSocket.prototype;
      jest.spyOn(WebSocket.prototype, 'send').mockImplementation(function (
        this: WebSocket,
        ...args: Parameters<typeof send>
      ) {
        const [data] = args;
        // Messages to and from the provider have a type instead.
        if (typeof data === 'string' && data.startsWith('{"event":')) {
          sent['hearCaller']?.push(JSON.parse(data) as Json);
        }
        return Reflect.apply(send, this, args);
      });
      line = await startLine({
        vocabulary: [PIZZA, CALLBACK, QUESTION, STOP],
        brain: ({ items, trigger }) => {
          if (trigger === 'request') return { say: 'Hello.' };
          const last = items.at(-1);
          const tool = (name: string, args: Json) => ({ tools: [{ name, arguments: args }] });
          if (last?.kind !== 'user') return { say: 'It is done.' };
          switch (last.text) {
            case PIZZA:
              return tool('add_item', { itemId: 'pepperoni', options: ['large'] });
            case CALLBACK:
              return tool('leave_callback_note', { message: 'Catering' });
            case QUESTION:
              return { say: 'We have pizza and pasta and salads, in three sizes, all day long.' };
            default:
              return { say: 'Of course.' };
          }
        },
      });
      await listen();

      const call = await line.phone.dial();
      await call.hearsSpeech();
      await call.untilQuiet(300);
      for (const words of [PIZZA, CALLBACK]) {
        await call.say(words);
        await call.hearsSpeech();
        await call.untilQuiet(300);
      }
      const { network } = await call.untilStreaming();
      network.disturb('loses', 40);
      await call.press('5');
      await call.say(QUESTION);
      await call.hearsSpeech();
      await call.say(STOP);
      await call.until('the buffer was cleared', ({ clears }) => clears.length > 0);
      await call.hangUp();
      const heard = call.messages.map((message) => JSON.parse(message) as Json);
      sent['speakToCaller']?.push(...heard);

      const put = (path: string, body: Json): Promise<Response> =>
        fetch(line.app.url + path, {
          method: 'PUT',
          headers: { ...line.app.authorization, 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        });
      expect((await put('/menu/sold-out/margherita', { until: null })).status).toBe(200);
      expect((await put('/orders/pace', { addedMinutes: 20 })).status).toBe(200);

      // Several calls that fail open the circuit.
      line.openai.knobs.refuseUpgrade = 401;
      for (let calls = 0; calls < 3; calls++) {
        const other = await line.phone.dial();
        await other.hearsSpeech();
        await other.hangUp();
      }
      await until(() => ['provider', 'callback', 'audio', 'menu', 'pace'].every(told), {
        what: 'events',
      });
    }, 60_000);
    afterAll(async () => {
      abort.abort();
      await line.close();
      jest.restoreAllMocks();
    });

    it.each(['hearCaller', 'speakToCaller', 'tellOperators'])(
      'agree on what is sent: %s',
      (operation) => {
        const messages = sent[operation] ?? [];
        expect(messages.filter((message) => kindsOf(operation, message).length !== 1)).toEqual([]);
        const named = (document.operations[operation]?.messages ?? []).map(
          ({ $ref }) => $ref.split('/').at(-1) ?? '',
        );
        const seen = new Set(messages.flatMap((message) => kindsOf(operation, message)));
        expect([...seen].sort()).toEqual(named.sort());
      },
    );

    it.each(['hearCaller', 'speakToCaller', 'tellOperators'])(
      'differ on a message that was altered: %s',
      (operation) => {
        const seen = new Map<string, Json>();
        for (const message of sent[operation] ?? []) {
          const [kind = ''] = kindsOf(operation, message);
          if (kind !== 'reset') seen.set(kind, message);
        }
        const taken = [...seen].flatMap(([kind, message]) =>
          altered(message, operation !== 'hearCaller')
            .filter(({ payload }) => kindsOf(operation, payload).length > 0)
            .map(({ how }) => `${kind} ${how}`),
        );
        expect(seen.size).toBeGreaterThan(2);
        expect(taken).toEqual([]);
      },
    );
  });
});
