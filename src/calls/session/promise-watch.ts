/** A promise that nothing comes of for so long is followed up. */
const FOLLOW_UP_MS = 5_000;

/**
 * What the assistant's last words promised: nothing; to look something up, since the moment given
 * (null: they are not heard to their end); the same, and it was told to do it.
 */
type Promised =
  | { readonly kind: 'nothing' | 'followed-up' }
  | { readonly kind: 'pending'; readonly since: number | null };

/**
 * Notices that the assistant said it would look something up, ended its turn and did nothing. Once
 * until the caller speaks or a tool is run. Times are one monotonic clock in ms.
 */
export class PromiseWatch {
  private promised: Promised = { kind: 'nothing' };

  /** @param phrases words that promise to look something up. */
  constructor(private readonly phrases: readonly string[]) {}

  /** The assistant's turn is over; `text` is the last of what it said. */
  said(text: string): void {
    if (this.promised.kind === 'followed-up') return;
    this.promised = isPromise(text, this.phrases)
      ? { kind: 'pending', since: null }
      : { kind: 'nothing' };
  }

  /** The caller speaks, or a tool is run. */
  goesOn(): void {
    this.promised = { kind: 'nothing' };
  }

  /**
   * True when the assistant has to be told to do it.
   *
   * @param waiting neither side is heard, nothing is owed and nothing runs.
   */
  check(waiting: boolean, now: number): boolean {
    if (this.promised.kind !== 'pending') return false;
    const since = waiting ? (this.promised.since ?? now) : null;
    this.promised = { kind: 'pending', since };
    if (since === null || now - since < FOLLOW_UP_MS) return false;
    this.promised = { kind: 'followed-up' };
    return true;
  }
}

/** Whether a text says one of the phrases, the last word of it with any ending, and asks nothing. */
export function isPromise(text: string, phrases: readonly string[]): boolean {
  if (isQuestion(text)) return false;
  const words = plain(text);
  return phrases.some((phrase) => words.includes(plain(phrase)));
}

/** Whether a text asks something, in any of the usual scripts. */
export function isQuestion(text: string): boolean {
  return /[?？؟]/.test(text);
}

/** The words of a text in lower case, a blank before each. */
function plain(text: string): string {
  return ` ${text.normalize().toLowerCase()}`.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trimEnd();
}
