import { WebSocket } from 'ws';
import { listen } from './listen.js';

/** The barest relay on `ws`: strings are cut where the audio is; no JSON is read, no state kept. */
const PAYLOAD = '"payload":"';
const DELTA = '"delta":"';
const STREAM_SID = '"streamSid":"';
const AUDIO = '{"type":"response.output_audio.delta"';
const STARTED = '{"type":"input_audio_buffer.speech_started"';

listen((phone, upstream) => {
  let streamSid = '';
  let marks = 0;
  phone.on('message', (data: Buffer) => {
    const text = data.toString('latin1');
    const at = text.indexOf(PAYLOAD);
    if (at < 0) {
      const sid = text.indexOf(STREAM_SID);
      if (streamSid === '' && sid >= 0) streamSid = upToQuote(text, sid + STREAM_SID.length);
    } else if (upstream.readyState === WebSocket.OPEN) {
      const audio = upToQuote(text, at + PAYLOAD.length);
      upstream.send(`{"type":"input_audio_buffer.append","audio":"${audio}"}`);
    }
  });
  upstream.on('message', (data: Buffer) => {
    const text = data.toString('latin1');
    if (text.startsWith(AUDIO)) {
      const audio = upToQuote(text, text.indexOf(DELTA) + DELTA.length);
      const stream = `"streamSid":"${streamSid}"`;
      phone.send(`{"event":"media",${stream},"media":{"payload":"${audio}"}}`);
      marks += 1;
      phone.send(`{"event":"mark",${stream},"mark":{"name":"${marks}"}}`);
    } else if (text.startsWith(STARTED)) {
      phone.send(`{"event":"clear","streamSid":"${streamSid}"}`);
    }
  });
});

function upToQuote(text: string, from: number): string {
  return text.slice(from, text.indexOf('"', from));
}
