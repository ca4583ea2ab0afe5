import { Global, Module } from '@nestjs/common';
import { Database } from './database.js';
import { Retention } from './retention.js';
import { RetentionMetrics } from './retention.metrics.js';

/** The database, for every part that stores something. */
@Global()
@Module({
  providers: [Database, Retention, RetentionMetrics],
  exports: [Database, Retention],
})
export class StorageModule {}
