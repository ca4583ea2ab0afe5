import { Controller, Get, HttpStatus, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  HealthCheck,
  type HealthCheckResult,
  HealthCheckService,
  type HealthIndicatorFunction,
} from '@nestjs/terminus';
import type { Response } from 'express';
import { OpenAccess } from '../ops/open-access.js';
import { HealthIndicators } from './health-indicators.js';

/** Health in Terminus' shape. Open to anyone, so it reveals no secret, address or number. */
@ApiTags('health')
@Controller('health')
@OpenAccess()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicators,
  ) {}

  /**
   * 200 while calls can be answered by any rung. What is down shows under `error`, and the status
   * is then `degraded`; only a wedged process or an empty ladder makes it 503.
   */
  @Get()
  @HealthCheck()
  @ApiOperation({ summary: 'Whether calls can be answered, and the state of every dependency' })
  async overall(@Res({ passthrough: true }) response: Response): Promise<HealthCheckResult> {
    const result = await this.check(this.indicators.all);
    if (this.indicators.wedged || !this.indicators.answerable) {
      response.status(HttpStatus.SERVICE_UNAVAILABLE);
      return { ...result, status: 'error' };
    }
    return result.status === 'error' ? { ...result, status: 'degraded' } : result;
  }

  @Get('live')
  @HealthCheck()
  @ApiOperation({ summary: 'Liveness: 503 when the process is wedged and should be replaced' })
  live(@Res({ passthrough: true }) response: Response): Promise<HealthCheckResult> {
    return this.probe(response, [() => this.indicators.checkEventLoop()]);
  }

  @Get('ready')
  @HealthCheck()
  @ApiOperation({ summary: 'Readiness: 503 while starting, draining or full' })
  ready(@Res({ passthrough: true }) response: Response): Promise<HealthCheckResult> {
    return this.probe(response, [
      () => this.indicators.checkReady(),
      () => this.indicators.checkCapacity(),
    ]);
  }

  @Get('startup')
  @HealthCheck()
  @ApiOperation({ summary: 'Startup: 503 until the port is open' })
  startup(@Res({ passthrough: true }) response: Response): Promise<HealthCheckResult> {
    return this.probe(response, [() => this.indicators.checkStarted()]);
  }

  /** 503 when any of these is down. */
  private async probe(
    response: Response,
    indicators: readonly HealthIndicatorFunction[],
  ): Promise<HealthCheckResult> {
    const result = await this.check(indicators);
    if (Object.keys(result.error ?? {}).length > 0) {
      response.status(HttpStatus.SERVICE_UNAVAILABLE);
    }
    return result;
  }

  /** Terminus throws its result when something is down; here the caller decides what that means. */
  private async check(indicators: readonly HealthIndicatorFunction[]): Promise<HealthCheckResult> {
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
