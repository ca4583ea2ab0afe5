/** What the bench asks of the load generator and of the provider stand-in. */
export type Command =
  | { readonly do: 'calls'; readonly count: number; readonly perSecond: number }
  | { readonly do: 'begin-window' }
  | { readonly do: 'end-window' }
  | { readonly do: 'webhooks'; readonly perSecond: number; readonly seconds: number }
  | { readonly do: 'cycle'; readonly count: number; readonly atOnce: number }
  /** From now on each open call ends after a while and another takes its place, until `calls`. */
  | { readonly do: 'replace'; readonly lifeMs: Span }
  /** How many calls have ended so. */
  | { readonly do: 'count-replaced' };

/** A length of time between two, ms. */
export type Span = readonly [least: number, most: number];

/** Latency of one window, milliseconds. */
export interface Latency {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** A moment of a call, microseconds of `nowUs`. */
export interface Moment {
  readonly call: number;
  readonly us: number;
}

/** What a generator saw in one window. */
export interface WindowReport {
  /** From the stamps of what arrived here: in at the stand-in, out at the load generator. */
  readonly latency: Latency;
  /** Frames that others numbered and that did not arrive. */
  readonly lost: number;
  /** Share of the window in which its event loop was busy, 0 to 1. */
  readonly utilisation: number;
  /** Connections that are open at the window's end. */
  readonly open: number;
  /** Connections that broke or were refused since the process began. */
  readonly failed: number;
  /** Each `speech_started` sent (stand-in), of which few interrupt; each `clear` received (load). */
  readonly interruptions: readonly Moment[];
  /** First audio of a call's greeting: delay behind the request (stand-in), behind `start` (load). */
  readonly greetings: readonly Moment[];
}

/** What webhooks took, milliseconds. */
export interface WebhookReport {
  readonly latency: Latency;
  readonly failed: number;
}

/** An answer to a command, by its number. */
export type Reply =
  | { readonly to: number; readonly value: unknown }
  | { readonly to: number; readonly error: string };

/** Answers commands that come by Node's IPC. */
export function answerCommands(handle: (command: Command) => Promise<unknown>): void {
  process.on('message', ({ id, command }: { id: number; command: Command }) => {
    void handle(command).then(
      (value) => process.send?.({ to: id, value: value ?? null } satisfies Reply),
      (error: unknown) => process.send?.({ to: id, error: String(error) } satisfies Reply),
    );
  });
  process.once('disconnect', () => process.exit(0));
}
