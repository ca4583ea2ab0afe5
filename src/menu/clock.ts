import { Injectable } from '@nestjs/common';

/** The current time, for the menu and its tools; tests provide another. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
