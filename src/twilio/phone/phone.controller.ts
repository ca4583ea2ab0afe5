import { Controller, HttpCode, NotFoundException, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AppConfig } from '../../config/app-config.js';
import { ProblemResponses } from '../../ops/problem.js';
import { PhoneCalls } from './phone-calls.js';
import { PhoneCallDto } from './phone.dto.js';

/** The account of calls while none is configured. */
const NO_ACCOUNT = `AC${'0'.repeat(32)}`;

/** Calls of the phone in the browser. For operators, while the page is on. */
@ApiTags('phone')
@Controller('phone')
@ProblemResponses(401, 403, 404)
export class PhoneController {
  constructor(
    private readonly config: AppConfig,
    private readonly calls: PhoneCalls,
  ) {}

  /**
   * Makes the id of a call. With it, and the same access, the page may ask the voice webhooks
   * without Twilio's signature.
   */
  @Post('calls')
  @HttpCode(201)
  @ApiOperation({ summary: 'Begin a call of the phone page' })
  @ApiCreatedResponse({ type: PhoneCallDto })
  begin(): PhoneCallDto {
    const { http, twilio } = this.config;
    if (!http.phonePage) throw new NotFoundException('ENABLE_PHONE is not set.');
    return {
      callSid: this.calls.make(),
      accountSid: twilio.accountSid ?? NO_ACCOUNT,
      publicUrl: http.publicUrl,
      mediaStreamUrl: http.mediaStreamUrl,
    };
  }
}
