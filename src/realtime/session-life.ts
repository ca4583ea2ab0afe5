/** From when to when a provider lets a session live, by `performance.now()`, ms. */
export interface SessionLife {
  readonly bornAt: number;
  readonly endsAt: number;
}

/** How long it takes until a share (0 to 1) of the life is over, ms; 0 when it is. */
export function msUntilShare({ bornAt, endsAt }: SessionLife, share: number): number {
  return Math.max(0, bornAt + (endsAt - bornAt) * share - performance.now());
}
