import { ApiProperty } from '@nestjs/swagger';
import { COUNT } from '../ops/api-schema.js';
import type { CallerForgotten } from './caller-forgetting.js';

/** Answer of `DELETE /callers/:number`: what was found of the caller, by kind. */
export class CallerForgottenDto implements CallerForgotten {
  @ApiProperty({ description: 'Masked: +1******0100' }) number!: string;
  @ApiProperty({ ...COUNT, description: 'Records emptied of number, transcript and timeline' })
  calls!: number;
  @ApiProperty({ ...COUNT, description: 'Of them, records that had the reference of a recording' })
  recordings!: number;
  @ApiProperty({
    ...COUNT,
    description: 'Placed orders emptied of name, number, address and notes',
  })
  orders!: number;
  @ApiProperty({ ...COUNT, description: 'Orders deleted that were never placed' }) drafts!: number;
  @ApiProperty({ ...COUNT, description: 'Messages to the kitchen: deleted, or emptied if unsent' })
  kitchenMessages!: number;
  @ApiProperty({ ...COUNT, description: 'Records emptied that waited on disk for the database' })
  waitingCalls!: number;
  @ApiProperty({ ...COUNT, description: 'Orders emptied that waited on disk for the database' })
  waitingOrders!: number;
  @ApiProperty({ ...COUNT, description: 'Voicemails deleted that waited on disk' })
  voicemails!: number;
  @ApiProperty({
    ...COUNT,
    description: 'Set aside, on disk or in Redis: emptied, or deleted if it cannot be read',
  })
  setAside!: number;
  @ApiProperty({ ...COUNT, description: 'States of the keypad line deleted, in each replica' })
  dialogues!: number;
  @ApiProperty({ ...COUNT, description: 'Counted rates deleted' }) rates!: number;
  @ApiProperty({ ...COUNT, description: 'Calls in progress, left as they are: ask again later' })
  liveCalls!: number;
  @ApiProperty({ type: [String], description: 'Replicas that have looked through their disk' })
  instances!: readonly string[];
  @ApiProperty({ type: [String], description: 'Replicas that did not answer: ask again' })
  missing!: readonly string[];
}
