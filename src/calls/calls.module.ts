import { Module } from '@nestjs/common';
import { MenuModule } from '../menu/menu.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { RealtimeModule } from '../realtime/realtime.module.js';
import { Admission } from './admission.js';
import { CallListing } from './call-listing.js';
import { CallLookup } from './state/call-lookup.js';
import { CallTools } from './call-tools.js';
import { ChatLine } from './order-line/chat-line.js';
import { CallRetention } from './state/call-retention.js';
import { CallSnapshots } from './state/call-snapshots.js';
import { CallWriteBehind } from './state/call-write-behind.js';
import { CallControl } from './ownership/call-control.js';
import { LiveCalls } from './state/live-calls.js';
import { UnreadableSnapshots } from './state/unreadable-snapshots.js';
import { CallDrain } from './ownership/call-drain.js';
import { CallsStore } from './state/calls.store.js';
import { CallRecovery } from './ownership/call-recovery.js';
import { OwnedCalls } from './ownership/owned-calls.js';
import { CallSessionFactory } from './session/call-session.factory.js';
import { CallSessions } from './ownership/call-sessions.js';
import { SoldOutNotes } from './ownership/sold-out-notes.js';
import { CallerForgetting } from './caller-forgetting.js';
import { CallersController } from './callers.controller.js';
import { CallsController } from './calls.controller.js';
import { AudioReports } from './session/audio-reports.js';
import { CallsMetrics } from './calls.metrics.js';
import { CallsService } from './calls.service.js';
import { Fillers } from './session/fillers.js';
import { LatencyStats } from './session/latency-stats.js';
import { LatencyTrend } from './session/latency-trend.js';
import { OrphanSweep } from './ownership/orphan-sweep.js';
import { Transfers } from './ownership/transfers.js';
import { Voicemails } from './state/voicemails.js';

/** Live calls, their sessions, their records. `TelephonyApi` comes from the edge. */
@Module({
  imports: [RealtimeModule, MenuModule, OrdersModule],
  controllers: [CallsController, CallersController],
  providers: [
    AudioReports,
    Admission,
    CallerForgetting,
    CallListing,
    CallLookup,
    CallRetention,
    CallSnapshots,
    CallTools,
    ChatLine,
    CallWriteBehind,
    CallControl,
    LiveCalls,
    UnreadableSnapshots,
    CallDrain,
    CallsStore,
    CallRecovery,
    OwnedCalls,
    CallSessionFactory,
    CallSessions,
    SoldOutNotes,
    CallsMetrics,
    CallsService,
    Fillers,
    LatencyStats,
    LatencyTrend,
    OrphanSweep,
    Transfers,
    Voicemails,
  ],
  exports: [CallControl, CallsService, ChatLine, LatencyTrend],
})
export class CallsModule {}
