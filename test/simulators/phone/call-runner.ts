import type { CallRecord } from './call-record.js';
import type { CallSetup } from './call-setup.js';
import { Callees } from './callee.js';
import type { CalleeLeg } from './callee-leg.js';
import { runDial } from './dial-verb.js';
import type { Gathering } from './gathering.js';
import type { Heard } from './heard.js';
import type { MediaStream } from './media-stream.js';
import type { PhoneClock } from './phone-clock.js';
import { runStream } from './stream-verb.js';
import { TwimlRunner } from './twiml-runner.js';

/** What the caller's leg of a call is made of. */
export interface CallParts {
  readonly setup: CallSetup;
  readonly clock: PhoneClock;
  readonly heard: Heard;
  readonly record: CallRecord;
  readonly gathering: Gathering;
  readonly streams: MediaStream[];
  readonly legs: CalleeLeg[];
  /** Twilio's standard parameters as they stand. */
  readonly parameters: () => Readonly<Record<string, string>>;
  readonly said: (text: string) => void;
  readonly changed: () => void;
}

/** The runner of the caller's leg, with the verbs that need more than TwiML. */
export function runnerOf(parts: CallParts): TwimlRunner {
  const { setup, clock, heard, record, gathering, parameters, said, changed } = parts;
  const { callSid, dialling } = setup;
  const callees = new Callees(dialling?.callees ?? {});
  const around = {
    setup,
    clock,
    changed,
    violation: (text: string) => void record.violations.push(text),
    callback: (...request: Parameters<TwimlRunner['callback']>) => runner.callback(...request),
  };
  const runner = new TwimlRunner({
    http: setup.http,
    clock,
    record,
    gathering,
    secure: setup.publicUrl.startsWith('https:'),
    fallbackUrl: setup.fallbackPath === null ? null : setup.publicUrl + setup.fallbackPath,
    answerLimitMs: setup.answerLimitMs,
    callbackLimitMs: setup.callbackLimitMs,
    forbidden: [],
    endOfDocument: 'server-hung-up',
    finalStatus: setup.finalStatus,
    reportsHangUp: setup.reportsHangUp,
    parameters,
    stream: (verb, signal) =>
      runStream(verb, signal, {
        ...around,
        callSid,
        heard,
        opened: (stream) => parts.streams.push(stream),
      }),
    dial:
      dialling === null
        ? null
        : (verb, signal) =>
            runDial(verb, signal, {
              ...around,
              dialling,
              callees,
              parentSid: callSid,
              opened: (leg) => parts.legs.push(leg),
              sound: () => heard.addInstant(clock.now()),
            }),
    said,
    changed,
  });
  return runner;
}
