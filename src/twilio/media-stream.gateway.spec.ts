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
  it('closes a socket that it cannot serve instead of throwing', () => {
    Logger.overrideLogger(false);
    const gateway = new MediaStreamGateway(
      readEnvironment({}),
      standIn<CallsService>({}),
      standIn<StreamTokens>({}),
      { hangUp: () => Promise.resolve(true), proceed: () => Promise.resolve(true) },
      new TwilioMetrics(new Metrics()),
    );
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
