import type { IncomingMessage } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import { STRANGER_WORDS, type StrangerSign, strangerSign } from '../ops/local-request.js';

/** Who may call while signatures are not validated: programs and pages of this machine alone. */
@Injectable()
export class LocalCallers {
  private readonly logger = new Logger(LocalCallers.name);
  private readonly told = new Set<StrangerSign>();

  /** Null admits; otherwise why not, in words. */
  refuse(request: IncomingMessage): string | null {
    const sign = strangerSign(request);
    if (sign === null) return null;
    this.tell(sign);
    return STRANGER_WORDS[sign];
  }

  /** Once a kind: strangers could fill the log. */
  private tell(sign: StrangerSign): void {
    if (this.told.has(sign)) return;
    this.told.add(sign);
    this.logger.warn('Signatures are not validated; only this machine may call', { sign });
  }
}
