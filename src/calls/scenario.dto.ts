import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { COUNT } from '../ops/api-schema.js';

/** A function call of the assistant in a scenario. */
export class ScenarioToolDto {
  @ApiProperty() name!: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Texts may hold `{{tool.field}}`: a field of the latest result of that tool',
  })
  arguments!: Readonly<Record<string, unknown>>;
}

/** One answer of the assistant in a scenario. */
export class ScenarioStepDto {
  @ApiPropertyOptional() say?: string;
  @ApiPropertyOptional({ type: [ScenarioToolDto] }) tools?: ScenarioToolDto[];
}

/** The caller has spoken over the assistant. */
export class ScenarioBargeInDto {
  @ApiProperty({ ...COUNT, description: 'Of the assistant, before the caller spoke, ms' })
  afterMs!: number;
}

/** One turn of the caller in a scenario. */
export class ScenarioTurnDto {
  @ApiProperty({ description: 'Empty where keys were pressed' }) caller!: string;
  @ApiPropertyOptional() keys?: string;
  @ApiPropertyOptional({ ...COUNT, description: 'Silence of the caller before it, ms' })
  pauseMs?: number;
  @ApiPropertyOptional({ type: ScenarioBargeInDto }) bargeIn?: ScenarioBargeInDto;
  @ApiProperty({ type: [ScenarioStepDto], description: 'None where the order line has answered' })
  steps!: ScenarioStepDto[];
}

/** Answer of `GET /calls/:callSid/scenario`. */
export class ScenarioDto {
  @ApiProperty() name!: string;
  @ApiProperty({ description: 'The first words of the call; empty for the order line' })
  greeting!: string;
  @ApiProperty({ type: [ScenarioTurnDto] }) turns!: ScenarioTurnDto[];
}
