import { randomBytes } from 'node:crypto';
import type {
  ChatCompletionChunk,
  ChatCompletionCreateParamsStreaming,
} from 'openai/resources/chat/completions';
import { invalidRequest } from '../api-error.js';
import type { Brain, BrainStep } from '../brain.js';
import type { Ears } from '../ears.js';
import { textTokens } from '../usage.js';
import { chatFaultOf, strike, type StruckAnswer } from './chat-faults.js';
import { brainInput, readChatRequest } from './chat-request.js';
import type { Exchange } from './exchange.js';
import type { RestKnobs } from './rest-knobs.js';

type Choice = ChatCompletionChunk.Choice;

/** Characters of one fragment of a call's arguments. */
const FRAGMENT = 12;

/** `POST /v1/chat/completions`: streamed answers of the brain. */
export class ChatCompletions {
  constructor(
    private readonly brain: Brain,
    private readonly ears: Ears,
    private readonly knobs: RestKnobs['chat'],
  ) {}

  async answer(exchange: Exchange): Promise<void> {
    const json: unknown = JSON.parse((await exchange.body()).toString());
    exchange.record.body = json;
    const read = readChatRequest(json);
    if ('error' in read) {
      this.ears.violation(`chat: ${read.error.message}`);
      exchange.refuse({ status: 400, error: read.error });
      return;
    }
    const { body } = read;
    const effort = body.reasoning_effort;
    if (typeof effort === 'string' && this.knobs.refusedEfforts.includes(effort)) {
      const message = `Unsupported value: 'reasoning_effort' does not support '${effort}' with this model.`;
      const error = invalidRequest('unsupported_value', message, 'reasoning_effort');
      exchange.refuse({ status: 400, error });
      return;
    }
    const input = brainInput(body.messages);
    const step = this.brain(input);
    this.check(step, body);
    const fault = chatFaultOf(this.knobs.faults, input);
    exchange.record.fault = fault?.kind ?? null;
    await exchange.wait(this.knobs.delayMs);
    const text = [step.say ?? []].flat().join(' ');
    const answer = strike(fault, choicesOf(text, step), input.items);
    await this.stream(exchange, answer, body);
  }

  private check(step: BrainStep, { tools = [], tool_choice }: ChatCompletionCreateParamsStreaming) {
    const names = tools.map((tool) => (tool.type === 'function' ? tool.function.name : ''));
    for (const { name } of step.tools ?? []) {
      if (!names.includes(name)) this.ears.violation(`scenario: the request has no tool ${name}`);
    }
    if (tool_choice === 'none' && (step.tools ?? []).length > 0) {
      this.ears.violation('scenario: a tool is called although tool_choice is none');
    }
    for (const violation of step.violations ?? []) this.ears.violation(violation);
  }

  private async stream(
    exchange: Exchange,
    { choices, drops, between }: StruckAnswer,
    body: ChatCompletionCreateParamsStreaming,
  ): Promise<void> {
    const withUsage = body.stream_options?.include_usage === true;
    const head = {
      id: `chatcmpl-${randomBytes(12).toString('hex')}`,
      object: 'chat.completion.chunk' as const,
      created: Math.floor(Date.now() / 1000),
      model: body.model,
      service_tier: 'default' as const,
    };
    exchange.begin('text/event-stream; charset=utf-8');
    for (const [count, choice] of choices.entries()) {
      if (count === this.knobs.breakOffAfter) {
        exchange.drop();
        return;
      }
      await exchange.wait(this.knobs.chunkEveryMs);
      const chunk = { ...head, choices: [choice], ...(withUsage && { usage: null }) };
      writeEvent(exchange, JSON.stringify(chunk));
      if (count < between.length) writeEvent(exchange, JSON.stringify(between[count]));
    }
    if (drops) {
      exchange.drop();
      return;
    }
    if (withUsage) {
      const usage = usageOf(JSON.stringify(body.messages), choices.map(generated).join(''));
      writeEvent(exchange, JSON.stringify({ ...head, choices: [], usage }));
    }
    writeEvent(exchange, '[DONE]');
    exchange.end();
  }
}

function choicesOf(text: string, step: BrainStep): Choice[] {
  const choice = (delta: Choice['delta'], finish: Choice['finish_reason'] = null): Choice => ({
    index: 0,
    delta,
    logprobs: null,
    finish_reason: finish,
  });
  const calls = (step.tools ?? []).flatMap((tool, index) => {
    const id = `call_${randomBytes(12).toString('hex')}`;
    const fragments = JSON.stringify(tool.arguments).match(new RegExp(`.{1,${FRAGMENT}}`, 'gs'));
    return [
      { index, id, type: 'function' as const, function: { name: tool.name, arguments: '' } },
      ...(fragments ?? []).map((part) => ({ index, function: { arguments: part } })),
    ];
  });
  return [
    choice({ role: 'assistant', content: text === '' ? null : '', refusal: null }),
    // Tokens end anywhere: in a word, before a full stop, in a number.
    ...(text.match(/\s*\S{1,4}/g) ?? []).map((content) => choice({ content })),
    ...calls.map((call) => choice({ tool_calls: [call] })),
    choice({}, calls.length > 0 ? 'tool_calls' : 'stop'),
  ];
}

/** The text and the arguments that a choice brings. */
function generated({ delta }: Choice): string {
  const args = (delta.tool_calls ?? []).map((call) => call.function?.arguments ?? '');
  return (delta.content ?? '') + args.join('');
}

function usageOf(input: string, output: string) {
  const prompt_tokens = textTokens(input);
  const completion_tokens = textTokens(output);
  return {
    prompt_tokens,
    completion_tokens,
    total_tokens: prompt_tokens + completion_tokens,
    prompt_tokens_details: { cached_tokens: Math.floor(prompt_tokens / 2), audio_tokens: 0 },
  };
}

/** An event in two writes, as the network may cut it. */
function writeEvent(exchange: Exchange, data: string): void {
  const event = `data: ${data}\n\n`;
  const at = Math.floor(event.length / 3);
  exchange.write(event.slice(0, at));
  exchange.write(event.slice(at));
}
