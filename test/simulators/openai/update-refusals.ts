import type { ApiError } from './api-error.js';

/** A `session.update` that is refused although nothing is wrong with it. */
export interface UpdateRefusal {
  /**
   * Refuses updates that set this, and names it, e.g. `session.audio.input.transcription`. Without
   * it every update is refused, and no parameter named.
   */
  readonly param?: string;
  /** `invalid_value` unless told; null is possible. */
  readonly code?: string | null;
  /** `invalid_request_error` unless told. */
  readonly type?: string;
  readonly message?: string;
  /** Whether the error names the update's event id: `given` unless told. */
  readonly eventId?: 'given' | 'null' | 'absent';
  /** How many updates are refused; all unless told. */
  readonly times?: number;
}

/** An error by a knob: no fault of the client. */
export interface KnobError extends ApiError {
  readonly byKnob: { readonly eventId: 'given' | 'null' | 'absent' };
}

/** How often each refusal was used. */
const used = new WeakMap<UpdateRefusal, number>();

/** How an update is refused by the first refusal that fits it; null when none does. */
export function refusalOf(
  refusals: readonly UpdateRefusal[],
  session: Readonly<Record<string, unknown>>,
): KnobError | null {
  for (const refusal of refusals) {
    const { param = null, code = 'invalid_value', type = 'invalid_request_error' } = refusal;
    const count = used.get(refusal) ?? 0;
    if (count >= (refusal.times ?? Number.POSITIVE_INFINITY)) continue;
    if (param !== null && !sets({ session }, param)) continue;
    used.set(refusal, count + 1);
    const message = refusal.message ?? `Invalid value for '${param ?? 'session'}'.`;
    return { type, code, message, param, byKnob: { eventId: refusal.eventId ?? 'given' } };
  }
  return null;
}

/** True when the value at the path is there and not null, which turns a setting off. */
function sets(body: unknown, path: string): boolean {
  let value = body;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return false;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value !== undefined && value !== null;
}
