import type {
  RealtimeResponseCreateParams,
  RealtimeToolsConfigUnion,
} from 'openai/resources/realtime/realtime';
import { BYTES_PER_MS } from '../speech/mulaw.js';
import { type ApiError, invalidRequest } from './api-error.js';
import type { Brain, BrainInput, BrainStep } from './brain.js';
import { brainItem, type Conversation, type Entry, entryOf } from './conversation.js';
import type { Ears, MadeResponse } from './ears.js';
import { textToRead } from './read-aloud.js';
import { causeOf, faultOf } from './response-faults.js';
import { planOf } from './response-plan.js';
import { type PlayerDeps, ResponsePlayer } from './response-player.js';
import type { SessionConfig } from './session-config.js';
import { entryTokens, sumTokens, textTokens, type Tokens } from './usage.js';
import { type ItemShape, newId } from './wire.js';

/** What responses need of their session. */
export interface ResponsesDeps extends PlayerDeps {
  readonly connection: number;
  readonly brain: Brain;
  readonly config: SessionConfig;
  readonly conversation: Conversation;
  readonly ears: Ears;
  /** Nobody spoke for the configured time after an answer. */
  readonly idle: () => void;
}

/** Makes a session's responses: one at a time in the conversation, any number outside of it. */
export class Responses {
  private readonly outside = new Set<ResponsePlayer>();
  private active: ResponsePlayer | null = null;
  private billed: Tokens = { text: 0, audio: 0 };
  private idleTimer: NodeJS.Timeout | undefined;
  private spokenYet = false;
  private stopped = false;

  constructor(private readonly deps: ResponsesDeps) {}

  /** A response of the conversation is in progress. */
  get busy(): boolean {
    return this.active !== null;
  }

  /** The session has put out audio; its voice is fixed. */
  get hasSpoken(): boolean {
    return this.spokenYet || (this.active?.audioBytes ?? 0) > 0;
  }

  /** Begins a response; refused while another one writes to the conversation. */
  create(params: RealtimeResponseCreateParams, trigger: BrainInput['trigger']): ApiError | null {
    const outside = params.conversation === 'none';
    if (!outside && this.active !== null) {
      return invalidRequest(
        'conversation_already_has_active_response',
        `Conversation already has an active response in progress: ${this.active.id}. Wait until the response is finished before creating a new one.`,
      );
    }
    const player = this.player(params, trigger);
    if (outside) this.outside.add(player);
    else this.active = player;
    this.quiet();
    void player
      .play()
      .catch((error: unknown) => this.deps.ears.violation(`a response broke: ${String(error)}`))
      .finally(() => this.finished(player));
    return null;
  }

  /** Cancels at the client's wish. */
  cancel(responseId: string | undefined): ApiError | null {
    const players = [this.active, ...this.outside].filter((player) => player !== null);
    const player =
      responseId === undefined ? this.active : players.find(({ id }) => id === responseId);
    if (player === null || player === undefined) {
      const message = 'Cancellation failed: no active response found';
      return invalidRequest('response_cancel_not_active', message);
    }
    player.cancel('client_cancelled');
    this.finished(player);
    return null;
  }

  /** The caller speaks: ends the active response, if any. */
  interrupt(): void {
    const { active } = this;
    if (active === null) return;
    active.cancel('turn_detected');
    this.finished(active);
  }

  /** Somebody does something: the idle time starts anew with the next answer. */
  quiet(): void {
    clearTimeout(this.idleTimer);
  }

  /** The connection is gone. */
  stop(): void {
    this.stopped = true;
    this.quiet();
    for (const player of [this.active, ...this.outside]) player?.stop();
  }

  private finished(player: ResponsePlayer): void {
    this.outside.delete(player);
    if (this.active !== player) return;
    this.active = null;
    if (player.audioBytes > 0) this.spokenYet = true;
    const idleMs = this.deps.config.turnRules?.idleTimeoutMs ?? null;
    if (idleMs === null || this.stopped) return;
    const playbackMs = player.audioBytes / BYTES_PER_MS;
    this.idleTimer = setTimeout(() => this.deps.idle(), playbackMs + idleMs).unref();
  }

