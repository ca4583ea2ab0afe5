import type { ConnectionEars } from '../simulators/openai/ears.js';
import type { Knobs } from '../simulators/openai/knobs.js';
import type { DialOptions } from '../simulators/phone/phone-simulator.js';
import type { SimulatedCall } from '../simulators/phone/simulated-call.js';
import type { Line } from './line.js';

const LIMIT_MS = 20_000;

/** A call and what the stand-in for OpenAI heard on the call's first connection. */
export interface OwnConnection {
  readonly call: SimulatedCall;
  readonly ears: ConnectionEars;
}

/**
 * Dials calls that share a line while each has a first connection with knobs of its own. They are
 * dialled one after the other, as a connection does not tell whose it is.
 */
export class OwnConnections {
  private begun: Promise<unknown> = Promise.resolve();

  constructor(private readonly line: Line) {}

  /** Resolves when the call's connection is there. */
  dial(knobs: Partial<Knobs>, options: DialOptions = {}): Promise<OwnConnection> {
    const dialled = this.begun.then(async () => {
      const { openai, phone } = this.line;
      const { connections } = openai.ears;
      const { length } = connections;
      openai.nextConnections(1, knobs);
      const call = await phone.dial(options);
      return { call, ears: await openai.waitFor(() => connections[length], LIMIT_MS) };
    });
    this.begun = dialled.catch(() => undefined);
    return dialled;
  }
}
