import { element } from './elements.double.js';
import { readTwiml } from './read-twiml.js';
import type { XmlElement } from './verb.js';

const faults = (...verbs: readonly XmlElement[]) =>
  readTwiml(element('Response', {}, ...verbs), { secure: true }).faults;
const stream = (attributes: Readonly<Record<string, string>>, ...inside: readonly XmlElement[]) =>
  element('Connect', { action: '/next' }, element('Stream', attributes, ...inside));

describe('readTwiml', () => {
  it('gives verbs with attributes, children and folded text', () => {
    const { verbs, faults: found } = readTwiml(
      element(
        'Response',
        {},
        element('Say', { voice: 'a' }, '\n  Hello,\n  you. '),
        element('Gather', { input: 'dtmf' }, element('Say', {}, 'Press 1.')),
      ),
      { secure: true },
    );
    expect(found).toEqual([]);
    expect(verbs).toEqual([
      { name: 'Say', attributes: { voice: 'a' }, children: [], text: 'Hello, you.' },
      {
        name: 'Gather',
        attributes: { input: 'dtmf' },
        children: [{ name: 'Say', attributes: {}, children: [], text: 'Press 1.' }],
        text: 'Press 1.',
      },
    ]);
  });

  it('takes what the product sends', () => {
    expect(
      faults(
        stream(
          { url: 'wss://a.example/ws/media', statusCallback: 'https://a.example/stream/status' },
          element('Parameter', { name: 'token', value: 't' }),
        ),
        element('Dial', { timeout: '20' }, element('Number', { url: '/whisper' }, '+12125550100')),
        element('Record', { maxLength: '120', playBeep: 'true' }),
        element('Redirect', {}, '/voice/gather'),
        element('Hangup'),
      ),
    ).toEqual([]);
  });

  it.each<[string, XmlElement]>([
    ['12200', element('Shout', {}, 'Hello')],
    ['12200', element('Say', { volume: '11' }, 'Hello')],
    ['13520', element('Say')],
    ['12200', element('Gather', {}, element('Hangup'))],
    ['12200', element('Gather', { timeout: 'soon' })],
    ['12200', element('Connect')],
    ['12200', element('Redirect')],
    ['31923', stream({})],
    ['31923', stream({ url: 'ws://a.example/ws' })],
    ['31920', stream({ url: 'wss://a.example/ws?a=1' })],
    ['12200', stream({ url: 'wss://a.example/ws', track: 'both_tracks' })],
    ['12200', stream({ url: 'wss://a.example/ws' }, element('Parameter', { name: 'a' }))],
    [
      '12200',
      stream(
        { url: 'wss://a.example/ws' },
        element('Parameter', { name: 'a', value: 'b'.repeat(499) }),
      ),
    ],
  ])('objects with %s as Twilio does', (code, verb) => {
    expect(faults(verb)).toEqual([expect.stringMatching(new RegExp(`^${code} `))]);
  });

  it('objects to verbs that may not stand there, and to another root', () => {
    const place = { secure: false, forbidden: ['Dial'] };
    expect(readTwiml(element('Response', {}, element('Dial')), place).faults).toHaveLength(1);
    expect(readTwiml(element('html'), place)).toEqual({
      verbs: [],
      faults: ['12100 The root element is not <Response>.'],
    });
  });
});
