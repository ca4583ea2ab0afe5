import { type CustomDecorator, SetMetadata } from '@nestjs/common';

/** Metadata key that `OpsAccessGuard` looks for. */
export const OPEN_ACCESS = 'voiceplate:open-access';

/**
 * Lets anyone reach a controller or a handler: health checks, and routes that check their own
 * callers, as Twilio's do. Every route without it needs ops access.
 */
export const OpenAccess = (): CustomDecorator => SetMetadata(OPEN_ACCESS, true);
