import { type CustomDecorator, SetMetadata } from '@nestjs/common';

/** Whom a token belongs to: an operator, whom everything is open to, the kitchen, or Prometheus. */
export type AccessRole = 'operator' | 'kitchen' | 'metrics';

/** Metadata key that `OpsAccessGuard` looks for. */
export const ACCESS_ROLE = 'voiceplate:access-role';

/** Opens a controller or a handler to roles beside operators. */
export const AccessFor = (...roles: readonly AccessRole[]): CustomDecorator =>
  SetMetadata(ACCESS_ROLE, roles);
