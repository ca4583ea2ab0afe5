import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, IsString, Length, Matches } from 'class-validator';
import { PageQuery } from '../common/paging.js';
import { COUNT, MS, TEXT_OR_NULL, TIME, TIME_OR_NULL } from '../ops/api-schema.js';
import { OrderSummaryDto } from '../orders/orders.dto.js';
import type { CallbackNote } from '../menu/tools/tool.js';
import { AUDIO_FAULTS, type AudioFault } from '../audio/audio-faults.js';
import type { CallAudio } from './call/call-audio.js';
import type { CallUsage, ProviderUsage, UsageTotals } from './call/call-usage.js';
import type { CallOutcome, CallState } from './call/call.js';
import type { TimelineEntry } from './call/timeline.js';
import type { TranscriptEntry } from './call/conversation.js';
import type { TurnLatency } from './call/turn-latency.js';
import { CostDto, SpeechDto, WaitDto } from './talk.dto.js';
import type { StreamView } from './ownership/call-sessions.js';
import type { SearchCost } from './state/calls.store.js';

const STATES = ['ringing', 'active', 'resuming', 'ended'] as const satisfies readonly CallState[];
const OUTCOMES = [
  'finished',
  'hung-up',
  'transferred',
  'lost',
  'left-stream',
  'handed-over',
  'rejected',
] as const satisfies readonly CallOutcome[];
const PERCENT = { type: Number, minimum: 0, maximum: 100 } as const;
const DBFS = { type: Number, maximum: 0, description: 'Decibels below full scale' } as const;
const JITTER = { type: Number, minimum: 0 } as const;
const MASKED = { description: 'Masked: +1******0100' } as const;

const TIME_TYPED = 'ISO 8601; without a zone it is the time of the server';

/** Query of `GET /calls`. */
export class CallsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  state?: CallState;

  @ApiPropertyOptional({
    maxLength: 200,
    description:
      "Ended calls alone: the caller's number in full or its last four digits, the id of the call " +
      'or of an order, the number that was told for an order, or words that were said',
  })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @Matches(/\S/, { message: 'q must hold something to look for' })
  q?: string;

  @ApiPropertyOptional({ enum: OUTCOMES })
  @IsOptional()
  @IsIn(OUTCOMES)
  outcome?: CallOutcome;

  @ApiPropertyOptional({ ...TIME, description: `Begun then or later; ${TIME_TYPED}` })
  @IsOptional()
  @IsISO8601({ strict: true })
  from?: string;

  @ApiPropertyOptional({ ...TIME, description: `Begun before then; ${TIME_TYPED}` })
  @IsOptional()
  @IsISO8601({ strict: true })
  to?: string;
}

/** Query of `GET /calls/export`. */
export class CallExportQuery extends OmitType(CallsQuery, ['limit', 'cursor']) {}

/** A call in a list. */
export class CallSummaryDto {
  @ApiProperty() callSid!: string;
  @ApiProperty(MASKED) from!: string;
  @ApiProperty(MASKED) to!: string;
  @ApiProperty({ enum: STATES }) state!: CallState;
  @ApiProperty({ enum: OUTCOMES, nullable: true }) outcome!: CallOutcome | null;
  @ApiProperty({ ...TEXT_OR_NULL, description: 'The rung that speaks, or spoke last' })
  provider!: string | null;
  @ApiProperty({ description: 'The replica that has the call, or had it last' }) instance!: string;
  @ApiProperty(TIME) startedAt!: string;
  @ApiProperty(TIME_OR_NULL) endedAt!: string | null;
  @ApiProperty(MS) durationMs!: number;
  @ApiProperty({ ...COUNT, description: 'Answers that were completed' }) turns!: number;
  @ApiProperty({ type: OrderSummaryDto, nullable: true }) order!: OrderSummaryDto | null;
}

class SearchCostDto implements SearchCost {
  @ApiProperty({ ...COUNT, description: 'Ended calls that were looked at' }) lookedAt!: number;
  @ApiProperty({
    description: 'It stopped there before the page was full; the next page goes on',
  })
  limitReached!: boolean;
}

