import { Module } from '@nestjs/common';
import { MenuModule } from '../menu/menu.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { RealtimeModule } from '../realtime/realtime.module.js';
import { CallBook } from './call-book.js';
import { CallDirectory, InProcessCallDirectory } from './call-directory.js';
import { CallRecords } from './call-records.js';
import { CallSessionFactory } from './call-session.factory.js';
import { CallsController } from './calls.controller.js';
import { CallsService } from './calls.service.js';
import { Fillers } from './fillers.js';
import { LatencyStats } from './latency-stats.js';

/** Live calls, their sessions, their records. `PhoneLine` comes from the edge. */
@Module({
  imports: [RealtimeModule, MenuModule, OrdersModule],
  controllers: [CallsController],
  providers: [
    { provide: CallDirectory, useClass: InProcessCallDirectory },
    CallRecords,
    CallBook,
    Fillers,
    LatencyStats,
    CallSessionFactory,
    CallsService,
  ],
  exports: [CallsService],
})
export class CallsModule {}
