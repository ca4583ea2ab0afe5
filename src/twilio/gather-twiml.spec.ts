import { XMLParser } from 'fast-xml-parser';
import { readEnvironment } from '../config/environment.js';
import { loadVoiceScript } from '../config/voice-script.js';
import { GatherTwiml } from './gather-twiml.js';

const twiml = new GatherTwiml(
  readEnvironment({ PUBLIC_URL: 'https://example.com', TWILIO_AUTH_TOKEN: 'secret' }),
  loadVoiceScript('data/voice.json'),
);
const parser = new XMLParser({ isArray: (name) => name === 'Say', ignoreAttributes: true });

function spoken(document: string): string[] {
  const { Response } = parser.parse(document) as { Response: { Gather: { Say: string[] } } };
  return Response.Gather.Say;
}

describe('GatherTwiml', () => {
  it('numbers the turn that it asks for, and names it again behind a filler', () => {
    expect(
      twiml.ask({
        prompt: 'Which size?',
        listensFrom: 0,
        asks: 7,
        expects: 'dtmf',
        hints: '',
        answer: 'dishes',
      }),
    ).toContain('action="https://example.com/voice/gather?turn=7"');
    expect(twiml.bridge('One moment.', 7, 1)).toContain(
      '>https://example.com/voice/gather?turn=7&amp;wait=1</Redirect>',
    );
  });

  it('says a prompt in one piece as long as Twilio can', () => {
    const prompt = 'Which size?';
    expect(
      spoken(
        twiml.ask({
          prompt,
          listensFrom: 0,
          asks: 1,
          expects: 'dtmf',
          hints: '',
          answer: 'dishes',
        }),
      ),
    ).toEqual([prompt]);
  });

  it.each([
    ['sentences', 'You have one pizza. '],
    ['lines of an order', 'one pizza; '],
    ['words', 'pizza '],
    ['letters', 'x'],
  ])('cuts a prompt of too many %s without losing any of it', (_, piece) => {
    const prompt = piece.repeat(7_000 / piece.length).trim();
    const parts = spoken(
      twiml.ask({ prompt, listensFrom: 0, asks: 1, expects: 'dtmf', hints: '', answer: 'dishes' }),
    );
    expect(parts.length).toBeGreaterThan(2);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(3_000);
    expect(parts.join('').replace(/\s/g, '')).toBe(prompt.replace(/\s/g, ''));
  });

  it('takes no answer before what has to be heard was said', () => {
    const [first, then] = ['The total is nine dollars.', 'Press 1 to place the order.'];
    const question = { prompt: `${first} ${then}`, listensFrom: first.length } as const;
    const document = twiml.ask({
      ...question,
      asks: 1,
      expects: 'dtmf',
      hints: '',
      answer: 'dishes',
    });
    expect(document).toMatch(
      new RegExp(`<Response><Say [^>]*>${first}</Say><Gather [^>]*><Say [^>]*>${then}</Say>`),
    );
  });
});
