/** Keys pressed with shorter pauses than this belong together. */
const DIGIT_PAUSE_MS = 2_000;
const MAX_DIGITS = 32;

/** Groups keypad digits until a pause or `#`. */
export class DigitCollector {
  private digits = '';
  private timer: NodeJS.Timeout | null = null;
  private pressedAt = 0;

  /**
   * @param deliver gets the group without the closing `#`, never an empty one, and how long ago the
   * last key was pressed, ms.
   */
  constructor(private readonly deliver: (digits: string, quietMs: number) => void) {}

  press(digit: string): void {
    this.stop();
    this.pressedAt = performance.now();
    if (digit === '#') {
      this.flush();
      return;
    }
    this.digits += digit;
    if (this.digits.length >= MAX_DIGITS) this.flush();
    else this.timer = setTimeout(() => this.flush(), DIGIT_PAUSE_MS);
  }

  /** Forgets a started group. */
  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private flush(): void {
    const { digits } = this;
    this.digits = '';
    if (digits !== '') this.deliver(digits, performance.now() - this.pressedAt);
  }
}
