import { XMLParser } from 'fast-xml-parser';
import * as fc from 'fast-check';
import { readEnvironment } from '../config/environment.js';
import { VoiceScript } from '../config/voice-script.js';
import type { MenuService } from '../menu/menu.service.js';
import { Twiml } from './twiml.js';

const script = Object.assign(new VoiceScript(), {
  language: 'en-GB',
  sayVoice: 'Polly.Amy-Neural',
  welcome: 'Welcome to {{restaurant}} & friends <3',
  busy: 'Busy at {{restaurant}}',
  apology: 'Sorry',
  transferring: 'One moment',
  voicemailPrompt: 'Leave a message',
  messagePrompt: 'Leave a message, we call back',
  goodbye: 'Bye',
});
const caller = { callSid: 'CA1', from: '+15551230100', to: '+15550000001' };
const asked = { caller, leg: { reason: 'asked', index: 0 }, number: '+15551230777' } as const;
const menu: Pick<MenuService, 'restaurantName'> = { restaurantName: '"Luigi" & Sons' };

function twiml(env: Record<string, string> = {}): Twiml {
  return new Twiml(
    readEnvironment({ PUBLIC_URL: 'https://example.com', TWILIO_AUTH_TOKEN: 'secret', ...env }),
    script,
    menu as MenuService,
  );
}

/** Verbs in order, each as its name and its text. */
function verbs(document: string): string[] {
  const parser = new XMLParser({ preserveOrder: true, parseTagValue: false });
  const [, root] = parser.parse(document) as [
    unknown,
    { Response: Array<Record<string, unknown>> },
  ];
  return root.Response.map((verb) => {
    const [name = ''] = Object.keys(verb);
    const [text] = verb[name] as Array<Record<string, string>>;
    return text?.['#text'] === undefined ? name : `${name}: ${text['#text']}`;
  });
}

/** What a caller may present in the place of a number. */
const hostile = fc.oneof(
  fc.constantFrom('+19005550100', '<Number>+19005550100</Number>', '"/><Sip>sip:a@b</Sip>', ''),
  fc.string(),
);

/** Everything that a document has dialled. */
function numbersIn(document: string): readonly string[] {
  expect(document).not.toMatch(/<(?:Sip|Client|Conference|Queue|Sim|Application)[\s>]/);
  const named = [...document.matchAll(/<Number [^>]*>([^<]*)<\/Number>/g)].map(
    ([, to]) => to ?? '',
  );
  expect(document.match(/<Number/g)).toHaveLength(named.length);
  const dials = [...document.matchAll(/<Dial [^>]*>([^<]*)</g)].map(([, text]) => text);
  expect(dials).toEqual(['']);
  return named;
}

