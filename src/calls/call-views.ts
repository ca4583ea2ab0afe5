import { maskPhone } from '../common/mask.js';
import { durationMs, type CallSnapshot, type CallSummary } from './call/call.js';
import { Conversation } from './call/conversation.js';
import type { CallDetailDto, CallSummaryDto } from './calls.dto.js';

/** A call in a list; numbers are masked. */
export function callSummary(call: CallSummary): CallSummaryDto {
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
export function callDetail(call: CallSnapshot): CallDetailDto {
  const { timeline, latency, audio, usage } = call;
  const transcript = new Conversation(call.conversation).transcript();
  return Object.assign(callSummary(call), { transcript, timeline, latency, audio, usage });
}