/** Answer of `GET /calls`. */
export class CallListDto {
  @ApiProperty({ ...COUNT, description: 'Calls on this page' }) count!: number;
  @ApiProperty({ type: [CallSummaryDto] }) calls!: readonly CallSummaryDto[];
  @ApiProperty({ ...TEXT_OR_NULL, description: 'null on the last page' })
  nextCursor!: string | null;
  @ApiProperty({
    type: SearchCostDto,
    nullable: true,
    description: 'What a search by `q` or `outcome` has looked at; null for others',
  })
  search!: SearchCost | null;
}

class TranscriptEntryDto implements TranscriptEntry {
  @ApiProperty(TIME) at!: string;
  @ApiProperty({ enum: ['caller', 'assistant'] }) role!: TranscriptEntry['role'];
  @ApiProperty() text!: string;
  @ApiProperty({ description: 'The caller spoke over it' }) interrupted!: boolean;
  @ApiProperty({
    ...MS,
    nullable: true,
    description:
      'How much of it was played, ms; null for what the caller said, and where it cannot be known: the order line',
  })
  heardMs!: number | null;
}

class TurnLatencyDto implements TurnLatency {
  @ApiProperty(TIME) at!: string;
  @ApiProperty({
    ...MS,
    description:
      "From the end of the caller's speech to first audio, ms; on the order line with a chat model, from the caller's words to the text",
  })
  responseMs!: number;
  @ApiProperty(MS) providerMs!: number;
  @ApiProperty(MS) toolsMs!: number;
  @ApiProperty(MS) forwardMs!: number;
}

class CallAudioDto implements CallAudio {
  @ApiProperty({ ...DBFS, description: "Of the caller's audio, dBFS; -100: nothing but silence" })
  levelDbfs!: number;
  @ApiProperty(DBFS) peakDbfs!: number;
  @ApiProperty({ ...PERCENT, description: 'Samples at full scale' }) clippedPercent!: number;
  @ApiProperty({ ...PERCENT, description: 'Frames without a voice' }) silencePercent!: number;
  @ApiProperty({ ...COUNT, description: 'Frames of the caller that came' }) frames!: number;
  @ApiProperty({ ...COUNT, description: 'Holes in the timestamps of the frames' }) gaps!: number;
  @ApiProperty({ ...MS, description: 'How long those holes were together, ms' }) lostMs!: number;
  @ApiProperty({ ...COUNT, description: 'Frames missing by their numbers' }) lostFrames!: number;
  @ApiProperty({ ...COUNT, description: 'Frames that came after a later one' }) lateFrames!: number;
  @ApiProperty({ ...COUNT, description: 'Frames that came twice' }) repeatedFrames!: number;
  @ApiProperty({ ...JITTER, description: 'Interarrival jitter (RFC 3550) as it stands, ms' })
  jitterMs!: number;
  @ApiProperty({ ...JITTER, description: 'The highest jitter, looked at every second, ms' })
  maxJitterMs!: number;
  @ApiProperty({
    type: Number,
    minimum: 0,
    maximum: 1,
    description: "Echo: how closely the caller's level followed our own voice at worst",
  })
  echoCorrelation!: number;
  @ApiProperty({ ...MS, nullable: true, description: 'How much later it did so, ms' })
  echoDelayMs!: number | null;
  @ApiProperty({ ...MS, description: 'The most of our audio that ever waited at the phone, ms' })
  maxBufferedOutMs!: number;
  @ApiProperty({ enum: AUDIO_FAULTS, isArray: true, description: 'What was ever wrong' })
  faults!: readonly AudioFault[];
}

const DOLLARS = { type: Number, minimum: 0 } as const;

class UsageTotalsDto implements UsageTotals {
  @ApiProperty(COUNT) responses!: number;
  @ApiProperty(COUNT) inputTokens!: number;
  @ApiProperty(COUNT) cachedTokens!: number;
  @ApiProperty(COUNT) outputTokens!: number;
  @ApiProperty({
    ...DOLLARS,
    nullable: true,
    description:
      'Dollars by list price of what the provider reported; null when the price of a part is unknown',
  })
  costUsd!: number | null;
  @ApiProperty({ ...DOLLARS, description: 'Dollars of the parts whose price is known' })
  knownCostUsd!: number;
}