  private player(
    params: RealtimeResponseCreateParams,
    trigger: BrainInput['trigger'],
  ): ResponsePlayer {
    const { config, conversation, ears, connection, knobs } = this.deps;
    const context = this.context(params);
    const items = context.map(brainItem);
    const instructions = params.instructions ?? null;
    const outside = params.conversation === 'none';
    const toRead = outside ? textToRead(items) : null;
    const step: BrainStep =
      toRead === null
        ? this.deps.brain({ items, instructions, trigger })
        : { say: knobs.alterSpeech?.(toRead) ?? toRead };
    const spoken = (params.output_modalities ?? config.current.output_modalities)?.[0] !== 'text';
    const format = params.audio?.output?.format?.type ?? config.current.audio?.output?.format?.type;
    this.check(params, step.tools?.map((tool) => tool.name) ?? [], spoken, format);
    for (const violation of step.violations ?? []) ears.violation(violation);
    const facts = { items, instructions, trigger, outside, step };
    const fault = faultOf(knobs.faultResponses, facts);
    const id = newId('resp');
    const record: MadeResponse = {
      id,
      connection,
      trigger,
      cause: causeOf(facts),
      step,
      fault,
      instructions,
      sessionInstructions: config.current.instructions ?? '',
      metadata: params.metadata ?? null,
      toRead,
      createdAt: performance.now(),
      firstAudioAt: null,
      doneAt: null,
      status: 'in_progress',
      spoken: [],
    };
    ears.responses.push(record);
    const input = this.inputTokens(context, instructions);
    const cached = {
      text: Math.min(this.billed.text, input.text),
      audio: Math.min(this.billed.audio, input.audio),
    };
    if (!outside) this.billed = input;
    const maxTokens = params.max_output_tokens ?? config.current.max_output_tokens ?? 'inf';
    const { lastCallId } = conversation;
    return new ResponsePlayer(this.deps, {
      id,
      plan: planOf({ step, fault, knobs, spoken, outside, maxTokens, lastCallId }),
      conversation: outside ? null : conversation,
      spoken,
      format: format === 'audio/pcm' ? format : 'audio/pcmu',
      metadata: params.metadata ?? null,
      input,
      cached,
      record,
    });
  }

  /** The items that a response is made from: the conversation, or what the client names. */
  private context(params: RealtimeResponseCreateParams): readonly Entry[] {
    const { conversation } = this.deps;
    if (params.input === undefined) return conversation.all;
    return params.input.flatMap((item) => {
      const reference = item as { type: string; id?: string };
      if (reference.type === 'item_reference') return conversation.get(reference.id ?? '') ?? [];
      return entryOf(item as ItemShape);
    });
  }

  private inputTokens(context: readonly Entry[], instructions: string | null): Tokens {
    const { current } = this.deps.config;
    const fixed = (instructions ?? current.instructions ?? '') + JSON.stringify(current.tools);
    return sumTokens([{ text: textTokens(fixed), audio: 0 }, ...context.map(entryTokens)]);
  }

  /** The brain does what no model would: calls what it was not offered, speaks what it cannot. */
  private check(
    params: RealtimeResponseCreateParams,
    tools: readonly string[],
    spoken: boolean,
    format: string | undefined,
  ): void {
    const { config, ears } = this.deps;
    const offered: readonly { readonly type?: string }[] =
      params.tools ?? config.current.tools ?? [];
    const names = offered.map((tool) =>
      'name' in tool ? (tool as RealtimeToolsConfigUnion & { name?: string }).name : '',
    );
    for (const name of tools) {
      if (!names.includes(name)) ears.violation(`scenario: the session has no tool ${name}`);
    }
    if (spoken && format !== 'audio/pcmu' && params.audio?.output?.format === undefined) {
      ears.violation('a response was asked for before audio.output.format was audio/pcmu');
    }
    if (spoken && format === 'audio/pcma') ears.violation('the stand-in does not speak A-law');
  }
}
