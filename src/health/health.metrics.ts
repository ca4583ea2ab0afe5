import { Injectable } from '@nestjs/common';
import type { Gauge } from 'prom-client';
import { CallsService } from '../calls/calls.service.js';
import { Lifecycle } from '../ops/lifecycle.js';
import { Metrics } from '../ops/metrics.js';
import { ModelWatch } from '../openai/models/model-watch.js';
import { RealtimeService } from '../realtime/realtime.service.js';
import { Database } from '../storage/database.js';

/** Gauges of what other rooms own; read when Prometheus asks, so that no copy can go stale. */
@Injectable()
export class HealthMetrics {
  private readonly callsActive: Gauge;
  private readonly callsMax: Gauge;
  private readonly streamsActive: Gauge;
  private readonly ready: Gauge;
  private readonly databaseUp: Gauge;
  private readonly providerUsable: Gauge;
  private readonly providerSessions: Gauge;
  private readonly providerWarmSessions: Gauge;
  private readonly modelShutdown: Gauge;

  constructor(
    metrics: Metrics,
    private readonly lifecycle: Lifecycle,
    private readonly calls: CallsService,
    private readonly realtime: RealtimeService,
    private readonly models: ModelWatch,
    private readonly database: Database,
  ) {
    const provider = ['provider'];
    this.callsActive = metrics.gauge('calls_active', 'Calls in progress on this replica');
    this.callsMax = metrics.gauge(
      'calls_max',
      'Calls that this replica takes at once (MAX_CONCURRENT_CALLS)',
    );
    this.streamsActive = metrics.gauge('streams_active', 'Open media streams of Twilio');
    this.ready = metrics.gauge(
      'ready',
      '1 while this replica takes new calls; 0 while it starts or drains',
    );
    this.databaseUp = metrics.gauge('database_up', '1 while the database answers');
    this.providerUsable = metrics.gauge(
      'provider_usable',
      '1 while calls can use the provider',
      provider,
    );
    this.providerSessions = metrics.gauge(
      'provider_sessions',
      'Open sessions with the provider that calls use',
      provider,
    );
    this.providerWarmSessions = metrics.gauge(
      'provider_warm_sessions',
      'Open sessions with the provider that wait for a call',
      provider,
    );
    this.modelShutdown = metrics.gauge(
      'model_shutdown_timestamp_seconds',
      'When the day begins, UTC, on which a configured model is shut down; +Inf without a date',
      ['model', 'use'],
    );
  }

  /** Brings every gauge up to date. */
  read(): void {
    const { active, max, streams } = this.calls.stats();
    this.callsActive.set(active);
    this.callsMax.set(max);
    this.streamsActive.set(streams);
    this.ready.set(this.lifecycle.state === 'ready' ? 1 : 0);
    this.databaseUp.set(this.database.up ? 1 : 0);
    for (const { name, state, activeSessions, warmSessions } of this.realtime.providers()) {
      this.providerUsable.set({ provider: name }, state === 'usable' ? 1 : 0);
      this.providerSessions.set({ provider: name }, activeSessions);
      this.providerWarmSessions.set({ provider: name }, warmSessions);
    }
    // A date may be taken back.
    this.modelShutdown.reset();
    for (const { model, use, shutdownDate } of this.models.models()) {
      const at = shutdownDate === null ? Infinity : Date.parse(shutdownDate) / 1000;
      this.modelShutdown.set({ model, use }, at);
    }
  }
}
