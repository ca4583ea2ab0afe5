import { getJson } from '../../live/api.js';
import { duration, money, shortSpan, timeOfDay } from '../../ui/format.js';
import { Badge, Empty, Notice, Stat, type Tone } from '../../ui/parts.js';
import { mount, Shell, type Session } from '../../ui/shell.js';
import type { CallDetail } from '../../api/call-detail.js';
import { sinceStart } from './axis.js';
import { capital, spaced } from './event-words.js';
import { call, callSid, fetched, followCall, lengthMs, moveTo, problem } from './model.js';
import { Audio, Cost, dollars, Events, Transcript, Versions, Waits } from './panels.js';
import { TimeAxis } from './time-axis.js';
import './call.css';

const TONES: Readonly<Record<string, Tone>> = {
  finished: 'good',
  'hung-up': 'plain',
  transferred: 'accent',
  lost: 'bad',
  rejected: 'bad',
};

const session = await getJson<Session>('/session');
const link = followCall();
mount(<CallPage />);

function CallPage() {
  const [shown, lists] = [call.value, fetched.value];
  return (
    <Shell session={session} link={link}>
      {problem.value !== '' && (
        <Notice tone="bad">{shown ? `${problem.value} Shown as it was.` : problem.value}</Notice>
      )}
      {shown?.history === 'newest' && (
        <Notice tone="warn">
          The database does not answer: the beginning of this call is not shown.
        </Notice>
      )}
      {shown && lists ? (
        <>
          <Summary shown={shown} />
          <TimeAxis />
          <div class="call-columns">
            <Transcript lines={lists.lines} />
            <div class="stack call-stack">
              <Waits call={shown} />
              <Events moments={lists.moments} />
            </div>
            <div class="stack call-stack">
              <Versions versions={lists.versions} />
              <Cost call={shown} costs={lists.costs} />
              <Audio audio={shown.audio} />
            </div>
          </div>
        </>
      ) : (
        <>
          <h1>Call</h1>
          <Empty>{problem.value === '' ? 'Loading…' : <a href="/">To the calls</a>}</Empty>
        </>
      )}
    </Shell>
  );
}

function Summary({ shown }: { readonly shown: CallDetail }) {
  const { state, outcome, startedAt, usage, order, waits, worstTurn } = shown;
  const rungs = [...new Set(shown.speech.flatMap(({ rung }) => rung ?? []))];
  const replicas = [
    ...new Set(
      shown.timeline.flatMap(({ event, from }) => (event === 'moved' ? [String(from)] : [])),
    ),
    shown.instance,
  ];
  const ended = shown.timeline.findLast(({ event }) => event === 'ended');
  const worst = waits.find(({ turn }) => turn === worstTurn);
  const isOver = state === 'ended';
  return (
    <section class="card" aria-label="Summary">
      <div class="row row-between">
        <div class="page-head">
          <h1>Call from {shown.from === '' ? 'an unknown number' : shown.from}</h1>
          <Badge tone={isOver ? (TONES[outcome ?? ''] ?? 'plain') : 'good'}>
            {isOver ? capital(spaced(outcome ?? 'ended')) : `Live: ${state}`}
          </Badge>
          <span class="mono soft small call-sid">{callSid}</span>
        </div>
        {shown.transcript.some(({ role }) => role === 'caller') && (
          <a
            class="button"
            href={`/calls/${encodeURIComponent(callSid)}/scenario`}
            download={`${callSid}.json`}
          >
            Save as scenario
          </a>
        )}
      </div>
      <dl class="stats call-stats">
        <Stat name="Began">
          {timeOfDay(startedAt)}
          <Small>{new Date(startedAt).toLocaleDateString('en-CA')}</Small>
        </Stat>
        <Stat name="Length">
          <Length />
          {typeof ended?.['reason'] === 'string' && <Small>{spaced(ended['reason'])}</Small>}
        </Stat>
        <Stat name="Longest wait">
          {!worst || worst.waitMs === null ? (
            '–'
          ) : (
            <button
              type="button"
              class="call-link"
              onClick={() => moveTo(sinceStart(shown)(worst.at))}
            >
              {shortSpan(worst.waitMs)}
            </button>
          )}
          {worst && <Small>{worst.turn === 0 ? 'at the start' : `turn ${worst.turn}`}</Small>}
        </Stat>
        <Stat name="Order">
          {order === null ? '–' : money(order.totalCents)}
          {order && <Small>{order.state}</Small>}
        </Stat>
        <Stat name="Cost">
          {dollars(usage.knownCostUsd + usage.estimatedUsd)}
          {usage.costUsd === null && <Small>at least: a price is unknown</Small>}
        </Stat>
        <Stat name={rungs.length > 1 ? 'Rungs' : 'Rung'}>
          <span class="call-names">
            {(rungs.length > 0 ? rungs : [shown.provider ?? '–']).join(' → ')}
          </span>
        </Stat>
        <Stat name={replicas.length > 1 ? 'Replicas' : 'Replica'}>
          <span class="call-names">{replicas.join(' → ')}</span>
        </Stat>
      </dl>
    </section>
  );
}

function Length() {
  return <>{duration(lengthMs.value)}</>;
}

function Small({ children }: { readonly children: string }) {
  return <div class="small soft call-small">{children}</div>;
}
