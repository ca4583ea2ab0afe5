/** What is typed into the search of ended calls. */
export interface Search {
  readonly q: string;
  readonly outcome: string;
  /** As `<input type="datetime-local">` has it, in the zone of this browser; empty: open. */
  readonly from: string;
  readonly to: string;
}

/** All ended calls. */
export const ALL_CALLS: Search = { q: '', outcome: '', from: '', to: '' };

/** The query of `GET /calls` and `GET /calls/export`. */
export function searchQuery({ q, outcome, from, to }: Search): URLSearchParams {
  const query = new URLSearchParams({ state: 'ended' });
  if (q.trim() !== '') query.set('q', q.trim());
  if (outcome !== '') query.set('outcome', outcome);
  if (from !== '') query.set('from', new Date(from).toISOString());
  if (to !== '') query.set('to', new Date(to).toISOString());
  return query;
}
