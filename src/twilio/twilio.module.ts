import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { CallsModule } from '../calls/calls.module.js';
import { IvrModule } from '../ivr/ivr.module.js';
import { MenuModule } from '../menu/menu.module.js';
import { FinalStatusInterceptor } from './final-status.interceptor.js';
import { GatherTurns } from './gather-turns.js';
import { GatherTwiml } from './gather-twiml.js';
import { GatherController } from './gather.controller.js';
import { LastRungInterceptor } from './last-rung.interceptor.js';
import { LocalCallers } from './local-callers.js';
import { MediaStreamGateway } from './media-stream.gateway.js';
import { PhoneController } from './phone/phone.controller.js';
import { PhoneDoor } from './phone/phone-door.js';
import { TwilioMetrics } from './twilio.metrics.js';
import { StatusCallbacksController } from './status-callbacks.controller.js';
import { StreamTokens } from './stream-tokens.js';
import { TwilioTelephonyModule } from './twilio-telephony.js';
import { TwilioSignature } from './twilio-signature.js';
import { Twiml } from './twiml.js';
import { TwimlRehearsal } from './twiml-rehearsal.js';
import { UpgradeGate } from './upgrade-gate.js';
import { VoiceController } from './voice.controller.js';
import { WebhookTelemetry } from './webhook-telemetry.js';
import { WhisperController } from './whisper.controller.js';

const WEBHOOKS = [VoiceController, WhisperController, GatherController, StatusCallbacksController];

/** The edge to Twilio: webhooks, signatures, media streams. */
@Module({
  imports: [CallsModule, IvrModule, MenuModule, TwilioTelephonyModule],
  controllers: [...WEBHOOKS, PhoneController],
  providers: [
    FinalStatusInterceptor,
    GatherTurns,
    GatherTwiml,
    LastRungInterceptor,
    LocalCallers,
    MediaStreamGateway,
    PhoneDoor,
    TwilioMetrics,
    StreamTokens,
    TwilioSignature,
    Twiml,
    TwimlRehearsal,
    UpgradeGate,
  ],
})
export class TwilioModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(WebhookTelemetry).forRoutes(...WEBHOOKS);
  }
}
