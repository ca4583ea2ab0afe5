import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CallerTraces } from './caller-traces.js';
import { EventHistory } from './event-history.js';
import { EventLoopMonitor } from './event-loop.monitor.js';
import { EventStreams } from './event-streams.js';
import { EventsController } from './events.controller.js';
import { Lifecycle } from './lifecycle.js';
import { InProcessLiveEvents, LiveEvents } from './live-events.js';
import { Metrics } from './metrics.js';
import { OpsAccess } from './ops-access.js';
import { OpsAccessGuard } from './ops-access.guard.js';
import { OpsMetrics } from './ops.metrics.js';
import { OpsSessions } from './ops-sessions.js';
import { OpsTokens } from './ops-tokens.js';
import { ProblemFilter } from './problem.filter.js';
import { RequestValidation } from './request-validation.js';
import { SessionController } from './session.controller.js';
import { StandingFaults } from './standing-faults.js';
import { TokenTries } from './token-tries.js';
import { TraceExport } from './tracing/trace-export.js';

/** What every part needs to be operated: access, errors, metrics, standing faults, live events, lifecycle. */
@Global()
@Module({
  controllers: [EventsController, SessionController],
  providers: [
    CallerTraces,
    EventHistory,
    EventLoopMonitor,
    EventStreams,
    Lifecycle,
    Metrics,
    OpsAccess,
    OpsSessions,
    StandingFaults,
    OpsMetrics,
    OpsTokens,
    TokenTries,
    TraceExport,
    { provide: LiveEvents, useClass: InProcessLiveEvents },
    { provide: APP_GUARD, useClass: OpsAccessGuard },
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: RequestValidation },
  ],
  exports: [
    CallerTraces,
    EventHistory,
    EventLoopMonitor,
    EventStreams,
    Lifecycle,
    LiveEvents,
    Metrics,
    OpsAccess,
    StandingFaults,
  ],
})
export class OpsModule {}
