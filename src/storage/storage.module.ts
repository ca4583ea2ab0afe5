import { Global, Module } from '@nestjs/common';
import { Database } from './database.js';
import { Quarantine } from './quarantine.js';
import { Retention } from './retention.js';
import { RetentionMetrics } from './retention.metrics.js';
import { StorageMetrics } from './storage.metrics.js';
import { StorageWatch } from './storage-watch.js';

/** The database, for every part that stores something. */
@Global()
@Module({
  providers: [Database, Quarantine, Retention, RetentionMetrics, StorageMetrics, StorageWatch],
  exports: [Database, Quarantine, Retention, StorageMetrics, StorageWatch],
})
export class StorageModule {}
