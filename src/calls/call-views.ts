import { maskPhone } from '../common/mask.js';
import { durationMs, type CallSnapshot, type CallSummary } from './call/call.js';
import { Conversation } from './call/conversation.js';

/** A call in a list; numbers are masked. */
export function callSummary(call: CallSummary) {
  const { callSid, to, state, outcome, provider, instance, startedAt, endedAt, turns, order } =
    call;
  return {
    callSid,
    from: maskPhone(call.from),
    to: maskPhone(to),
    state,
    outcome,
    provider,
    instance,
    startedAt,
    endedAt,
    durationMs: durationMs(call),
    turns,
    order,
  };
}

/** Everything about one call. */
export function callDetail(call: CallSnapshot) {
  const { timeline, latency, audio, usage } = call;
  return {
    ...callSummary(call),
    transcript: new Conversation(call.conversation).transcript(),
    timeline,
    latency,
    audio,
    usage,
  };
}
