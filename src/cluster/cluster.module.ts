import { Global, Module } from '@nestjs/common';
import { ClusterBus } from './cluster-bus.js';
import { ClusterMetrics } from './cluster.metrics.js';
import { LiveEventsRelay } from './live-events-relay.js';
import { Membership } from './membership.js';
import { RedisClusterBus } from './redis-cluster-bus.js';
import { RedisLink } from './redis-link.js';
import { RedisMembership } from './redis-membership.js';
import { RedisSharedStore } from './redis-shared-store.js';
import { SharedStore } from './shared-store.js';

/** What replicas share through Redis; each process works alone while it is away. */
@Global()
@Module({
  providers: [
    ClusterMetrics,
    RedisLink,
    RedisMembership,
    LiveEventsRelay,
    { provide: Membership, useExisting: RedisMembership },
    { provide: SharedStore, useClass: RedisSharedStore },
    { provide: ClusterBus, useClass: RedisClusterBus },
  ],
  exports: [RedisLink, SharedStore, ClusterBus, Membership],
})
export class ClusterModule {}
