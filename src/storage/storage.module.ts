import { Global, Module } from '@nestjs/common';
import { Database } from './database.js';
import { Retention } from './retention.js';

/** The database, for every part that stores something. */
@Global()
@Module({
  providers: [Database, Retention],
  exports: [Database],
})
export class StorageModule {}
