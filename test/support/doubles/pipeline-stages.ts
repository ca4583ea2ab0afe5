import { EventEmitter, once } from 'node:events';
import { setImmediate as settled } from 'node:timers/promises';
import type { ProviderError } from '../../../src/common/provider-error.js';
import type { ToolCall } from '../../../src/common/tool-call.js';
import type { TurnDone, VoiceSessionListener } from '../../../src/realtime/voice-provider.js';
import type {
  ChatCall,
  ChatDone,
  ChatEvent,
  ChatModel,
  ChatRequest,
} from '../../../src/realtime/pipeline/chat-model.js';
import type { Stages } from '../../../src/realtime/pipeline/pipeline-session.js';

/** Calls that are whole unless they say otherwise. */
type Calls = readonly (ToolCall & Partial<Pick<ChatCall, 'finished'>>)[];
type End = Partial<Pick<ChatDone, 'status' | 'reason' | 'usage'>>;
/** An answer in pieces: text, all calls so far, a failure, how it ends, or a wait. */
export type FakeAnswer = readonly (string | Calls | Error | End | Promise<void>)[];

/** The three services of the pipeline, answering what a test gives them, in order. */
export class FakeStages implements Stages {
  readonly texts: (string | Error | Promise<string>)[] = [];
  readonly answers: FakeAnswer[] = [];
  readonly requests: ChatRequest[] = [];
  /** Ms of audio of a sentence. */
  sentenceMs: (text: string) => number = () => 400;
  /** Speech waits for this. */
  voiced: Promise<void> = Promise.resolve();

  /** What transcription was told to expect last. */
  languages: readonly string[] = [];

  readonly transcriber = {
    transcribe: async (): Promise<string> => {
      const text = await (this.texts.shift() ?? '');
      if (text instanceof Error) throw text;
      return text;
    },
    expect: (languages: readonly string[]): void => {
      this.languages = languages;
    },
  };
  readonly chat: ChatModel = { name: 'chat-1', answer: (request) => this.answer(request) };
  readonly speaker = { speak: (text: string) => this.speech(text) };

  private async *speech(text: string): AsyncGenerator<Uint8Array, void, undefined> {
    await this.voiced;
    yield Buffer.alloc(this.sentenceMs(text) * 8, 0xff);
  }

  private async *answer(request: ChatRequest): AsyncGenerator<ChatEvent, void, undefined> {
    this.requests.push(request);
    let end: End = {};
    for (const part of this.answers.shift() ?? ['Of course.']) {
      await settled();
      if (part instanceof Error) throw part;
      if (part instanceof Promise) await part;
      else if (typeof part === 'string') yield { kind: 'text', text: part };
      else if (isCalls(part)) {
        yield { kind: 'calls', calls: part.map((call) => ({ finished: true, ...call })) };
      } else end = part;
    }
    yield { kind: 'done', status: 'completed', reason: null, usage: null, ...end };
  }
}

function isCalls(part: Calls | End): part is Calls {
  return Array.isArray(part);
}

/** Everything a session reports, as short texts. */
export class Recorder implements VoiceSessionListener {
  readonly events: string[] = [];
  /** Answers `speechStarted` as a call does. */
  onSpeech: (itemIds: readonly string[]) => void = () => undefined;
  private readonly items: string[] = [];
  private readonly news = new EventEmitter();

  ready = () => this.note('ready');
  audio = (itemId: string) => {
    if (!this.items.includes(itemId)) this.items.push(itemId);
    this.note('audio');
  };
  speechStarted = () => {
    this.note('started');
    this.onSpeech(this.items);
  };
  speechStopped = () => this.note('stopped');
  transcriptionFailed = (_turnId: string, code: string) => this.note(`no text: ${code}`);
  callerSaid = (_turnId: string, text: string) => this.note(`caller: ${text}`);
  assistantSaid = (_itemId: string, text: string) => this.note(`assistant: ${text}`);
  toolCall = ({ name }: { name: string }) => this.note(`tool: ${name}`);
  turnDone = ({ status, reason, awaitsTools }: TurnDone) => {
    const because = reason === null ? '' : `: ${reason}`;
    this.note((awaitsTools ? 'awaits tools' : status) + because);
  };
  lost = ({ code }: ProviderError) => this.note(`lost: ${code}`);

  count(event: string): number {
    return this.events.filter((known) => known === event).length;
  }

  async until(event: string, times = 1): Promise<void> {
    while (this.count(event) < times) {
      await once(this.news, 'news', { signal: AbortSignal.timeout(5_000) });
    }
  }

  private note(event: string): void {
    this.events.push(event);
    this.news.emit('news');
  }
}
