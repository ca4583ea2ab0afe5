import { type CanActivate, type ExecutionContext, HttpException, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { ACCESS_ROLE, type AccessRole } from './access-role.js';
import { OPEN_ACCESS } from './open-access.js';
import { OpsAccess } from './ops-access.js';

/**
 * Global guard: every HTTP route needs ops access unless it is marked `@OpenAccess()`; one that is
 * marked `@AccessFor(role)` is open to that role's token, too.
 */
@Injectable()
export class OpsAccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly access: OpsAccess,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Sockets are checked at their upgrade.
    if (context.getType() !== 'http' || this.marked(context, OPEN_ACCESS) === true) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const roles = this.marked<readonly AccessRole[]>(context, ACCESS_ROLE);
    const decision = await this.access.decide(request, roles);
    if (decision.granted) return true;
    throw new HttpException(decision.detail, decision.status);
  }

  private marked<T>(context: ExecutionContext, key: string): T | undefined {
    return this.reflector.getAllAndOverride<T | undefined>(key, [
      context.getHandler(),
      context.getClass(),
    ]);
  }
}
