import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { appendFrames, appendMessage } from '../../openai/openai-events.js';

/**
 * Sends the caller's audio over a session's socket. It is most of what is sent, and goes past the
 * library as frames that are ready, each with one write where the library makes two. All other
 * messages are the library's; both write whole frames only, so that they may stand between each other.
 */
export class AudioAppends {
  /** What the socket writes to; null before it is open. */
  private stream: Duplex | null = null;

  constructor(private readonly socket: WebSocket) {
    socket.on('upgrade', ({ socket: stream }) => (this.stream = stream));
  }

  /** Base64 mu-law. Nothing is sent while the socket is not open. */
  append(payload: string): void {
    const { stream, socket } = this;
    if (socket.readyState !== WebSocket.OPEN) return;
    if (stream === null || payload.length > appendFrames.longestPayload) {
      socket.send(appendMessage(payload));
    } else {
      stream.write(appendFrames.frame(payload));
    }
  }
}
