import { ApiProperty } from '@nestjs/swagger';
import { COUNT, TEXT_OR_NULL, TIME, TIME_OR_NULL } from '../ops/api-schema.js';
import type { ModelState, ModelStatus } from '../openai/models/model-check.js';
import type { CircuitView } from './provider-circuit.js';
import type { ProviderStatus, VoiceSessionView } from './realtime.service.js';
import type { VoiceSessionState } from './voice-provider.js';

/** A call's session with a provider. */
class VoiceSessionDto implements VoiceSessionView {
  @ApiProperty() callSid!: string;
  @ApiProperty() provider!: string;
  @ApiProperty() model!: string;
  @ApiProperty({ enum: ['connecting', 'ready', 'reconnecting', 'failed', 'closed'] })
  state!: VoiceSessionState;
  @ApiProperty({ ...COUNT, description: 'Connections made for the call so far' })
  attempts!: number;
  @ApiProperty(TIME) openedAt!: string;
  @ApiProperty() instance!: string;
}

/** Answer of `GET /realtime/sessions`. */
export class VoiceSessionListDto {
  @ApiProperty(COUNT) count!: number;
  @ApiProperty({ type: [VoiceSessionDto] }) sessions!: readonly VoiceSessionDto[];
}

/** A rung of the ladder. */
export class ProviderStatusDto implements ProviderStatus {
  @ApiProperty() name!: string;
  @ApiProperty({ enum: ['usable', 'unusable'] }) state!: ProviderStatus['state'];
  @ApiProperty({ enum: ['closed', 'open', 'half-open'] }) circuit!: CircuitView;
  @ApiProperty({ ...TIME_OR_NULL, description: 'Since when it has not been closed' })
  circuitOpenSince!: string | null;
  @ApiProperty(COUNT) activeSessions!: number;
  @ApiProperty(COUNT) warmSessions!: number;
  @ApiProperty(TEXT_OR_NULL) lastError!: string | null;
  @ApiProperty({ ...TIME_OR_NULL, description: 'When that happened' }) lastErrorAt!: string | null;
  @ApiProperty({ ...TEXT_OR_NULL, description: 'Why it cannot be used' }) reason!: string | null;
}

/** A model that is configured for calls. */
export class ModelStatusDto implements ModelStatus {
  @ApiProperty({ enum: ['realtime', 'transcription', 'chat', 'speech'] }) use!: ModelStatus['use'];
  @ApiProperty({ description: 'The environment variable that names it' }) variable!: string;
  @ApiProperty() model!: string;
  @ApiProperty({
    enum: ['ok', 'ending', 'ended', 'unknown', 'wrong-kind', 'unchecked'],
    description: '`ending`: within 90 days; `unchecked`: the service does not tell',
  })
  state!: ModelState;
  @ApiProperty({
    type: String,
    pattern: '^\\d{4}-\\d{2}-\\d{2}$',
    nullable: true,
    description: 'The day of its end, UTC',
  })
  shutdownDate!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Negative after the day' })
  daysLeft!: number | null;
  @ApiProperty({ ...TEXT_OR_NULL, description: 'What is wrong, to follow the name of the model' })
  problem!: string | null;
  @ApiProperty({ ...TEXT_OR_NULL, description: 'A model to use in its place' })
  instead!: string | null;
}
