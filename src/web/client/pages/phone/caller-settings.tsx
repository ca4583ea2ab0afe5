import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Card, Notice } from '../../ui/parts.js';
import { MICROPHONE_ADVICE, microphones } from './audio/line-audio.js';
import { RECOGNISES } from './caller/recognition.js';
import { SAMPLE_ORDERS } from './caller/sample-orders.js';
import type { Phone } from './phone.js';
import type { CallerKind } from './phone-state.js';

const CALLERS: ReadonlyArray<readonly [CallerKind, string]> = [
  ['microphone', 'Me, by microphone'],
  ['sample', 'A sample caller'],
];

/** Who speaks into the phone, and as whom. */
export function CallerSettings({ phone }: { phone: Phone }) {
  const { view } = phone;
  const problem = view.microphoneProblem.value;
  return (
    <Card title="Caller">
      <div class="stack">
        {problem !== null && <Notice tone="warn">{MICROPHONE_ADVICE[problem]}</Notice>}
        <fieldset class="phone-choice">
          <legend class="visually-hidden">Who speaks</legend>
          {CALLERS.map(([kind, name]) => (
            <label>
              <input
                type="radio"
                name="caller"
                checked={phone.caller.value === kind}
                onChange={() => {
                  phone.caller.value = kind;
                  if (kind === 'microphone' && view.isUp) void phone.openMicrophone();
                }}
              />
              {name}
            </label>
          ))}
        </fieldset>
        {phone.caller.value === 'microphone' ? (
          <MicrophoneSettings phone={phone} />
        ) : (
          <SampleSettings phone={phone} />
        )}
        <label class="field">
          Number that calls
          <input
            type="tel"
            disabled={view.isUp}
            value={phone.from.value}
            onInput={(event) => (phone.from.value = event.currentTarget.value.trim())}
          />
        </label>
      </div>
    </Card>
  );
}

function MicrophoneSettings({ phone }: { phone: Phone }) {
  const devices = useSignal<readonly MediaDeviceInfo[]>([]);
  const isUp = phone.view.isUp;
  useEffect(() => {
    void microphones().then((found) => (devices.value = found));
  }, [devices, isUp]);
  return (
    <>
      {devices.value.length > 0 && (
        <label class="field">
          Microphone
          <select
            value={phone.microphone.value}
            onChange={(event) => {
              phone.microphone.value = event.currentTarget.value;
              if (isUp) void phone.openMicrophone();
            }}
          >
            <option value="">The system’s choice</option>
            {devices.value.map(({ deviceId, label }, index) => (
              <option value={deviceId}>{label || `Microphone ${index + 1}`}</option>
            ))}
          </select>
        </label>
      )}
      {RECOGNISES && (
        <label class="phone-check">
          <input
            type="checkbox"
            checked={phone.recognises.value}
            onChange={(event) => (phone.recognises.value = event.currentTarget.checked)}
          />
          <span>
            Recognise my speech on a line without AI{' '}
            <span class="soft small">
              by this browser, which may send what you say to its maker
            </span>
          </span>
        </label>
      )}
    </>
  );
}

function SampleSettings({ phone }: { phone: Phone }) {
  const order = phone.order.value;
  const talks = phone.view.state.value.kind === 'talking';
  return (
    <>
      <label class="field">
        Order
        <select
          value={String(SAMPLE_ORDERS.indexOf(order))}
          disabled={phone.view.isUp}
          onChange={(event) => {
            phone.order.value = SAMPLE_ORDERS[Number(event.currentTarget.value)] ?? order;
          }}
        >
          {SAMPLE_ORDERS.map(({ name }, index) => (
            <option value={String(index)}>{name}</option>
          ))}
        </select>
      </label>
      <label class="phone-check">
        <input
          type="checkbox"
          checked={phone.speaksAlone.value}
          onChange={(event) => (phone.speaksAlone.value = event.currentTarget.checked)}
        />
        Speaks by itself, when the line has ended
      </label>
      <ul class="phone-sentences" aria-label="Sentences of the sample caller">
        {order.sentences.map((sentence) => (
          <li>
            <button
              type="button"
              class="button"
              disabled={!talks}
              onClick={() => void phone.say(sentence)}
            >
              {sentence.text}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
