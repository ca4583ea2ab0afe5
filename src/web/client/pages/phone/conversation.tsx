import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Card, Empty } from '../../ui/parts.js';
import type { Phone } from './phone.js';
import type { TranscriptLine } from './phone-state.js';

const UNHEARD: Readonly<Record<NonNullable<TranscriptLine['heard']>, string>> = {
  part: 'Shown, and heard in part: this browser has no voice, and not all of it is recorded.',
  interrupted: 'Broken off',
  nothing: 'Shown, not heard: this browser has no voice for it, and it is not recorded.',
};

/** What was said, as far as this page knows the words, and the field to say something in words. */
export function Conversation({ phone }: { phone: Phone }) {
  const { view } = phone;
  const who: Readonly<Record<TranscriptLine['who'], string | null>> = {
    line: 'Line',
    caller: phone.caller.value === 'sample' ? 'Sample caller' : 'You',
    note: null,
  };
  const lines = [...view.transcript.value, ...view.spoken.value];
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => list.current?.scrollTo({ top: list.current.scrollHeight }), [lines.length]);
  return (
    <Card title="Conversation">
      {lines.length === 0 ? (
        <Empty>
          Press Call and order a pizza. Without a microphone, choose the sample caller below and
          listen.
        </Empty>
      ) : (
        <ol
          class="phone-lines"
          ref={list}
          aria-live={view.state.value.kind === 'talking' ? 'off' : 'polite'}
          tabIndex={0}
          aria-label="Conversation"
        >
          {lines.map(({ who: speaker, text, heard, audio }) => (
            <li data-who={speaker}>
              {who[speaker] !== null && <b>{who[speaker]}</b>}
              <span>{text}</span>
              {heard !== undefined && <small class="soft">{UNHEARD[heard]}</small>}
              {audio !== undefined && <audio controls src={audio} aria-label={text} />}
            </li>
          ))}
        </ol>
      )}
      <Words phone={phone} />
    </Card>
  );
}

function Words({ phone }: { phone: Phone }) {
  const text = useSignal('');
  const settings = phone.entry.value?.settings;
  const takesWords = settings?.takesSpeech === true;
  const say = (event: Event): void => {
    event.preventDefault();
    phone.type(text.value);
    text.value = '';
  };
  return (
    <form class="phone-words" onSubmit={say}>
      <label class="field">
        Say it in words
        <input
          type="text"
          list="phone-hints"
          autocomplete="off"
          placeholder={takesWords ? 'Type what you would say' : 'When the line asks'}
          disabled={!takesWords}
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
            phone.holdEntry();
          }}
        />
      </label>
      <datalist id="phone-hints">
        {settings?.hints.map((hint) => (
          <option value={hint} />
        ))}
      </datalist>
      <button type="submit" class="button" data-kind="primary" disabled={!takesWords}>
        Say
      </button>
    </form>
  );
}
