import { BadRequestException, Controller, Delete, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { callerIdentity } from '../common/caller-number.js';
import { ProblemResponses } from '../ops/problem.js';
import { CallerForgetting } from './caller-forgetting.js';
import { CallerForgottenDto } from './callers.dto.js';

/** Callers, for operators. */
@ApiTags('callers')
@Controller('callers')
@ProblemResponses(400, 401, 403, 503)
export class CallersController {
  constructor(private readonly forgetting: CallerForgetting) {}

  @Delete(':number')
  @ApiOperation({ summary: 'Forgets a caller everywhere and says what was found' })
  @ApiParam({ name: 'number', description: 'As Twilio presents it: +15551230100, client:ada' })
  @ApiOkResponse({ type: CallerForgottenDto })
  async forget(@Param('number') number: string): Promise<CallerForgottenDto> {
    const identity = callerIdentity(number);
    if (identity === null) {
      throw new BadRequestException(
        'This names no single caller: a number begins with + and its country',
      );
    }
    return this.forgetting.forget(identity);
  }
}
