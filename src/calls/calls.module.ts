import { Module } from '@nestjs/common';
import { MenuModule } from '../menu/menu.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { RealtimeModule } from '../realtime/realtime.module.js';
import { Admission } from './admission.js';
import { CallBook } from './call-book.js';
import { CallControl } from './call-control.js';
import { CallDirectory } from './call-directory.js';
import { CallDrain } from './call-drain.js';
import { CallRecords } from './call-records.js';
import { CallRecovery } from './call-recovery.js';
import { CallRegistry } from './call-registry.js';
import { CallSessionFactory } from './call-session.factory.js';
import { CallSessions } from './call-sessions.js';
import { CallsController } from './calls.controller.js';
import { CallsService } from './calls.service.js';
import { Fillers } from './fillers.js';
import { LatencyStats } from './latency-stats.js';
import { OrphanSweep } from './orphan-sweep.js';
import { Voicemails } from './voicemails.js';

/** Live calls, their sessions, their records. `PhoneLine` comes from the edge. */
@Module({
  imports: [RealtimeModule, MenuModule, OrdersModule],
  controllers: [CallsController],
  providers: [
    Admission,
    CallBook,
    CallControl,
    CallDirectory,
    CallDrain,
    CallRecords,
    CallRecovery,
    CallRegistry,
    CallSessionFactory,
    CallSessions,
    CallsService,
    Fillers,
    LatencyStats,
    OrphanSweep,
    Voicemails,
  ],
  exports: [CallControl, CallsService],
})
export class CallsModule {}
