import type { DeltaAudio } from './answer-audio.js';
import { answerAudio } from './answer-audio.js';
import { audioFrame, eventFrame, newId } from './events.js';

/** Between two deltas: 200 to 400 ms of audio each, so about four times as fast as it is played. */
const DELTA_EVERY_MS = 75;
/** Before the first delta: the service thinks. */
const THINK_MS = 300;
/** Audio tokens: 20 a second of speech (protocol B5.4). */
const MS_PER_TOKEN = 50;

/** What is said, for how long, and where it belongs. */
export interface ResponsePlan {
  readonly text: string;
  readonly audioMs: number;
  /** False: read aloud outside of the conversation. */
  readonly inConversation: boolean;
  readonly metadata: unknown;
}

/** What a response needs of its session. */
export interface ResponseLink {
  write(frame: Buffer): void;
  /** Number of the call, and of the next delta of its session. */
  nextStamp(): { readonly call: number; readonly sequence: number };
  firstAudio(): void;
  ended(): void;
}

/** One response: its events in the service's order (protocol B3.2), faster than it is played. */
export class Response {
  readonly id = newId('resp');
  private readonly itemId = newId('item');
  private readonly deltas: DeltaAudio[];
  private readonly words: string[];
  private said = '';
  private sent = 0;
  private playedMs = 0;
  private timer: NodeJS.Timeout;

  constructor(
    private readonly plan: ResponsePlan,
    private readonly link: ResponseLink,
  ) {
    this.deltas = [...answerAudio(plan.audioMs)];
    this.words = plan.text.split(/(?<= )/);
    this.event('response.created', { response: this.response('in_progress') });
    this.timer = setTimeout(() => this.begin(), THINK_MS);
  }

  get inConversation(): boolean {
    return this.plan.inConversation;
  }

  /** Ends it where it is. */
  cancel(reason: 'turn_detected' | 'client_cancelled'): void {
    if (this.sent > 0) this.close('incomplete');
    this.end('cancelled', { type: 'cancelled', reason });
  }

  /** The connection is gone. */
  stop(): void {
    clearTimeout(this.timer);
  }

  private begin(): void {
    const item = { ...this.item('in_progress'), content: [] };
    this.event('response.output_item.added', { output_index: 0, item });
    if (this.inConversation) this.event('conversation.item.added', { item });
    this.part('response.content_part.added', '');
    this.deliver();
    if (this.deltas.length > 0) this.timer = setInterval(() => this.deliver(), DELTA_EVERY_MS);
  }

  private deliver(): void {
    const delta = this.deltas[this.sent];
    if (delta === undefined) {
      this.close('completed');
      this.end('completed', { type: 'completed' });
      return;
    }
    this.say();
    const ids = { responseId: this.id, itemId: this.itemId };
    // What is read aloud may be kept and played much later, as fillers are.
    const stamp = this.inConversation ? this.link.nextStamp() : null;
    this.link.write(audioFrame(ids, delta, stamp));
    this.playedMs += delta.ms;
    this.sent += 1;
    if (this.sent === 1) this.link.firstAudio();
  }

  /** Words run ahead of their audio: all are through when half of it is. */
  private say(): void {
    const share = Math.ceil((2 * this.words.length) / this.deltas.length);
    const delta = this.words.splice(0, share).join('');
    if (delta === '') return;
    this.said += delta;
    this.event('response.output_audio_transcript.delta', { ...this.place(), delta });
  }

  private close(status: 'completed' | 'incomplete'): void {
    this.event('response.output_audio.done', this.place());
    const transcript = this.said;
    this.event('response.output_audio_transcript.done', { ...this.place(), transcript });
    this.part('response.content_part.done', transcript);
    const item = this.item(status);
    if (this.inConversation) this.event('conversation.item.done', { item });
    this.event('response.output_item.done', { output_index: 0, item });
  }

  private end(status: 'completed' | 'cancelled', status_details: object): void {
    this.stop();
    const response = { ...this.response(status), status_details, usage: this.usage() };
    this.event('response.done', { response });
    this.link.ended();
  }

  private part(type: string, transcript: string): void {
    this.event(type, { ...this.place(), part: { type: 'audio', transcript } });
  }

  private place(): object {
    return { item_id: this.itemId, output_index: 0, content_index: 0 };
  }

  private item(status: 'in_progress' | 'completed' | 'incomplete'): object {
    return {
      id: this.itemId,
      object: 'realtime.item',
      type: 'message',
      status,
      role: 'assistant',
      content: [{ type: 'output_audio', transcript: this.said }],
    };
  }

  private response(status: string): object {
    const over = status === 'completed' ? this.item('completed') : this.item('incomplete');
    return {
      object: 'realtime.response',
      id: this.id,
      status,
      status_details: null,
      output: this.sent > 0 ? [over] : [],
      output_modalities: ['audio'],
      metadata: this.plan.metadata ?? null,
    };
  }

  private usage(): object {
    const output = Math.ceil(this.playedMs / MS_PER_TOKEN);
    return {
      total_tokens: 2_000 + output,
      input_tokens: 2_000,
      output_tokens: output,
      input_token_details: {
        text_tokens: 1_900,
        audio_tokens: 100,
        image_tokens: 0,
        cached_tokens: 1_800,
        cached_tokens_details: { text_tokens: 1_800, audio_tokens: 0, image_tokens: 0 },
      },
      output_token_details: { text_tokens: 0, audio_tokens: output },
    };
  }

  private event(type: string, fields: object): void {
    const ids = type === 'response.created' || type === 'response.done' ? {} : this.ids();
    this.link.write(eventFrame(type, { ...ids, ...fields }));
  }

  private ids(): object {
    return { response_id: this.id };
  }
}
