import { ApiProperty } from '@nestjs/swagger';
import { COUNT, TIME } from '../ops/api-schema.js';
import type { QuarantinedEntry } from '../storage/quarantine.js';
import {
  QUARANTINE_REASONS,
  QUARANTINE_SOURCES,
  type QuarantineReason,
  type QuarantineSource,
} from '../storage/quarantine-source.js';

class QuarantinedEntryDto implements QuarantinedEntry {
  @ApiProperty({ example: 'placed-orders:9f6a', description: 'Source and name' }) id!: string;
  @ApiProperty({ enum: QUARANTINE_SOURCES }) source!: QuarantineSource;
  @ApiProperty({ description: 'Id of the call or the order' }) name!: string;
  @ApiProperty({ enum: QUARANTINE_REASONS }) reason!: QuarantineReason;
  @ApiProperty({
    description: 'A path below DATA_DIR, a column of the database or a key of Redis',
  })
  place!: string;
  @ApiProperty({ ...TIME, description: 'When it was first set aside or met' }) at!: string;
}

/** Answer of `POST /quarantine/:id/retry`. */
export class QuarantineRetryDto {
  @ApiProperty() id!: string;
  @ApiProperty({
    enum: ['delivered', 'waiting'],
    description: 'In the database, or waiting for it like any other entry',
  })
  state!: 'delivered' | 'waiting';
}

/** Answer of `GET /quarantine`. */
export class QuarantineDto {
  @ApiProperty(COUNT) count!: number;
  @ApiProperty({ type: [QuarantinedEntryDto], description: 'The oldest first' })
  entries!: readonly QuarantinedEntry[];
}
