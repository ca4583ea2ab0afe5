import { XMLParser } from 'fast-xml-parser';
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
  goodbye: 'Bye',
});
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
    ['dial:+15551230777', ['Dial: +15551230777']],
  ])('answers a busy line by the policy %s', (policy, expected) => {
    expect(verbs(twiml({ BUSY_POLICY: policy }).busy())).toEqual(expected);
  });

  it('ends with a person if one is configured, otherwise with an apology', () => {
    expect(verbs(twiml().lastRung())).toEqual(['Say: Sorry', 'Hangup']);
    expect(verbs(twiml({ HUMAN_TRANSFER_NUMBER: '+15551230777' }).lastRung())).toEqual([
      'Say: One moment',
      'Dial: +15551230777',
    ]);
  });

  it('asks what follows every dial and every recording at /voice/next', () => {
    const next = 'action="https://example.com/voice/next" method="POST"';
    expect(twiml().transfer('+1555')).toContain(`<Dial ${next}>`);
    expect(twiml({ BUSY_POLICY: 'voicemail' }).busy()).toContain(`<Record ${next} `);
  });
});
