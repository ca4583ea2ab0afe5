import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../ops/problem.js';
import { Quarantine } from '../storage/quarantine.js';
import { QuarantineDto } from './quarantine.dto.js';

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
}