class ProviderUsageDto extends UsageTotalsDto implements ProviderUsage {
  @ApiProperty() provider!: string;
}

class CallUsageDto extends UsageTotalsDto implements CallUsage {
  @ApiProperty({
    type: [ProviderUsageDto],
    description: 'The same for each provider; a call that an older version wrote may lack a part',
  })
  byProvider!: readonly ProviderUsage[];
  @ApiProperty({
    ...DOLLARS,
    description: 'Dollars that answers without a report are taken to have cost, by time',
  })
  estimatedUsd!: number;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Age of the call up to which all is reported or estimated, ms',
  })
  accountedMs!: number | null;
}

class CallbackNoteDto implements CallbackNote {
  @ApiProperty({ description: 'In full, to be dialled' }) phone!: string;
  @ApiProperty(TEXT_OR_NULL) message!: string | null;
}

/** Answer of `GET /calls/:callSid`. */
export class CallDetailDto extends CallSummaryDto {
  @ApiProperty({ type: [TranscriptEntryDto] }) transcript!: readonly TranscriptEntry[];
  @ApiProperty({
    type: CallbackNoteDto,
    nullable: true,
    description: "The caller's wish to be called back",
  })
  callback!: CallbackNote | null;
  @ApiProperty({
    type: 'array',
    items: {
      type: 'object',
      description: 'Further fields depend on the event',
      properties: { at: { type: 'string', format: 'date-time' }, event: { type: 'string' } },
      required: ['at', 'event'],
      additionalProperties: true,
    },
  })
  timeline!: readonly TimelineEntry[];
  @ApiProperty({ type: [TurnLatencyDto] }) latency!: readonly TurnLatency[];
  @ApiProperty({
    type: CallAudioDto,
    nullable: true,
    description:
      'Over all streams, as of the last second, or, where another replica has the call, of its last change; null before the first stream',
  })
  audio!: CallAudioDto | null;
  @ApiProperty() usage!: CallUsageDto;
  @ApiProperty({
    enum: ['whole', 'newest'],
    description:
      'newest: of a long call that is live the lists lack their beginnings, as the database does not answer',
  })
  history!: 'whole' | 'newest';
  @ApiProperty({
    type: [SpeechDto],
    description: 'Who spoke when; empty for a call of an earlier version',
  })
  speech!: readonly SpeechDto[];
  @ApiProperty({ type: [WaitDto], description: 'How long the caller waited at each turn' })
  waits!: readonly WaitDto[];
  @ApiProperty({
    ...COUNT,
    nullable: true,
    description: 'The turn at which the caller heard nothing for longest',
  })
  worstTurn!: number | null;
  @ApiProperty({ type: [CostDto], description: 'The cost as it has grown' })
  costs!: readonly CostDto[];
}

/** Answer of `POST /calls/:callSid/hangup` and `/transfer`. */
export class CallAcceptedDto {
  @ApiProperty() callSid!: string;
}

class StreamAudioDto extends CallAudioDto {
  @ApiProperty({ ...MS, description: 'Audio that the phone has not played yet, ms' })
  bufferedOutMs!: number;
}

/** An open media stream. */
class StreamDto implements StreamView {
  @ApiProperty() streamSid!: string;
  @ApiProperty() callSid!: string;
  @ApiProperty() instance!: string;
  @ApiProperty(TEXT_OR_NULL) provider!: string | null;
  @ApiProperty(TIME) startedAt!: string;
  @ApiProperty(MS) durationMs!: number;
  @ApiProperty(COUNT) framesIn!: number;
  @ApiProperty(COUNT) framesOut!: number;
  @ApiProperty(COUNT) bytesIn!: number;
  @ApiProperty(COUNT) bytesOut!: number;
  @ApiProperty(COUNT) marksPending!: number;
  @ApiProperty(TIME_OR_NULL) lastMediaAt!: string | null;
  @ApiProperty({ ...DBFS, description: "Level of the caller's last second, dBFS" })
  callerDbfs!: number;
  @ApiProperty() audio!: StreamAudioDto;
}

/** Answer of `GET /streams`. */
export class StreamListDto {
  @ApiProperty(COUNT) count!: number;
  @ApiProperty({ type: [StreamDto] }) streams!: readonly StreamView[];
}
