import { ApiProperty } from '@nestjs/swagger';
import type { HealthCheckResult, HealthIndicatorResult } from '@nestjs/terminus';

/** What an indicator says; further fields depend on it. */
export const INDICATOR = {
  type: 'object' as const,
  properties: { status: { type: 'string' as const, enum: ['up', 'degraded', 'down'] } },
  required: ['status'],
  additionalProperties: true,
};

const BY_NAME = { type: 'object' as const, additionalProperties: INDICATOR };

/** Answer of `GET /health*`, in Terminus' shape. */
export class HealthDto implements HealthCheckResult {
  @ApiProperty({ enum: ['ok', 'degraded', 'error', 'shutting_down'] })
  status!: HealthCheckResult['status'];
  @ApiProperty({ ...BY_NAME, description: 'What is up or degraded' })
  info?: Partial<HealthIndicatorResult>;
  @ApiProperty({ ...BY_NAME, description: 'What is down' }) error?: Partial<HealthIndicatorResult>;
  @ApiProperty({ ...BY_NAME, description: 'Everything' }) details!: HealthIndicatorResult;
}
