import fc from 'fast-check';
import { type BusMessage, decode, encode } from './bus-message.js';

const text = fc.string({ maxLength: 20 });
const messages: fc.Arbitrary<BusMessage> = fc.oneof(
  fc.record({ kind: fc.constant('tell'), from: text, topic: text, body: fc.jsonValue() }),
  fc.record({ kind: fc.constant('ask'), from: text, topic: text, id: text }),
  fc.record({ kind: fc.constant('ask'), from: text, topic: text, id: text, body: fc.jsonValue() }),
  fc.record({ kind: fc.constant('answer'), from: text, id: text, body: fc.jsonValue() }),
) as fc.Arbitrary<BusMessage>;

describe('Messages between replicas', () => {
  it('arrive as they were sent', () => {
    fc.assert(
      fc.property(messages, (message) => {
        const json = JSON.parse(JSON.stringify(message)) as unknown;
        expect(decode(encode(message) ?? '')).toEqual(json);
      }),
    );
  });

  it('are nothing when they are not what a replica sends', () => {
    fc.assert(fc.property(fc.string(), (junk) => decode(junk) === null));
    fc.assert(fc.property(fc.json(), (json) => decode(json) === null));
    for (const junk of [
      'null',
      '{"kind":"tell","from":"a"}',
      '{"kind":"tell","from":1,"topic":"t"}',
      '{"kind":"ask","from":"a","topic":"t"}',
      '{"kind":"answer","from":"a","body":1}',
      '{"kind":"shout","from":"a","topic":"t","id":"1"}',
    ]) {
      expect(decode(junk)).toBeNull();
    }
  });

  it('are not sent when they are too long or no JSON', () => {
    const tell = (body: unknown): BusMessage => ({ kind: 'tell', from: 'a', topic: 't', body });
    const circle: { self?: unknown } = {};
    circle.self = circle;
    expect(encode(tell(circle))).toBeNull();
    expect(encode(tell('x'.repeat(512 * 1024)))).toBeNull();
    expect(encode(tell('x'.repeat(500 * 1024)))).not.toBeNull();
    expect(decode(`{"kind":"tell","from":"a","topic":"${'x'.repeat(512 * 1024)}"}`)).toBeNull();
  });
});
