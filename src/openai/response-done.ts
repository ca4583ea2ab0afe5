import type { RealtimeError, RealtimeServerEvent } from 'openai/resources/realtime/realtime';
import type { ToolCall } from '../common/tool-call.js';
import { permanentIn } from './openai-errors.js';
import type { BilledTokens } from './openai-prices.js';
import { waitInWordsMs } from './stated-wait.js';
import { amountIn, FieldReader, listIn, objectIn, textIn, type OnOdd, type Wire } from './wire.js';

/** A finished response: what was said, what is to be done, what it cost. */
export interface ResponseDone {
  readonly kind: 'response-done';
  readonly responseId: string;
  readonly status: 'completed' | 'cancelled' | 'incomplete' | 'failed';
  readonly errorCode: string | null;
  /** The wait that the error asks for, ms; null when it asks for none. */
  readonly retryAfterMs: number | null;
  /** `status_details.reason`, such as `content_filter` or `turn_detected`; null when none is given. */
  readonly reason: string | null;
  readonly messages: readonly ResponseMessage[];
  /** The calls of a response of any status; see `finished`. */
  readonly toolCalls: readonly ResponseCall[];
  readonly tokens: BilledTokens | null;
}

/** What the assistant said or wrote in one item; whether it was heard, its audio tells. */
export interface ResponseMessage {
  readonly itemId: string;
  readonly text: string;
}

/** A function call as it stands in a finished response. */
export interface ResponseCall extends ToolCall {
  /** False when the response was cut off before the call was whole (protocol B3.5). */
  readonly finished: boolean;
}

type Response = Extract<RealtimeServerEvent, { type: 'response.done' }>['response'];
type Item = NonNullable<Response['output']>[number];
type Message = Extract<Item, { role: 'assistant' }>;
type Part = NonNullable<Message['content']>[number];
type Call = Extract<Item, { type: 'function_call' }>;
type Usage = NonNullable<Response['usage']>;
type Input = NonNullable<Usage['input_token_details']>;

const STATUSES = ['completed', 'cancelled', 'incomplete', 'failed'] as const;

/**
 * Reads the `response` of `response.done`; odd items of its output are left out and told. Null
 * when it is none.
 */
export function readResponseDone(value: unknown, odd: OnOdd): ResponseDone | null {
  const fields = new FieldReader(odd);
  const response = objectIn<Response>(value);
  if (response === null) return null;
  const messages: ResponseMessage[] = [];
  const toolCalls: ResponseCall[] = [];
  for (const output of listIn(response.output)) {
    const item = fields.object<Item>(output, 'item');
    if (item?.type === 'message') messages.push(...readMessage(item, odd));
    else if (item?.type === 'function_call') toolCalls.push(...readCall(item, odd));
    else if (item !== null) odd('item');
  }
  const hasOutput = messages.length + toolCalls.length > 0;
  const known = STATUSES.find((status) => status === response.status);
  if (known === undefined) odd('field');
  // Without a known status it has completed when there is something of it.
  const status = known ?? (hasOutput ? 'completed' : 'failed');
  const details = objectIn<NonNullable<Response['status_details']>>(response.status_details);
  const error = objectIn<RealtimeError>(details?.error);
  return {
    kind: 'response-done',
    responseId: fields.id(response.id),
    status,
    errorCode: status === 'failed' ? errorCode(error) : null,
    retryAfterMs: waitInWordsMs(textIn(error?.message)),
    reason: textIn(details?.reason),
    messages,
    toolCalls,
    tokens: readTokens(objectIn<Usage>(response.usage)),
  };
}

/** None of another role, without an id, by which it could be corrected, or without content. */
function readMessage(item: Wire<Message>, odd: OnOdd): readonly ResponseMessage[] {
  const itemId = textIn(item.id);
  const role = textIn(item.role) ?? 'assistant';
  if (itemId === null || role !== 'assistant' || !Array.isArray(item.content)) {
    odd('item');
    return [];
  }
  const parts = listIn(item.content).flatMap((value) => {
    const part = objectIn<Part>(value);
    if (part === null) odd('part');
    return part ?? [];
  });
  const words = parts.map(({ transcript, text }) => textIn(transcript) ?? textIn(text) ?? '');
  return [{ itemId, text: words.join(' ').trim() }];
}

/** None without a call id, by which it could be answered. */
function readCall(item: Wire<Call>, odd: OnOdd): readonly ResponseCall[] {
  const fields = new FieldReader(odd);
  const callId = textIn(item.call_id);
  if (callId === null) {
    odd('item');
    return [];
  }
  const name = fields.text(item.name);
  const finished = item.status === 'completed';
  return [{ callId, name, arguments: fields.text(item.arguments), finished }];
}

function errorCode(error: Wire<RealtimeError> | null): string {
  const code = textIn(error?.code);
  const type = textIn(error?.type);
  return permanentIn(code, type) ?? code ?? type ?? 'unknown';
}

function readTokens(usage: Wire<Usage> | null): BilledTokens | null {
  if (usage === null) return null;
  const input = objectIn<Input>(usage.input_token_details);
  const output = objectIn<NonNullable<Usage['output_token_details']>>(usage.output_token_details);
  const cached = objectIn<NonNullable<Input['cached_tokens_details']>>(
    input?.cached_tokens_details,
  );
  const cachedText = amountIn(cached?.text_tokens);
  const cachedAudio = amountIn(cached?.audio_tokens);
  return {
    inputTextTokens: Math.max(0, amountIn(input?.text_tokens) - cachedText),
    inputAudioTokens: Math.max(0, amountIn(input?.audio_tokens) - cachedAudio),
    cachedTokens: cachedText + cachedAudio,
    cachedAudioTokens: cachedAudio,
    outputTextTokens: amountIn(output?.text_tokens),
    outputAudioTokens: amountIn(output?.audio_tokens),
  };
}
