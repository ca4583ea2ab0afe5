import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { duration } from '../../ui/format.js';
import { Meter } from './meter.js';
import type { Phone } from './phone.js';
import { stateWords } from './phone-state.js';

const KEYS = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
] as const;
const KEY_NAMES: Readonly<Record<string, string>> = { '*': 'Star', '#': 'Pound' };

/** The phone itself: its screen, its keys, and the button that calls and hangs up. */
export function Handset({ phone }: { phone: Phone }) {
  const { view } = phone;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const isField = event.target instanceof Element && event.target.matches('input, select');
      if (isField || event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^[0-9*#]$/.test(event.key)) phone.press(event.key);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [phone]);
  return (
    <section class="phone-handset" aria-label="Phone">
      <Screen phone={phone} />
      <div class="phone-keys" role="group" aria-label="Keypad">
        {KEYS.map(([key, letters]) => (
          <button
            type="button"
            class="phone-key"
            aria-label={KEY_NAMES[key]}
            disabled={!view.isUp}
            onClick={() => phone.press(key)}
          >
            {key}
            <small aria-hidden="true">{letters}</small>
          </button>
        ))}
      </div>
      <div class="phone-actions">
        <button
          type="button"
          class="phone-round"
          aria-pressed={view.muted.value}
          disabled={!view.isUp}
          onClick={() => phone.mute(!view.muted.value)}
        >
          {view.muted.value ? 'Muted' : 'Mute'}
        </button>
        {view.isUp ? (
          <button type="button" class="phone-hang-up" onClick={() => phone.hangUp()}>
            Hang up
          </button>
        ) : (
          <button type="button" class="phone-call" onClick={() => void phone.dial()}>
            Call
          </button>
        )}
      </div>
    </section>
  );
}

function Screen({ phone }: { phone: Phone }) {
  const { view } = phone;
  const { caller, heard } = view.levels.value;
  const state = view.state.value;
  return (
    <div class="phone-screen">
      <p class="phone-state" role="status" data-kind={state.kind}>
        {stateWords(state)}
      </p>
      <p class="phone-time number">
        <Clock phone={phone} />
      </p>
      <p class="phone-pressed mono">{view.pressed.value || '\u00a0'}</p>
      <Meter name="You" level={caller} tone="caller" />
      <Meter name="Line" level={heard} tone="assistant" />
      {state.kind === 'ringing' && (
        <div class="row phone-dial" role="group" aria-label={`Phone of ${state.number}`}>
          <button class="button" data-kind="primary" onClick={() => phone.answerDial('answer')}>
            Answer
          </button>
          <button class="button" onClick={() => phone.answerDial('busy')}>
            Busy
          </button>
          <button class="button" onClick={() => phone.answerDial('no-answer')}>
            No answer
          </button>
          <p class="soft small">You are also the person who is called.</p>
        </div>
      )}
      {state.kind === 'joined' && (
        <button class="button" onClick={() => phone.endDial()}>
          Their phone hangs up
        </button>
      )}
    </div>
  );
}

function Clock({ phone: { view } }: { phone: Phone }) {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => (now.value = Date.now()), 500);
    return () => clearInterval(timer);
  }, [now]);
  if (view.state.value.kind === 'idle') return <>0:00</>;
  const until = view.state.value.kind === 'ended' ? view.endedAt.value : now.value;
  return <>{duration(until - view.startedAt.value)}</>;
}
