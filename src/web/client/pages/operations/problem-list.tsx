import { Notice } from '../../ui/parts.js';
import { duration, timeOfDay } from '../../ui/format.js';
import { capitalised } from './names.js';
import { now, problems } from './state.js';

/** What is not well, since when, and what to do; nothing when all is well. */
export function ProblemList() {
  const found = problems.value;
  if (found.length === 0) return null;
  return (
    <section class="operations-problems" aria-label="Problems">
      {found.map(({ what, since, detail, remedy, tone, instances }) => (
        <Notice key={what} tone={tone}>
          <div class="operations-problem">
            <p>
              <strong>{what}</strong>
              {since !== null && <Since at={since} />}
            </p>
            <p class="small">
              {detail !== null && `${capitalised(detail)}. `}
              {instances.length > 0 && `On ${instances.join(', ')}. `}
              {remedy}
            </p>
          </div>
        </Notice>
      ))}
    </section>
  );
}

/** Read out once, not for each second. */
function Since({ at }: { at: string }) {
  return (
    <>
      {' '}
      since <time dateTime={at}>{timeOfDay(at)}</time>{' '}
      <span class="soft number" aria-hidden="true" aria-live="off">
        ({duration(now.value - Date.parse(at))})
      </span>
    </>
  );
}
