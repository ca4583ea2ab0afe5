import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { ApiProblem, send } from '../../live/api.js';
import { Confirm } from '../../ui/confirm.js';
import { Badge, Empty, Notice } from '../../ui/parts.js';
import { CallRow, type CallAction } from './call-row.js';
import { calls } from './state.js';

interface Asked {
  readonly action: CallAction;
  readonly callSid: string;
  readonly from: string;
}

const CHECKS: Readonly<Record<CallAction, { detail: string; word: string; done: string }>> = {
  hangup: {
    detail: 'The caller hears nothing more. An order that is not placed is not made.',
    word: 'Hang up',
    done: 'Hanging up.',
  },
  transfer: {
    detail: 'HUMAN_TRANSFER_NUMBER is rung; the assistant leaves the call once it is answered.',
    word: 'Transfer',
    done: 'A person is being rung.',
  },
};

/** The live calls of all replicas. */
export function CallsPanel() {
  const asked = useSignal<Asked | null>(null);
  const done = useSignal('');
  const problem = useSignal('');
  const heading = useRef<HTMLHeadingElement>(null);
  const list = calls.list.value;

  const act = async ({ action, callSid }: Asked): Promise<void> => {
    asked.value = null;
    done.value = problem.value = '';
    heading.current?.focus();
    try {
      await send('POST', `/calls/${callSid}/${action}`);
      done.value = CHECKS[action].done;
    } catch (error) {
      problem.value = error instanceof ApiProblem ? error.detail : String(error);
    }
  };
  const question = asked.value;
  return (
    <section class="card" aria-label="Live calls">
      <div class="row row-between">
        <h2 ref={heading} tabIndex={-1}>
          Live calls <Badge tone={list.length > 0 ? 'accent' : 'plain'}>{list.length}</Badge>
        </h2>
        <span class="small soft" role="status">
          {done.value}
        </span>
      </div>
      {problem.value !== '' && <Notice tone="bad">{problem.value}</Notice>}
      {list.length === 0 ? (
        <Empty>No calls at the moment. A call appears here as soon as it rings.</Empty>
      ) : (
        <ul class="operations-calls">
          {list.map((call) => (
            <CallRow
              key={call.callSid}
              call={call}
              onAct={(action) => {
                const { from } = call.summary.peek();
                asked.value = { action, callSid: call.callSid, from };
              }}
            />
          ))}
        </ul>
      )}
      {question && (
        <Confirm
          question={`${CHECKS[question.action].word} the call from ${question.from}?`}
          detail={CHECKS[question.action].detail}
          action={CHECKS[question.action].word}
          onCancel={() => (asked.value = null)}
          onConfirm={() => void act(question)}
        />
      )}
    </section>
  );
}
