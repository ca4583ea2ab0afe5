import { readdirSync, readFileSync } from 'node:fs';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { readEnvironment } from '../config/environment.js';
import { readVoiceScript } from '../config/voice-script.js';
import { GatherTwiml } from './gather-twiml.js';
import { Twiml } from './twiml.js';
import { whisperWords } from './whisper-words.js';

/** XML 1.0, production 2, `Char`. */
const XML_CHARS = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u;
const units = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => String.fromCharCode(from + at));
/** All that may not be in a text, tab and line ends left out, and each end of what surrounds it. */
const ILLEGAL = [
  ...units(0x00, 0x1f).filter((unit) => !'\t\n\r'.includes(unit)),
  ...units(0x7f, 0x9f),
  '\uD800',
  '\uDBFF',
  '\uDC00',
  '\uDFFF',
  '\uDF55\uD83C',
  '\uFDD0',
  '\uFFFE',
  '\uFFFF',
];
const shipped = readVoiceScript(JSON.parse(readFileSync('data/voice.json', 'utf8')), 'voice.json');

/** A document of each builder, with the text in all places that take one. */
function documents(text: string): Readonly<Record<string, string>> {
  const script = Object.assign(Object.create(shipped) as typeof shipped, {
    welcome: text,
    busy: text,
    apology: text,
    transferring: text,
    voicemailPrompt: text,
    messagePrompt: text,
    goodbye: text,
    whisper: Object.assign({}, shipped.whisper, { accepted: text, accept: text }),
  });
  const of = (env: Record<string, string> = {}) => {
    const config = readEnvironment({
      PUBLIC_URL: 'https://example.com',
      TWILIO_AUTH_TOKEN: 'secret',
      ...env,
    });
    return {
      twiml: new Twiml(config, script, { restaurantName: text }),
      gather: new GatherTwiml(config, script),
    };
  };
  const { twiml, gather } = of();
  const caller = { callSid: text, from: text, to: text };
  const dialling = { caller, leg: { reason: 'asked', index: 0 }, number: text } as const;
  const { leg } = dialling;
  const words = whisperWords(null, 'asked', script, text);
  return {
    welcome: twiml.welcome(text),
    resume: twiml.resume(text),
    busy: twiml.busy(caller),
    'busy, voicemail': of({ BUSY_POLICY: 'voicemail' }).twiml.busy(caller),
    'busy, dial': of({ BUSY_POLICY: 'dial:+15551230777' }).twiml.busy(caller),
    'last rung': twiml.lastRung(caller),
    'last rung, staffed': of({ HUMAN_TRANSFER_NUMBER: '+15551230777' }).twiml.lastRung(caller),
    transfer: twiml.transfer(dialling),
    whisper: twiml.whisper(words, text, leg),
    accepted: twiml.accepted(),
    message: twiml.message(),
    goodbye: twiml.goodbye(),
    'hang up': twiml.hangUp(),
    ask: gather.ask({
      prompt: text,
      listensFrom: 0,
      asks: 1,
      expects: 'speech dtmf',
      hints: text,
      answer: 'dishes',
    }),
    'ask, heard out': gather.ask({
      prompt: text,
      listensFrom: text.length,
      asks: 1,
      expects: 'dtmf',
      hints: text,
      answer: 'dishes',
    }),
    'ask at length': gather.ask({
      prompt: text.repeat(2_000),
      listensFrom: 0,
      asks: 1,
      expects: 'dtmf',
      hints: text,
      answer: 'dishes',
    }),
    bridge: gather.bridge(text, 1, 1),
    'last words': gather.hangUp(text),
    'transfer by gather': gather.transfer(text, dialling),
  };
}

/** The texts of all `<Say>`. */
function spoken(document: string): readonly string[] {
  const texts: string[] = [];
  new XMLParser({
    parseTagValue: false,
    trimValues: false,
    tagValueProcessor: (tag, value) => {
      if (tag === 'Say') texts.push(value);
      return value;
    },
  }).parse(document);
  return texts;
}

describe('TwiML of any text', () => {
  it.each(ILLEGAL.map((text) => [escape(text), text]))(
    'is XML in which no words run together: %s',
    (_, illegal) => {
      for (const [name, document] of Object.entries(documents(`two${illegal}pizzas `))) {
        expect([name, XMLValidator.validate(document)]).toEqual([name, true]);
        expect([name, document]).toEqual([name, expect.stringMatching(XML_CHARS)]);
        expect([name, document]).not.toEqual([name, expect.stringContaining('twopizzas')]);
      }
    },
  );

  it.each(['Zoë’s <b> & "Söhne"\t🍕', '披萨', 'שלום', '👨‍👩‍👧'])('says %j as it is', (text) => {
    const { goodbye = '', ask = '', whisper = '' } = documents(text);
    expect(spoken(goodbye)).toEqual([text]);
    expect(spoken(ask)).toEqual([text]);
    expect(spoken(whisper).join()).toContain(text);
  });

  it('cuts no emoji in half where a prompt needs several texts', () => {
    const { 'ask at length': ask = '' } = documents('🍕');
    const said = spoken(ask);
    expect(said.length).toBeGreaterThan(1);
    expect(said.join('')).toBe('🍕'.repeat(2_000));
  });

  it('is begun in one place alone', () => {
    const begins = readdirSync('src/twilio')
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .filter((file) => readFileSync(`src/twilio/${file}`, 'utf8').includes('twilio/lib/twiml'));
    expect(begins).toEqual(['voice-response.ts']);
  });
});

function escape(text: string): string {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at).toString(16)).join(' ');
}
