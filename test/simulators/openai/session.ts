import type {
  RealtimeClientEvent,
  RealtimeSessionCreateRequest,
} from 'openai/resources/realtime/realtime';
import { BYTES_PER_MS } from '../speech/mulaw.js';
import type { Recogniser } from '../speech/recogniser.js';
import { type ApiError, invalidRequest } from './api-error.js';
import type { Brain } from './brain.js';
import { Conversation, type Entry, entryOf } from './conversation.js';
import { CallerTranscripts, hintsOf } from './caller-transcripts.js';
import type { ConnectionEars, Ears } from './ears.js';
import { InputAudio, type TurnEvent } from './input-audio.js';
import type { Knobs, Moment } from './knobs.js';
import { Responses } from './responses.js';
import { SessionConfig } from './session-config.js';
import { refusalOf } from './update-refusals.js';
import { type ItemShape, newId, type Send } from './wire.js';

/** What a session needs of its connection. */
export interface SessionDeps {
  readonly model: string;
  readonly brain: Brain;
  readonly recogniser: Recogniser;
  readonly knobs: Knobs;
  readonly ears: Ears;
  readonly own: ConnectionEars;
  readonly send: Send;
  readonly reached: (moment: Moment) => void;
}

const SESSION_MS = 3_600_000;

/** One Realtime session: what each client event does, and what the caller's voice does. */
export class Session {
  private readonly id = newId('sess');
  private readonly expiresAt: number;
  private readonly config: SessionConfig;
  private readonly conversation = new Conversation();
  private readonly input = new InputAudio();
  private readonly responses: Responses;
  private readonly transcripts: CallerTranscripts;
  private heardNoise = false;

  constructor(private readonly deps: SessionDeps) {
    const { brain, ears, knobs, model, own, reached, send } = deps;
    this.expiresAt = Math.floor((knobs.now() + (knobs.sessionLimitMs ?? SESSION_MS)) / 1000);
    this.transcripts = new CallerTranscripts(send, knobs);
    this.config = new SessionConfig(model);
    this.responses = new Responses({
      brain,
      ears,
      knobs,
      reached,
      send,
      connection: own.index,
      config: this.config,
      conversation: this.conversation,
      idle: () => this.timedOut(),
    });
    this.input.configure(this.config.turnRules);
  }

  /** The first events of a connection. */
  open(): void {
    this.deps.send({ type: 'session.created', session: this.effective() });
    this.deps.send({
      type: 'conversation.created',
      conversation: { id: this.conversation.id, object: 'realtime.conversation' },
    });
  }

  /** Does what a valid client event asks for; answers how it is refused, if it is. */
  handle(event: RealtimeClientEvent): ApiError | null {
    const { send } = this.deps;
    switch (event.type) {
      case 'session.update':
        return this.update(event.session);
      case 'input_audio_buffer.append':
        return this.append(event.audio);
      case 'input_audio_buffer.commit':
        return this.commit();
      case 'input_audio_buffer.clear':
        this.input.clear();
        send({ type: 'input_audio_buffer.cleared' });
        return null;
      case 'output_audio_buffer.clear':
        return invalidRequest('invalid_value', 'Only for WebRTC and SIP.', 'type');
      case 'conversation.item.create':
        return this.createItem(event.item as ItemShape, event.previous_item_id);
      case 'conversation.item.retrieve':
        return this.retrieve(event.item_id);
      case 'conversation.item.truncate':
        return this.truncate(event.item_id, event.content_index, event.audio_end_ms);
      case 'conversation.item.delete':
        return this.delete(event.item_id);
      case 'response.create':
        return this.responses.create(event.response ?? {}, 'request');
      case 'response.cancel':
        return this.responses.cancel(event.response_id);
    }
  }

  /** Reports a speech start that is none, as on a noisy line; it ends when the audio is silent. */
  falseSpeechStart(): void {
    const event = this.input.falseStart();
    if (event !== null) this.turn(event);
  }

  stop(): void {
    this.responses.stop();
    this.transcripts.stop();
  }

  private effective(): RealtimeSessionCreateRequest {
    const facts = { object: 'realtime.session', id: this.id, expires_at: this.expiresAt };
    return { ...this.config.current, ...facts };
  }

  private update(change: { readonly type: string } & object): ApiError | null {
    if (change.type !== 'realtime') {
      return invalidRequest('invalid_value', 'The session type cannot be changed.', 'session.type');
    }
    const { refuseTranscription, refuseUpdates, transcriptionRules } = this.deps.knobs;
    const refusal =
      refusalOf(refuseUpdates, change) ??
      this.config.update(change as RealtimeSessionCreateRequest, {
        hasSpoken: this.responses.hasSpoken,
        refuseTranscription,
        transcriptionRules,
      });
    if (refusal !== null) return refusal;
    this.input.configure(this.config.turnRules);
    this.deps.send({ type: 'session.updated', session: this.effective() });
    return null;
  }

  private append(base64: string): ApiError | null {
    if (!this.config.hearsMulaw) {
      if (!this.heardNoise) {
        this.deps.ears.violation('audio was appended before audio.input.format was audio/pcmu');
      }
      this.heardNoise = true;
      return null;
    }
    const audio = Buffer.from(base64, 'base64');
    if (audio.toString('base64') !== base64) {
      return invalidRequest('invalid_value', 'Invalid base64 audio.', 'audio');
    }
    this.deps.own.heardAudio(audio);
    for (const event of this.input.append(audio)) this.turn(event);
    return null;
  }

