import type { RealtimeResponseStatus } from 'openai/resources/realtime/realtime';
import type { BrainStep } from './brain.js';
import type { Knobs, ResponseFailure } from './knobs.js';
import type { IncompleteReason, ResponseFault } from './response-faults.js';

/** Audio of the assistant that one token holds (protocol B5.4). */
const MS_PER_AUDIO_TOKEN = 50;

const FAILURES: Readonly<Record<ResponseFailure, string>> = {
  rate_limit_exceeded: 'Rate limit reached for this model.',
  insufficient_quota: 'You exceeded your current quota.',
  server_error: 'The server had an error while processing your request.',
};

/** One message of a response. */
export interface PlannedMessage {
  readonly text: string;
  readonly spoken: boolean;
  /** Null: the item does not tell. */
  readonly phase: 'commentary' | 'final_answer' | null;
}

/** One function call of a response. */
export interface PlannedCall {
  readonly name: string;
  readonly json: string;
  /** Null: a fresh one. */
  readonly callId: string | null;
  /** As it stands when the response ends. */
  readonly status: 'completed' | 'incomplete' | 'in_progress';
}

/** Everything that is settled of a response before its first event. */
export interface ResponsePlan {
  /** From `response.created` to the first output. */
  readonly waitMs: number;
  /** From a message's announcement to its first piece; once. */
  readonly lateMs: number;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly messages: readonly PlannedMessage[];
  readonly calls: readonly PlannedCall[];
  /** Ends the response once so much audio was sent; `certain`: also when there is less of it. */
  readonly cut: {
    readonly afterMs: number;
    readonly reason: IncompleteReason;
    readonly certain: boolean;
  } | null;
  readonly end: RealtimeResponseStatus & {
    readonly type: 'completed' | 'cancelled' | 'incomplete';
  };
  readonly doneTwice: boolean;
  /** Tokens thought but not said; they count as text of the output. */
  readonly reasoningTokens: number;
}

/** What a plan is made from. */
export interface PlanInput {
  readonly step: BrainStep;
  readonly fault: ResponseFault | null;
  readonly knobs: Knobs;
  readonly spoken: boolean;
  readonly outside: boolean;
  /** Cap of the response's output tokens. */
  readonly maxTokens: number | 'inf';
  /** Id of the newest function call of the conversation. */
  readonly lastCallId: string | null;
}

/** Settles how a response goes: by its step, the fault that strikes it, and the knobs. */
export function planOf(input: PlanInput): ResponsePlan {
  const { fault, knobs, outside } = input;
  const failure = failureOf(knobs.failResponses.shift(), fault);
  const slow = fault?.kind === 'slow' ? fault : null;
  const nothing = fault?.kind === 'empty';
  const calls = nothing || fault?.kind === 'text-only' ? [] : callsOf(input);
  return {
    waitMs: slow === null || slow.announced === true ? knobs.thinkMs : slow.firstSoundMs,
    lateMs: slow?.announced === true ? Math.max(0, slow.firstSoundMs - knobs.thinkMs) : 0,
    failure,
    messages: nothing ? [] : messagesOf(input, calls.length > 0),
    calls,
    cut: fault?.kind === 'incomplete' ? { ...fault, certain: true } : cutByCap(input),
    end: endOf(fault),
    doneTwice: fault?.kind === 'done-twice',
    reasoningTokens: outside ? 0 : knobs.reasoningTokens,
  };
}

function failureOf(
  next: ResponseFailure | undefined,
  fault: ResponseFault | null,
): ResponsePlan['failure'] {
  if (next !== undefined) return { code: next, message: FAILURES[next] };
  if (fault?.kind !== 'failed') return null;
  return { code: fault.code, message: fault.message ?? 'The response failed.' };
}

function messagesOf(
  { step, fault, knobs, outside, spoken }: PlanInput,
  calls: boolean,
): PlannedMessage[] {
  const said = [step.say ?? []].flat();
  if (fault?.kind === 'text-only') {
    const text = fault.text ?? (said.length > 0 ? said.join(' ') : 'One moment.');
    return [{ text, spoken: false, phase: knobs.phases ? 'final_answer' : null }];
  }
  const texts = knobs.preamble === null || outside ? said : [knobs.preamble, ...said];
  return texts.map((text, index) => {
    const last = index === texts.length - 1 && !calls;
    return { text, spoken, phase: knobs.phases ? (last ? 'final_answer' : 'commentary') : null };
  });
}

function callsOf({ step, fault, lastCallId }: PlanInput): PlannedCall[] {
  const tools = step.tools ?? [];
  return tools.map((tool, index) => ({
    name: tool.name,
    json: JSON.stringify(tool.arguments),
    callId: fault?.kind === 'call-again' && index === 0 ? lastCallId : null,
    status:
      fault?.kind === 'call-cut' && index === tools.length - 1
        ? fault.call
        : ('completed' as const),
  }));
}

function endOf(fault: ResponseFault | null): ResponsePlan['end'] {
  if (fault?.kind !== 'call-cut') return { type: 'completed' };
  const { status, reason = status === 'cancelled' ? 'turn_detected' : 'max_output_tokens' } = fault;
  return { type: status, reason };
}

/** Reasoning is part of the output and uses up its cap (reference, part R). */
function cutByCap({ knobs, maxTokens, outside }: PlanInput): ResponsePlan['cut'] {
  if (knobs.reasoningTokens === 0 || maxTokens === 'inf' || outside) return null;
  const left = Math.max(0, maxTokens - knobs.reasoningTokens);
  return { afterMs: left * MS_PER_AUDIO_TOKEN, reason: 'max_output_tokens', certain: false };
}
