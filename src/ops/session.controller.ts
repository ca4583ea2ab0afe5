import {
  Body,
  Controller,
  Delete,
  ForbiddenException,
  Get,
  HttpCode,
  HttpException,
  Post,
  Req,
  Res,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiTags,
} from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import type { Request, Response } from 'express';
import { type AccessDecision, OpsAccess } from './ops-access.js';
import { OpsSessions, type PageRole } from './ops-sessions.js';
import { OpenAccess } from './open-access.js';
import { ProblemResponses } from './problem.js';

const PAGE_ROLES = ['operator', 'kitchen'] as const satisfies readonly PageRole[];

/** Body of `POST /session`. */
export class SignInDto {
  @ApiProperty({ description: 'OPS_TOKEN or KITCHEN_TOKEN' })
  @IsString()
  @MinLength(1)
  @MaxLength(4096)
  token!: string;
}

/** Who a browser is to this server. */
export class SessionDto {
  @ApiProperty({ enum: PAGE_ROLES }) role!: PageRole;
  @ApiProperty({ description: 'By a session, which can be ended' }) signedIn!: boolean;
}

/** Signs browsers in: the token is asked for once, a cookie goes along after. */
@ApiTags('operations')
@Controller('session')
@OpenAccess()
@ProblemResponses(401, 403)
export class SessionController {
  constructor(
    private readonly access: OpsAccess,
    private readonly sessions: OpsSessions,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Whose rights this browser has' })
  @ApiOkResponse({ type: SessionDto })
  async find(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionDto> {
    const role = pageRoleOf(await this.access.decide(request, PAGE_ROLES));
    const session = this.sessions.of(request);
    if (session !== null) this.sessions.prolong(session, response);
    return { role, signedIn: session !== null };
  }

  @Post()
  @ApiOperation({ summary: 'Signs this browser in' })
  @ApiCreatedResponse({ type: SessionDto })
  @ProblemResponses(400)
  async begin(
    @Body() { token }: SignInDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionDto> {
    const role = pageRoleOf(await this.access.signIn(request, token));
    this.sessions.begin(role, response);
    return { role, signedIn: true };
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Signs this browser out' })
  @ApiNoContentResponse()
  end(@Res({ passthrough: true }) response: Response): void {
    this.sessions.end(response);
  }
}

/** @throws HttpException for who is not let in, and for Prometheus. */
function pageRoleOf(decision: AccessDecision): PageRole {
  if (!decision.granted) throw new HttpException(decision.detail, decision.status);
  if (decision.role === 'metrics') throw new ForbiddenException('This token opens no page.');
  return decision.role;
}