  private commit(): ApiError | null {
    const committed = this.input.commit();
    if (committed === null) {
      const message = 'Error committing input audio buffer: buffer too small.';
      return invalidRequest('input_audio_buffer_commit_empty', message);
    }
    this.callerItem(committed.itemId, committed.audio);
    return null;
  }

  private turn(event: TurnEvent): void {
    const { send } = this.deps;
    const rules = this.config.turnRules;
    this.responses.quiet();
    if (event.kind === 'started') {
      const { itemId: item_id, audioStartMs: audio_start_ms } = event;
      send({ type: 'input_audio_buffer.speech_started', item_id, audio_start_ms });
      if (rules?.interruptResponse === true) this.responses.interrupt();
      return;
    }
    const { itemId: item_id, audioEndMs: audio_end_ms } = event;
    send({ type: 'input_audio_buffer.speech_stopped', item_id, audio_end_ms });
    this.deps.reached('after-speech-stopped');
    this.callerItem(event.itemId, event.audio);
    if (rules?.createResponse === true && !this.responses.busy) this.responses.create({}, 'turn');
  }

  /** The committed audio becomes an item and, later, a transcript. */
  private callerItem(itemId: string, audio: Buffer): void {
    const { ears, own, recogniser } = this.deps;
    const recognition = recogniser.recognise(audio);
    const { transcription } = this.config;
    const entry = entryOf({
      id: itemId,
      type: 'message',
      role: 'user',
      status: 'completed',
      content: [{ type: 'input_audio' }],
    });
    entry.audio = audio;
    entry.text = recognition?.text ?? null;
    const previous_item_id = this.conversation.all.at(-1)?.item.id ?? null;
    this.deps.send({ type: 'input_audio_buffer.committed', item_id: itemId, previous_item_id });
    this.conversation.append(entry);
    this.announce(entry);
    ears.recognised.push({
      at: performance.now(),
      connection: own.index,
      itemId,
      text: entry.text,
      exactShare: recognition?.exactShare ?? 0,
      hints: transcription === null ? null : hintsOf(transcription),
    });
    if (transcription !== null) this.transcripts.later(entry, transcription);
  }

  private createItem(item: ItemShape, after: string | null | undefined): ApiError | null {
    if (item.type === 'function_call_output' && !this.conversation.awaitsOutput(item.call_id)) {
      this.deps.ears.violation(`a second output for the call ${item.call_id}`);
    }
    const entry = this.conversation.create(item, after);
    if (!('item' in entry)) return entry;
    if (item.type === 'message' && item.role === 'user') this.hearItem(item, entry);
    this.responses.quiet();
    this.announce(entry);
    return null;
  }

  /** Audio inside a created item is understood like audio from the buffer. */
  private hearItem(item: Extract<ItemShape, { role: 'user' }>, entry: Entry): void {
    const pieces = item.content.map((part) => Buffer.from(part.audio ?? '', 'base64'));
    entry.audio = Buffer.concat(pieces);
    if (entry.audio.length === 0) return;
    entry.text = this.deps.recogniser.recognise(entry.audio)?.text ?? entry.text;
  }

  private retrieve(itemId: string): ApiError | null {
    const entry = this.conversation.get(itemId);
    if (entry === undefined) {
      const message = `Item with item_id '${itemId}' not found.`;
      return invalidRequest('item_retrieve_invalid_item_id', message, 'item_id');
    }
    const item = structuredClone(entry.item);
    const endMs = entry.truncatedMs ?? Number.POSITIVE_INFINITY;
    const audio = entry.audio.subarray(0, endMs * BYTES_PER_MS).toString('base64');
    if (item.type === 'message' && item.role !== 'system' && audio !== '') {
      for (const part of item.content) part.audio = audio;
    }
    this.deps.send({ type: 'conversation.item.retrieved', item });
    return null;
  }

  private truncate(itemId: string, index: number, audioEndMs: number): ApiError | null {
    const generated = this.conversation.get(itemId)?.audio.length ?? 0;
    const entry = this.conversation.truncate(itemId, index, audioEndMs);
    if (!('item' in entry)) return entry;
    const generatedMs = generated / BYTES_PER_MS;
    this.deps.own.truncations.push({ at: performance.now(), itemId, audioEndMs, generatedMs });
    this.deps.send({
      type: 'conversation.item.truncated',
      item_id: itemId,
      content_index: index,
      audio_end_ms: audioEndMs,
    });
    return null;
  }

  private delete(itemId: string): ApiError | null {
    const refusal = this.conversation.delete(itemId);
    if (refusal !== null) return refusal;
    this.deps.own.deletions.push({ at: performance.now(), itemId });
    this.deps.send({ type: 'conversation.item.deleted', item_id: itemId });
    return null;
  }

  private announce(entry: Entry): void {
    const item = structuredClone(entry.item);
    const previous_item_id = this.conversation.previousOf(entry);
    this.deps.send({ type: 'conversation.item.added', item, previous_item_id });
    this.deps.send({ type: 'conversation.item.done', item, previous_item_id });
  }

  /** `idle_timeout_ms` is over: an empty turn is committed and the model speaks. */
  private timedOut(): void {
    const item_id = newId('item');
    const audio_end_ms = this.input.audioMs;
    this.deps.send({
      type: 'input_audio_buffer.timeout_triggered',
      item_id,
      audio_start_ms: audio_end_ms,
      audio_end_ms,
    });
    this.callerItem(item_id, Buffer.alloc(0));
    this.responses.create({}, 'idle');
  }
}
