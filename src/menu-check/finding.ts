/** Something about a menu that would go wrong on the phone. */
export interface Finding {
  /** `fault`: something cannot be ordered. `warning`: it can, but callers may stumble. */
  readonly severity: 'fault' | 'warning';
  /** The dish, option, offer or part of the file that it is about. */
  readonly where: string;
  /** What the caller said or keyed; empty when no call was needed to find it. */
  readonly said: string;
  /** What happens then. */
  readonly problem: string;
  /** What the owner can change. */
  readonly advice: string;
}

/** A finding that no call was needed for. */
export function warning(where: string, problem: string, advice: string): Finding {
  return { severity: 'warning', where, said: '', problem, advice };
}

/** A finding that makes an order impossible. */
export function faultOf(where: string, problem: string, advice: string): Finding {
  return { severity: 'fault', where, said: '', problem, advice };
}
