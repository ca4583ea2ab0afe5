import { maskPhone } from '../common/mask.js';
import { durationMs, type CallSummary } from './call/call.js';
import { callbackOf } from './call/callback.js';
import { Conversation } from './call/conversation.js';
import { talkOf } from './talk-view.js';
import type { CallDetailDto, CallSummaryDto } from './calls.dto.js';
import type { WholeCall } from './state/call-lookup.js';

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
export function callDetail({ call, history }: WholeCall): CallDetailDto {
  const { timeline, latency, audio, usage } = call;
  const transcript = new Conversation(call.conversation).transcript();
  const callback = callbackOf(call);
  return Object.assign(callSummary(call), {
    transcript,
    callback,
    timeline,
    latency,
    audio,
    usage,
    history,
    ...talkOf(call),
  });
}
