import type { WebSocket } from 'ws';

/** What of the provider's events a relay reads. */
interface ProviderEvent {
  readonly type: string;
  readonly delta?: string;
}

/** What of Twilio's messages a relay reads. */
export interface TwilioMessage {
  readonly event: string;
  readonly streamSid?: string;
  readonly media?: { readonly payload: string };
}

/** Puts the assistant's audio, its marks and interruptions through, by `JSON.parse` and back. */
export function relayAnswers(phone: WebSocket, upstream: WebSocket, sid: () => string): void {
  let marks = 0;
  const send = (message: object): void => phone.send(JSON.stringify(message));
  upstream.on('message', (data: Buffer) => {
    const event = JSON.parse(data.toString()) as ProviderEvent;
    if (event.type === 'response.output_audio.delta') {
      send({ event: 'media', streamSid: sid(), media: { payload: event.delta } });
      marks += 1;
      send({ event: 'mark', streamSid: sid(), mark: { name: String(marks) } });
    } else if (event.type === 'input_audio_buffer.speech_started') {
      send({ event: 'clear', streamSid: sid() });
    }
  });
}

/** Puts a frame of the caller through. */
export function relayFrame(upstream: WebSocket, message: TwilioMessage): void {
  if (upstream.readyState !== upstream.OPEN) return;
  const audio = message.media?.payload;
  upstream.send(JSON.stringify({ type: 'input_audio_buffer.append', audio }));
}
