import { Injectable } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** So many wrong tokens may come from one address in any window; further tries have to wait. */
const TRIES = { points: 10, duration: 10 };

/** Slows down those who guess tokens: by address, in this process. */
@Injectable()
export class TokenTries {
  private readonly failed = new RateLimiterMemory(TRIES);

  /** Seconds that the address has to wait before its next try; 0 when it need not. */
  async waitSeconds(address: string): Promise<number> {
    const tries = await this.failed.get(address);
    if (tries === null || tries.consumedPoints < TRIES.points) return 0;
    return Math.max(1, Math.ceil(tries.msBeforeNext / 1000));
  }

  async noteFailure(address: string): Promise<void> {
    await this.failed.penalty(address);
  }
}
