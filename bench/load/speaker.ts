/** Twilio's play-out buffer of one stream: when which mark is due (protocol A4.4). */
export class Speaker {
  private emptyAtMs = 0;
  private readonly marks: { readonly name: string; readonly dueMs: number }[] = [];

  play(durationMs: number, nowMs: number): void {
    this.emptyAtMs = Math.max(this.emptyAtMs, nowMs) + durationMs;
  }

  mark(name: string, nowMs: number): void {
    this.marks.push({ name, dueMs: Math.max(this.emptyAtMs, nowMs) });
  }

  /** Throws away what is unplayed; its marks are due at once. */
  clear(): void {
    this.emptyAtMs = 0;
    for (const [index, { name }] of this.marks.entries()) this.marks[index] = { name, dueMs: 0 };
  }

  /** The next mark whose audio was played by now; null when there is none. */
  due(nowMs: number): string | null {
    const [first] = this.marks;
    if (first === undefined || first.dueMs > nowMs) return null;
    this.marks.shift();
    return first.name;
  }
}
