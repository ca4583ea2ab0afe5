import { WebSocket } from 'ws';

/** A reference is told nothing else by its environment. */
const PROVIDER_URL = process.env['PROVIDER_URL'] ?? '';

/** What a reference configures its session with; as short as it can be. */
const SESSION_UPDATE = JSON.stringify({
  type: 'session.update',
  session: {
    type: 'realtime',
    output_modalities: ['audio'],
    audio: {
      input: { format: { type: 'audio/pcmu' }, turn_detection: { type: 'server_vad' } },
      output: { format: { type: 'audio/pcmu' }, voice: 'marin' },
    },
  },
});
const GREET = '{"type":"response.create"}';

/** Opens the provider's side of a call, and has the assistant speak first. */
export function openUpstream(): WebSocket {
  const socket = new WebSocket(PROVIDER_URL, { perMessageDeflate: false });
  socket.on('open', () => {
    socket.send(SESSION_UPDATE);
    socket.send(GREET);
  });
  socket.on('error', () => socket.terminate());
  return socket;
}

/** Tells the bench where a reference listens, and ends it in order, as profiles need it. */
export function announce(port: number): void {
  for (const end of ['disconnect', 'SIGTERM'] as const) process.once(end, () => process.exit(0));
  process.send?.({ listening: port });
}
