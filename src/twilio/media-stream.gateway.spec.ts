import { EventEmitter } from 'node:events';
import { Logger } from '@nestjs/common';
import type { WebSocket } from 'ws';
import type { CallsService } from '../calls/calls.service.js';
import { readEnvironment } from '../config/environment.js';
import { Metrics } from '../ops/metrics.js';
import { standIn } from '../../test/support/doubles/stand-in.js';
import { MediaStreamGateway } from './media-stream.gateway.js';
import { TwilioMetrics } from './twilio.metrics.js';
import type { StreamTokens } from './stream-tokens.js';

describe('MediaStreamGateway', () => {
  const open = (env: Record<string, string> = {}): MediaStreamGateway => {
    Logger.overrideLogger(false);
    return new MediaStreamGateway(
      readEnvironment(env),
      standIn<CallsService>({}),
      standIn<StreamTokens>({}),
      { hangUp: () => Promise.resolve(true), proceed: () => Promise.resolve(true) },
      new TwilioMetrics(new Metrics()),
    );
  };

  it('keeps twice as many sockets without a call as there may be calls', () => {
    const gateway = open({ MAX_CONCURRENT_CALLS: '60' });
    const gone: number[] = [];
    for (let i = 0; i < 123; i += 1) {
      const socket = Object.assign(new EventEmitter(), { terminate: () => gone.push(i) });
      gateway.handleConnection(socket as unknown as WebSocket);
      // Gone by itself.
      if (i === 0) socket.emit('close');
    }
    expect(gone).toEqual([1, 2]);
  });

  it('closes a socket that it cannot serve instead of throwing', () => {
    const gateway = open();
    const codes: number[] = [];
    const broken = standIn<WebSocket>({
      on: () => {
        throw new Error('no listeners here');
      },
      close: (code) => void codes.push(code ?? 0),
    });
    expect(() => gateway.handleConnection(broken)).not.toThrow();
    expect(codes).toEqual([1011]);
  });
});
