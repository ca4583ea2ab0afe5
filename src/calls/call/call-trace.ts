import { type SpanAttributes, TraceSpan } from '../../ops/tracing/trace-span.js';

/** Fields of a timeline's entry that hold nothing of a caller. */
const TOLD = ['provider', 'code', 'attempt', 'reason', 'outcome', 'status', 'heardMs'];

/**
 * The spans of a call while this process owns it: the call, and in it the caller's turn that is being
 * answered. The opening of a stream counts as a turn.
 */
export class CallTrace {
  /** The first `call` of the trace, on the replica where it began. */
  private first: TraceSpan | null;
  private call: TraceSpan | null = null;
  private turn: TraceSpan | null = null;

  /** @param inherited `traceparent` of the owner before; null for a new call. */
  constructor(
    private readonly callSid: string,
    inherited: string | null,
  ) {
    this.first = TraceSpan.remote(inherited);
  }

  /** By which another replica goes on with the trace; null while nothing is traced. */
  get traceparent(): string | null {
    return this.first?.traceparent ?? null;
  }

  /** The call as a whole, while this process has it. */
  get whole(): TraceSpan | null {
    return this.call;
  }

  /** What is done for the call now is a part of this; null before it begins. */
  get now(): TraceSpan | null {
    return this.turn ?? this.call;
  }

  /** This process owns the call from now on. */
  begin(): void {
    const attributes = { 'voiceplate.call_sid': this.callSid };
    this.call = TraceSpan.begin('call', this.first, { attributes });
    this.first ??= this.call;
  }

  /** The caller has ended a turn, or a stream begins: an answer is owed. */
  turnBegan(): void {
    this.turnEnded();
    if (this.call === null) return;
    const attributes = { 'voiceplate.call_sid': this.callSid };
    this.turn = TraceSpan.begin('turn', this.call, { attributes });
  }

  /** The caller was answered, or will not be any more. */
  turnEnded(): void {
    this.turn?.end();
    this.turn = null;
  }

  /** The first audio of the answer was sent. @param responseMs since the end of the turn. */
  answered(responseMs: number): void {
    this.turn?.set({ 'voiceplate.response_ms': responseMs });
    this.turn?.event('first audio');
  }

  /** Notes an event of the call's timeline. */
  event(name: string, fields: Readonly<Record<string, unknown>>): void {
    const told: Record<string, string | number> = {};
    for (const field of TOLD) {
      const value = fields[field];
      if (typeof value === 'string' || typeof value === 'number') told[field] = value;
    }
    this.now?.event(name, told satisfies SpanAttributes);
  }

  /**
   * The call is over, or another replica's.
   *
   * @param how its outcome, or `moved`.
   */
  end(how: string, turns: number): void {
    this.turnEnded();
    this.call?.set({ 'voiceplate.outcome': how, 'voiceplate.turns': turns });
    this.call?.end(how === 'lost' ? 'lost' : null);
    this.call = null;
  }
}
