/**
 * A reason not to start that the operator can act on. `main.ts` prints the lines on stderr,
 * without a stack trace, and exits with code 1.
 */
export class BootError extends Error {
  /** One line per fault. Holds no secret. */
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = new.target.name;
    this.lines = lines;
  }
}
