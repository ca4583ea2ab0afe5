import { Badge, Card, Empty, Stat, type Tone } from '../../ui/parts.js';
import { duration, shortSpan } from '../../ui/format.js';
import { capitalised } from './names.js';
import { ORDER_STATES } from './order-counts.js';
import { calls, cluster, now, orders, replicas, status } from './state.js';

const OPEN_STATES = ['placed', 'accepted', 'preparing'] as const;

/** The figures that one looks at first. */
export function Figures() {
  const counts = orders.counts.value;
  const open = OPEN_STATES.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0);
  const minute = cluster.value?.latency.at(-1);
  const known = replicas.value;
  const ready = known.filter(({ state }) => state === 'ready').length;
  return (
    <dl class="stats card operations-figures">
      <Stat name="Live calls">{calls.list.value.length}</Stat>
      <Stat name="Answer time, 95 %">{minute ? shortSpan(minute.p95Ms) : '–'}</Stat>
      <Stat name="Orders to make">{open}</Stat>
      <Stat name="Replicas ready">
        {ready}
        {ready < known.length && <span class="soft"> of {known.length}</span>}
      </Stat>
      <Stat name="Calls turned away">{status.value?.calls.rejected ?? '–'}</Stat>
    </dl>
  );
}

/** Orders of the last day. */
export function OrdersPanel() {
  const counts = orders.counts.value;
  const drafts = calls.list.value.filter(
    ({ summary }) => summary.value.order?.state === 'draft',
  ).length;
  return (
    <Card title="Orders">
      <dl class="operations-orders">
        <Count name="Being taken" count={drafts} />
        {ORDER_STATES.map((state) => (
          <Count key={state} name={capitalised(state)} count={counts.get(state) ?? 0} />
        ))}
      </dl>
      <p class="small soft">
        {orders.partial.value ? 'The newest 200.' : 'Of the last 24 hours.'}{' '}
        <a href="/kitchen">Go to the kitchen</a>
      </p>
    </Card>
  );
}

function Count({ name, count }: { name: string; count: number }) {
  return (
    <div data-none={count === 0}>
      <dt>{name}</dt>
      <dd class="number">{count}</dd>
    </div>
  );
}

const REPLICA_TONES: Readonly<Record<string, Tone>> = {
  ready: 'good',
  starting: 'accent',
  draining: 'warn',
  gone: 'bad',
};

/** All replicas, and those that are gone. */
export function ReplicasPanel() {
  const known = replicas.value;
  return (
    <Card title="Replicas">
      {known.length === 0 ? (
        <Empty>Not known yet.</Empty>
      ) : (
        <ul class="operations-list">
          {known.map(({ instance, state, activeCalls, lastSeen }) => (
            <li key={instance} class="row row-between">
              <span class="operations-name mono">{instance}</span>
              <span class="row small">
                <span class="number">
                  {activeCalls} {activeCalls === 1 ? 'call' : 'calls'}
                </span>
                {state === 'gone' && (
                  <span class="soft">
                    last seen {duration(now.value - Date.parse(lastSeen))} ago
                  </span>
                )}
                <Badge tone={REPLICA_TONES[state] ?? 'plain'}>{capitalised(state)}</Badge>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
