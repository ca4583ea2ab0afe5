import { ApiProperty } from '@nestjs/swagger';
import type { HealthIndicatorResult } from '@nestjs/terminus';
import type { LatencyReport } from '../calls/session/latency-stats.js';
import type { LatencyMinute } from '../calls/session/latency-trend.js';
import type { InstanceView } from '../cluster/membership.js';
import type { MenuStatus } from '../menu/menu.service.js';
import { COUNT, MS, TEXT_OR_NULL, TIME, TIME_OR_NULL } from '../ops/api-schema.js';
import type { LifecycleState } from '../ops/lifecycle.js';
import { DEGRADABLE, type Degradable, type StandingFault } from '../ops/standing-faults.js';
import { ModelStatusDto, ProviderStatusDto } from '../realtime/realtime.dto.js';
import { INDICATOR } from './health.dto.js';

const STATES = ['starting', 'ready', 'draining'] as const satisfies readonly LifecycleState[];

class CallCountsDto {
  @ApiProperty(COUNT) active!: number;
  @ApiProperty({ ...COUNT, description: 'Since the start of this instance' }) total!: number;
  @ApiProperty({ ...COUNT, description: 'Since the start of this instance' }) rejected!: number;
  @ApiProperty(COUNT) max!: number;
}

class StreamCountsDto {
  @ApiProperty(COUNT) active!: number;
}

class RealtimeStatusDto {
  @ApiProperty({ description: 'USE_REALTIME_API' }) enabled!: boolean;
  @ApiProperty({ description: 'ENABLE_REALTIME_FALLBACK' }) fallbackEnabled!: boolean;
  @ApiProperty({ type: [ProviderStatusDto] }) providers!: readonly ProviderStatusDto[];
}

class ModelsDto {
  @ApiProperty({ ...TIME_OR_NULL, description: "When OpenAI's newest list of models came" })
  checkedAt!: string | null;
  @ApiProperty({ type: [ModelStatusDto], description: 'The models that calls depend on' })
  used!: readonly ModelStatusDto[];
}

class ResponsePercentilesDto {
  @ApiProperty(MS) p50!: number;
  @ApiProperty(MS) p95!: number;
  @ApiProperty(MS) p99!: number;
}

class AddedPercentilesDto {
  @ApiProperty(MS) p50!: number;
  @ApiProperty(MS) p99!: number;
}

class AddedLatencyDto {
  @ApiProperty({ type: AddedPercentilesDto, description: "The caller's frames" })
  in!: AddedPercentilesDto;
  @ApiProperty({ type: AddedPercentilesDto, description: "The assistant's frames" })
  out!: AddedPercentilesDto;
}

class LatencyDto implements LatencyReport {
  @ApiProperty({
    type: ResponsePercentilesDto,
    description: "From the end of the caller's speech to the first audio of the answer",
  })
  responseMs!: ResponsePercentilesDto;
  @ApiProperty({ type: AddedLatencyDto, description: 'How long frames stay in this process' })
  addedMs!: AddedLatencyDto;
}

class EventLoopDto {
  @ApiProperty(MS) p99Ms!: number;
}

class MenuStatusDto implements MenuStatus {
  @ApiProperty({ description: 'The last load succeeded' }) ok!: boolean;
  @ApiProperty(COUNT) items!: number;
  @ApiProperty(TIME) loadedAt!: string;
  @ApiProperty(TEXT_OR_NULL) lastError!: string | null;
}

class DependenciesDto {
  @ApiProperty(INDICATOR) database!: HealthIndicatorResult[string];
  @ApiProperty(INDICATOR) redis!: HealthIndicatorResult[string];
  @ApiProperty() menu!: MenuStatusDto;
}

class InstanceDto implements InstanceView {
  @ApiProperty() instance!: string;
  @ApiProperty({ enum: STATES }) state!: LifecycleState;
  @ApiProperty(COUNT) activeCalls!: number;
  @ApiProperty(TIME) lastSeen!: string;
}

class ClusterDto {
  @ApiProperty({ type: [InstanceDto], description: 'This instance first' })
  instances!: readonly InstanceView[];
}

class StandingFaultDto implements StandingFault {
  @ApiProperty({ enum: DEGRADABLE }) what!: Degradable;
  @ApiProperty({ ...TIME, description: 'When it was first seen' }) since!: string;
  @ApiProperty({ description: 'In fixed words' }) reason!: string;
}

/** Answer of `GET /status`. */
export class StatusDto {
  @ApiProperty() service!: string;
  @ApiProperty() version!: string;
  @ApiProperty() instance!: string;
  @ApiProperty({ enum: STATES }) state!: LifecycleState;
  @ApiProperty(COUNT) uptimeSeconds!: number;
  @ApiProperty() calls!: CallCountsDto;
  @ApiProperty() streams!: StreamCountsDto;
  @ApiProperty() realtime!: RealtimeStatusDto;
  @ApiProperty() models!: ModelsDto;
  @ApiProperty() latency!: LatencyDto;
  @ApiProperty() eventLoop!: EventLoopDto;
  @ApiProperty() dependencies!: DependenciesDto;
  @ApiProperty({ type: [StandingFaultDto], description: 'What is not well now; the oldest first' })
  degraded!: readonly StandingFault[];
  @ApiProperty() cluster!: ClusterDto;
}

class InstanceFaultDto extends StandingFaultDto {
  @ApiProperty() instance!: string;
}

class LatencyMinuteDto implements LatencyMinute {
  @ApiProperty({ ...TIME, description: 'When the minute began' }) at!: string;
  @ApiProperty(COUNT) answers!: number;
  @ApiProperty(MS) p50Ms!: number;
  @ApiProperty(MS) p95Ms!: number;
  @ApiProperty(MS) p99Ms!: number;
}

/** Answer of `GET /status/cluster`. */
export class ClusterStatusDto {
  @ApiProperty({
    type: [InstanceFaultDto],
    description: 'What is not well now, on each replica that answers; the oldest first',
  })
  degraded!: readonly InstanceFaultDto[];
  @ApiProperty({
    type: [LatencyMinuteDto],
    description:
      "From the end of the caller's speech to the first audio of the answer, of all replicas: the " +
      'minutes of the last hour in which there were answers, the oldest first; at most 2.5 % off',
  })
  latency!: readonly LatencyMinute[];
}
