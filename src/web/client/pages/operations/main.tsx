import { getJson } from '../../live/api.js';
import { Card, Notice } from '../../ui/parts.js';
import { timeOfDay } from '../../ui/format.js';
import { mount, Shell, type Session } from '../../ui/shell.js';
import { CallsPanel } from './calls-panel.js';
import { EndedCalls } from './ended-calls.js';
import { LatencyPanel } from './latency-panel.js';
import { Figures, OrdersPanel, ReplicasPanel } from './panels.js';
import { ProblemList } from './problem-list.js';
import { RungsPanel } from './rungs-panel.js';
import { follow, silentSince } from './state.js';
import './operations.css';

const session = await getJson<Session>('/session');
const link = follow();

function Silence() {
  const since = silentSince.value;
  if (since === null) return null;
  const time = timeOfDay(new Date(since).toISOString());
  return (
    <Notice tone="warn">
      <strong>The server does not answer.</strong> What you see is of {time}; it is tried again.
    </Notice>
  );
}

mount(
  <Shell session={session} link={link}>
    <h1 class="visually-hidden">Operations</h1>
    <Silence />
    <ProblemList />
    <Figures />
    <CallsPanel />
    <div class="columns">
      <RungsPanel />
      <Card title="Answer times">
        <LatencyPanel />
      </Card>
      <div class="stack operations-side">
        <OrdersPanel />
        <ReplicasPanel />
      </div>
    </div>
    <EndedCalls />
  </Shell>,
);
