import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { CallDetail } from '../../api/call-detail.js';
import { callerWords, duration, money, shortSpan } from '../../ui/format.js';
import { Badge, Card, Empty, Stat } from '../../ui/parts.js';
import { audioFacts, faultName } from './audio-words.js';
import { type CallAxis, indexAt, sinceStart, waitParts } from './axis.js';
import { spaced } from './event-words.js';
import { cursorMs, moveTo } from './model.js';

/** What was said; the line at the cursor is marked, and a line puts the cursor there. */
export function Transcript({ lines }: Pick<CallAxis, 'lines'>) {
  const list = useCurrent(lines.map(({ fromMs }) => fromMs));
  return (
    <Card title="Transcript">
      {lines.length === 0 && <Empty>No words yet.</Empty>}
      <ol class="call-lines" ref={list} tabIndex={0} aria-label="What was said">
        {lines.map(({ fromMs, who, text, unheard, heardMs, cutMs }) => (
          <li data-who={who}>
            <button type="button" onClick={() => moveTo(fromMs)}>
              <span class="call-line-head">
                <b>{who === 'caller' ? 'Caller' : 'Assistant'}</b>
                <span class="number soft">{duration(fromMs)}</span>
                {cutMs !== null && cutMs > 0 && (
                  <span class="soft">
                    heard {heardMs} ms, cut {cutMs} ms
                  </span>
                )}
              </span>
              <span>
                {text}
                {unheard !== '' && <s class="call-unheard">{unheard}</s>}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** How long the caller waited at each turn, with what it was made of. */
export function Waits({ call }: { readonly call: CallDetail }) {
  const { waits, worstTurn } = call;
  const since = sinceStart(call);
  const most = Math.max(1, ...waits.map(({ answerMs, waitMs }) => answerMs ?? waitMs ?? 0));
  const list = useCurrent(waits.map(({ at }) => since(at)));
  return (
    <Card title="Waits">
      {waits.length === 0 && <Empty>No turn has been timed.</Empty>}
      <ol class="call-waits" ref={list} tabIndex={0} aria-label="How long the caller waited">
        {waits.map((wait) => (
          <li>
            <button type="button" onClick={() => moveTo(since(wait.at))}>
              <span class="call-wait-head">
                <b class="number">{wait.turn === 0 ? 'Start' : wait.turn}</b>
                <span class="call-wait-text">
                  {callerWords(wait.text ?? 'First words of the call')}
                </span>
                {wait.turn === worstTurn && <Badge tone="bad">worst</Badge>}
                {wait.firstSound === 'filler' && <Badge tone="warn">filler first</Badge>}
                <span class="number call-wait-ms">
                  {wait.waitMs === null ? 'no answer' : shortSpan(wait.waitMs)}
                </span>
              </span>
              <span class="call-wait-bar">
                {waitParts(wait).map(({ fill, ms }) => (
                  <span
                    class="call-swatch"
                    data-fill={fill}
                    style={{ inlineSize: `${(ms / most) * 100}%` }}
                  />
                ))}
              </span>
              <span class="small soft">{partsText(wait)}</span>
            </button>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** The order as it stood at each moment. */
export function Versions({ versions }: Pick<CallAxis, 'versions'>) {
  const list = useCurrent(versions.map(({ atMs }) => atMs));
  return (
    <Card title="Order">
      {versions.length === 0 && <Empty>No order.</Empty>}
      <ol class="call-list call-scroll" ref={list} tabIndex={0} aria-label="Order versions">
        {versions.map(({ atMs, version, state, lines, totalCents }) => (
          <li>
            <button type="button" onClick={() => moveTo(atMs)}>
              <span class="number soft">{duration(atMs)}</span>
              <span>
                {version === null ? '' : `Version ${version}, `}
                {lines} {lines === 1 ? 'line' : 'lines'}
              </span>
              <Badge tone={state === 'draft' ? 'plain' : 'good'}>{state}</Badge>
              <span class="number call-end">{money(totalCents)}</span>
            </button>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** What happened, and why. */
export function Events({ moments }: Pick<CallAxis, 'moments'>) {
  const list = useCurrent(moments.map(({ atMs }) => atMs));
  return (
    <Card title="What happened">
      {moments.length === 0 && <Empty>Nothing yet.</Empty>}
      <ol class="call-list call-scroll" ref={list} tabIndex={0} aria-label="Events">
        {moments.map(({ atMs, words, tone }) => (
          <li>
            <button type="button" onClick={() => moveTo(atMs)}>
              <span class="number soft">{duration(atMs)}</span>
              <span class="call-event" data-tone={tone}>
                {words}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** What the call cost, by provider. */
export function Cost({ call, costs }: { readonly call: CallDetail } & Pick<CallAxis, 'costs'>) {
  const { usage } = call;
  return (
    <Card title="Cost">
      <dl class="stats">
        <Stat name="So far, at the cursor">
          <CostAtCursor costs={costs} />
        </Stat>
        {usage.byProvider.map(({ provider, knownCostUsd, costUsd }) => (
          <Stat name={provider}>
            {dollars(knownCostUsd)}
            {costUsd === null && <span class="small soft"> and more</span>}
          </Stat>
        ))}
        {usage.estimatedUsd > 0 && (
          <Stat name="Estimated by time">{dollars(usage.estimatedUsd)}</Stat>
        )}
      </dl>
    </Card>
  );
}

function CostAtCursor({ costs }: Pick<CallAxis, 'costs'>) {
  const index = indexAt(
    costs.map(({ atMs }) => atMs),
    cursorMs.value,
  );
  return <>{dollars(costs[index]?.costUsd ?? 0)}</>;
}

/** How the caller was heard, and how our voice reached the phone. */
export function Audio({ audio }: Pick<CallDetail, 'audio'>) {
  return (
    <Card title="Audio">
      {audio === null ? (
        <Empty>No stream has carried audio yet.</Empty>
      ) : (
        <>
          {audio.faults.length > 0 && (
            <ul class="call-faults">
              {audio.faults.map((fault) => (
                <li>
                  <Badge tone="bad">{faultName(fault)}</Badge>
                </li>
              ))}
            </ul>
          )}
          <dl class="call-facts">
            {audioFacts(audio).map(({ name, value }) => (
              <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Card>
  );
}

/** Dollars of a call, which are often cents. */
export function dollars(usd: number): string {
  return `$${usd.toFixed(usd < 1 ? 4 : 2)}`;
}

function partsText(wait: CallDetail['waits'][number]): string {
  const { recognitionMs, modelMs, oursMs, networkMs, rung } = wait;
  const parts = [
    ['turn detection', recognitionMs],
    ['model', modelMs],
    ['ours', oursMs],
    ['network', networkMs],
  ] as const;
  const known = parts.flatMap(([name, ms]) => (ms === null ? [] : [`${name} ${shortSpan(ms)}`]));
  return [...known, ...(rung === null ? [] : [spaced(rung)])].join(' · ');
}

/**
 * A list whose entry at the cursor is marked and kept in view, without the page being scrolled or
 * the list being made anew.
 */
function useCurrent(starts: readonly number[]) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    let marked: Element | undefined;
    return effect(() => {
      const box = list.current;
      const entry = box?.children[indexAt(starts, cursorMs.value)];
      if (box === null || entry === marked) return;
      marked?.removeAttribute('aria-current');
      marked = entry;
      if (!(entry instanceof HTMLElement)) return;
      entry.setAttribute('aria-current', 'true');
      const top = entry.offsetTop - box.offsetTop;
      const bottom = top + entry.offsetHeight;
      const isSeen = top >= box.scrollTop && bottom <= box.scrollTop + box.clientHeight;
      if (!isSeen) box.scrollTop = top - box.clientHeight / 3;
    });
  });
  return list;
}
