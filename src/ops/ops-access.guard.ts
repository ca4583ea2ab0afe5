import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Injectable,
  UnauthorizedException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { OPEN_ACCESS } from './open-access.js';
import { OpsAccess } from './ops-access.js';

/** Global guard: every HTTP route needs ops access unless it is marked `@OpenAccess()`. */
@Injectable()
export class OpsAccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly access: OpsAccess,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    // Sockets are checked at their upgrade.
    if (context.getType() !== 'http' || this.isOpen(context)) {
      return true;
    }
    const decision = this.access.decide(context.switchToHttp().getRequest<Request>());
    if (decision.granted) {
      return true;
    }
    throw decision.status === 401
      ? new UnauthorizedException(decision.detail)
      : new ForbiddenException(decision.detail);
  }

  private isOpen(context: ExecutionContext): boolean {
    return (
      this.reflector.getAllAndOverride<boolean | undefined>(OPEN_ACCESS, [
        context.getHandler(),
        context.getClass(),
      ]) === true
    );
  }
}
