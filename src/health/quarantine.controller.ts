import {
  ConflictException,
  Controller,
  Delete,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
} from '@nestjs/common';
import {
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { ProblemResponses } from '../ops/problem.js';
import { Quarantine } from '../storage/quarantine.js';
import { QuarantineDto, QuarantineRetryDto } from './quarantine.dto.js';

const UNKNOWN = 'This instance has set nothing aside under this id';
/** Why an entry stays set aside. */
const STAYS = {
  unreadable: 'The file still cannot be read: mend it first',
  refused: 'The database refuses it still',
  full: 'Too many others wait: try again when there are fewer',
  fixed:
    'This is no file: mend the row in the database; a snapshot of Redis can only be deleted here',
} as const;

/** What this instance has set aside, for operators. */
@ApiTags('operations')
@Controller('quarantine')
@ProblemResponses(401, 403)
export class QuarantineController {
  constructor(private readonly quarantine: Quarantine) {}

  @Get()
  @ApiOperation({
    summary: 'Entries of this instance that cannot be read or written, and where they are',
  })
  @ApiOkResponse({ type: QuarantineDto })
  list(): QuarantineDto {
    const entries = this.quarantine.list();
    return { count: entries.length, entries };
  }

  @Post(':id/retry')
  @HttpCode(200)
  @ApiOperation({ summary: 'Reads a file that was set aside anew and brings it to the database' })
  @ApiParam({ name: 'id', description: 'As `GET /quarantine` of this instance has it' })
  @ApiOkResponse({ type: QuarantineRetryDto })
  @ProblemResponses(404, 409)
  async retry(@Param('id') id: string): Promise<QuarantineRetryDto> {
    const state = await this.quarantine.retry(id);
    if (state === 'unknown') throw new NotFoundException(UNKNOWN);
    if (state !== 'delivered' && state !== 'waiting') throw new ConflictException(STAYS[state]);
    return { id, state };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Deletes a file or snapshot that was set aside, for good' })
  @ApiParam({ name: 'id', description: 'As `GET /quarantine` of this instance has it' })
  @ApiNoContentResponse()
  @ProblemResponses(404, 409, 503)
  async discard(@Param('id') id: string): Promise<void> {
    const result = await this.quarantine.discard(id);
    if (result === 'unknown') throw new NotFoundException(UNKNOWN);
    if (result === 'fixed') throw new ConflictException(STAYS.fixed);
  }
}
