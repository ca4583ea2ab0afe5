import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { WsAdapter } from '@nestjs/platform-ws';
import {
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets';
import type { WebSocket } from 'ws';
import { relayAnswers, relayFrame, type TwilioMessage } from './json-relay.js';
import { announce, openUpstream } from './upstream.js';

interface Line {
  readonly upstream: WebSocket;
  streamSid: string;
}

/** As Nest's documentation has it: a gateway with one decorated method an event. */
@WebSocketGateway({ path: '/ws/media' })
class NaiveGateway implements OnGatewayConnection<WebSocket>, OnGatewayDisconnect<WebSocket> {
  private readonly lines = new Map<WebSocket, Line>();

  handleConnection(phone: WebSocket): void {
    const line = { upstream: openUpstream(), streamSid: '' };
    this.lines.set(phone, line);
    relayAnswers(phone, line.upstream, () => line.streamSid);
  }

  handleDisconnect(phone: WebSocket): void {
    this.lines.get(phone)?.upstream.terminate();
    this.lines.delete(phone);
  }

  @SubscribeMessage('start')
  start(phone: WebSocket, message: TwilioMessage): void {
    const line = this.lines.get(phone);
    if (line !== undefined) line.streamSid = message.streamSid ?? '';
  }

  @SubscribeMessage('media')
  media(phone: WebSocket, message: TwilioMessage): void {
    const line = this.lines.get(phone);
    if (line !== undefined) relayFrame(line.upstream, message);
  }
}

@Module({ providers: [NaiveGateway] })
class NaiveModule {}

/** Twilio's messages have no `data`, which the stock adapter hands to the methods. */
function readMessage(data: unknown): { event: string; data: TwilioMessage } {
  const message = JSON.parse(String(data)) as TwilioMessage;
  return { event: message.event, data: message };
}

const app = await NestFactory.create(NaiveModule, { logger: false });
app.useWebSocketAdapter(new WsAdapter(app, { messageParser: readMessage }));
await app.listen(0, '127.0.0.1');
announce(((app.getHttpServer() as Server).address() as AddressInfo).port);
