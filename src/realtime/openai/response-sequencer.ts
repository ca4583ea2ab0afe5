/**
 * Decides when `response.create` may be sent: never while a response runs or is about to
 * start by itself, never over the caller's voice, once for all tool outputs of a turn
 * (protocol B3.5). Each method returns true when `response.create` must be sent now.
 */
export class ResponseSequencer {
  private active: string | null = null;
  /** Sent by us, `response.created` not yet seen. */
  private requested = false;
  /** The server starts a response by itself after a committed turn. */
  private automatic = false;
  private speaking = false;
  private owed = false;
  private runningTools = 0;
  /** Outputs sent whose arrival in the conversation is not yet confirmed. */
  private unconfirmedOutputs = 0;
  /** The running response began before our refused request and cannot answer it. */
  private blind = false;

  get activeResponse(): string | null {
    return this.active;
  }

  /** True while an answer is running, requested, or waits only for its turn. */
  get responseOwed(): boolean {
    return this.active !== null || this.requested || this.automatic || this.owed;
  }

  /** The assistant is to speak. */
  want(): boolean {
    this.owed = true;
    return this.settle();
  }

  speechStarted(): void {
    this.speaking = true;
  }

  /** The caller's turn was committed; the server answers it by itself. */
  committed(): void {
    this.speaking = false;
    this.automatic = true;
  }

  created(responseId: string): void {
    this.active = responseId;
    const ours = this.requested;
    this.requested = false;
    this.automatic = false;
    // An automatic response answers what was owed too, if it can see every tool output.
    const seesAll = this.runningTools === 0 && this.unconfirmedOutputs === 0 && !this.blind;
    if (!ours && seesAll) this.owed = false;
  }

  /** @param toolCalls function calls of the finished response that will be answered. */
  done(responseId: string, toolCalls: number): boolean {
    // No other response of the conversation can run; an empty id is one that was not told.
    if (this.active === responseId || this.active === '' || responseId === '') this.active = null;
    this.blind = false;
    this.runningTools += toolCalls;
    if (toolCalls > 0) this.owed = true;
    return this.settle();
  }

  outputSent(): boolean {
    if (this.runningTools > 0) this.runningTools -= 1;
    this.unconfirmedOutputs += 1;
    return this.settle();
  }

  outputConfirmed(): void {
    if (this.unconfirmedOutputs > 0) this.unconfirmedOutputs -= 1;
  }

  /** The last answer failed; the next chance to speak is used for it. */
  owe(): void {
    this.owed = true;
  }

  /** Our `response.create` was refused; it stays owed until the running response is done. */
  refused(): void {
    this.requested = false;
    this.blind = true;
    this.owed = true;
  }

  private settle(): boolean {
    const blocked =
      this.active !== null ||
      this.requested ||
      this.automatic ||
      this.speaking ||
      this.runningTools > 0;
    if (!this.owed || blocked) return false;
    this.owed = false;
    this.requested = true;
    return true;
  }
}
