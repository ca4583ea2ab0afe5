import { BadRequestException, Injectable } from '@nestjs/common';
import { csvLine, type CsvValue } from '../common/csv.js';
import { decodeCursor, encodeCursor } from '../common/paging.js';
import { DatabaseUnavailableError } from '../storage/engine.js';
import { callSummary } from './call-views.js';
import type { CallListDto, CallsQuery, CallSummaryDto } from './calls.dto.js';
import { CallLookup } from './state/call-lookup.js';
import type { CallFilter } from './state/call-search.js';
import { CallsStore, type EndedPage } from './state/calls.store.js';

const NONE: EndedPage = { calls: [], next: null, search: null };
/** Calls that an export reads at once. */
const EXPORT_PAGE = 200;

/** Which calls are wanted. */
type CallsWanted = Readonly<Omit<CallsQuery, 'limit' | 'cursor'>>;

/** Which calls are wanted, and how many from where on. */
interface PageOfCalls extends CallsWanted {
  readonly limit: number;
  readonly cursor?: string;
}

/** Columns of an export, in order. */
const COLUMNS: readonly (readonly [string, (call: CallSummaryDto) => CsvValue])[] = [
  ['callSid', ({ callSid }) => callSid],
  ['from', ({ from }) => from],
  ['to', ({ to }) => to],
  ['state', ({ state }) => state],
  ['outcome', ({ outcome }) => outcome],
  ['provider', ({ provider }) => provider],
  ['instance', ({ instance }) => instance],
  ['startedAt', ({ startedAt }) => startedAt],
  ['endedAt', ({ endedAt }) => endedAt],
  ['durationMs', ({ durationMs }) => durationMs],
  ['turns', ({ turns }) => turns],
  ['orderId', ({ order }) => order?.id ?? null],
  ['orderState', ({ order }) => order?.state ?? null],
  ['orderTotalCents', ({ order }) => order?.totalCents ?? null],
];

/** Lists of calls of all replicas: live ones first, then ended ones, newest first. */
@Injectable()
export class CallListing {
  constructor(
    private readonly lookup: CallLookup,
    private readonly store: CallsStore,
  ) {}

  /**
   * One page.
   *
   * @throws BadRequestException for a cursor of another list, or words of live calls.
   * @throws DatabaseUnavailableError unless live calls answer the query as well.
   */
  async page(query: PageOfCalls): Promise<CallListDto> {
    const { state, q, limit, cursor } = query;
    if (q !== undefined && state !== undefined && state !== 'ended') {
      throw new BadRequestException('q looks at ended calls: leave state out, or ask for ended.');
    }
    const before = cursor === undefined ? null : positionOf(cursor);
    const live = before === null && q === undefined ? await this.live(query) : [];
    const wantsEnded = state === undefined || state === 'ended';
    const page = wantsEnded ? await this.ended(limit, before, query) : NONE;
    const liveSids = new Set(live.map(({ callSid }) => callSid));
    const ended = page.calls.filter(({ callSid }) => !liveSids.has(callSid));
    const calls = [...live, ...ended].map(callSummary);
    return {
      count: calls.length,
      calls,
      nextCursor: page.next === null ? null : encodeCursor(page.next),
      search: page.search,
    };
  }

  /** All pages as CSV, a piece at a time; the first has the names of the columns. */
  async *csv({ state, q, outcome, from, to }: CallsWanted): AsyncGenerator<string> {
    const wanted = { state, q, outcome, from, to };
    const lines = [csvLine(COLUMNS.map(([name]) => name))];
    let cursor: string | null = null;
    do {
      const page: CallListDto = await this.page({
        ...wanted,
        limit: EXPORT_PAGE,
        ...(cursor !== null && { cursor }),
      });
      lines.push(...page.calls.map((call) => csvLine(COLUMNS.map(([, value]) => value(call)))));
      yield lines.splice(0).join('');
      cursor = page.nextCursor;
    } while (cursor !== null);
  }

  /** Ended calls; none while the database is away if live ones answer the query as well. */
  private async ended(limit: number, before: string | null, query: CallsWanted) {
    const { state, q } = query;
    try {
      return await this.store.ended(limit, before, filterOf(query));
    } catch (error) {
      const missed = error instanceof DatabaseUnavailableError;
      if (missed && state === undefined && q === undefined && before === null) return NONE;
      throw error;
    }
  }

  private async live(query: CallsWanted) {
    const { state, outcome } = query;
    const { from, to } = filterOf(query);
    const calls = await this.lookup.live();
    return calls.filter(
      (call) =>
        (state === undefined || call.state === state) &&
        (outcome === undefined || call.outcome === outcome) &&
        (from === null || call.startedAt >= from) &&
        (to === null || call.startedAt < to),
    );
  }
}

function filterOf({ q, outcome, from, to }: CallsWanted): CallFilter {
  const utc = (time: string | undefined): string | null =>
    time === undefined ? null : new Date(time).toISOString();
  return { text: q ?? null, outcome: outcome ?? null, from: utc(from), to: utc(to) };
}

/** The position that a cursor of this list stands for: `<startedAt> <callSid>`. */
function positionOf(cursor: string): string {
  const position = decodeCursor(cursor);
  if (position !== null && /^\S+ \S+$/.test(position)) return position;
  throw new BadRequestException('The cursor is not of this list.');
}
