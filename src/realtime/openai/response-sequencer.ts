import type { TurnView } from '../turn-state.js';

/**
 * The response of the conversation: none; asked for and not yet begun; the same and no longer to be
 * spoken; begun. `unseen`: our request was refused because of one whose beginning was not yet
 * reported and which cannot answer it.
 */
type ResponseState =
  | { readonly kind: 'none' | 'requested' | 'withdrawn' | 'unseen' }
  | { readonly kind: 'running'; readonly id: string };

/**
 * The caller's last turn: answered or being answered; ended and about to be committed; committed,
 * so that the server begins a response by itself.
 */
type CallerTurnState = 'answered' | 'uncommitted' | 'committed';

const NONE: ResponseState = { kind: 'none' };

/**
 * Decides when `response.create` may be sent: never while a response runs or is about to
 * start by itself, never over the caller's voice, once for all tool outputs of a turn
 * (protocol B3.5). `next` is to be asked after whatever may have changed that.
 */
export class ResponseSequencer {
  private response: ResponseState = NONE;
  private callerTurn: CallerTurnState = 'answered';
  /** The assistant is to speak, and no response is on its way for that. */
  private wanted = false;
  private readonly runningTools = new Set<string>();
  /** Outputs sent whose arrival in the conversation is not yet confirmed. */
  private unconfirmedOutputs = 0;

  /** @param turn whether the caller speaks. */
  constructor(private readonly turn: Pick<TurnView, 'caller'>) {}

  get activeResponse(): string | null {
    return this.response.kind === 'running' ? this.response.id : null;
  }

  /** True while an answer is running, requested, or waits only for its turn. */
  get responseOwed(): boolean {
    return this.response.kind !== 'none' || this.callerTurn === 'committed' || this.wanted;
  }

  /** True when `response.create` must be sent now; it then counts as requested. */
  next(): boolean {
    const blocked =
      this.response.kind !== 'none' ||
      this.callerTurn !== 'answered' ||
      this.turn.caller === 'speaking' ||
      this.runningTools.size > 0;
    if (!this.wanted || blocked) return false;
    this.wanted = false;
    this.response = { kind: 'requested' };
    return true;
  }

  /** The assistant is to speak. */
  want(): void {
    this.wanted = true;
  }

  /**
   * What was asked for and has not begun is not to be spoken: the caller speaks, or it is cut off.
   * The service interrupts only what it speaks when speech begins (protocol B3.5).
   */
  withdraw(): void {
    if (this.response.kind === 'requested') this.response = { kind: 'withdrawn' };
  }

  /** The caller fell silent; the turn is committed next. */
  speechStopped(): void {
    this.callerTurn = 'uncommitted';
  }

  /** The caller's turn was committed; the server answers it by itself, unless it is answering. */
  committed(): void {
    const answering = this.response.kind === 'running';
    this.callerTurn = answering ? 'answered' : 'committed';
    if (answering) this.wanted = true;
  }

  /** @returns true when the response is to be ended at once, as it was withdrawn. */
  created(responseId: string): boolean {
    const { kind } = this.response;
    this.response = { kind: 'running', id: responseId };
    this.callerTurn = 'answered';
    // An automatic response answers what was wanted too, if it can see every tool output.
    const seesAll = this.runningTools.size === 0 && this.unconfirmedOutputs === 0;
    if (seesAll && kind === 'none') this.wanted = false;
    return kind === 'withdrawn';
  }

  /** @param callIds function calls of the finished response whose outputs will follow. */
  done(responseId: string, callIds: readonly string[]): void {
    const active = this.activeResponse;
    // The beginning of the response may not have been reported.
    if (active === null) this.callerTurn = 'answered';
    // No other response of the conversation can run; an empty id is one that was not told.
    const ours = active === null || active === responseId || active === '' || responseId === '';
    if (ours) this.response = NONE;
    for (const callId of callIds) this.runningTools.add(callId);
  }

  toolRunning(callId: string): boolean {
    return this.runningTools.has(callId);
  }

  outputSent(callId: string): void {
    this.runningTools.delete(callId);
    this.unconfirmedOutputs += 1;
  }

  outputConfirmed(): void {
    if (this.unconfirmedOutputs > 0) this.unconfirmedOutputs -= 1;
  }

  /**
   * Our `response.create` was refused; it stays wanted unless it was withdrawn.
   *
   * @param busy as another response runs.
   */
  refused(busy: boolean): void {
    this.wanted ||= this.response.kind !== 'withdrawn';
    if (this.response.kind !== 'running') this.response = busy ? { kind: 'unseen' } : NONE;
  }
}
