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

/** What Twilio sends in a field. */
const FIELDS = {
  AccountSid: 'AC00000000000000000000000000000001',
  CallSid: 'CA00000000000000000000000000000002',
  From: '+15551230100',
  To: '+15551230199',
  CallStatus: 'completed',
  SequenceNumber: '3',
  StreamSid: 'MZ00000000000000000000000000000003',
  StreamEvent: 'stream-started',
  StreamError: '',
  SpeechResult: 'A large pepperoni, please.',
  Confidence: '0.92',
  Digits: '1',
  DialCallStatus: 'completed',
  DialBridged: 'true',
  RecordingUrl: 'https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1',
  RecordingSid: 'RE00000000000000000000000000000004',
  RecordingDuration: '12',
  ErrorCode: '11200',
  ParentCallSid: 'CA00000000000000000000000000000001',
} as const;

type Field = keyof typeof FIELDS;

/** Fields of a request that is about something else than the one of the example. */
const OTHER = /^(Dial|Recording|StreamError)/;

/** Documents the controllers that Twilio asks: signed, form-encoded, 400 without a call. */
export const TwilioWebhooks = (): ClassDecorator =>
  applyDecorators(ApiTags('twilio'), ApiSecurity('twilio'), ProblemResponses(400, 403));

/** A handler that answers with TwiML. */
export const AnswersTwiml = (operation: ApiOperationOptions, ...fields: readonly Field[]) =>
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
export const TakesReport = (operation: ApiOperationOptions, ...fields: readonly Field[]) =>
  applyDecorators(
    HttpCode(204),
    ApiNoContentResponse({ description: 'Noted' }),
    webhook(operation, fields),
  );

/** The form: account, call, the given fields, and any other that Twilio adds. */
function webhook(operation: ApiOperationOptions, fields: readonly Field[]) {
  const names: readonly Field[] = ['AccountSid', 'CallSid', ...fields];
  const shown = names.filter(
    (name) => !OTHER.test(name) && !(name === 'Digits' && names.includes('SpeechResult')),
  );
  return applyDecorators(
    ApiOperation(operation),
    ApiConsumes('application/x-www-form-urlencoded'),
    ApiBody({
      schema: {
        type: 'object',
        properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
        required: ['AccountSid', 'CallSid'],
        additionalProperties: true,
        example: Object.fromEntries(shown.map((name) => [name, FIELDS[name]])),
      },
    }),
  );
}
