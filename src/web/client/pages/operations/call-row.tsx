import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../ui/button.js';
import { callerWords, duration, money } from '../../ui/format.js';
import { Badge, type Tone } from '../../ui/parts.js';
import type { LiveCall } from './live-calls.js';
import { capitalised } from './names.js';
import { lookUpWords, now } from './state.js';

/** What an operator can do to a call. */
export type CallAction = 'hangup' | 'transfer';

const STATE_TONES: Readonly<Record<string, Tone>> = {
  active: 'good',
  ringing: 'accent',
  resuming: 'warn',
};

/** Rows that come into view, and what to do then. */
const seen = new WeakMap<Element, () => void>();
const observer = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    observer.unobserve(target);
    seen.get(target)?.();
  }
});

interface CallRowProps {
  readonly call: LiveCall;
  readonly onAct: (action: CallAction) => void;
}

/** One live call. What changes often has a component of its own, so that the row stays as it is. */
export function CallRow({ call, onAct }: CallRowProps) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const { current } = row;
    if (current === null) return undefined;
    seen.set(current, () => lookUpWords(call.callSid));
    observer.observe(current);
    return () => observer.unobserve(current);
  }, [call]);
  const { callSid, from, state, provider, instance, startedAt } = call.summary.value;
  return (
    <li class="operations-call" ref={row}>
      <div class="operations-call-who">
        <a class="number" href={`/calls/${callSid}/view`} aria-label={`Call from ${from}: view`}>
          {from}
        </a>
        <span class="row">
          <Badge tone={STATE_TONES[state] ?? 'plain'}>{capitalised(state)}</Badge>
          <Elapsed since={startedAt} />
        </span>
      </div>
      <div class="operations-call-rung small">
        <span>{provider ?? 'No rung yet'}</span>
        <span class="soft">{instance}</span>
        <Meter call={call} />
      </div>
      <Words words={call.words} />
      <Order call={call} />
      <div class="operations-call-acts">
        <Button onPress={() => onAct('transfer')} label={`Transfer the call from ${from}`}>
          Transfer
        </Button>
        <Button onPress={() => onAct('hangup')} label={`Hang up the call from ${from}`}>
          Hang up
        </Button>
      </div>
    </li>
  );
}

function Elapsed({ since }: { since: string }) {
  return <span class="number small">{duration(now.value - Date.parse(since))}</span>;
}

/** Who is heard at the moment, and how loud the caller is. */
function Meter({ call }: { call: LiveCall }) {
  const level = call.level.value;
  const caller = level?.caller ?? 0;
  return (
    <span class="operations-heard">
      <span
        class="operations-meter"
        role="meter"
        aria-label="Level of the caller"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(caller * 100)}
        data-open={level !== null}
      >
        <span style={{ transform: `scaleX(${caller})` }} />
      </span>
      <span class="operations-speaks" data-on={level?.assistantSpeaks === true} aria-hidden="true">
        AI
      </span>
    </span>
  );
}

function Words({
  words,
}: {
  words: ReadonlySignal<{ caller: string | null; assistant: string | null }>;
}) {
  const { caller, assistant } = words.value;
  return (
    <dl class="operations-words small">
      <div data-role="caller">
        <dt>Caller</dt>
        <dd title={caller ?? undefined}>{caller === null ? '–' : callerWords(caller)}</dd>
      </div>
      <div data-role="assistant">
        <dt>AI</dt>
        <dd title={assistant ?? undefined}>{assistant ?? '–'}</dd>
      </div>
    </dl>
  );
}

function Order({ call }: { call: LiveCall }) {
  const { order } = call.summary.value;
  return (
    <div class="operations-call-order small">
      {order === null ? (
        <span class="soft">No order yet</span>
      ) : (
        <>
          <strong class="number">{money(order.totalCents)}</strong>
          <Badge tone={order.state === 'draft' ? 'plain' : 'good'}>
            {capitalised(order.state)}
          </Badge>
        </>
      )}
    </div>
  );
}
