import { listen } from './listen.js';
import { relayAnswers, relayFrame, type TwilioMessage } from './json-relay.js';

// The same relay as `raw` with JSON.parse and JSON.stringify in place of cut strings.
listen((phone, upstream) => {
  let streamSid = '';
  phone.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as TwilioMessage;
    if (message.event === 'media') relayFrame(upstream, message);
    else if (message.event === 'start') streamSid = message.streamSid ?? '';
  });
  relayAnswers(phone, upstream, () => streamSid);
});
