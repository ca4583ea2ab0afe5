import { Injectable } from '@nestjs/common';

/** The time of day as the menu and its tools see it; tests put another in its place. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
