import { Global, Module } from '@nestjs/common';
import { Database } from './database.js';
import { TranscriptRetention } from './retention.js';

/** The database, for every part that stores something. */
@Global()
@Module({
  providers: [Database, TranscriptRetention],
  exports: [Database],
})
export class StorageModule {}
