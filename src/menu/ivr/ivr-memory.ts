import { Injectable } from '@nestjs/common';
import type { IvrState } from './ivr-state.js';

/** Where the state of the line is kept between the turns of a call. */
export abstract class IvrMemory {
  /** Null for a call that is not known here. */
  abstract load(callSid: string): Promise<IvrState | null>;
  abstract save(callSid: string, state: IvrState): Promise<void>;
  /** The call has left the line. */
  abstract forget(callSid: string): Promise<void>;
}

/** Most calls remembered; of more, those longest without a turn are forgotten. */
const MAX_CALLS = 2_000;

/** Keeps the state in this process. */
@Injectable()
export class InProcessIvrMemory extends IvrMemory {
  private readonly states = new Map<string, IvrState>();

  load(callSid: string): Promise<IvrState | null> {
    return Promise.resolve(this.states.get(callSid) ?? null);
  }

  save(callSid: string, state: IvrState): Promise<void> {
    this.states.delete(callSid);
    this.states.set(callSid, state);
    const [oldest] = this.states.keys();
    if (this.states.size > MAX_CALLS && oldest !== undefined) this.states.delete(oldest);
    return Promise.resolve();
  }

  forget(callSid: string): Promise<void> {
    this.states.delete(callSid);
    return Promise.resolve();
  }
}