describe('Twiml', () => {
  it('says the script’s words in its voice, with the restaurant’s name, escaped', () => {
    expect(twiml().welcome('t')).toContain(
      '<Say voice="Polly.Amy-Neural" language="en-GB">Welcome to "Luigi" &amp; Sons &amp; friends &lt;3</Say>',
    );
  });

  it('connects the stream without a track attribute', () => {
    expect(twiml().resume('the-token')).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response>' +
        '<Connect action="https://example.com/voice/next" method="POST">' +
        '<Stream url="wss://example.com/ws/media" statusCallback="https://example.com/stream/status" statusCallbackMethod="POST">' +
        '<Parameter name="token" value="the-token"/>' +
        '<Parameter name="track" value="both_tracks"/>' +
        '<Parameter name="statusCallback" value="https://example.com/stream/status"/>' +
        '</Stream></Connect></Response>',
    );
  });

  it.each([
    ['say', ['Say: Busy at "Luigi" & Sons', 'Hangup']],
    ['voicemail', ['Say: Leave a message', 'Record', 'Say: Bye', 'Hangup']],
    ['dial:+15551230777', ['Dial']],
  ])('answers a busy line by the policy %s', (policy, expected) => {
    expect(verbs(twiml({ BUSY_POLICY: policy }).busy(caller))).toEqual(expected);
  });

  it('answers a caller over the rate in words, or with a busy tone that costs nothing', () => {
    const full = twiml({ BUSY_POLICY: 'dial:+15551230777' });
    expect(verbs(full.busyWords())).toEqual(['Say: Busy at "Luigi" & Sons', 'Hangup']);
    expect(full.busyTone()).toContain('<Response><Reject reason="busy"/></Response>');
  });

  it('limits every dial and every recording in time', () => {
    const staffed = { HUMAN_TRANSFER_NUMBER: '+15551230777' };
    for (const document of [
      twiml({ BUSY_POLICY: 'dial:+15551230777' }).busy(caller),
      twiml(staffed).lastRung(caller),
      twiml(staffed).transfer(asked),
    ]) {
      expect(document).toMatch(/<Dial [^>]*timeout="20" timeLimit="3600">/);
    }
    for (const document of [twiml({ BUSY_POLICY: 'voicemail' }).busy(caller), twiml().message()]) {
      expect(document).toMatch(/<Record [^>]*maxLength="120" timeout="5" finishOnKey="#"/);
    }
  });

  it('dials configured numbers alone, whatever the caller presents', () => {
    const staffed = twiml({
      HUMAN_TRANSFER_NUMBER: '+15551230777',
      BUSY_POLICY: 'dial:+15551230778',
    });
    fc.assert(
      fc.property(hostile, hostile, (from, to) => {
        const other = { callSid: 'CA1', from, to };
        const dialled = [
          staffed.busy(other),
          staffed.lastRung(other),
          staffed.transfer({ ...asked, caller: other }),
        ].flatMap(numbersIn);
        expect(dialled).toEqual(['+15551230778', '+15551230777', '+15551230777']);
      }),
    );
  });

  it('ends with a person if one is configured, otherwise with an apology', () => {
    expect(verbs(twiml().lastRung(caller))).toEqual(['Say: Sorry', 'Hangup']);
    const staffed = twiml({ HUMAN_TRANSFER_NUMBER: '+15551230777' }).lastRung(caller);
    expect(verbs(staffed)).toEqual(['Say: One moment', 'Dial']);
    expect(staffed).toMatch(/<Number [^>]*reason=fault&amp;leg=0[^>]*>\+15551230777<\/Number>/);
  });

  it('asks what follows every dial and every recording at /voice/next', () => {
    const next = 'action="https://example.com/voice/next';
    expect(twiml().transfer(asked)).toContain(
      `<Dial ${next}?reason=asked&amp;leg=0" method="POST"`,
    );
    expect(twiml({ BUSY_POLICY: 'voicemail' }).busy(caller)).toContain(
      `<Record ${next}" method="POST" `,
    );
  });

  it('lets a phone ring for 20 s, and the person hear a whisper first', () => {
    expect(twiml().transfer(asked)).toContain(
      'callerId="+15551230100" timeout="20" timeLimit="3600">' +
        '<Number url="https://example.com/voice/whisper?call=CA1&amp;reason=asked&amp;leg=0" ' +
        'method="POST">+15551230777</Number></Dial>',
    );
  });

  it.each([
    ['+15551230100', '+15551230100'],
    ['anonymous', '+15550000001'],
    ['+266696687', '+15550000001'],
    ['+17378742833', '+15550000001'],
    ['client:alice', '+15550000001'],
    ['sip:bob@pbx.example.com', '+15550000001'],
    ['', '+15550000001'],
  ])('shows a person the call of %p as from %s', (from, shown) => {
    const document = twiml().transfer({ ...asked, caller: { ...caller, from } });
    expect(document).toContain(`callerId="${shown}"`);
  });

  it('says nothing about whom it shows where neither end has a number', () => {
    const nameless = { callSid: 'CA1', from: 'client:alice', to: 'sip:pizza@example.com' };
    expect(twiml().transfer({ ...asked, caller: nameless })).not.toContain('callerId');
  });

  it('says once that it puts through, not before every number', () => {
    const second = { ...asked, leg: { reason: 'asked', index: 1 } } as const;
    expect(verbs(twiml().transfer(second))).toEqual(['Dial']);
  });

  it('hangs up on a person, or a machine, who presses no key', () => {
    const whisper = twiml().whisper('A call. Press 1.', 'CA1', asked.leg);
    expect(verbs(whisper)).toEqual(['Gather', 'Hangup']);
    expect(whisper).toContain(
      '<Gather input="dtmf" action="https://example.com/voice/whisper/key?call=CA1&amp;reason=asked&amp;leg=0" ' +
        'method="POST" timeout="5" numDigits="1" finishOnKey="">',
    );
  });

  it('takes a message when no person has taken the call', () => {
    expect(verbs(twiml().message())).toEqual([
      'Say: Leave a message, we call back',
      'Record',
      'Say: Bye',
      'Hangup',
    ]);
  });
});
