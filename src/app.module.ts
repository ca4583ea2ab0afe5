import { Module } from '@nestjs/common';
import { CallsModule } from './calls/calls.module.js';
import { ClusterModule } from './cluster/cluster.module.js';
import { AppConfigModule } from './config/app-config.module.js';
import { HealthModule } from './health/health.module.js';
import { IvrModule } from './ivr/ivr.module.js';
import { MenuModule } from './menu/menu.module.js';
import { OpsModule } from './ops/ops.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { RealtimeModule } from './realtime/realtime.module.js';
import { StorageModule } from './storage/storage.module.js';
import { TwilioModule } from './twilio/twilio.module.js';
import { WebModule } from './web/web.module.js';

/** The whole product. */
@Module({
  imports: [
    AppConfigModule,
    OpsModule,
    ClusterModule,
    StorageModule,
    OrdersModule,
    MenuModule,
    IvrModule,
    RealtimeModule,
    CallsModule,
    TwilioModule,
    HealthModule,
    WebModule,
  ],
})
export class AppModule {}
