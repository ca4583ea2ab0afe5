import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CallPage, CallSummary } from '../../api/operations.js';
import { ApiProblem, getJson } from '../../live/api.js';
import { Button } from '../../ui/button.js';
import { duration, money } from '../../ui/format.js';
import { Badge, Card, Empty, Notice } from '../../ui/parts.js';
import { capitalised, OUTCOME_NAMES, outcomeName } from './names.js';
import { ALL_CALLS, searchQuery, type Search } from './search-query.js';

const PAGE = 25;

/** Calls that are over: search, list, download. */
export function EndedCalls() {
  const typed = useSignal<Search>(ALL_CALLS);
  /** What the list below is of. */
  const shown = useSignal<Search>(ALL_CALLS);
  const found = useSignal<readonly CallSummary[] | null>(null);
  const last = useSignal<CallPage | null>(null);
  const problem = useSignal('');

  const load = async (cursor: string | null): Promise<void> => {
    const query = searchQuery(shown.value);
    query.set('limit', String(PAGE));
    if (cursor !== null) query.set('cursor', cursor);
    problem.value = '';
    try {
      const page = await getJson<CallPage>(`/calls?${query}`);
      found.value = [...(cursor === null ? [] : (found.value ?? [])), ...page.calls];
      last.value = page;
    } catch (error) {
      problem.value = error instanceof ApiProblem ? error.detail : String(error);
    }
  };
  useEffect(() => void load(null), []);
  const search = (event: Event): void => {
    event.preventDefault();
    shown.value = typed.value;
    void load(null);
  };
  const set = (key: keyof Search) => (event: { currentTarget: { value: string } }) => {
    typed.value = { ...typed.value, [key]: event.currentTarget.value };
  };
  const { q, outcome, from, to } = typed.value;
  const calls = found.value;
  const next = last.value?.nextCursor ?? null;
  const limitReached = last.value?.search?.limitReached === true;
  return (
    <Card title="Ended calls">
      <form class="operations-search" role="search" onSubmit={search}>
        <label class="field">
          Number, order or words
          <input
            type="search"
            value={q}
            onInput={set('q')}
            maxLength={200}
            placeholder="0100, 512 or large pepperoni"
          />
        </label>
        <label class="field">
          Outcome
          <select value={outcome} onChange={set('outcome')}>
            <option value="">Any</option>
            {OUTCOME_NAMES.map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          From
          <input type="datetime-local" value={from} onInput={set('from')} />
        </label>
        <label class="field">
          Until
          <input type="datetime-local" value={to} onInput={set('to')} />
        </label>
        <div class="row">
          <button type="submit" class="button" data-kind="primary">
            Search
          </button>
          <a class="button" href={`/calls/export?${searchQuery(shown.value)}`} download>
            Download CSV
          </a>
        </div>
      </form>
      <p class="small soft">
        A number in full or its last four digits; an order by its number or id; words that either
        side said.
      </p>
      {problem.value !== '' && <Notice tone="bad">{problem.value}</Notice>}
      <div role="status" class="small soft">
        {calls !== null && outcomeOf(calls.length, next !== null, limitReached)}
      </div>
      {calls !== null && calls.length > 0 && <CallTable calls={calls} />}
      {calls?.length === 0 && !limitReached && (
        <Empty>
          {shown.value === ALL_CALLS ? 'No call has ended yet.' : 'No ended call matches.'}
        </Empty>
      )}
      {next !== null && (
        <Button onPress={() => load(next)}>{limitReached ? 'Look further back' : 'More'}</Button>
      )}
    </Card>
  );
}

function outcomeOf(count: number, more: boolean, limitReached: boolean): string {
  const calls = count === 1 ? '1 call' : `${count} calls`;
  if (limitReached) return `${calls} so far. Older ones have not been looked at.`;
  return more ? `The newest ${calls}.` : `${calls}.`;
}

function CallTable({ calls }: { calls: readonly CallSummary[] }) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Ended calls found">
      <table class="table operations-ended">
        <thead>
          <tr>
            <th scope="col">Began</th>
            <th scope="col">Caller</th>
            <th scope="col">Outcome</th>
            <th scope="col">Rung</th>
            <th scope="col" class="number">
              Length
            </th>
            <th scope="col" class="number">
              Turns
            </th>
            <th scope="col">Order</th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <EndedCall key={call.callSid} call={call} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EndedCall({ call }: { call: CallSummary }) {
  const { callSid, from, startedAt, durationMs, provider, turns, order } = call;
  const { name, tone } = outcomeName(call.outcome);
  const began = new Date(startedAt);
  return (
    <tr>
      <td class="number-left">
        <a href={`/calls/${callSid}/view`}>
          <time dateTime={startedAt}>
            {began.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}{' '}
            {began.toLocaleTimeString('en-GB')}
          </time>
        </a>
      </td>
      <td>{from}</td>
      <td>
        <Badge tone={tone}>{name}</Badge>
      </td>
      <td>{provider ?? '–'}</td>
      <td class="number">{duration(durationMs)}</td>
      <td class="number">{turns}</td>
      <td>
        {order === null ? (
          <span class="soft">–</span>
        ) : (
          <span class="row">
            <span class="number">{money(order.totalCents)}</span>
            <Badge tone={order.state === 'draft' ? 'plain' : 'good'}>
              {capitalised(order.state)}
            </Badge>
          </span>
        )}
      </td>
    </tr>
  );
}
