import { Logger } from '@nestjs/common';
import { errorFields } from '../common/error-fields.js';

/**
 * Handles errors that no code caught.
 *
 * A rejection that is not handled belongs to one call, and every call keeps its own state: it is
 * logged, and all other calls go on. After an exception that left no handler behind, state that
 * calls share may be half written: `stop` is asked, once, to finish the live calls and to end the
 * process.
 */
export function guardProcess(stop: () => void): void {
  const logger = new Logger('Process');
  let stopping = false;
  process.on('unhandledRejection', (reason) => {
    logger.error('Unhandled rejection', errorFields(reason));
  });
  process.on('uncaughtException', (error) => {
    logger.fatal('Uncaught exception', errorFields(error));
    if (!stopping) {
      stopping = true;
      stop();
    }
  });
}
