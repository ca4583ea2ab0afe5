import type { Call } from '../call/call.js';

/** A thing for each call, made anew when the call has another fence: others may have had it since. */
export class PerLease<T> {
  private readonly things = new WeakMap<Call, { readonly fence: number; readonly thing: T }>();

  constructor(private readonly make: () => T) {}

  of(call: Call): T {
    const { fence } = call;
    const known = this.things.get(call);
    if (known?.fence === fence) return known.thing;
    const thing = this.make();
    this.things.set(call, { fence, thing });
    return thing;
  }
}
