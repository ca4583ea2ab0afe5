import { applyDecorators, Header, HttpCode } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  type ApiOperationOptions,
  ApiSecurity,
  ApiTags,
} from '@nestjs/swagger';
import { ProblemResponses } from '../ops/problem.js';

const TWIML = 'text/xml';

/** Documents the controllers that Twilio asks: signed, form-encoded, 400 without a call. */
export const TwilioWebhooks = (): ClassDecorator =>
  applyDecorators(ApiTags('twilio'), ApiSecurity('twilio'), ProblemResponses(400, 403));

/** A handler that answers with TwiML. */
export const AnswersTwiml = (operation: ApiOperationOptions, ...fields: readonly string[]) =>
  applyDecorators(
    HttpCode(200),
    Header('Content-Type', `${TWIML}; charset=utf-8`),
    ApiOkResponse({
      description: 'TwiML',
      content: { [TWIML]: { schema: { type: 'string' } } },
    }),
    webhook(operation, fields),
  );

/** A handler that takes a report and answers nothing. */
export const TakesReport = (operation: ApiOperationOptions, ...fields: readonly string[]) =>
  applyDecorators(
    HttpCode(204),
    ApiNoContentResponse({ description: 'Noted' }),
    webhook(operation, fields),
  );

/** The form: `CallSid`, the given fields, and any other that Twilio adds. */
function webhook(operation: ApiOperationOptions, fields: readonly string[]) {
  const names = ['CallSid', ...fields];
  return applyDecorators(
    ApiOperation(operation),
    ApiConsumes('application/x-www-form-urlencoded'),
    ApiBody({
      schema: {
        type: 'object',
        properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
        required: ['CallSid'],
        additionalProperties: true,
      },
    }),
  );
}
