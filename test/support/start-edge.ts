import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import twilio from 'twilio';
import { WebSocket } from 'ws';
import { CallControl } from '../../src/calls/ownership/call-control.js';
import { CallsModule } from '../../src/calls/calls.module.js';
import { CallsService } from '../../src/calls/calls.service.js';
import { TelephonyApi } from '../../src/calls/telephony-api.js';
import { ChatLine } from '../../src/calls/order-line/chat-line.js';
import { ClusterModule } from '../../src/cluster/cluster.module.js';
import { AppConfigModule } from '../../src/config/app-config.module.js';
import { AppConfig } from '../../src/config/app-config.js';
import { readEnvironment } from '../../src/config/environment.js';
import { IvrModule } from '../../src/ivr/ivr.module.js';
import { IvrService } from '../../src/ivr/ivr.service.js';
import { MenuModule } from '../../src/menu/menu.module.js';
import { MenuService } from '../../src/menu/menu.service.js';
import { Metrics } from '../../src/ops/metrics.js';
import { OpsModule } from '../../src/ops/ops.module.js';
import { MenuAcceptance } from '../../src/menu/menu-acceptance.js';
import { MenuRehearsal } from '../../src/ivr/menu-rehearsal.js';
import { MediaWsAdapter } from '../../src/twilio/media-ws.adapter.js';
import { TwilioModule } from '../../src/twilio/twilio.module.js';
import { VOICE_FIXTURE } from './voice-fixture.js';
import { RecordingCalls } from './doubles/recording-calls.js';
import { RecordingIvr } from './doubles/recording-ivr.js';

/** The account that the edge belongs to, its token and the one before. */
export const ACCOUNT_SID = 'AC00000000000000000000000000000001';
export const AUTH_TOKEN = 'test-auth-token';
export const PREVIOUS_AUTH_TOKEN = 'previous-auth-token';
/** What Twilio was told; the tests connect to a local port instead. */
export const PUBLIC_URL = 'https://voice.example.com';
export const MEDIA_URL = 'wss://voice.example.com/ws/media';

/** Twilio's edge alone: the real `TwilioModule` over recording stand-ins of the rooms below. */
export interface RunningEdge {
  readonly url: string;
  readonly calls: RecordingCalls;
  readonly ivr: RecordingIvr;
  /** Call SIDs that the telephone network was asked to hang up. */
  readonly hungUp: string[];
  readonly config: AppConfig;
  /** Sum of a counter over the labels that start with `label`. */
  count(metric: string, label?: string): Promise<number>;
  /** Signed form POST, as Twilio sends it; `signature` null leaves the header out. */
  post(
    path: string,
    form: Record<string, string>,
    signature?: string | null,
    headers?: Record<string, string>,
  ): Promise<Response>;
  /** Opens a media stream; rejects when the upgrade is refused. */
  dial(options?: { path?: string; signature?: string | null }): Promise<EdgePhone>;
  close(): Promise<void>;
}

/** A socket that speaks to `/ws/media`. */
export class EdgePhone {
  readonly received: string[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.received.push(data.toString()));
    socket.on('error', () => socket.terminate());
    this.closed = new Promise((resolve) =>
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    );
  }

  send(message: unknown): void {
    const raw = typeof message === 'string' || Buffer.isBuffer(message);
    this.socket.send(raw ? message : JSON.stringify(message));
  }
}

/**
 * Boots the edge on a free port with the environment variables given over safe defaults. Its
 * `PUBLIC_URL` is Twilio's view; tests connect to `url`.
 */
export async function startEdge(overrides: Record<string, string> = {}): Promise<RunningEdge> {
  const calls = new RecordingCalls();
  const hungUp: string[] = [];
  const config = readEnvironment({
    HOST: '127.0.0.1',
    VOICE_FILE: VOICE_FIXTURE,
    LOG_LEVEL: 'ERROR',
    PUBLIC_URL,
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    TWILIO_AUTH_TOKEN_PREVIOUS: PREVIOUS_AUTH_TOKEN,
    OPS_TOKEN: 'ops',
    ...overrides,
  });
  const ivr = new RecordingIvr();
  const line: TelephonyApi = {
    hangUp: (callSid) => {
      hungUp.push(callSid);
      return Promise.resolve(true);
    },
    proceed: () => Promise.resolve(true),
  };

  @Module({
    providers: [
      { provide: CallsService, useValue: calls },
      { provide: CallControl, useValue: calls },
      { provide: ChatLine, useValue: { usable: false } },
    ],
    exports: [CallsService, CallControl, ChatLine],
  })
  class StandInCallsModule {}

  @Module({
    providers: [
      MenuAcceptance,
      { provide: MenuService, useValue: { restaurantName: 'Luigi & Sons' } },
    ],
    exports: [MenuAcceptance, MenuService],
  })
  class StandInMenuModule {}

  @Module({
    providers: [
      { provide: IvrService, useValue: ivr },
      { provide: MenuRehearsal, useValue: {} },
    ],
    exports: [IvrService, MenuRehearsal],
  })
  class StandInIvrModule {}

  const module = await Test.createTestingModule({
    imports: [AppConfigModule, OpsModule, ClusterModule, TwilioModule],
  })
    .overrideModule(CallsModule)
    .useModule(StandInCallsModule)
    .overrideModule(MenuModule)
    .useModule(StandInMenuModule)
    .overrideModule(IvrModule)
    .useModule(StandInIvrModule)
    .overrideProvider(AppConfig)
    .useValue(config)
    .overrideProvider(TelephonyApi)
    .useValue(line)
    .compile();
  const app = module.createNestApplication({ rawBody: true, logger: false });
  app.useWebSocketAdapter(new MediaWsAdapter(app));
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  return {
    url,
    calls,
    ivr,
    hungUp,
    config,
    async count(metric, label = '') {
      const found = app.get(Metrics).registry.getSingleMetric(`voiceplate_${metric}`);
      const values = (await found?.get())?.values ?? [];
      return values
        .filter(({ labels }) => String(Object.values(labels)[0] ?? '').startsWith(label))
        .reduce((sum, { value }) => sum + value, 0);
    },
    post(path, form, signature = sign(PUBLIC_URL + path, form), headers = {}) {
      return fetch(url + path, {
        method: 'POST',
        headers: {
          ...(signature === null ? {} : { 'X-Twilio-Signature': signature }),
          ...headers,
        },
        body: new URLSearchParams(form),
      });
    },
    async dial({ path = '/ws/media', signature = sign(MEDIA_URL, {}) } = {}) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, {
        headers: signature === null ? {} : { 'X-Twilio-Signature': signature },
      });
      await once(socket, 'open');
      return new EdgePhone(socket);
    },
    close: () => app.close(),
  };
}

/** `X-Twilio-Signature` over a public URL. */
export function sign(url: string, form: Record<string, string>, token = AUTH_TOKEN): string {
  return twilio.getExpectedTwilioSignature(token, url, form);
}

/** A webhook's form with what Twilio always sends. */
export function webhook(
  callSid: string,
  more: Record<string, string> = {},
): Record<string, string> {
  return {
    AccountSid: ACCOUNT_SID,
    ApiVersion: '2010-04-01',
    CallSid: callSid,
    CallStatus: 'ringing',
    Direction: 'inbound',
    From: '+15551230100',
    To: '+15551230999',
    FromCity: '',
    ...more,
  };
}
