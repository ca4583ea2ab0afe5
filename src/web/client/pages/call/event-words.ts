import type { TimelineEvent } from '../../api/call-detail.js';
import { money, shortSpan } from '../../ui/format.js';
import type { Tone } from '../../ui/parts.js';
import { faultName } from './audio-words.js';

/** An event in words. */
export interface EventWords {
  readonly words: string;
  readonly tone: Tone;
}

type Fields = TimelineEvent;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const why = (value: unknown): string => (text(value) === '' ? '' : `: ${spaced(text(value))}`);
const by = (value: unknown): string => (text(value) === '' ? '' : ` by ${text(value)}`);

/** The words of an event; one that is not listed is told by its name. */
const WORDS: Readonly<Record<string, (fields: Fields) => EventWords>> = {
  'stream-started': ({ provider }) => plain(`Stream open${by(provider)}`),
  'stream-ended': ({ reason }) => plain(`Stream closed${why(reason)}`),
  'provider-ready': ({ provider }) => good(`${text(provider) || 'Provider'} ready`),
  'barge-in': ({ heardMs }) => accent(`Caller interrupted after ${Number(heardMs) / 1000} s`),
  filler: () => warn('Filler bridged a wait'),
  reconnect: ({ provider, code }) => warn(`Connecting again to ${text(provider)}${why(code)}`),
  'next-provider': ({ provider, code }) => bad(`Moved on to ${text(provider)}${why(code)}`),
  'provider-lost': ({ provider, code }) => bad(`${text(provider)} lost${why(code)}`),
  recovered: ({ provider }) => good(`Heard again${by(provider)}`),
  ivr: ({ reason }) => bad(`Order line without AI${rungReason(reason)}`),
  'openai-chat': ({ reason }) => warn(`Order line with a chat model${rungReason(reason)}`),
  moved: ({ from, to, reason }) =>
    warn(`Moved from ${text(from)} to ${text(to) || 'another replica'}${why(reason)}`),
  resume: ({ attempt }) => warn(`Stream asked for again (${String(attempt)})`),
  released: ({ outcome, by: who }) => plain(`Stream ended as ${text(outcome)}${by(who)}`),
  tool: ({ name, ms, ok, error }) =>
    ok === true
      ? good(`${text(name)}, ${String(ms)} ms`)
      : bad(`${text(name)} refused after ${String(ms)} ms${why(error)}`),
  order: ({ version, lines, totalCents, state }) =>
    accent(
      `Order${version === undefined ? '' : ` version ${Number(version)}`}, ${text(state)}: ` +
        `${count(Number(lines ?? 0), 'line')}, ${money(Number(totalCents))}`,
    ),
  transfer: ({ reason }) => warn(`Put through to a person${why(reason)}`),
  'transfer-accepted': () => good('A person took the call'),
  'transfer-untaken': ({ number, status }) =>
    bad(`Number ${String(number)} did not take it${why(status)}`),
  'transfer-refused': () => bad('Twilio did not carry out the transfer'),
  'audio-fault': ({ fault, value, unit }) =>
    bad(`${faultName(text(fault))}${measured(value, unit)}`),
  'audio-fault-over': ({ fault }) => good(`Over: ${faultName(text(fault)).toLowerCase()}`),
  'sold-out': ({ count: things }) =>
    warn(`${count(Number(things), 'thing')} of the order sold out`),
  language: ({ language }) => accent(`The call goes on in ${languageName(text(language))}`),
  callback: ({ phone }) => accent(`Will be called back at ${text(phone)}`),
  'end-put-off': ({ cause }) => plain(`End put off${why(cause)}`),
  'end-taken-back': ({ cause }) => plain(`The call goes on after all${why(cause)}`),
  'silence-prompt': () => plain('Asked whether the caller is still there'),
  keys: ({ count: keys }) => plain(`Caller pressed ${count(Number(keys), 'key')}`),
  stuck: ({ provider }) => bad(`${text(provider)} did not answer`),
  'gave-nothing': ({ reason }) => bad(`Answer without words${why(reason)}`),
  'broke-off': ({ reason }) => bad(`Answer broke off${why(reason)}`),
  'response-failed': ({ reason }) => bad(`Answer failed${why(reason)}`),
  'transcription-failed': ({ code }) => warn(`Words not transcribed${why(code)}`),
  'twilio-stream': ({ streamEvent, error }) =>
    text(error) === ''
      ? plain(`Twilio: ${spaced(text(streamEvent))}`)
      : bad(`Twilio: ${spaced(text(streamEvent))}${why(error)}`),
  'twilio-status': ({ status }) => plain(`Twilio: call ${spaced(text(status))}`),
  'answer-cut': () => warn('Answer cut off by a limit of the call'),
  'follow-up': () => plain('Reminded the assistant of its promise'),
  'read-aloud': () => plain('A text was read by the voice of the call'),
  'time-up': () => warn('The call has reached its longest time'),
  'cost-cap': () => warn('The call has cost as much as it may'),
  'tool-settled': ({ name }) => warn(`${text(name)} was interrupted, and settled`),
  'history-lost': () => warn('The database was away for too long: a part of this is lost'),
  rejected: ({ reason }) => bad(`Not admitted${why(reason)}`),
  ended: ({ outcome, reason }) => plain(`Ended: ${spaced(text(outcome))}${because(reason)}`),
};

/** Tells an event in words. */
export function eventWords(entry: TimelineEvent): EventWords {
  return WORDS[entry.event]?.(entry) ?? plain(capital(spaced(entry.event)));
}

/** A name of the API for people: `hung-up` is "hung up". */
export function spaced(name: string): string {
  return name.replaceAll(/[-_]/g, ' ');
}

/** The same with a capital letter. */
export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function measured(value: unknown, unit: unknown): string {
  if (typeof value !== 'number') return '';
  return unit === 'ms' ? ` (${shortSpan(value)})` : ` (${value} ${text(unit)})`;
}

function languageName(code: string): string {
  const names = new Intl.DisplayNames('en', { type: 'language' });
  return /^[a-z]{2,3}$/.test(code) ? (names.of(code) ?? code) : code;
}

function because(reason: unknown): string {
  return text(reason) === '' ? '' : ` (${spaced(text(reason))})`;
}

function rungReason(reason: unknown): string {
  return reason === 'no-stream' ? ': no stream can go on' : '';
}

function plain(words: string): EventWords {
  return { words, tone: 'plain' };
}

function good(words: string): EventWords {
  return { words, tone: 'good' };
}

function accent(words: string): EventWords {
  return { words, tone: 'accent' };
}

function warn(words: string): EventWords {
  return { words, tone: 'warn' };
}

function bad(words: string): EventWords {
  return { words, tone: 'bad' };
}
