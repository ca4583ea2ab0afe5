import { ApiProperty } from '@nestjs/swagger';

/** A call of the phone page that may now be made. */
export class PhoneCallDto {
  @ApiProperty({ example: 'CA0123456789abcdef0123456789abcdef' }) callSid!: string;
  @ApiProperty({ description: 'For the webhooks and the stream of the call' }) accountSid!: string;
  @ApiProperty({ description: 'What URLs in TwiML begin with', example: 'https://example.com' })
  publicUrl!: string;
  @ApiProperty({ description: 'URL of the media stream in TwiML' }) mediaStreamUrl!: string;
}
