import {
  applyDecorators,
  Controller,
  Get,
  HttpStatus,
  Res,
  ServiceUnavailableException,
} from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiSecurity,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import {
  HealthCheck,
  type HealthCheckResult,
  HealthCheckService,
  type HealthIndicatorFunction,
} from '@nestjs/terminus';
import type { Response } from 'express';
import { OpenAccess } from '../ops/open-access.js';
import { ProblemResponses } from '../ops/problem.js';
import { Answerability } from './answerability.js';
import { DependencyChecks } from './dependency-checks.js';
import { HealthDto } from './health.dto.js';
import { CapacityHealthIndicator } from './indicators/capacity.health.js';
import { EventLoopHealthIndicator } from './indicators/event-loop.health.js';
import { LifecycleHealthIndicator } from './indicators/lifecycle.health.js';

const DOWN = { lifecycle: { status: 'down', state: 'draining' } } as const;
const UNAVAILABLE: HealthDto = { status: 'error', info: {}, error: DOWN, details: DOWN };

/** Documents a handler that answers with `HealthDto`, which no cache may keep. */
const AnswersHealth = (summary: string): MethodDecorator =>
  applyDecorators(
    HealthCheck({ noCache: true, swaggerDocumentation: false }),
    ApiOperation({ summary }),
    ApiOkResponse({ type: HealthDto, description: 'Yes' }),
    ApiServiceUnavailableResponse({
      type: HealthDto,
      description: 'No; `error` says why',
      example: UNAVAILABLE,
    }),
  );

/**
 * Health in Terminus' shape. Open to anyone: it is made of fixed words, figures and names of
 * OpenAI's models, and reveals no secret, address or number.
 */
@ApiTags('health')
@Controller('health')
@OpenAccess()
@ApiSecurity({})
@ProblemResponses(400)
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly answerability: Answerability,
    private readonly dependencies: DependencyChecks,
    private readonly eventLoop: EventLoopHealthIndicator,
    private readonly lifecycle: LifecycleHealthIndicator,
    private readonly capacity: CapacityHealthIndicator,
  ) {}

  /**
   * 200 while calls can be answered by any rung. What is down shows under `error`, and the status
   * is then `degraded`; only a wedged process or an empty ladder makes it 503.
   */
  @Get()
  @AnswersHealth('Whether calls can be answered, and the state of every dependency')
  async overall(@Res({ passthrough: true }) response: Response): Promise<HealthDto> {
    const result = await this.check(this.dependencies.all);
    if (this.eventLoop.wedged || !this.answerability.answerable) {
      response.status(HttpStatus.SERVICE_UNAVAILABLE);
      result.status = 'error';
    } else if (result.status === 'error') {
      result.status = 'degraded';
    }
    return result;
  }

  @Get('live')
  @AnswersHealth('Liveness: 503 when the process is wedged and should be replaced')
  live(@Res({ passthrough: true }) response: Response): Promise<HealthDto> {
    return this.probe(response, [() => this.eventLoop.check()]);
  }

  @Get('ready')
  @AnswersHealth('Readiness: 503 while starting, draining or full')
  ready(@Res({ passthrough: true }) response: Response): Promise<HealthDto> {
    return this.probe(response, [() => this.lifecycle.checkReady(), () => this.capacity.check()]);
  }

  @Get('startup')
  @AnswersHealth('Startup: 503 until the port is open')
  startup(@Res({ passthrough: true }) response: Response): Promise<HealthDto> {
    return this.probe(response, [() => this.lifecycle.checkStarted()]);
  }

  /** 503 when any of these is down. */
  private async probe(
    response: Response,
    indicators: readonly HealthIndicatorFunction[],
  ): Promise<HealthDto> {
    const result = await this.check(indicators);
    if (Object.keys(result.error ?? {}).length > 0) {
      response.status(HttpStatus.SERVICE_UNAVAILABLE);
    }
    return result;
  }

  /** Terminus throws its result when something is down; here the caller decides what that means. */
  private async check(indicators: readonly HealthIndicatorFunction[]): Promise<HealthDto> {
    try {
      return await this.health.check([...indicators]);
    } catch (error) {
      if (error instanceof ServiceUnavailableException) {
        return error.getResponse() as HealthCheckResult;
      }
      throw error;
    }
  }
}
